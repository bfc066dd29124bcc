"""The blueprint of the programme's pages, and what each of them begins with."""

from typing import Any

from flask import Blueprint

from conference.agenda.queries import standing
from conference.programme.queries import Published, newest_release
from conference.web.frame import event_frame, visitor_id

bp = Blueprint("programme", __name__)


def opened(event: str) -> tuple[Published, dict[str, Any]]:
    """Return the newest release of an event, and the frame of a page on it.

    :param event: the slug in the address.
    :raises EventNotFound: no such event, or nothing of it is published; the visitor sees 404.
    """
    published = newest_release(event)
    return published, event_frame(published, standing(published, visitor_id()))
