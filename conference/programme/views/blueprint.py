"""The blueprint of the programme's pages, and what each of them begins with."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint

from conference.agenda.queries import standing
from conference.programme.document import Partnership, Programme
from conference.programme.queries import Published, newest_release
from conference.programme.render import FOR_TEMPLATES, Ruler, longitudes_of
from conference.web.frame import event_frame, visitor_id

bp = Blueprint("programme", __name__)
for name, function in FOR_TEMPLATES.items():
    bp.add_app_template_global(function, name)


def opened(event: str) -> tuple[Published, dict[str, Any]]:
    """Return the newest release of an event, and the frame of a page on it.

    :param event: the slug in the address.
    :raises EventNotFound: no such event, or nothing of it is published; the visitor sees 404.
    """
    published = newest_release(event)
    return published, event_frame(published, standing(published, visitor_id()))


def rulers(programme: Programme, ties: Iterable[Partnership], *, width: int = 1216) -> tuple[Ruler, Ruler]:
    """Return the drawing of partnerships by longitude twice: for a page ``width`` wide, and for a phone."""
    chosen = list(ties)
    return longitudes_of(programme, chosen, width=width), longitudes_of(programme, chosen, width=358)
