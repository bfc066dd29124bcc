"""Whatever is asked, on any address: it is answered, refused or not found. Nothing makes the server fail."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any, TypeVar
from urllib.parse import quote

import pytest
from sqlalchemy import select
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from conference.calendars import services as calendars
from conference.db import db
from conference.events.rules import RoleName
from conference.events.services import invite
from conference.letter_wishes.rules import LetterKind, stop_token
from conference.mail.tables import Letter
from conference.proposals import services as reviewing
from conference.speaking.queries import token_of
from conference.speaking.services import make_link, propose_profile
from tests.client import Client
from tests.factories import agenda, delegations, draft, proposals, registrations
from tests.factories.accounts import account
from tests.factories.programme import at

HOSTILE = (
    "a\x00b",
    "\ud800\u202e\ufeff\u2028",
    "\r\nSet-Cookie: a=b",
    "../<script>alert(1)</script>' OR 1=1 --",
    "2147483648",
    "9" * 5000,
    "-1",
    "٣",
    "0001-01-01",
    "9999-12-31",
    "{{ 7 * 7 }} %(name)s %s",
    "NaN",
    "İ" * 1000,
)
"""What no person writes, and what somebody will send."""

RAW = ("%FF%C0%AF", "%zz%", "%2F%5C")
"""Bytes of an address that are no text, or none that anyone means."""

ARGUMENTS_OF_BUILDERS = ("_anchor", "_external", "_method", "_scheme", "endpoint", "event", "next", "self", "values")
"""What means something to the functions that build addresses."""

ARGUMENTS = (
    *ARGUMENTS_OF_BUILDERS, "city", "code", "day", "for", "format", "lang", "language", "page", "q", "slug", "standing",
    "state", "subscription_id", "theme", "token", "v", "view", "action", "key", "kind", "person", "since", "until",
)  # fmt: skip
"""Those, and every argument that some page reads."""

HEADERS = (
    {"Accept": "\xff;q=x,,;;"},
    {"Accept-Encoding": "gzip;q=nan, identity;q=-1"},
    {"Accept-Language": "tr;q=9e999, *;q=, \xff, x-" + "y" * 200},
    {"Authorization": "Basic \xff"},
    {"Content-Type": "application/json"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "multipart/form-data; boundary=" + "x" * 300},
    {"Cookie": "meridian=x; meridian_stay=1|x; language=xx; zone=../../etc"},
    {"Cookie": 'zone="Europe/Berlin\x00"; language="\xff"; =; ;;'},
    {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT"},
    {"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 -2359"},
    {"If-None-Match": '"' * 99 + ", W/"},
    {"Range": "bytes=9-1,-,99999999999999999999-"},
    {"Referer": "\xff"},
    {"User-Agent": "\xff\x7f" * 400},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "javascript"},
    {"X-HTTP-Method-Override": "DELETE"},
)

_FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*?\sname="([^"]+)"')


T = TypeVar("T")

TAKING_AWAY = ("remove", "revoke", "withdraw", "leave", "sign_out")


@dataclass(frozen=True)
class Site:
    """An installation with a little of everything, and somebody who may do it all.

    :ivar failures: the requests by which the server failed.
    :ivar values: what each part of an address can truly be, by blueprint and then by name.
    """

    client: Client
    values: dict[str, dict[str, Any]]
    somebody: Any
    failures: list[str] = field(default_factory=list)

    def rules(self) -> list[tuple[Rule, str]]:
        """Return each address with each of its methods; what takes something away comes last."""
        pairs = [
            (rule, method)
            for rule in self.client.application.url_map.iter_rules()
            for method in sorted(rule.methods or ())
        ]
        return sorted(pairs, key=lambda pair: pair[0].endpoint.rpartition(".")[2].startswith(TAKING_AWAY))

    def real(self, rule: Rule) -> dict[str, Any]:
        """Return values with which an address leads somewhere."""
        known = self.values["any"] | self.values.get(rule.endpoint, {})
        return {name: known[name] for name in rule.arguments}

    def ask(self, method: str, address: str, *, signed_in: bool, **kwargs: Any) -> Any:
        """Send a request, and note it where the server fails."""
        if signed_in:
            self.client.sign_in(self.somebody)
        else:
            self.client.sign_out()
        if method == "POST":
            kwargs["data"] = MultiDict([*MultiDict(kwargs.get("data", {})).items(True), ("csrf_token", self.token())])
        try:
            answer = self.client.open(address, method=method, **kwargs)
        except Exception as error:  # noqa: BLE001 - all of them are told at once
            self.failures.append(f"{method} {address[:200]} {str(kwargs)[:300]}: {type(error).__name__} {error!s:.300}")
            return TestResponse([], "500", Headers(), self.client.get("/healthz").request)
        if answer.status_code >= 500:
            self.failures.append(f"{method} {address[:200]} {str(kwargs)[:300]}: {answer.status}")
        return answer

    def token(self) -> str:
        """Return a token that the next request may carry."""
        return self.client.csrf_token()


def site_pages(kind: str) -> list[str]:
    """Return the endpoints that name one thing of a kind."""
    return [f"draft.edit_{kind}", f"draft.remove_{kind}", f"programme.show_{kind}"]


OWN_PAGE = ("show_own", "send_answer", "send_availability", "send_material", "send_profile")
LINKS = ("show_link", "make_link", "send_link", "revoke_link")


def organisers_and_speakers(app, made) -> tuple[str, int, str, int]:
    """Invite an organiser, and let a speaker send something: the tokens of their links and the ids of both."""
    event, speaker, now = made.event, made.speaker, made.event.created_at
    asked = invite(event.id, email="nil@example.org", role=RoleName.HOST, language="de", inviter_id=None, now=now)
    invited = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    link = make_link(event.id, speaker.code, language="de", secret_key=app.secret_key, now=now)
    token = token_of(link, app.secret_key)
    was = {"name": speaker.name, "affiliation": speaker.affiliation, "biography": speaker.biography}
    sent = propose_profile(speaker, was=was, **{**was, "name": "Another"}, now=now)
    assert invited
    assert token
    assert sent
    return invited.data["secrets"]["token"], asked.id, token, sent.id


REVIEWED = ("show", "remove")
OF_ONE_PROPOSAL = ("score", "comment", "edit_comment", "remove_comment", "label_proposal")
PROPOSERS = ("show_own", "edit_own", "withdraw")


def proposals_by_page(app, made) -> dict[str, dict[str, Any]]:
    """Let a city propose something by a call with a question, and say something of it: its code and token, by page."""
    event, now = made.event, made.event.created_at
    proposals.call(event, themes=[made.theme.slug])
    proposals.question(event)
    made_one = proposals.proposal(event, secret_key=app.secret_key)
    reviewing.comment_on(event.id, made_one.code, made.owner.id, "Good", now=now)
    reviewing.add_label(event.id, name="Opening", colour=1)
    pages = (*(f"{page}_proposal" for page in REVIEWED), *OF_ONE_PROPOSAL)
    own = {"token": proposals.token(made_one, secret_key=app.secret_key)}
    return {
        **{f"proposals.{page}": {"code": made_one.code} for page in pages},
        **{f"proposals.{page}": own for page in PROPOSERS},
    }


@pytest.fixture
def site(client, app):
    made = draft.drafted("cities")
    draft.publish(made.event)
    draft.session(made.event, "Second", starts_at=at(8, 10))
    somebody = account(may_create_events=True, name="Sam Somebody")
    draft.events.role(made.event, holder=somebody)
    registrations.question(made.event.id)
    registration = agenda.registration(made.event.id, somebody)
    subscription, token = calendars.make_subscription(
        registration.id, name="Phone", language="en", secret_key=app.secret_key, now=made.event.created_at
    )
    share, agenda_token = agenda.services.share_agenda(
        registration.id, name="Mehmet", secret_key=app.secret_key, now=made.event.created_at
    )
    delegations.delegation(made.event.id, somebody, now=made.event.created_at)
    invited, invitation, speaking, contribution = organisers_and_speakers(app, made)
    planned = draft.services.plan_release(made.event.id, due_at=at(20, 9), notes={}, author_id=None, now=at(8, 9))
    values = {
        "any": {
            "event": "cities", "code": made.session.code, "slug": made.theme.slug, "key": made.room.key,
            "token": token, "subscription_id": subscription.id, "account_id": made.owner.id,
            "invitation_id": invitation, "contribution_id": contribution, "number": 1, "plan_id": planned.id,
            "device_id": 1, "passkey_id": 1, "link_id": 1,
            "fingerprint": "abc", "name": "schedule.xml", "share_id": share.id,
            "question_id": 1, "question": 1, "member_id": 1, "part": "agenda", "letter": "seat_offered",
        },
        "events.accept": {"token": invited},
        "agenda.show_shared_agenda": {"token": agenda_token},
        "caldav.answer": {"where": f"calendars/{subscription.id}/{made.event.slug}/"},
        **proposals_by_page(app, made),
        "letter_wishes.stop_letters": {
            "token": stop_token(registration.id, LetterKind.CHANGES, secret_key=app.secret_key)
        },
        **{f"speaking.{view}": {"token": speaking} for view in OWN_PAGE},
        **{f"speaking.{view}": {"code": made.speaker.code} for view in LINKS},
        **{
            one: {"slug": made.partnership.slug}
            for one in (*site_pages("partnership"), "calendars.show_partnership_feed")
        },
        "calendars.show_language_feed": {"code": "de"},
        "calendars.show_feed": {"kind": "room", "key": made.room.key},
        "calendars.show_code": {"kind": "theme", "key": made.theme.slug},
        **{one: {"key": "osnabrueck"} for one in site_pages("municipality")},
        **{one: {"code": made.speaker.code} for one in (*site_pages("speaker"), "calendars.show_speaker_feed")},
    }  # fmt: skip
    return Site(client, values, somebody)


def written(values: Iterable[str]) -> list[str]:
    """Return values as they stand in an address, and bytes that are no text."""
    return [*(quote(value, safe="", errors="surrogatepass") for value in values), *RAW]


def share(values: Sequence[T], turn: int) -> Sequence[T]:
    """Return a third of some values, another one with each turn.

    So every address meets a third of them, and every one of them a third of the addresses: all with all takes too long.
    """
    return values[turn % 3 :: 3]


def addresses(rule: Rule, real: dict[str, Any], turn: int) -> Iterator[str]:
    """Give an address with something hostile in each of its parts in turn."""
    for place, part in enumerate(sorted(rule.arguments)):
        for hostile in share(written(HOSTILE[:8]), turn + place):
            values = {name: quote(str(value)) for name, value in real.items()} | {part: hostile}
            yield re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda match, values=values: values[match[1]], rule.rule)


def address_of(site: Site, rule: Rule) -> str:
    """Return an address that leads somewhere."""
    adapter = site.client.application.url_map.bind("localhost")
    return adapter.build(rule.endpoint, site.real(rule), method=None if "GET" in (rule.methods or ()) else "POST")


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "signed in"])
def test_every_real_address_answers_every_method(site, signed_in):
    shown = 0
    for rule, method in site.rules():
        answer = site.ask(method, address_of(site, rule), signed_in=signed_in)
        shown += answer.status_code == 200

    assert shown > (60 if signed_in else 40)
    assert not site.failures


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "signed in"])
def test_no_part_of_an_address_makes_the_server_fail(site, signed_in):
    for turn, (rule, method) in enumerate(site.rules(), signed_in):
        if method != ("GET" if "GET" in (rule.methods or ()) else "POST"):
            continue
        for address in addresses(rule, site.real(rule), turn):
            site.ask(method, address, signed_in=signed_in)
    assert not site.failures


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "signed in"])
def test_no_argument_makes_the_server_fail(site, signed_in):
    values = written(HOSTILE)
    for rule, method in site.rules():
        if method != "GET":
            continue
        address = address_of(site, rule)
        for turn in range(len(values) if rule.endpoint.rpartition(".")[2].startswith(("list", "show_prog")) else 4):
            query = "&".join(f"{name}={values[(place + turn) % len(values)]}" for place, name in enumerate(ARGUMENTS))
            site.ask("GET", f"{address}?{query}", signed_in=signed_in)
    assert not site.failures


def test_no_argument_changes_where_the_links_of_a_page_lead(site):
    for rule, method in site.rules():
        if method != "GET":
            continue
        for is_private, value in ((True, "javascript"), (False, "//evil.example/")):
            names = [name for name in ARGUMENTS_OF_BUILDERS if name.startswith("_") is is_private]
            query = "&".join(f"{name}={quote(value, safe='')}" for name in names)
            page = site.ask("GET", f"{address_of(site, rule)}?{query}", signed_in=True)
            text = page.text if page.mimetype == "text/html" else ""
            links = [unescape(link) for link in re.findall(r'\b(?:href|action|src)="([^"]*)"', text)]
            strange = [link for link in links if re.match(r"javascript:|(?:https?:)?//evil", link)]
            assert not strange, f"{rule.rule}?{query}"
            assert not page.headers.get("Location", "").startswith(("http", "//", "javascript"))
    assert not site.failures


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "signed in"])
def test_no_field_of_a_form_makes_the_server_fail(site, signed_in):
    for turn, (rule, method) in enumerate(site.rules()):
        if method != "POST":
            continue
        address = address_of(site, rule)
        names = {"next", "zone", "seen_clashes", "instead", "first", "second", "step", "name"}
        if "GET" in (rule.methods or ()):
            page = site.ask("GET", address, signed_in=signed_in).text
            names |= set(_FIELD.findall(page)) - {"csrf_token"}
        for hostile in share(HOSTILE, turn) if signed_in else share(HOSTILE, turn)[::2]:
            fields = dict.fromkeys(sorted(names), hostile.encode("utf-8", "surrogatepass"))
            site.ask("POST", address, signed_in=signed_in, data=fields)
    assert not site.failures


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "signed in"])
def test_no_field_that_was_not_sent_makes_the_server_fail(site, signed_in):
    for rule, method in site.rules():
        if method != "POST" or "GET" not in (rule.methods or ()) or "remove" in rule.endpoint:
            continue
        address = address_of(site, rule)
        page = site.ask("GET", address, signed_in=signed_in)
        filled = _as_filled_in(page.text) if page.status_code == 200 else {}
        site.ask("POST", address, signed_in=signed_in)
        for name in filled:
            rest = {key: value for key, value in filled.items() if key != name}
            site.ask("POST", address, signed_in=signed_in, data=rest)
    assert not site.failures


def _as_filled_in(page: str) -> dict[str, str]:
    """Return the fields of a page with the values that they show; of a select, what is chosen."""
    fields = {name: "" for name in _FIELD.findall(page) if name != "csrf_token"}
    for tag in re.findall(r"<input\b[^>]*>", page):
        name, value = re.search(r'\sname="([^"]+)"', tag), re.search(r'\svalue="([^"]*)"', tag)
        if name and value and name[1] in fields and ("checkbox" not in tag or " checked" in tag):
            fields[name[1]] = unescape(value[1])
    for name, options in re.findall(r'<select\b[^>]*\sname="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option\b[^>]*\bselected\b[^>]*value="([^"]*)"|value="([^"]*)"[^>]*\bselected\b', options)
        if chosen:
            fields[name] = unescape(chosen[1] or chosen[2] or "")
    for name, text in re.findall(r'<textarea\b[^>]*\sname="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        fields[name] = unescape(text).strip()
    return fields


def test_no_header_makes_the_server_fail(site):
    for turn, (rule, method) in enumerate(site.rules()):
        if method not in {"GET", "POST"} or rule.endpoint.startswith("draft."):
            continue
        for headers in share(HEADERS, turn):
            site.ask(method, address_of(site, rule), signed_in="Cookie" not in headers, headers=headers)
    assert not site.failures


def test_what_is_too_large_is_refused_in_the_readers_language(site):
    for address in ("/sign-in", "/sign-up", "/cities/register", "/zone", "/account/forgot"):
        form = site.client.post(f"{address}?lang=tr", data={"email": "x" * (5 * 1024 * 1024)})
        assert form.status_code == 413
        assert '<html lang="tr">' in form.text

        parts = site.client.post(
            address, data={f"field{number}": "x" for number in range(2000)}, content_type="multipart/form-data"
        )
        assert parts.status_code == 413
    assert not site.failures
