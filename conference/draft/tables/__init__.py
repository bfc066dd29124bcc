"""The tables of the draft."""

from conference.draft.tables.places import Municipality, Partnership, Room
from conference.draft.tables.sessions import Session, SessionPartnership, SessionSpeaker, SessionTheme
from conference.draft.tables.strands import Speaker, Theme

__all__ = [
    "Municipality",
    "Partnership",
    "Room",
    "Session",
    "SessionPartnership",
    "SessionSpeaker",
    "SessionTheme",
    "Speaker",
    "Theme",
]
