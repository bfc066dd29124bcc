"""A session's one stable door, and what is on in all rooms."""

from flask import Response, abort, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from conference import clock
from conference.agenda.queries import standing
from conference.codes import is_code
from conference.live.rules import (
    alternatives,
    closes_at,
    following,
    meeting_address,
    opens_at,
    phase_of,
    rooms_now,
    turning_points,
    way_in,
)
from conference.live.rules import may_join as may_join_now
from conference.live.views.blueprint import bp
from conference.programme.document import Session
from conference.programme.queries import Published, SessionNotFound, newest_release, published_session
from conference.programme.rules.course import day_of, neighbours
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import signed_in


@bp.get("/s/<code>")
def open_door(code: str) -> str | AnyResponse:
    """Show what the session is now: the countdown, the way in, what remains of it, or that it was called off."""
    if code != code.upper() and is_code(code.upper()):
        return redirect(url_for("live.open_door", code=code.upper()), 301)
    published, session = _found(code)
    programme, now = published.programme, clock.now()
    stand = standing(published, visitor_id())
    theme = next(iter(programme.themes_of(session)), None)
    of_theme = programme.sessions_of_theme(theme.slug) if theme else programme.scheduled
    return render_template(
        "live/open_door.html",
        **event_frame(published, stand),
        session=session,
        day=day_of(programme, session),
        phase=phase_of(session, now),
        entry=way_in(session, stand, is_signed_in=current_user.is_authenticated),
        opens_at=opens_at(session),
        closes_at=closes_at(session),
        turns=turning_points(session, now),
        room=programme.room_of(session),
        can_be_joined=meeting_address(programme, session) is not None,
        following=following((other for other in of_theme if other.uid != session.uid), now, limit=3),
        around=neighbours(of_theme, session),
        alternatives=alternatives(programme, session, stand, now),
    )


@bp.get("/s/<code>/join")
@signed_in
def join_session(code: str) -> AnyResponse:
    """Lead to the meeting itself, whose address no page shows: while the door is open, for those who take part.

    A link rather than a form: browsers hold a form to our own site even when it is redirected (CSP form-action).
    """
    published, session = _found(code)
    stand = standing(published, visitor_id())
    if not may_join_now(session, stand, clock.now(), is_signed_in=True):
        abort(403)
    address = meeting_address(published.programme, session)
    if address is None:
        return redirect(url_for("live.open_door", code=session.code))
    response = Response(status=303)
    response.headers["Location"] = address
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/<event>/live")
def show_live(event: str) -> str:
    """Show what is on now and next in every room."""
    published = newest_release(event)
    now = clock.now()
    return render_template(
        "live/show_live.html",
        **event_frame(published, standing(published, visitor_id())),
        rooms=rooms_now(published.programme, now),
    )


def _found(code: str) -> tuple[Published, Session]:
    try:
        return published_session(code)
    except SessionNotFound:
        abort(404)
