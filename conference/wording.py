"""How letters are worded: from a letter's facts to its subject, text and page. Never a rule."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from flask import Flask, current_app, g
from flask_babel import force_locale

import config
from conference.calendars.render import Entry, Kind
from conference.calendars.views.feeds import frame_of, title_of
from conference.errors import DomainError
from conference.events.rules import slug_from
from conference.invitations.render import Envelope, invitation_bytes
from conference.invitations.rules import Method
from conference.invitations.services import ENTRIES
from conference.letter_wishes.rules import LetterKind, stop_token
from conference.letters.queries import wording_facts, wording_of
from conference.letters.render import values_of
from conference.letters.rules.placeholders import filled
from conference.letters.rules.wordings import PARTS, WORDABLE, WordingFacts
from conference.mail.render import CalendarPart, Words
from conference.programme.queries import release_of
from conference.translated import pick

logger = logging.getLogger("meridian.wording")


def words_of(
    name: str,
    language: str,
    data: Mapping[str, Any],
    event_id: int | None = None,
    *,
    wording: WordingFacts | None = None,
) -> Words:
    """Word a letter in its language, whatever language the caller speaks.

    An event may say some of it in words of its own. Where these cannot be used, the usual ones are.

    :param event_id: the event that the letter is of.
    :param wording: of the event, in place of the stored one: for a preview.

    ``templates/<part>/mail/<letter>.txt`` holds the text and, in its block ``subject``, the subject;
    ``<letter>.html`` is its twin. A letter that is not necessary has a block ``unsubscribe``, too, with the address
    that stops such letters by one click (RFC 8058). What it tells calendars is made here, too; a preview tells none.
    Templates see the facts in ``data``, those in ``data["secrets"]`` too, and

    - ``link(endpoint, **values)``: the whole address of a page, by the setting BASE_URL;
    - ``instant(text)``: an instant again, from ISO 8601;
    - ``stop_link(kind)``: the address of the page that stops letters of a kind, and with ``at_once=true`` the one for
      the button of mail programs. Such a letter's data name the ``registration`` that it goes to.
    - ``wording``: what the event says itself, ``opening`` and ``closing``, ready to be printed;
    - ``values``: what placeholders in texts of organisers stand for, for the filter ``filled``.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    part, _, letter = name.partition("/")
    # A context of its own: the language of the letter must not stay behind with the caller.
    with app.app_context():
        g.language = language
        with force_locale(language):
            stop_links = _StopLinks(data)
            values = values_of(data, language, _link)
            own = _own_words(name, language, values, event_id, wording)
            facts = {
                **{key: value for key, value in data.items() if key != "secrets"},
                **data.get("secrets", {}),
                "link": _link,
                "instant": datetime.fromisoformat,
                "stop_link": stop_links,
                "values": values,
                "wording": own,
            }
            app.update_template_context(facts)
            text = app.jinja_env.get_template(f"{part}/mail/{letter}.txt")
            page = app.jinja_env.get_template(f"{part}/mail/{letter}.html")
            subject = own.get("subject") or "".join(text.blocks["subject"](text.new_context(facts)))
            unsubscribe = text.blocks.get("unsubscribe")
            return Words(
                subject=" ".join(subject.split()),
                text=text.render(facts).strip() + "\n",
                html=page.render({**facts, "subject": " ".join(subject.split())}),
                unsubscribe="".join(unsubscribe(text.new_context(facts))).strip() or None if unsubscribe else None,
                secrets=tuple(stop_links.made),
                calendars=tuple(_calendars(name, language, data, event_id)),
            )


def _calendars(name: str, language: str, data: Mapping[str, Any], event_id: int | None) -> Iterator[CalendarPart]:
    """Yield what a letter tells calendars: from the release that it was put by, and so the same however late it is."""
    if name != ENTRIES or event_id is None:
        return
    published = release_of(event_id, data["release"])
    frame = frame_of(published.programme, published.digest, language, own_zone=data["zone"])
    _name, organiser = parseaddr(current_app.config["SETTINGS"].mail_from)
    for number, one in enumerate(data["entries"], start=1):
        envelope = Envelope(
            method=Method(one["method"]),
            sequence=one["sequence"],
            organiser=organiser,
            organiser_name=title_of(published.programme, language),
            attendee=data["attendee"],
            made_at=datetime.fromisoformat(data["made_at"]),
        )
        entry = Entry(published.programme.sessions[one["code"]], Kind.BOOKED)
        title = slug_from(pick(one["title"], language, published.programme.event.languages), language) or one["code"]
        filename = f"{number:02}-{title}.ics" if len(data["entries"]) > 1 else f"{title}.ics"
        yield CalendarPart(one["method"], filename, invitation_bytes(frame, entry, envelope).decode())


def _own_words(
    name: str, language: str, values: Mapping[str, str], event_id: int | None, wording: WordingFacts | None
) -> dict[str, str]:
    """Return what an event says itself in a letter, by part; nothing where one part of it cannot be used."""
    if name not in WORDABLE:
        return {}
    try:
        said = wording or (wording_facts(wording_of(event_id, name)) if event_id is not None else None)
        own = {part: filled(getattr(said, part).get(language, ""), values) for part in PARTS} if said else {}
    except (DomainError, AttributeError, TypeError, ValueError) as error:
        # No letter is kept back for its trimmings.
        logger.warning("the wording of %s in %s is not used: %s", name, language, type(error).__name__)
        return {}
    return {part: text for part, text in own.items() if text}


class _StopLinks:
    """Makes the addresses by which the letter at hand is stopped, and knows which tokens these hold."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.made: set[str] = set()

    def __call__(self, kind: str, *, at_once: bool = False) -> str:
        # Letters put before there were kinds bring a token of their own.
        token = self._data.get("secrets", {}).get("stop") or stop_token(
            self._data["registration"], LetterKind(kind), secret_key=current_app.config["SETTINGS"].secret_key
        )
        self.made.add(token)
        return _link("letter_wishes.stop_at_once" if at_once else "letter_wishes.stop_letters", token=token)


def _link(endpoint: str, **values: Any) -> str:
    settings: config.Settings = current_app.config["SETTINGS"]
    given = {key: value for key, value in values.items() if value is not None}
    return settings.base_url + current_app.url_map.bind("").build(endpoint, given)
