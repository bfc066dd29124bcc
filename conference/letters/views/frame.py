"""What the pages of this part begin with."""

from typing import Any

from flask import render_template

from conference import clock
from conference.agenda.queries import shared_bookings
from conference.draft.queries import organise_frame
from conference.events.tables import Event
from conference.web.guards import account


def desk(template: str, event: Event, *, status: int = 200, **context: Any) -> tuple[str, int]:
    """Show a page within the organiser's frame."""
    frame = organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id))
    return render_template(template, **{**frame, "here": "letters", **context}), status
