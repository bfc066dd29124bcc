"""The front page of an event, and the colours of its themes."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask import Response, current_app, render_template, request
from markupsafe import Markup

from conference import clock, translated
from conference.agenda.rules import Standing
from conference.programme.queries import Published
from conference.programme.render import network_of, theme_css
from conference.programme.rules.course import stage_of, upcoming
from conference.programme.rules.people import liveliest_partnerships
from conference.programme.views.blueprint import bp, opened, published_now, rulers
from conference.programme.views.shelf import Shelf
from conference.proposals.queries import has_open_call
from conference.web.locale import current_language
from conference.zones import day_bounds, local_day

NEXT_SESSIONS = 4
"""How many of the next sessions the front page shows."""

SHOWN_PARTNERSHIPS = 12
"""How many partnerships it draws; their own page has them all."""

HELD_MAPS = 32
_maps: Shelf[Markup] = Shelf(size=HELD_MAPS)

A_YEAR = 365 * 24 * 3600


@bp.get("/<event>/")
def show_welcome(event: str) -> str:
    """Show what the event is, when, about what, and what comes next."""
    published, frame = opened(event)
    programme, now = published.programme, clock.now()
    return render_template(
        "programme/show_welcome.html",
        **frame,
        stage=stage_of(programme, now),
        upcoming=upcoming(programme, now, limit=NEXT_SESSIONS),
        opening_at=day_bounds(programme.event.first_day, programme.event.zone)[0],
        maps=_maps_of(published, frame["standing"], frame["zones"], now),
        has_open_call=has_open_call(published.event_id, now=now),
        rulers=rulers(programme, liveliest_partnerships(programme, limit=SHOWN_PARTNERSHIPS)),
    )


def _maps_of(published: Published, standing: Standing, zones: Sequence[str], now: datetime) -> Markup:
    """Return the map of the event, for wide pages and for phones; the same for all who have booked nothing yet."""
    programme, language = published.programme, current_language()
    second = translated.beside(programme.event.title, language, programme.event.languages)
    draw = partial(
        network_of, programme, standing, now, language=language, second_language=second[0] if second else None
    )

    def render() -> Markup:
        macros = current_app.jinja_env.get_template("macros/diagrams.html").module
        maps = macros.network_maps(programme, draw(is_upright=False), draw(is_upright=True), zones, second)  # type: ignore[attr-defined]
        return Markup(maps)  # noqa: S704 - rendered by Jinja

    if standing.states:
        return render()
    today = local_day(now, programme.event.zone)
    # A short event is drawn by the hour, and its present hour moves.
    moment = now.replace(minute=0, second=0) if programme.event.first_day <= today <= programme.event.last_day else None
    return _maps.get((published.digest, language, zones[0], today, moment), render)


@bp.get("/<event>/themes.css")
def show_theme_css(event: str) -> Response:
    """Send the colours of the event's themes. Pages ask with their release's number, so it is kept for a year."""
    published = published_now(event)
    response = Response(theme_css(published.programme.themes.values()), mimetype="text/css")
    response.set_etag(published.digest[:20])
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR if request.args.get("v") == str(published.number) else 0
    response.make_conditional(request)
    return response
