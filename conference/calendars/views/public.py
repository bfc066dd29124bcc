"""Feeds that anyone may fetch: of an event, of a part of it, of any view of its programme."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request

from conference import clock
from conference.calendars.render import Cover, Entry, Kind, feed_bytes, plain_text
from conference.calendars.rules import (
    sessions_by_language,
    sessions_by_room,
    sessions_in_feed,
    sessions_in_view,
    slot_in_calendars,
    view_of,
)
from conference.calendars.views import feeds, names
from conference.calendars.views.notation import asked_notation, feed
from conference.programme.document import Session
from conference.programme.queries import newest_release
from conference.programme.rules.filters import Filter, filter_from
from conference.translated import Translated, pick
from conference.web.conditional import Content, conditional_answer, in_all_codings, without_cookies


class _Asked:
    """What a public feed is asked for: the newest release of an event, and the language in which it is told."""

    def __init__(self, event: str) -> None:
        without_cookies()
        self.published = newest_release(event)
        self.programme = self.published.programme
        self.language = feeds.language_of_feed(self.programme)

    def told(self, text: Translated) -> str:
        """Return a text of the programme in that language."""
        return pick(text, self.language, self.programme.event.languages)

    def address(self, endpoint: str, **values: Any) -> str:
        """Return the whole address of a page or feed of the event in that language."""
        return feeds.address_of(endpoint, self.programme, self.language, **values)

    def cover(self, name: str, summary: str, page: str, *, colour: str = feeds.INK, **of_view: Any) -> Cover:
        """Return the cover of the feed at this address.

        :param page: the address of the page for people.
        :param of_view: the arguments of a view of the programme: no others belong to the feed's address.
        """
        of_path = {argument: value for argument, value in (request.view_args or {}).items() if argument != "event"}
        source = self.address(request.endpoint or "", **of_path, **of_view)
        return Cover(name, summary, page, source, feeds.PUBLIC_REFRESH, colour)


@feed("/<event>/calendar")
def show_event_feed(event: str) -> Response:
    """Send the calendar of the whole event; with the arguments of the programme's page, that of such a view."""
    asked = _Asked(event)
    programme = asked.programme
    wanted = view_of(programme, filter_from(request.args.to_dict(flat=False)))
    # The colour of a view is that of the one theme it is of.
    theme = programme.themes.get(wanted.themes[0]) if len(wanted.themes) == 1 else None
    return _answer(
        asked,
        lambda: list(programme.sessions.values()) if wanted.is_empty else sessions_in_view(programme, wanted),
        lambda: asked.cover(
            names.of_view(programme, asked.language, wanted),
            asked.told(programme.event.summary),
            asked.address("programme.show_programme", **wanted.as_arguments()),
            colour=theme.colour if theme else feeds.INK,
            **wanted.as_arguments(),
        ),
        filename=names.file_of_view(programme, wanted),
        view=None if wanted.is_empty else wanted,
    )


@feed("/<event>/themes/<slug>")
def show_theme_feed(event: str, slug: str) -> Response:
    """Send the calendar of one theme."""
    asked = _Asked(event)
    theme = asked.programme.themes.get(slug) or abort(404)
    return _answer(
        asked,
        lambda: asked.programme.sessions_of_theme(slug),
        lambda: asked.cover(
            names.of_theme(asked.programme, asked.language, theme),
            plain_text(asked.told(theme.summary)),
            asked.address("programme.show_theme", slug=slug),
            colour=theme.colour,
        ),
        filename=f"{event}-{slug}",
    )


@feed("/<event>/rooms/<key>")
def show_room_feed(event: str, key: str) -> Response:
    """Send the calendar of one room. A session that moves to another leaves it for that one's."""
    asked = _Asked(event)
    room = asked.programme.rooms.get(key) or abort(404)
    return _answer(
        asked,
        lambda: sessions_by_room(asked.programme).get(key, []),
        lambda: asked.cover(
            names.of_room(asked.programme, asked.language, room),
            asked.told(room.note),
            asked.address("calendars.show_feeds", _anchor=f"room-{key}"),
        ),
        filename=f"{event}-room-{key}",
    )


@feed("/<event>/partnerships/<slug>")
def show_partnership_feed(event: str, slug: str) -> Response:
    """Send the calendar of one partnership."""
    asked = _Asked(event)
    tie = asked.programme.partnerships.get(slug) or abort(404)
    return _answer(
        asked,
        lambda: asked.programme.sessions_of_partnership(slug),
        lambda: asked.cover(
            names.of_partnership(asked.programme, asked.language, tie),
            plain_text(asked.told(tie.summary)),
            asked.address("programme.show_partnership", slug=slug),
        ),
        filename=f"{event}-partnership-{slug}",
    )


@feed("/<event>/languages/<code>")
def show_language_feed(event: str, code: str) -> Response:
    """Send the calendar of all that is spoken in one language; ``?lang=`` is the one in which it is told."""
    asked = _Asked(event)
    sessions = sessions_by_language(asked.programme).get(code)
    if sessions is None:
        abort(404)
    return _answer(
        asked,
        lambda: sessions,
        lambda: asked.cover(
            names.of_language(asked.programme, asked.language, code),
            asked.told(asked.programme.event.summary),
            asked.address("calendars.show_feeds", _anchor=f"language-{code}"),
        ),
        filename=f"{event}-language-{code}",
    )


@feed("/<event>/speakers/<code>")
def show_speaker_feed(event: str, code: str) -> Response:
    """Send the calendar of one speaker."""
    asked = _Asked(event)
    speaker = asked.programme.speakers.get(code) or abort(404)
    return _answer(
        asked,
        lambda: asked.programme.sessions_of_speaker(code),
        lambda: asked.cover(
            names.of_part(asked.programme, asked.language, speaker.name),
            asked.told(speaker.affiliation),
            asked.address("programme.show_speaker", code=code),
        ),
        filename=f"{event}-{code}",
    )


@feed("/<event>/sessions/<code>")
def show_session_feed(event: str, code: str) -> Response:
    """Send one session as a file to keep. One that never had a time is not found."""
    asked = _Asked(event)
    session = asked.programme.sessions.get(code)
    if session is None or slot_in_calendars(session) is None:
        abort(404)
    themes = asked.programme.themes_of(session)
    return _answer(
        asked,
        lambda: [session],
        lambda: asked.cover(
            asked.told(session.title),
            feeds.title_of(asked.programme, asked.language),
            asked.address("programme.show_session", code=code),
            colour=themes[0].colour if themes else feeds.INK,
        ),
        filename=f"{event}-{code}",
        kind=Kind.SINGLE,
    )


def _answer(
    asked: _Asked,
    find_sessions: Callable[[], list[Session]],
    make_cover: Callable[[], Cover],
    *,
    filename: str,
    kind: Kind = Kind.PUBLIC,
    view: Filter | None = None,
) -> Response:
    """Answer with a public feed. Each is made once per release, language and process, and kept ready.

    :param find_sessions: gives what the feed holds; like ``make_cover`` not called where it is ready.
    :param filename: ASCII, without its ending; a theme's may be that of a room.
    :param view: of the programme, where it is one that anybody may have thought up.
    """
    now = clock.now()
    published, programme = asked.published, asked.programme
    frame, notation = feeds.frame_of(programme, published.digest, asked.language), asked_notation()
    keeps = kind is Kind.SINGLE or feeds.keeps_tombstones(programme, now)
    key = (published.digest, request.path, view, keeps, frame.words.digest, frame.base_url)
    shelf = feeds.kept if view is None else feeds.kept_views

    def make() -> feeds.ReadyFeed:
        shown = sessions_in_feed(find_sessions(), keeps_tombstones=keeps)
        lines = feed_bytes(frame, cover := make_cover(), [Entry(session, kind) for session in shown])
        plain = notation.written(lines)
        return feeds.ReadyFeed(
            tag=feeds.tag_of_bytes(plain),
            # What one asker may have thought up is packed as they take it, not in all ways in advance.
            content=in_all_codings(plain) if view is None else Content(plain),
            disposition=feeds.disposition("attachment" if kind is Kind.SINGLE else "inline", filename, cover.name),
        )

    ready = shelf.get(key, make)
    headers = {
        "Cache-Control": "public, max-age=300, stale-while-revalidate=600",
        "Content-Disposition": ready.disposition,
        "Access-Control-Allow-Origin": "*",
    }
    return conditional_answer(
        lambda: ready.content,
        tag=ready.tag,
        changed_at=feeds.last_change(published.changed_at, programme, now),
        content_type=notation.content_type,
        headers=headers,
        now=now,
        compresses=feeds.installation().compress_feeds,
        holds_until=feeds.holds_until(programme, now),
    )
