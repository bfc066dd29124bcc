"""Speakers, themes and partnerships: each a list of its sessions."""

from flask import abort, render_template, request

from conference.programme.render import distance_km
from conference.programme.rules.people import partnerships_found, speakers_found
from conference.programme.rules.search import LONGEST_TEXT
from conference.programme.views.blueprint import bp, opened, rulers
from conference.web.locale import current_language
from conference.web.paging import page_of

SPEAKERS_A_PAGE = 60


@bp.get("/<event>/speakers")
def list_speakers(event: str) -> str:
    """List who speaks, in the reader's alphabet; ``?q=`` finds by name, affiliation or place."""
    published, frame = opened(event)
    text = _text_asked_for()
    found = speakers_found(published.programme, text, language=current_language())
    return render_template(
        "programme/list_speakers.html",
        **frame,
        text=text,
        page=page_of(found, request.args.get("page", 1, type=int), size=SPEAKERS_A_PAGE),
    )


@bp.get("/<event>/speakers/<code>")
def show_speaker(event: str, code: str) -> str:
    """Show one speaker and their sessions."""
    published, frame = opened(event)
    speaker = published.programme.speakers.get(code) or abort(404)
    sessions = published.programme.sessions_of_speaker(code)
    return render_template("programme/show_speaker.html", **frame, speaker=speaker, sessions=sessions)


@bp.get("/<event>/themes/<slug>")
def show_theme(event: str, slug: str) -> str:
    """Show one theme and its sessions."""
    published, frame = opened(event)
    theme = published.programme.themes.get(slug) or abort(404)
    sessions = published.programme.sessions_of_theme(slug)
    return render_template("programme/show_theme.html", **frame, theme=theme, sessions=sessions)


@bp.get("/<event>/partnerships")
def list_partnerships(event: str) -> str:
    """List the partnerships of the event, in the order of the alphabet; ``?q=`` finds by town."""
    published, frame = opened(event)
    text = _text_asked_for()
    ties = partnerships_found(published.programme, text, language=current_language())
    return render_template(
        "programme/list_partnerships.html",
        **frame,
        text=text,
        ties=ties,
        rulers=rulers(published.programme, ties),
        distance=distance_km,
    )


@bp.get("/<event>/partnerships/<slug>")
def show_partnership(event: str, slug: str) -> str:
    """Show one partnership and its sessions."""
    published, frame = opened(event)
    programme = published.programme
    tie = programme.partnerships.get(slug) or abort(404)
    return render_template(
        "programme/show_partnership.html",
        **frame,
        tie=tie,
        towns=programme.municipalities_of(tie),
        rulers=rulers(programme, [tie], width=760),
        kilometres=distance_km(*programme.municipalities_of(tie)),
        sessions=programme.sessions_of_partnership(slug),
    )


def _text_asked_for() -> str:
    return " ".join(request.args.get("q", "")[:LONGEST_TEXT].split())
