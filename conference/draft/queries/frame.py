"""What the frame around every page of organisers needs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from conference.draft.queries.circumstances import circumstances_of
from conference.draft.queries.hosts import count_hosted
from conference.draft.queries.state import DraftState, draft_state
from conference.draft.rules.clashes import Clash, find_clashes
from conference.events.queries import role_of
from conference.events.rules import Action, may
from conference.events.tables import Event


def organise_frame(
    event: Event, account_id: int, *, now: datetime, state: DraftState | None = None,
    clashes: list[Clash] | None = None, shared_bookings: Mapping[UUID, frozenset[str]] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the variables of ``layouts/organise.html``, for the organiser's pages of any part.

    A view writes ``render_template("…", **organise_frame(event, account().id, now=clock.now(),
    shared_bookings=shared_bookings(event.id)), …)``.

    :param state: the draft beside the newest release, where the view read it already; ``clashes`` likewise.
    :param shared_bookings: who booked which session, for the clashes where the view does not give them;
        see :func:`conference.draft.queries.circumstances_of`.
    """
    state = state or draft_state(event, now=now)
    programme = state.programme
    if clashes is None:
        document = programme.document
        clashes = find_clashes(document, circumstances_of(event, document, shared_bookings=shared_bookings or {}))
    role = role_of(event.id, account_id)
    return {
        "event": event,
        "programme": programme,
        "state": state,
        "clashes": clashes,
        "zones": list(programme.zones),
        "release_number": state.newest_number or None,
        "changes_count": state.changes,
        "clash_count": sum(clash.is_error for clash in clashes),
        "role": role,
        "may": {action.value: may(role, action) for action in Action},
        "may_publish": may(role, Action.PUBLISH) and state.pending.differs,
        "may_edit": may(role, Action.EDIT_DRAFT),
        "may_edit_event": may(role, Action.EDIT_EVENT),
        "desk_counts": {
            "hosting": count_hosted(event.id, account_id),
            "themes": len(programme.themes),
            "rooms": len(programme.rooms),
            "speakers": len(programme.speakers),
            "partnerships": len(programme.partnerships),
            "sessions": len(programme.sessions),
            "clashes": len(clashes),
            "publish": state.changes,
        },
    }
