"""Repeating a session without typing it again."""

from collections.abc import Sequence
from datetime import datetime

from conference.db import transaction
from conference.draft.services.lookup import in_draft
from conference.draft.services.session_facts import SessionFacts
from conference.draft.services.sessions import add_session, facts_of
from conference.draft.tables import Session
from conference.events.services import locked_event
from conference.programme.document import SessionState


def repeat_session(event_id: int, code: str, *, starts: Sequence[datetime], now: datetime) -> list[Session]:
    """Add sessions that say the same as one there is, at other times: all of them or none.

    What belongs to the one time it was held, notes and recording, is left out.

    :param starts: aware; one session each.
    :returns: the new sessions, each with a code and uid of its own.
    :raises NotInDraft: the event has no such session.
    :raises DomainError: DayOutOfRange.
    """
    with transaction():
        locked_event(event_id)
        facts = facts_of(in_draft(Session, event_id, code))
        facts |= {"remains": {}, "recording_url": None, "state": SessionState.PLANNED}
        return [
            add_session(event_id, SessionFacts(**{**facts, "starts_at": starts_at}), now=now) for starts_at in starts
        ]
