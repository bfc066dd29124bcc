"""Every page in a real browser: no error, no third party, no sideways scroll, nothing serious for axe.

Addresses hold names in braces for what the example is asked: codes, slugs and keys.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.exceptions import HTTPException

from conference import clock
from conference.app import create_app
from tests.browser.axe import bring_axe, faults_in_every_guise
from tests.browser.chromium import Watch, open_page
from tests.browser.deeds import EVENT, MAIN_FORM, book, link_in, pairs_that_overlap, press, sign_in, take_part
from tests.browser.organising import create_event, fill, fill_in_session, publish, store
from tests.databases import settings_for_tests
from tests.site import Site

ORGANISE = f"{EVENT}/organise"

VISITOR = (
    f"{EVENT}/",
    f"{EVENT}/programme",
    f"{EVENT}/programme?view=list",
    f"{EVENT}/programme?view=timetable",
    f"{EVENT}/programme?day={{day}}",
    f"{EVENT}/programme?view=list&q=nothing+has+this+name",
    f"{EVENT}/sessions/{{past}}",
    f"{EVENT}/sessions/{{coming}}",
    f"{EVENT}/sessions/{{unscheduled}}",
    "/s/{past}",
    "/s/{coming}",
    f"{EVENT}/speakers",
    f"{EVENT}/speakers?q=zzzz",
    f"{EVENT}/participants",
    f"{EVENT}/participants?q=zzzz",
    f"{EVENT}/speakers/{{speaker}}",
    f"{EVENT}/themes/{{theme}}",
    f"{EVENT}/partnerships",
    f"{EVENT}/partnerships/{{partnership}}",
    f"{EVENT}/changes",
    f"{EVENT}/releases/1",
    f"{EVENT}/releases/2",
    f"{EVENT}/live",
    f"{EVENT}/subscribe",
    f"{EVENT}/subscribe/theme/{{theme}}",
    f"{EVENT}/subscribe/session/{{coming}}",
    f"{EVENT}/register",
    "/sign-in",
    "/sign-up",
    "/account/forgot",
    "/sign-in/link",
    "/sign-in/link/no-such-token",
    "/account/address/no-such-token",
    "/account/confirm/no-such-token",
    "/account/reset/no-such-token",
    "/invitations/no-such-token",
    f"{EVENT}/invitations/no-such-token",
    f"{EVENT}/invitations/no-such-token/decline",
    "/joining/no-such-token",
    "/joining/no-such-token/decline",
    "/speaking/no-such-token",
    "/proposals/no-such-token",
    f"{EVENT}/propose",
    f"{EVENT}/propose/thanks",
    "/account/notices/no-such-token",
    "/offline",
    f"{EVENT}/seats/no-such-token",
    "/privacy",
    "/accessibility",
    "/nowhere",
    f"{EVENT}/nowhere",
    "/sign-out",
)
PARTICIPANT = (
    f"{EVENT}/programme?view=list",
    f"{EVENT}/agenda",
    f"{EVENT}/participants",
    f"{EVENT}/agenda?view=week",
    f"{EVENT}/agenda?view=day&day={{day}}",
    f"{EVENT}/agenda?zone=Asia/Tokyo",
    f"{EVENT}/registration",
    f"{EVENT}/registration/withdraw",
    f"{EVENT}/letters",
    f"{EVENT}/delegations",
    f"{EVENT}/delegations/new",
    f"{EVENT}/delegations/asked/1",
    f"{EVENT}/delegations/{{delegation}}",
    f"{EVENT}/delegations/{{delegation}}/agenda",
    f"{EVENT}/delegations/{{delegation}}/calendar",
    f"{EVENT}/delegations/{{delegation}}/edit",
    f"{EVENT}/delegations/{{delegation}}/leave",
    f"{EVENT}/delegations/{{delegation}}/dissolve",
    f"{EVENT}/agenda/shares",
    f"{EVENT}/agenda/shares/{{share}}/revoke",
    "/agendas/{shared}",
    f"{EVENT}/agenda/subscriptions",
    f"{EVENT}/agenda/subscriptions/{{subscription}}",
    f"{EVENT}/agenda/subscriptions/{{subscription}}/revoke",
    f"{EVENT}/sessions/{{booked}}",
    f"{EVENT}/sessions/{{booked}}/questions",
    "/s/{booked}",
    "/account",
    "/account/events",
    "/account/subscriptions",
    "/account/subscriptions/{own_subscription}",
    "/account/subscriptions/{own_subscription}/revoke",
    "/account/safety",
    "/account/devices",
    "/account/data",
    "/account/consents",
    "/account/delete",
    "/account/email",
    "/account/authenticator",
    "/account/passkeys/new",
    "/account/second-factor",
    "/account/prove",
    f"{ORGANISE}/",
)
ORGANISER = (
    "/",
    "/events/new",
    f"{EVENT}/register",
    f"{ORGANISE}/",
    f"{ORGANISE}/event",
    f"{ORGANISE}/themes",
    f"{ORGANISE}/themes/new",
    f"{ORGANISE}/themes/{{theme}}",
    f"{ORGANISE}/themes/{{theme}}/remove",
    f"{ORGANISE}/clashes",
    f"{ORGANISE}/rooms",
    f"{ORGANISE}/rooms/new",
    f"{ORGANISE}/rooms/{{room}}",
    f"{ORGANISE}/rooms/{{room}}/availability",
    f"{ORGANISE}/rooms/{{room}}/remove",
    f"{ORGANISE}/speakers",
    f"{ORGANISE}/speakers?q=zzzz",
    f"{ORGANISE}/speakers/new",
    f"{ORGANISE}/speakers/{{speaker}}",
    f"{ORGANISE}/speakers/{{speaker}}/availability",
    f"{ORGANISE}/speakers/{{speaker}}/remove",
    f"{ORGANISE}/speakers/{{speaker}}/erase",
    f"{ORGANISE}/partnerships",
    f"{ORGANISE}/partnerships/new",
    f"{ORGANISE}/partnerships/{{partnership}}",
    f"{ORGANISE}/partnerships/{{partnership}}/remove",
    f"{ORGANISE}/municipalities/new",
    f"{ORGANISE}/municipalities/{{municipality}}",
    f"{ORGANISE}/municipalities/{{municipality}}/remove",
    f"{ORGANISE}/timetable",
    f"{ORGANISE}/timetable?q=zzzz",
    f"{ORGANISE}/timetable?view=rooms",
    f"{ORGANISE}/timetable?view=themes&days=3&step=5",
    f"{ORGANISE}/timetable/{{coming}}",
    f"{ORGANISE}/timetable/{{unscheduled}}",
    f"{ORGANISE}/sessions",
    f"{ORGANISE}/sessions?q=zzzz",
    f"{ORGANISE}/sessions/new",
    f"{ORGANISE}/sessions/{{coming}}",
    f"{ORGANISE}/sessions/{{coming}}/remove",
    f"{ORGANISE}/sessions/{{coming}}/repeat",
    f"{ORGANISE}/sessions/{{coming}}/slots",
    f"{ORGANISE}/copy",
    f"{ORGANISE}/figures",
    f"{ORGANISE}/people-data",
    f"{ORGANISE}/publish",
    f"{ORGANISE}/publish/told",
    f"{ORGANISE}/publish/back/1",
    f"{ORGANISE}/preview/",
    f"{ORGANISE}/preview/programme",
    f"{ORGANISE}/preview/programme?view=list",
    f"{ORGANISE}/preview/sessions/{{coming}}",
    f"{ORGANISE}/preview/speakers",
    f"{ORGANISE}/preview/speakers/{{speaker}}",
    f"{ORGANISE}/preview/themes/{{theme}}",
    f"{ORGANISE}/preview/partnerships",
    f"{ORGANISE}/preview/partnerships/{{partnership}}",
    f"{ORGANISE}/preview/changes",
    f"{ORGANISE}/preview/releases/1",
    f"{ORGANISE}/log",
    f"{ORGANISE}/registration",
    f"{ORGANISE}/registration/questions/new",
    f"{ORGANISE}/registration/questions/{{asked}}",
    f"{ORGANISE}/registration/questions/{{asked}}/remove",
    f"{ORGANISE}/registration/groups/new",
    f"{ORGANISE}/registration/groups/{{group}}",
    f"{ORGANISE}/registration/groups/{{group}}/remove",
    f"{ORGANISE}/registrations",
    f"{ORGANISE}/registrations?q=zzzz",
    f"{ORGANISE}/registrations/{{registration}}",
    f"{ORGANISE}/registrations/decide",
    f"{ORGANISE}/letters",
    f"{ORGANISE}/letters?q=zzzz",
    f"{ORGANISE}/letters/{{letter}}",
    f"{ORGANISE}/letters/{{letter}}/again",
    f"{ORGANISE}/letters/again",
    f"{ORGANISE}/letters/wordings",
    f"{ORGANISE}/letters/wordings/agenda/seat_offered",
    f"{ORGANISE}/letters/wordings/agenda/seat_offered/usual",
    f"{ORGANISE}/messages",
    f"{ORGANISE}/messages/new",
    f"{ORGANISE}/messages/{{message}}",
    f"{ORGANISE}/guests",
    f"{ORGANISE}/guests/add",
    f"{ORGANISE}/guests/decide?to=invite&who=all",
    f"{ORGANISE}/delegations",
    f"{ORGANISE}/delegations/new",
    f"{ORGANISE}/delegations/{{delegation}}",
    f"{ORGANISE}/delegations/{{delegation}}/dissolve",
    f"{ORGANISE}/seats",
    f"{ORGANISE}/seats/{{coming}}",
    f"{ORGANISE}/seats/{{coming}}/people",
    f"{ORGANISE}/hosting",
    f"{ORGANISE}/hosting/{{coming}}/questions",
    f"{ORGANISE}/sessions/{{coming}}/hosts",
    f"{ORGANISE}/speaking",
    f"{ORGANISE}/call",
    f"{ORGANISE}/call/preview",
    f"{ORGANISE}/call/questions/new",
    f"{ORGANISE}/call/questions/{{question}}",
    f"{ORGANISE}/call/questions/{{question}}/remove",
    f"{ORGANISE}/proposals",
    f"{ORGANISE}/proposals?q=zzzz",
    f"{ORGANISE}/proposals/{{proposal}}",
    f"{ORGANISE}/proposals/{{proposal}}/remove",
    f"{ORGANISE}/proposals/{{commented}}/comments/{{comment}}",
    f"{ORGANISE}/proposals/decide?to=accepted&code={{proposal}}",
    f"{ORGANISE}/labels",
    f"{ORGANISE}/labels/{{label}}",
    f"{ORGANISE}/speakers/{{speaker}}/link",
    f"{ORGANISE}/people",
    f"{ORGANISE}/leave",
    f"{ORGANISE}/log?q=zzzz",
    f"{ORGANISE}/exchange",
)
REFUSED_FORMS = (
    ("visitor", "/sign-in", MAIN_FORM),
    ("visitor", "/sign-up", MAIN_FORM),
    ("visitor", "/account/forgot", MAIN_FORM),
    ("visitor", f"{EVENT}/register", "main form.form"),
    ("visitor", f"{EVENT}/propose", "main form.form .actions"),
    ("organiser", f"{ORGANISE}/call/questions/new", MAIN_FORM),
    ("participant", "/account", "form[action='/account/password']"),
    ("participant", f"{EVENT}/agenda/subscriptions", "form[action$='/subscriptions']"),
    ("participant", f"{EVENT}/delegations/new", "main form.form"),
    ("participant", f"{EVENT}/delegations/{{delegation}}", "form[action$='/members']"),
    ("organiser", "/events/new", MAIN_FORM),
    ("organiser", f"{ORGANISE}/themes/new", MAIN_FORM),
    ("organiser", f"{ORGANISE}/rooms/new", MAIN_FORM),
    ("organiser", f"{ORGANISE}/speakers/new", MAIN_FORM),
    ("organiser", f"{ORGANISE}/partnerships/new", MAIN_FORM),
    ("organiser", f"{ORGANISE}/municipalities/new", MAIN_FORM),
    ("organiser", f"{ORGANISE}/sessions/new", MAIN_FORM),
    ("organiser", f"{ORGANISE}/themes/{{theme}}/remove", MAIN_FORM),
    ("organiser", f"{ORGANISE}/rooms/{{room}}/remove", MAIN_FORM),
    ("organiser", f"{ORGANISE}/exchange", "main form.form"),
    ("organiser", f"{ORGANISE}/messages/new", MAIN_FORM),
)
BARE_DRAFT = ("", "themes", "rooms", "speakers", "partnerships", "sessions", "publish")
BARE_RELEASE = ("", "programme", "programme?view=timetable", "programme?view=list", "speakers", "partnerships", "live")
ELSEWHERE = {
    # Shown by the tests below that are not tables
    "proposals.show_own", "proposals.edit_own",
    "draft.edit_hosted", "accounts.show_check_mail", "accounts.show_reset_sent", "accounts.confirm_address",
    "accounts.reset_password", "accounts.take_second_step", "accounts.show_sign_in_link_sent",
    "draft.edit_plan", "exchange.show_upload",
    # Shown by test_no_third_party
    "privacy.show_consent",
}  # fmt: skip
NO_PAGES = {
    # Files, the theme's colours, probes, and the way on to a meeting
    "agenda.download_agenda", "calendars.download_agenda", "calendars.show_event_feed", "calendars.show_private_feed",
    "calendars.show_session_feed", "calendars.show_speaker_feed", "calendars.show_theme_feed", "draft.show_theme_css",
    "calendars.show_room_feed", "calendars.show_partnership_feed", "calendars.show_language_feed",
    "calendars.show_code", "calendars.show_code_of_view",
    "draft.show_timetable_facts", "exchange.export_file",
    "proposals.download_proposals", "published.show_agenda_pdf", "published.show_json", "published.show_pdf",
    "published.show_xml", "agenda.export_expected", "registrations.download_table", "registrations.download_workbook",
    "privacy.download_all_data", "privacy.download_data", "calendars.download_all",
    "registrations.download_file", "registrations.download_own_file",
    # There only where the settings name an OpenID provider
    "accounts.sign_in_by_provider", "accounts.come_back", "accounts.link_provider", "accounts.prove_by_provider",
    "accounts.open_account_by_provider",
    # A letter as its reader sees it, locked in so that not even a test can run anything there
    "letters.show_letter_page",
    # The button of mail programs: whoever opens it is led on to the page
    "letter_wishes.stop_at_once",
    # For programs that speak CalDAV
    "caldav.answer", "caldav.show_the_way",
    "web.show_manifest", "web.show_service_worker",
    "events.download_log_facts", "events.download_log_table", "live.join_session",
    "programme.show_changes_feed", "programme.show_theme_css",
    "programme.preview_show_theme_css", "web.show_health",
    "web.show_readiness",
}  # fmt: skip


class Walker:
    """Somebody who walks from page to page in one browser."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self.watch = Watch(site.url)
        self.page: Page = open_page(chromium, site.url, self.watch)
        bring_axe(self.page.context)

    def sees_nothing_wrong(self) -> bool:
        """Look at the page shown, in every guise."""
        assert self.page.title()
        faults = faults_in_every_guise(self.page) + self.watch.faults
        self.watch.faults.clear()
        assert faults == []
        return True


@pytest.fixture(scope="module")
def walker(chromium: Browser, site: Site) -> Iterator[Callable[[str], Walker]]:
    """``walker("participant")``: a visitor, or the example's participant or organiser, signed in."""
    walkers: dict[str, Walker] = {}

    def of(role: str) -> Walker:
        if role not in walkers:
            walkers[role] = Walker(chromium, site)
            if role != "visitor":
                sign_in(walkers[role].page, f"{role}@example.org")
                walkers[role].page.goto("/accessibility?lang=en")
        return walkers[role]

    yield of
    for one in walkers.values():
        one.page.context.close()


@pytest.fixture(scope="module")
def known(site: Site, walker: Callable[[str], Walker]) -> dict[str, str]:
    """What the example is asked for, by the names in the addresses."""
    pages: dict[str, str] = {}

    def first(role: str, page: str, pattern: str) -> str:
        if page not in pages:
            walker(role).page.goto(page)
            pages[page] = walker(role).page.content()
        found = re.search(pattern, pages[page])
        assert found, f"{page} has nothing like {pattern}"
        return found[1]

    participant = walker("participant").page
    participant.goto(f"{EVENT}/agenda/shares")
    participant.locator("input[name=name]").fill("Mehmet")
    press(participant, "form[action$='/agenda/shares']")
    participant.goto("/account/subscriptions")
    participant.locator("input[name=name]").fill("Phone")
    press(participant, "form[action$='/account/subscriptions']")
    coming = pairs_that_overlap(site)[2][0]
    organiser = walker("organiser").page
    organiser.goto(f"{ORGANISE}/messages/new")
    fill(organiser, subject__de="Für {name}", text__de="Guten Tag!")
    organiser.locator("button[name=preview]").click()
    organiser.locator("button[name=send]").click()
    organiser.wait_for_url(re.compile(r"/messages/\d+$"))
    commented = first("organiser", f"{ORGANISE}/proposals?state=declined", r"/proposals/([A-Z2-9]{6})\?")
    return {
        "comment": first("organiser", f"{ORGANISE}/proposals/{commented}", r'id="comment-(\d+)"'),
        "coming": coming.code,
        "day": coming.starts_at.date().isoformat(),
        "past": first("visitor", f"{EVENT}/programme?view=list", r'<li id="s-(\w{6})"'),
        "theme": first("visitor", coming.page, rf"{EVENT}/themes/([a-z0-9-]+)\""),
        "speaker": first("visitor", coming.page, rf"{EVENT}/speakers/(\w+)\""),
        "partnership": first("visitor", f"{EVENT}/partnerships", rf"{EVENT}/partnerships/([a-z0-9-]+)\""),
        "booked": first("participant", f"{EVENT}/agenda", r"/sessions/(\w{6})/drop"),
        "subscription": first("participant", f"{EVENT}/agenda/subscriptions", r'id="subscription-(\d+)"'),
        "own_subscription": first("participant", "/account/subscriptions", r'id="subscription-(\d+)"'),
        "delegation": first("participant", f"{EVENT}/delegations", r"/delegations/(\d+)\""),
        "share": first("participant", f"{EVENT}/agenda/shares", r'id="share-(\d+)"'),
        "shared": first("participant", f"{EVENT}/agenda/shares", r"/agendas/([\w-]+)"),
        "letter": first("organiser", f"{ORGANISE}/letters", r"/letters/(\d+)\""),
        "message": first("organiser", f"{ORGANISE}/messages", r"/messages/(\d+)\""),
        "registration": first("organiser", f"{ORGANISE}/registrations", r"/registrations/(\d+)\b"),
        "asked": first("organiser", f"{ORGANISE}/registration", r"/registration/questions/(\d+)\b"),
        "group": first("organiser", f"{ORGANISE}/registration", r"/groups/((?!new)[\w-]+)\""),
        "question": first("organiser", f"{ORGANISE}/call", r"/call/questions/(\d+)\""),
        "proposal": first("organiser", f"{ORGANISE}/proposals?state=new&score=none", r"/proposals/([A-Z2-9]{6})\?"),
        "commented": commented,
        "label": first("organiser", f"{ORGANISE}/labels", rf"{ORGANISE}/labels/(\d+)\""),
        "room": first("organiser", f"{ORGANISE}/rooms", rf"{ORGANISE}/rooms/((?!new)[\w-]+)\""),
        "municipality": first("organiser", f"{ORGANISE}/partnerships", r"/municipalities/((?!new)[\w-]+)\""),
        "unscheduled": first(
            "organiser", f"{ORGANISE}/sessions?standing=unscheduled", rf"{ORGANISE}/sessions/([A-Z2-9]{{6}})\""
        ),
    }


@pytest.mark.parametrize(
    ("role", "address"),
    [
        *(("visitor", address) for address in VISITOR),
        *(("participant", address) for address in PARTICIPANT),
        *(("organiser", address) for address in ORGANISER),
    ],
)
def test_a_page_is_sound(walker, known, role, address):
    walker(role).page.goto(address.format(**known))

    assert walker(role).sees_nothing_wrong()


@pytest.mark.parametrize(("role", "address", "form"), REFUSED_FORMS)
def test_a_form_that_was_refused_is_sound(walker, known, role, address, form):
    page = walker(role).page
    page.goto(address.format(**known))

    press(page, form)

    page.get_by_role("alert").first.wait_for()
    assert walker(role).sees_nothing_wrong()


def test_an_event_without_anything_is_sound(walker):
    organiser, visitor = walker("organiser"), walker("visitor")
    create_event(organiser.page, "bare", clock.now().date() + timedelta(days=20))

    for address in BARE_DRAFT:
        organiser.page.goto(f"/bare/organise/{address}")
        assert organiser.sees_nothing_wrong(), address

    publish(organiser.page, "bare")
    assert organiser.sees_nothing_wrong()
    for address in BARE_RELEASE:
        visitor.page.goto(f"/bare/{address}")
        assert visitor.sees_nothing_wrong(), address


def test_a_table_is_imported_soundly(walker):
    organiser = walker("organiser")
    page = organiser.page
    create_event(page, "imported", clock.now().date() + timedelta(days=40))
    day = (clock.now().date() + timedelta(days=40)).isoformat()

    def send(table: str) -> None:
        page.goto("/imported/organise/exchange")
        page.set_input_files("input[type=file]", {"name": "t.csv", "mimeType": "text/csv", "buffer": table.encode()})
        page.locator("main form.form button[type=submit]").click()
        page.wait_for_url("**/organise/exchange/*")

    send(f"Was;Wann;Plätze\nEins;{day} 10:00;20\nZwei;{day} 11:00;viele\n")
    page.get_by_role("alert").first.wait_for()
    assert organiser.sees_nothing_wrong()
    page.get_by_label("Was", exact=True).select_option("title")
    page.get_by_label("Wann", exact=True).select_option("start")
    page.locator("form[action$='/columns'] button[type=submit]").click()
    page.locator(".planned .deed.wrong").first.wait_for()
    assert organiser.sees_nothing_wrong()

    send(f"Was;Wann;Plätze\nEins;{day} 10:00;20\nZwei;{day} 11:00;30\n")
    assert organiser.sees_nothing_wrong()
    page.locator("form[action$='/import'] button").first.click()
    page.locator("details.confirm > summary").click()
    assert organiser.sees_nothing_wrong()
    page.goto("/imported/organise/sessions")
    assert page.get_by_role("link", name="Zwei").count() == 1


def test_what_changes_and_what_is_cancelled_is_shown_soundly(walker):
    organiser, visitor = walker("organiser"), walker("visitor")
    day = clock.now().date() + timedelta(days=30)
    create_event(organiser.page, "changing", day)
    addresses = []
    for title in ("Erste", "Zweite", "Dritte"):
        fill_in_session(organiser.page, "changing", title__de=title, day=day.isoformat(), start="10:00", minutes="60")
        store(organiser.page)
        addresses.append(organiser.page.url)
    publish(organiser.page, "changing")
    moved, cancelled, renamed = addresses
    fill_in_session(organiser.page, "changing", title__de="Vierte")
    store(organiser.page)
    organiser.page.goto(moved)
    fill(organiser.page, start="11:00")
    store(organiser.page)
    organiser.page.goto(renamed)
    fill(organiser.page, title__tr="Üçüncü")
    store(organiser.page)
    organiser.page.goto(cancelled)
    organiser.page.locator("form[action$='/cancel'] button").click()
    organiser.page.locator("form[action$='/revive']").wait_for()
    assert organiser.sees_nothing_wrong()
    for address in ("", "sessions", "publish"):
        organiser.page.goto(f"/changing/organise/{address}")
        assert organiser.sees_nothing_wrong(), address

    organiser.page.locator("details.later > summary").click()
    fill(organiser.page, day=(day - timedelta(days=3)).isoformat(), time="10:00")
    organiser.page.locator("button[formaction$='/planned']").click()
    organiser.page.locator("a[href*='/publish/planned/']").click()
    organiser.page.wait_for_url("**/publish/planned/*")
    assert organiser.sees_nothing_wrong()

    publish(organiser.page, "changing")
    organiser.page.goto("/changing/organise/publish/back/1")
    assert organiser.sees_nothing_wrong()
    code = cancelled.rpartition("/")[2]
    for address in (
        "/changing/changes",
        "/changing/releases/2",
        f"/changing/sessions/{code}",
        f"/s/{code}",
        "/changing/programme?view=list",
    ):
        visitor.page.goto(address)
        assert visitor.sees_nothing_wrong(), address


def test_what_two_organisers_wrote_at_once_is_shown_soundly(walker, known):
    organiser = walker("organiser")
    organiser.page.goto(f"{ORGANISE}/speakers/{known['speaker']}")
    version = organiser.page.locator("input[name=version]")
    version.evaluate("field => { field.value = Number(field.value) - 1 }")
    fill(organiser.page, name="Somebody else")

    press(organiser.page, "main form.wide")

    organiser.page.get_by_role("alert").first.wait_for()
    assert organiser.sees_nothing_wrong()


def test_the_way_into_an_account_is_sound(walker, site, mailbox):
    visitor, other = walker("visitor"), walker("organiser")
    email = "every-page@example.org"

    visitor.page.goto("/account/forgot")
    fill(visitor.page, email="nobody@example.org")
    press(visitor.page)
    visitor.page.wait_for_url("**/account/forgot/sent")
    assert visitor.sees_nothing_wrong()

    visitor.page.goto("/sign-up")
    fill(visitor.page, name="Ada Example", email=email, password="meridian-example")
    visitor.page.locator("input[name=consent]").check()
    press(visitor.page)
    visitor.page.wait_for_url("**/account/check-mail")
    assert visitor.sees_nothing_wrong()

    link = link_in(mailbox.next_letter_to(email), site, "/account/confirm/")
    visitor.page.goto(link)
    assert visitor.sees_nothing_wrong()
    other.page.goto(link)
    press(other.page)
    other.page.locator("#password-error").wait_for()
    assert other.sees_nothing_wrong()

    letters = len(mailbox.letters_to(email))
    visitor.page.goto("/account/forgot")
    fill(visitor.page, email=email)
    press(visitor.page)
    visitor.page.goto(link_in(mailbox.next_letter_to(email, after=letters), site, "/account/reset/"))
    assert visitor.sees_nothing_wrong()


def test_a_clash_and_an_agenda_full_of_marks_are_shown_soundly(chromium, site, mailbox):
    first, second = pairs_that_overlap(site)[1]
    somebody = Walker(chromium, site)
    page = somebody.page
    take_part(page, site, mailbox, name="Ada Example", email="marks@example.org")
    assert somebody.sees_nothing_wrong()  # an empty agenda
    book(page, first)

    page.goto(second.page)
    assert somebody.sees_nothing_wrong()
    page.locator("#seats input[name=seen_clashes]").first.evaluate("field => field.remove()")
    press(page, "#seats form")
    page.get_by_role("alert").first.wait_for()
    assert somebody.sees_nothing_wrong()
    press(page)
    page.locator(f"#seats form[action$='/{second.code}/drop']").wait_for()
    for address in (f"{EVENT}/agenda", f"{EVENT}/agenda/subscriptions"):
        page.goto(address)
        assert somebody.sees_nothing_wrong(), address
    page.context.close()


def test_a_refusal_without_a_token_and_one_after_many_tries_are_sound(chromium, site):
    somebody = Walker(chromium, site)
    page = somebody.page
    page.goto("/account/forgot")
    page.locator("main input[name=csrf_token]").evaluate("field => field.remove()")
    press(page)
    page.locator(".message .code", has_text="400").wait_for()
    assert somebody.sees_nothing_wrong()

    for _try in range(6):
        page.goto("/account/forgot")
        press(page)
        page.wait_for_load_state()
    page.locator(".message .code", has_text="429").wait_for()
    assert somebody.sees_nothing_wrong()
    page.context.close()


def test_hosting_and_a_speakers_own_page_are_sound(walker, known):
    organiser, visitor = walker("organiser"), walker("visitor")
    organiser.page.goto(f"{ORGANISE}/sessions/{known['coming']}/hosts")
    organiser.page.locator("input[name=hosts]").first.check()
    press(organiser.page, MAIN_FORM)
    for address in ("hosting", f"hosting/{known['coming']}"):
        organiser.page.goto(f"{ORGANISE}/{address}")
        assert organiser.sees_nothing_wrong(), address

    organiser.page.goto(f"{ORGANISE}/speakers/{known['speaker']}/link")
    organiser.page.locator("button[formaction$='/make']").click()
    address = organiser.page.locator("#speaker-link").inner_text()
    assert organiser.sees_nothing_wrong()
    visitor.page.goto(address)
    assert visitor.sees_nothing_wrong()
    visitor.page.locator("form[action$='/profile'] input[name=name]").fill("Somebody Else")
    press(visitor.page, "form[action$='/profile']")
    assert visitor.sees_nothing_wrong()
    organiser.page.goto(f"{ORGANISE}/speaking")
    assert organiser.sees_nothing_wrong()


def test_no_page_is_forgotten(tmp_path):
    """Each address that answers with a page stands in one of the tables, or is shown by a test of its own."""
    adapter = create_app(settings_for_tests("sqlite://", tmp_path)).url_map
    shown = set(ELSEWHERE)
    for address in (*VISITOR, *PARTICIPANT, *ORGANISER):
        try:
            path = re.sub(
                r"\{(subscription|own_subscription|share|registration|comment|question|label|asked|letter|message|delegation)\}",
                "1",
                address.partition("?")[0],
            )
            shown.add(adapter.bind("localhost").match(re.sub(r"[{}]", "", path))[0])
        except HTTPException:  # an error page, or another address
            continue

    pages = {rule.endpoint for rule in adapter.iter_rules() if "GET" in (rule.methods or set())}
    assert pages - shown - NO_PAGES == set()


def test_a_proposal_from_its_form_to_its_private_page_is_sound(walker, known, site, mailbox):
    visitor = walker("visitor")
    page = visitor.page
    page.goto(f"{EVENT}/propose")
    for name, text in {
        "title": "Water at every corner", "abstract": "Forty **fountains**.", "municipality": "Osnabrück",
        "contact_name": "Lena Fritz", "contact_email": "lena.fritz@example.org",
    }.items():  # fmt: skip
        page.fill(f"main form.form [name={name}]", text)
    page.locator("[name=speakers-name]").first.fill("Lena Fritz")
    page.locator("main form.form input[type=radio]").first.check()
    page.check("main form.form [name=consent]")
    press(page, "main form.form .actions")
    page.wait_for_url("**/propose/thanks")
    assert visitor.sees_nothing_wrong()

    page.goto(link_in(mailbox.next_letter_to("lena.fritz@example.org"), site, "/proposals/"))
    assert visitor.sees_nothing_wrong()
    page.locator("a[href$='/edit']").click()
    assert visitor.sees_nothing_wrong()
