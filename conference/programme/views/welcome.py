"""The front page of an event, and the colours of its themes."""

from functools import partial

from flask import Response, render_template, request

from conference import clock, translated, zones
from conference.programme.queries import newest_release
from conference.programme.render import network_of, theme_css
from conference.programme.rules.course import stage_of, upcoming
from conference.programme.rules.people import liveliest_partnerships
from conference.programme.views.blueprint import bp, opened, rulers
from conference.web.locale import current_language

NEXT_SESSIONS = 4
"""How many of the next sessions the front page shows."""

SHOWN_PARTNERSHIPS = 12
"""How many partnerships it draws; their own page has them all."""

A_YEAR = 365 * 24 * 3600


@bp.get("/<event>/")
def show_welcome(event: str) -> str:
    """Show what the event is, when, about what, and what comes next."""
    published, frame = opened(event)
    programme, now = published.programme, clock.now()
    language = current_language()
    second = translated.beside(programme.event.title, language, programme.event.languages)
    draw = partial(
        network_of, programme, frame["standing"], now, language=language, second_language=second[0] if second else None
    )
    return render_template(
        "programme/show_welcome.html",
        **frame,
        stage=stage_of(programme, now),
        upcoming=upcoming(programme, now, limit=NEXT_SESSIONS),
        opening_at=zones.day_bounds(programme.event.first_day, programme.event.zone)[0],
        maps=(draw(is_upright=False), draw(is_upright=True)),
        rulers=rulers(programme, liveliest_partnerships(programme, limit=SHOWN_PARTNERSHIPS)),
    )


@bp.get("/<event>/themes.css")
def show_theme_css(event: str) -> Response:
    """Send the colours of the event's themes. Pages ask with their release's number, so it is kept for a year."""
    published = newest_release(event)
    response = Response(theme_css(published.programme.themes.values()), mimetype="text/css")
    response.set_etag(published.digest[:20])
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR if request.args.get("v") == str(published.number) else 0
    return response.make_conditional(request)
