"""Feeds that anyone may fetch: of an event, of a part of it, of any view of its programme."""

from collections.abc import Callable, Hashable

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
from conference.programme.document import Programme, Session
from conference.programme.queries import Published, newest_release
from conference.programme.rules.filters import Filter, filter_from
from conference.translated import pick
from conference.web.conditional import Content, conditional_answer, in_all_codings, without_cookies


@feed("/<event>/calendar")
def show_event_feed(event: str) -> Response:
    """Send the calendar of the whole event; with the arguments of the programme's page, that of such a view."""
    without_cookies()
    published = newest_release(event)
    programme = published.programme
    language = feeds.language_of_feed(programme)
    wanted = view_of(programme, filter_from(request.args.to_dict(flat=False)))
    if not wanted.is_empty:
        return _view(published, language, wanted)

    def cover() -> Cover:
        return _cover(
            name=feeds.title_of(programme, language),
            summary=pick(programme.event.summary, language, programme.event.languages),
            page=feeds.address_of("programme.show_programme", programme, language),
            source=feeds.address_of("calendars.show_event_feed", programme, language),
        )

    return _answer(published, language, lambda: list(programme.sessions.values()), cover, filename=event)


def _view(published: Published, language: str, wanted: Filter) -> Response:
    programme, arguments = published.programme, wanted.as_arguments()

    def cover() -> Cover:
        return _cover(
            name=names.of_view(programme, language, wanted),
            summary=pick(programme.event.summary, language, programme.event.languages),
            page=feeds.address_of("programme.show_programme", programme, language, **arguments),
            source=feeds.address_of("calendars.show_event_feed", programme, language, **arguments),
            colour=programme.themes[slug].colour if (slug := _only_theme(programme, wanted)) else feeds.INK,
        )

    return _answer(
        published,
        language,
        lambda: sessions_in_view(programme, wanted),
        cover,
        filename=names.file_of_view(programme, wanted),
        view=wanted,
    )


def _only_theme(programme: Programme, wanted: Filter) -> str | None:
    """Return the one theme of a view, whose colour it then has."""
    return wanted.themes[0] if len(wanted.themes) == 1 and wanted.themes[0] in programme.themes else None


@feed("/<event>/themes/<slug>")
def show_theme_feed(event: str, slug: str) -> Response:
    """Send the calendar of one theme."""
    without_cookies()
    published = newest_release(event)
    programme = published.programme
    theme = programme.themes.get(slug) or abort(404)
    language = feeds.language_of_feed(programme)

    def cover() -> Cover:
        return _cover(
            name=names.of_theme(programme, language, theme),
            summary=plain_text(pick(theme.summary, language, programme.event.languages)),
            page=feeds.address_of("programme.show_theme", programme, language, slug=slug),
            source=feeds.address_of("calendars.show_theme_feed", programme, language, slug=slug),
            colour=theme.colour,
        )

    return _answer(published, language, lambda: programme.sessions_of_theme(slug), cover, filename=f"{event}-{slug}")


@feed("/<event>/rooms/<key>")
def show_room_feed(event: str, key: str) -> Response:
    """Send the calendar of one room. A session that moves to another leaves it for that one's."""
    without_cookies()
    published = newest_release(event)
    programme = published.programme
    room = programme.rooms.get(key) or abort(404)
    language = feeds.language_of_feed(programme)

    def cover() -> Cover:
        return _cover(
            name=names.of_room(programme, language, room),
            summary=pick(room.note, language, programme.event.languages),
            page=feeds.address_of("calendars.show_feeds", programme, language, _anchor=f"room-{key}"),
            source=feeds.address_of("calendars.show_room_feed", programme, language, key=key),
        )

    return _answer(
        published,
        language,
        lambda: sessions_by_room(programme).get(key, []),
        cover,
        filename=f"{event}-room-{key}",
    )


@feed("/<event>/partnerships/<slug>")
def show_partnership_feed(event: str, slug: str) -> Response:
    """Send the calendar of one partnership."""
    without_cookies()
    published = newest_release(event)
    programme = published.programme
    tie = programme.partnerships.get(slug) or abort(404)
    language = feeds.language_of_feed(programme)

    def cover() -> Cover:
        return _cover(
            name=names.of_partnership(programme, language, tie),
            summary=plain_text(pick(tie.summary, language, programme.event.languages)),
            page=feeds.address_of("programme.show_partnership", programme, language, slug=slug),
            source=feeds.address_of("calendars.show_partnership_feed", programme, language, slug=slug),
        )

    return _answer(
        published,
        language,
        lambda: programme.sessions_of_partnership(slug),
        cover,
        filename=f"{event}-partnership-{slug}",
    )


@feed("/<event>/languages/<code>")
def show_language_feed(event: str, code: str) -> Response:
    """Send the calendar of all that is spoken in one language; ``?lang=`` is the one in which it is told."""
    without_cookies()
    published = newest_release(event)
    programme = published.programme
    if code not in sessions_by_language(programme):
        abort(404)
    language = feeds.language_of_feed(programme)

    def cover() -> Cover:
        return _cover(
            name=names.of_language(programme, language, code),
            summary=pick(programme.event.summary, language, programme.event.languages),
            page=feeds.address_of("calendars.show_feeds", programme, language, _anchor=f"language-{code}"),
            source=feeds.address_of("calendars.show_language_feed", programme, language, code=code),
        )

    return _answer(
        published,
        language,
        lambda: sessions_by_language(programme)[code],
        cover,
        filename=f"{event}-language-{code}",
    )


@feed("/<event>/speakers/<code>")
def show_speaker_feed(event: str, code: str) -> Response:
    """Send the calendar of one speaker."""
    without_cookies()
    published = newest_release(event)
    programme = published.programme
    speaker = programme.speakers.get(code) or abort(404)
    language = feeds.language_of_feed(programme)

    def cover() -> Cover:
        return _cover(
            name=names.of_part(programme, language, speaker.name),
            summary=pick(speaker.affiliation, language, programme.event.languages),
            page=feeds.address_of("programme.show_speaker", programme, language, code=code),
            source=feeds.address_of("calendars.show_speaker_feed", programme, language, code=code),
        )

    return _answer(published, language, lambda: programme.sessions_of_speaker(code), cover, filename=f"{event}-{code}")


@feed("/<event>/sessions/<code>")
def show_session_feed(event: str, code: str) -> Response:
    """Send one session as a file to keep. One that never had a time is not found."""
    without_cookies()
    published = newest_release(event)
    programme = published.programme
    session = programme.sessions.get(code)
    if session is None or slot_in_calendars(session) is None:
        abort(404)
    language = feeds.language_of_feed(programme)

    def cover() -> Cover:
        themes = programme.themes_of(session)
        return _cover(
            name=pick(session.title, language, programme.event.languages),
            summary=feeds.title_of(programme, language),
            page=feeds.address_of("programme.show_session", programme, language, code=code),
            source=feeds.address_of("calendars.show_session_feed", programme, language, code=code),
            colour=themes[0].colour if themes else feeds.INK,
        )

    return _answer(published, language, lambda: [session], cover, filename=f"{event}-{code}", kind=Kind.SINGLE)


def _answer(
    published: Published,
    language: str,
    find_sessions: Callable[[], list[Session]],
    make_cover: Callable[[], Cover],
    *,
    filename: str,
    kind: Kind = Kind.PUBLIC,
    view: Hashable = None,
) -> Response:
    """Answer with a public feed. Each is made once per release, language and process, and kept ready.

    :param find_sessions: gives what the feed holds; not called where it is ready.
    :param filename: ASCII, without its ending; a theme's may be that of a room.
    :param view: of the programme, where it is one that anybody may have thought up.
    """
    now = clock.now()
    programme = published.programme
    frame, notation = feeds.frame_of(programme, published.digest, language), asked_notation()
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
        changed_at=feeds.last_change(published.published_at, programme, now),
        content_type=notation.content_type,
        headers=headers,
        now=now,
        compresses=feeds.installation().compress_feeds,
        holds_until=feeds.holds_until(programme, now),
    )


def _cover(*, name: str, summary: str, page: str, source: str, colour: str = feeds.INK) -> Cover:
    return Cover(name, summary, page, source, feeds.PUBLIC_REFRESH, colour)
