"""The event's public calendars, as people are offered them: on a page of their own, and beside what they show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flask import Response, abort, render_template, request, url_for

from conference.agenda.queries import standing
from conference.calendars.render import Shelf, SubscribeLinks, subscribe_links
from conference.calendars.render.codes import LONGEST_ADDRESS, qr_code
from conference.calendars.render.shelf import MEGABYTE
from conference.calendars.rules import sessions_by_language, slot_in_calendars, view_of
from conference.calendars.views import feeds, names
from conference.calendars.views.blueprint import bp
from conference.programme.document import Programme
from conference.programme.queries import newest_release
from conference.programme.rules.filters import Filter, filter_from
from conference.translated import pick, sort_key
from conference.web import limits
from conference.web.conditional import without_cookies
from conference.web.filters import language_name
from conference.web.frame import event_frame, visitor_id
from conference.web.locale import current_language


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed as people take it up.

    :ivar id: where it stands on the page of all.
    :ivar key: of the thing whose feed it is, empty for a view.
    :ivar title: what it holds, in the reader's language.
    :ivar name: what the calendar will be called.
    :ivar code: the address of its QR code; None where its address is too long for one.
    :ivar number: of the theme whose feed it is, else None.
    """

    id: str
    key: str
    title: str
    name: str
    links: SubscribeLinks
    code: str | None
    number: int | None = None


class Kind(NamedTuple):
    """A kind of feeds, each of one thing of the programme.

    :ivar endpoint: that sends it, and the argument by which the thing is told.
    :ivar things: all that there are, by that argument.
    :ivar title: of a thing in a language; ``name`` that of its feed.
    """

    endpoint: str
    argument: str
    things: Callable[[Programme], Iterable[str]]
    title: Callable[[Programme, str, str], str]
    name: Callable[[Programme, str, str], str]


def _title_of_session(programme: Programme, language: str, code: str) -> str:
    return pick(programme.sessions[code].title, language, programme.event.languages)


KINDS: dict[str, Kind] = {
    "theme": Kind(
        "calendars.show_theme_feed",
        "slug",
        lambda programme: programme.themes,
        lambda programme, language, slug: pick(programme.themes[slug].title, language, programme.event.languages),
        lambda programme, language, slug: names.of_theme(programme, language, programme.themes[slug]),
    ),
    "room": Kind(
        "calendars.show_room_feed",
        "key",
        lambda programme: programme.rooms,
        lambda programme, language, key: pick(programme.rooms[key].name, language, programme.event.languages),
        lambda programme, language, key: names.of_room(programme, language, programme.rooms[key]),
    ),
    "language": Kind(
        "calendars.show_language_feed",
        "code",
        sessions_by_language,
        lambda _programme, _language, code: language_name(code),
        names.of_language,
    ),
    "partnership": Kind(
        "calendars.show_partnership_feed",
        "slug",
        lambda programme: programme.partnerships,
        lambda programme, _language, slug: names.towns(programme, programme.partnerships[slug]),
        lambda programme, language, slug: names.of_partnership(programme, language, programme.partnerships[slug]),
    ),
    "speaker": Kind(
        "calendars.show_speaker_feed",
        "code",
        lambda programme: programme.speakers,
        lambda programme, _language, code: programme.speakers[code].name,
        lambda programme, language, code: names.of_part(programme, language, programme.speakers[code].name),
    ),
    "session": Kind(
        "calendars.show_session_feed",
        "code",
        lambda programme: [code for code, session in programme.sessions.items() if slot_in_calendars(session)],
        _title_of_session,
        _title_of_session,
    ),
}

LISTED = tuple(kind for kind in KINDS if kind != "session")
"""The kinds whose feeds stand on the page of all. A session's is offered where the session is."""


@bp.app_template_global()
def feed_language(programme: Programme) -> str | None:
    """Return what ``lang`` says in the address of a feed for the reader of a page; None for the event's main one."""
    return feeds.language_argument(programme, current_language())


def calendar_of(programme: Programme, kind: str, key: str) -> Offer:
    """Return the offer of one feed of a kind, see :data:`KINDS`, in the reader's language."""
    language, of = current_language(), KINDS[kind]
    return Offer(
        id=f"{kind}-{key}",
        key=key,
        title=of.title(programme, language, key),
        name=of.name(programme, language, key),
        links=_links_of(programme, language, kind, key),
        code=url_for("calendars.show_code", event=programme.event.slug, kind=kind, key=key, lang=language),
        number=programme.theme_number(key) if kind == "theme" else None,
    )


def calendar_of_view(programme: Programme, wanted: Filter) -> Offer:
    """Return the offer of a view of the programme, in the reader's language; of all of it without a filter."""
    language, wanted = current_language(), view_of(programme, wanted)
    name = names.of_view(programme, language, wanted)
    links = _links_of_view(programme, language, wanted)
    arguments = {**wanted.as_arguments(), "lang": language}
    code = url_for("calendars.show_code_of_view", event=programme.event.slug, **arguments)
    return Offer("whole", "", name, name, links, code if len(links.webcal) <= LONGEST_ADDRESS else None)


bp.add_app_template_global(calendar_of)
bp.add_app_template_global(calendar_of_view)


def _links_of(programme: Programme, language: str, kind: str, key: str) -> SubscribeLinks:
    of = KINDS[kind]
    address = feeds.address_of(of.endpoint, programme, language, **{of.argument: key})
    return subscribe_links(address, of.name(programme, language, key))


def _links_of_view(programme: Programme, language: str, wanted: Filter) -> SubscribeLinks:
    address = feeds.address_of("calendars.show_event_feed", programme, language, **wanted.as_arguments())
    return subscribe_links(address, names.of_view(programme, language, wanted))


@bp.get("/<event>/subscribe")
def show_feeds(event: str) -> str:
    """Show every public calendar of the event, and how to take it up in each program."""
    published = newest_release(event)
    programme = published.programme
    language = current_language()
    found = {kind: [calendar_of(programme, kind, key) for key in KINDS[kind].things(programme)] for kind in LISTED}
    for kind in ("partnership", "speaker"):
        found[kind].sort(key=lambda offer: sort_key(offer.title, language))
    frame = event_frame(published, standing(published, visitor_id()))
    whole = calendar_of_view(programme, Filter())
    return render_template("calendars/show_feeds.html", **frame, whole=whole, found=found)


@bp.get("/<event>/subscribe/<kind>/<key>")
def show_feed(event: str, kind: str, key: str) -> str:
    """Show one feed of a kind, see :data:`KINDS`: its address to copy, its QR code, and the steps in each program."""
    published = newest_release(event)
    _check(published.programme, kind, key)
    frame = event_frame(published, standing(published, visitor_id()))
    offer = calendar_of(published.programme, kind, key)
    return render_template("calendars/show_feed.html", **frame, offer=offer, kind=kind)


@bp.get("/<event>/subscribe/<kind>/<key>.svg")
def show_code(event: str, kind: str, key: str) -> Response:
    """Send the QR code of one feed of a kind, see :data:`KINDS`."""
    without_cookies()
    programme = newest_release(event).programme
    _check(programme, kind, key)
    return _code(_links_of(programme, feeds.language_of_feed(programme), kind, key), _drawn)


@bp.get("/<event>/subscribe/programme.svg")
def show_code_of_view(event: str) -> Response:
    """Send the QR code of a view of the programme, by the arguments of its page."""
    without_cookies()
    programme = newest_release(event).programme
    wanted = view_of(programme, filter_from(request.args.to_dict(flat=False)))
    links = _links_of_view(programme, feeds.language_of_feed(programme), wanted)
    return _code(links, _drawn if wanted.is_empty else _drawn_of_view)


def _check(programme: Programme, kind: str, key: str) -> None:
    """Answer 404 where there is no such feed."""
    if kind not in KINDS or key not in KINDS[kind].things(programme):
        abort(404)


def _code(links: SubscribeLinks, draw: Callable[[str], bytes]) -> Response:
    if len(links.webcal) > LONGEST_ADDRESS:
        abort(404)
    response = Response(draw(links.webcal), content_type="image/svg+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


_drawn = lru_cache(maxsize=512)(qr_code)

kept_codes_of_views: Shelf[bytes] = Shelf(8 * MEGABYTE, len)
"""Of views, of which anybody can think up any number: they do not push out the others."""


def _drawn_of_view(address: str) -> bytes:
    """Return the code of a view; one asker has only so many drawn that nobody asked for lately.

    :raises TooManyRequests: they had.
    """
    code = kept_codes_of_views.find(address)
    if code is None:
        limits.count_drawing()
        code = qr_code(address)
        kept_codes_of_views.put(address, code)
    return code
