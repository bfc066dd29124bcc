"""The page of one session."""

from flask import abort, render_template

from conference import clock
from conference.live.rules import opens_at, phase_of
from conference.programme.rules.course import day_of, neighbours
from conference.programme.rules.languages import passport_languages
from conference.programme.views.blueprint import bp, opened, rulers


@bp.get("/<event>/sessions/<code>")
def show_session(event: str, code: str) -> str:
    """Show one session: when, about what, who speaks, in which languages, and how many seats are left."""
    published, frame = opened(event)
    programme = published.programme
    session = programme.sessions.get(code) or abort(404)
    return render_template(
        "programme/show_session.html",
        **frame,
        session=session,
        day=day_of(programme, session),
        phase=phase_of(session, clock.now()),
        opens_at=opens_at(session),
        passport_codes=passport_languages(session.passport, programme.event.languages),
        rulers=rulers(programme, programme.partnerships_of(session), width=760),
        along=[
            (theme, neighbours(programme.sessions_of_theme(theme.slug), session))
            for theme in programme.themes_of(session)
        ],
    )
