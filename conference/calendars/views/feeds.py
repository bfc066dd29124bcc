"""What all feeds share: their frame, their cover, their headers, and where ready ones are kept."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, request, url_for

import config
from conference.calendars.queries import CombinedState, FeedState
from conference.calendars.render import Cover, Frame, Shelf
from conference.calendars.render.feeds import FORM, Placeholder
from conference.calendars.render.shelf import MEGABYTE
from conference.calendars.rules import Choices, latest, tombstones_end_at
from conference.calendars.views.notation import ICALENDAR, asked_notation
from conference.calendars.views.words import words_of
from conference.programme.document import Programme
from conference.programme.queries import programme_of
from conference.translated import LANGUAGES, pick
from conference.web.conditional import Content, conditional_answer
from conference.web.filters import public_address
from conference.zones import is_zone

CONTENT_TYPE = ICALENDAR.content_type

LONGEST_NAME = 100
"""Characters of a file's name in words: each may take twelve bytes of a header, which proxies bound."""

PUBLIC_REFRESH = timedelta(hours=1)
PRIVATE_REFRESH = timedelta(minutes=15)
"""How often programs are asked to look. A private feed follows clicks, and asking again costs next to nothing."""

INK = "#121d33"
YELLOW = "#ffcb05"
"""Colours of the look: ink for what is everyone's, yellow for what is yours."""


PRIVATE_HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
"""Of what only those may read who have the address."""


@dataclass(frozen=True, slots=True)
class ReadyFeed:
    """A whole public feed, ready to be sent."""

    tag: str
    content: Content
    disposition: str


kept: Shelf[ReadyFeed] = Shelf(64 * MEGABYTE, lambda feed: feed.content.size)
"""Whole public feeds, by everything their bytes depend on."""

kept_views: Shelf[ReadyFeed] = Shelf(16 * MEGABYTE, lambda feed: feed.content.size)
"""Those of views, of which anybody can think up any number: they do not push out the others."""


def installation() -> config.Settings:
    """Return the settings of this installation."""
    found: config.Settings = current_app.config["SETTINGS"]
    return found


def language_of_feed(programme: Programme) -> str:
    """Return ``?lang=`` where it names a language we speak, else the event's main one.

    Never that of a browser or cookie: one address, one content.
    """
    wanted = request.args.get("lang")
    return wanted if wanted in LANGUAGES else main_language(programme)


def frame_of(
    programme: Programme,
    digest: str,
    language: str,
    *,
    own_zone: str | None = None,
    choices: Choices | None = None,
    names_event: bool = False,
    told_at: datetime | None = None,
) -> Frame:
    """Return what the entries of a feed share.

    :param digest: of the release that holds the programme.
    :param own_zone: of the participant whose feed it is; told in words after the event's.
    :param choices: of the owner of a private feed; None for one that carries all.
    :param names_event: whether each title names its event.
    :param told_at: since when the owner of a private feed has it told so.
    """
    zones = programme.zones
    if own_zone and own_zone not in zones and is_zone(own_zone):
        zones = (*zones, own_zone)
    event_name = title_of(programme, language) if names_event else ""
    return Frame(
        programme, digest, installation().base_url, words_of(language), zones, choices or Choices(), event_name, told_at
    )


def private_frame(
    event_id: int, digest: str, state: FeedState | CombinedState, *, names_event: bool = False
) -> Frame | None:
    """Return what the entries of an event share in a private feed; None where it has no release any more.

    :param digest: of the newest release, as read with the state.
    """
    found = programme_of(event_id, digest)
    if found is None:
        return None
    return frame_of(
        *found, state.language, own_zone=state.zone, choices=state.choices, names_event=names_event,
        told_at=state.told_at,
    )  # fmt: skip


def keeps_tombstones(programme: Programme, now: datetime) -> bool:
    """Say whether cancelled sessions still stand in the feeds."""
    return now < tombstones_end_at(programme.event)


def last_change(released_at: datetime, programme: Programme, now: datetime, *others: datetime) -> datetime:
    """Return when a feed last changed: with the release, what else it shows, or the end of its cancelled sessions."""
    cut = tombstones_end_at(programme.event)
    return max([released_at, *others, *([cut] if cut <= now else [])])


def holds_until(programme: Programme, now: datetime) -> datetime:
    """Return until when no feed of a release changes by itself: the end of its cancelled sessions, or never (UTC)."""
    cut = tombstones_end_at(programme.event)
    return cut if now < cut else datetime.max.replace(tzinfo=UTC)


def page_of(endpoint: str, **values: Any) -> str:
    """Return the whole address of one of our pages."""
    return public_address(url_for(endpoint, **values))


def main_language(programme: Programme) -> str:
    """Return the language that the event's feeds speak where none is asked for."""
    return next((language for language in programme.event.languages if language in LANGUAGES), "en")


def address_of(endpoint: str, programme: Programme, language: str, /, **values: Any) -> str:
    """Return the whole address of a feed or page of an event in a language: without ``lang`` in its main one."""
    return page_of(endpoint, event=programme.event.slug, **values, lang=language_argument(programme, language))


def language_argument(programme: Programme, language: str) -> str | None:
    """Return what ``lang`` says in the address of a feed or page of an event in a language; None for its main one."""
    return None if language == main_language(programme) else language


def title_of(programme: Programme, language: str) -> str:
    """Return the event's title in the language of a feed."""
    return pick(programme.event.title, language, programme.event.languages)


def cover_of(frame: Frame, *, name: str, page: str, colour: str) -> Cover:
    """Return the cover of a private feed.

    :param page: where one sees the same in a browser.
    """
    event = frame.programme.event
    summary = pick(event.summary, frame.words.language, event.languages)
    return Cover(name=name, summary=summary, page=page, source=None, refresh=PRIVATE_REFRESH, colour=colour)


def nothing_booked(frame: Frame, *, key: str, page: str, changed_at: datetime) -> Placeholder:
    """Return what a private feed shows as long as it has no session.

    :param key: of the feed, among all.
    """
    event, words = frame.programme.event, frame.words
    return Placeholder(
        key=key,
        day=event.first_day,
        title=words.nothing_booked,
        text=words.nothing_booked_more % {"url": page_of("programme.show_programme", event=event.slug)},
        page=page,
        changed_at=latest(changed_at, frame.told_at),
    )


def basis_of(frame: Frame, now: datetime) -> list[object]:
    """Return everything on which the bytes of any private feed depend, other than whose it is."""
    return [
        FORM,
        frame.base_url,
        frame.digest,
        frame.words.digest,
        *frame.zones,
        frame.choices,
        frame.event_name,
        frame.told_at,
        keeps_tombstones(frame.programme, now),
    ]


def private_answer(
    make: Callable[[], bytes],
    *,
    tag: str,
    changed_at: datetime,
    filename: str,
    title: str,
    now: datetime,
    holds_until: datetime | None = None,
) -> Response:
    """Answer with a private feed in the notation asked for, see :func:`~conference.web.conditional.conditional_answer`.

    :param make: gives its content lines; not called for a 304.
    :param tag: of all on which it depends; each notation has a tag of its own.
    :param filename: see :func:`disposition`, and ``title`` likewise.
    """
    notation = asked_notation()
    return conditional_answer(
        lambda: Content(notation.written(make())),
        tag=tag if notation is ICALENDAR else f"{tag}-jcal",
        changed_at=changed_at,
        content_type=notation.content_type,
        headers={
            **PRIVATE_HEADERS,
            "Cache-Control": "private, no-cache",
            "Content-Disposition": disposition("inline", filename, title),
        },
        now=now,
        compresses=installation().compress_feeds,
        holds_until=holds_until,
    )


def disposition(kind: str, filename: str, title: str) -> str:
    """Return a Content-Disposition (RFC 6266) with a plain name and one in the reader's letters (RFC 8187).

    :param kind: ``inline`` or ``attachment``.
    :param filename: ASCII, without its ending, which is that of the address.
    :param title: the same in words.
    """
    ending = asked_notation().ending
    words = " ".join(title.replace("/", "-").replace("\\", "-").split())[:LONGEST_NAME]
    return f"{kind}; filename=\"{filename}{ending}\"; filename*=UTF-8''{quote(words, safe='')}{ending}"


def tag_of(parts: Iterable[object]) -> str:
    """Return an entity tag over values: equal values, equal tag; nothing can be read from it."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:32]


def tag_of_bytes(content: bytes) -> str:
    """Return an entity tag over bytes."""
    return hashlib.sha256(content).hexdigest()[:32]
