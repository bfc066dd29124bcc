"""The blueprint of the programme's pages, and what each of them begins with."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, current_app, g, url_for

from conference.agenda.queries import standing
from conference.programme.document import Partnership, Programme
from conference.programme.queries import Published, ReleaseNews, newest_release, release_history
from conference.programme.render import FOR_TEMPLATES, Ruler, longitudes_of
from conference.web.frame import event_frame, visitor_id

bp = Blueprint("programme", __name__)
for name, function in FOR_TEMPLATES.items():
    bp.add_app_template_global(function, name)


OUTSIDE = ("registrations.", "agenda.", "calendars.", "live.", "proposals.", "accounts.sign_in")
"""What a preview does not show: it ends at the programme."""


def is_previewing() -> bool:
    """Say whether the page is shown to an organiser from the draft, as the next release would have it."""
    return "previewed" in g


def address_of(endpoint: str, **values: Any) -> str:
    """Return the address of a page as ``url_for`` does; within a preview, one of the preview."""
    if is_previewing():
        if endpoint.startswith(OUTSIDE):
            return "#preview"
        previewed = f"{endpoint.replace('.', '.preview_', 1)}"
        if previewed in current_app.view_functions:
            endpoint = previewed
    return url_for(endpoint, **values)


bp.add_app_template_global(address_of, "url_for")
bp.add_app_template_global(is_previewing)


def published_now(event: str) -> Published:
    """Return what the page is about: the newest release of an event, or what a preview shows in its place.

    :raises EventNotFound: no such event, or nothing of it is published; the visitor sees 404.
    """
    previewed: Published | None = g.get("previewed")
    return previewed or newest_release(event)


def history_of(published: Published) -> list[ReleaseNews]:
    """Return all releases of an event with their changes, the newest first; in a preview with the one to come."""
    coming: list[ReleaseNews] = [g.coming] if is_previewing() else []
    return coming + release_history(published.event_id)


def opened(event: str) -> tuple[Published, dict[str, Any]]:
    """Return the newest release of an event, and the frame of a page on it; in a preview the one to come.

    :param event: the slug in the address.
    :raises EventNotFound: no such event, or nothing of it is published; the visitor sees 404.
    """
    published = published_now(event)
    visitor = None if is_previewing() else visitor_id()
    return published, event_frame(published, standing(published, visitor))


def rulers(programme: Programme, ties: Iterable[Partnership], *, width: int = 1216) -> tuple[Ruler, Ruler]:
    """Return the drawing of partnerships by longitude twice: for a page ``width`` wide, and for a phone."""
    chosen = list(ties)
    return longitudes_of(programme, chosen, width=width), longitudes_of(programme, chosen, width=358)
