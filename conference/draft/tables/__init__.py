"""The tables of the draft."""

from conference.draft.tables.clashes import AcceptedWarning, RoomSpan, SpeakerSpan
from conference.draft.tables.hosts import HostNote, SessionHost
from conference.draft.tables.places import Municipality, Partnership, Room
from conference.draft.tables.releases import PlannedRelease, PlanState
from conference.draft.tables.sessions import (
    Session,
    SessionInterpreter,
    SessionModerator,
    SessionPartnership,
    SessionSpeaker,
    SessionTheme,
)
from conference.draft.tables.strands import Speaker, Theme

__all__ = [
    "AcceptedWarning",
    "HostNote",
    "Municipality",
    "Partnership",
    "PlanState",
    "PlannedRelease",
    "Room",
    "RoomSpan",
    "Session",
    "SessionHost",
    "SessionInterpreter",
    "SessionModerator",
    "SessionPartnership",
    "SessionSpeaker",
    "SessionTheme",
    "Speaker",
    "SpeakerSpan",
    "Theme",
]
