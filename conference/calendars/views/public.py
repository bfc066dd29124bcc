"""Feeds that anyone may fetch, and the page that lists them."""

from collections.abc import Callable, Sequence

from flask import Response, abort, render_template

from conference import clock
from conference.agenda.queries import standing
from conference.calendars.render import Cover, Entry, Frame, Kind, feed_bytes, subscribe_links
from conference.calendars.rules import sessions_in_feed, slot_in_calendars
from conference.calendars.views import feeds
from conference.calendars.views.blueprint import bp
from conference.calendars.views.words import words_of
from conference.programme.document import Programme, Session
from conference.programme.queries import Published, newest_release
from conference.translated import pick, sort_key
from conference.web.conditional import Content, conditional_answer, without_cookies, zipped
from conference.web.frame import event_frame, visitor_id
from conference.web.locale import current_language


@bp.get("/<event>/calendar.ics")
def show_event_feed(event: str) -> Response:
    """Send the calendar of the whole event."""
    without_cookies()
    published = newest_release(event)
    language = feeds.language_of_feed(published.programme)

    def cover() -> Cover:
        return _cover(
            published.programme,
            language,
            name=feeds.title_of(published.programme, language),
            summary=pick(published.programme.event.summary, language, published.programme.event.languages),
            page=feeds.page_of("programme.show_programme", event=event),
            source=_address("calendars.show_event_feed", published.programme, language),
            colour=feeds.INK,
        )

    return _answer(published, language, list(published.programme.sessions.values()), cover, filename=event)


@bp.get("/<event>/themes/<slug>.ics")
def show_theme_feed(event: str, slug: str) -> Response:
    """Send the calendar of one theme."""
    without_cookies()
    published = newest_release(event)
    programme = published.programme
    theme = programme.themes.get(slug) or abort(404)
    language = feeds.language_of_feed(programme)

    def cover() -> Cover:
        return _cover(
            programme,
            language,
            name=_name_of_part(programme, language, pick(theme.title, language, programme.event.languages)),
            summary=pick(theme.summary, language, programme.event.languages),
            page=feeds.page_of("programme.show_theme", event=event, slug=slug),
            source=_address("calendars.show_theme_feed", programme, language, slug=slug),
            colour=theme.colour,
        )

    return _answer(published, language, programme.sessions_of_theme(slug), cover, filename=f"{event}-{slug}")


@bp.get("/<event>/speakers/<code>.ics")
def show_speaker_feed(event: str, code: str) -> Response:
    """Send the calendar of one speaker."""
    without_cookies()
    published = newest_release(event)
    programme = published.programme
    speaker = programme.speakers.get(code) or abort(404)
    language = feeds.language_of_feed(programme)

    def cover() -> Cover:
        return _cover(
            programme,
            language,
            name=_name_of_part(programme, language, speaker.name),
            summary=pick(speaker.affiliation, language, programme.event.languages),
            page=feeds.page_of("programme.show_speaker", event=event, code=code),
            source=_address("calendars.show_speaker_feed", programme, language, code=code),
            colour=feeds.INK,
        )

    return _answer(published, language, programme.sessions_of_speaker(code), cover, filename=f"{event}-{code}")


@bp.get("/<event>/sessions/<code>.ics")
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
            programme,
            language,
            name=pick(session.title, language, programme.event.languages),
            summary=feeds.title_of(programme, language),
            page=feeds.page_of("programme.show_session", event=event, code=code),
            source=_address("calendars.show_session_feed", programme, language, code=code),
            colour=themes[0].colour if themes else feeds.INK,
        )

    return _answer(published, language, [session], cover, filename=f"{event}-{code}", kind=Kind.SINGLE)


def _answer(
    published: Published,
    language: str,
    sessions: list[Session],
    make_cover: Callable[[], Cover],
    *,
    filename: str,
    kind: Kind = Kind.PUBLIC,
) -> Response:
    """Answer with a public feed. Each is made once per release, language and process, and kept ready."""
    now = clock.now()
    programme = published.programme
    frame = feeds.frame_of(programme, published.digest, language)
    keeps = kind is Kind.SINGLE or feeds.keeps_tombstones(programme, now)
    key = (published.digest, filename, kind, keeps, frame.words.digest, frame.base_url)
    ready = feeds.kept.get(
        key, lambda: _ready(frame, make_cover(), sessions_in_feed(sessions, keeps_tombstones=keeps), filename, kind)
    )
    headers = {
        "Cache-Control": "public, max-age=300, stale-while-revalidate=600",
        "Content-Disposition": ready.disposition,
        "Access-Control-Allow-Origin": "*",
    }
    return conditional_answer(
        lambda: ready.content,
        tag=ready.tag,
        changed_at=feeds.last_change(published.published_at, programme, now),
        content_type=feeds.CONTENT_TYPE,
        headers=headers,
        now=now,
        compresses=feeds.installation().compress_feeds,
    )


def _ready(frame: Frame, cover: Cover, sessions: Sequence[Session], filename: str, kind: Kind) -> feeds.ReadyFeed:
    plain = feed_bytes(frame, cover, [Entry(session, kind) for session in sessions])
    how = "attachment" if kind is Kind.SINGLE else "inline"
    return feeds.ReadyFeed(
        tag=feeds.tag_of_bytes(plain),
        content=Content(plain, zipped(plain)),
        disposition=feeds.disposition(how, filename, cover.name),
    )


def _cover(
    programme: Programme, language: str, *, name: str, summary: str, page: str, source: str, colour: str
) -> Cover:
    page = page if language == _main_language(programme) else f"{page}?lang={language}"
    return Cover(name, summary, page, source, feeds.PUBLIC_REFRESH, colour)


def _name_of_part(programme: Programme, language: str, name: str) -> str:
    return words_of(language).part % {"event": feeds.title_of(programme, language), "name": name}


def _main_language(programme: Programme) -> str:
    return next(iter(programme.event.languages), "en")


def _address(endpoint: str, programme: Programme, language: str, **values: str) -> str:
    """Return the address of a feed in a language: without ``?lang=`` in the event's main one."""
    address = feeds.page_of(endpoint, event=programme.event.slug, **values)
    return address if language == _main_language(programme) else f"{address}?lang={language}"


@bp.get("/<event>/subscribe")
def show_feeds(event: str) -> str:
    """Show every public calendar of the event, and how to take it up in each program."""
    published = newest_release(event)
    programme = published.programme
    language = current_language()
    languages = programme.event.languages
    themes = [
        (theme, subscribe_links(_address("calendars.show_theme_feed", programme, language, slug=theme.slug), name))
        for theme in programme.themes.values()
        if (name := _name_of_part(programme, language, pick(theme.title, language, languages)))
    ]
    speakers = [
        (
            speaker,
            subscribe_links(_address("calendars.show_speaker_feed", programme, language, code=speaker.code), name),
        )
        for speaker in sorted(programme.speakers.values(), key=lambda speaker: sort_key(speaker.name, language))
        if (name := _name_of_part(programme, language, speaker.name))
    ]
    whole = subscribe_links(
        _address("calendars.show_event_feed", programme, language), feeds.title_of(programme, language)
    )
    frame = event_frame(published, standing(published, visitor_id()))
    return render_template("calendars/show_feeds.html", **frame, whole=whole, themes=themes, speakers=speakers)
