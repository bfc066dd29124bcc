"""Changes to the draft: one verb each. All take the event's key first and refuse what is not of that event."""

from conference.draft.services.availability import set_room_spans, set_speaker_spans
from conference.draft.services.copying import CopyFacts, SessionsTaken, copy_event
from conference.draft.services.going_back import DraftChangedMeanwhile, go_back_to
from conference.draft.services.hosts import NotAnOrganiser, NotTheirSession, add_remains, set_hosts
from conference.draft.services.lookup import NotInDraft, Removed, StillInUse
from conference.draft.services.partnerships import (
    MunicipalityFacts,
    PartnershipExists,
    SameMunicipality,
    add_municipality,
    add_partnership,
    edit_municipality,
    edit_partnership,
    remove_municipality,
    remove_partnership,
)
from conference.draft.services.plans import (
    PlanDone,
    PlanNotFound,
    TimeHasPassed,
    change_plan,
    plan_release,
    publish_due,
    withdraw_plan,
)
from conference.draft.services.publish import (
    NothingChanged,
    PublishedMeanwhile,
    SlugFixed,
    edit_settings,
    publish_release,
)
from conference.draft.services.removal import IsThere, bring_back
from conference.draft.services.repeating import repeat_session
from conference.draft.services.rooms import add_room, edit_room, move_room, remove_room
from conference.draft.services.session_facts import NewSpeaker, RoomWithoutStart, SessionFacts, UnknownFormat
from conference.draft.services.sessions import (
    ExternalIdTaken,
    add_session,
    cancel_session,
    edit_session,
    facts_of,
    remove_session,
    revive_session,
    schedule_session,
    unschedule_session,
)
from conference.draft.services.speakers import add_speaker, edit_speaker, remove_speaker
from conference.draft.services.starting import create_event_from
from conference.draft.services.themes import add_theme, edit_theme, move_theme, remove_theme
from conference.draft.services.warnings import NotAccepted, accept_warning, withdraw_acceptance
from conference.events.services import StaleVersion

__all__ = [
    "CopyFacts",
    "DraftChangedMeanwhile",
    "ExternalIdTaken",
    "IsThere",
    "MunicipalityFacts",
    "NewSpeaker",
    "NotAccepted",
    "NotAnOrganiser",
    "NotInDraft",
    "NotTheirSession",
    "NothingChanged",
    "PartnershipExists",
    "PlanDone",
    "PlanNotFound",
    "PublishedMeanwhile",
    "Removed",
    "RoomWithoutStart",
    "SameMunicipality",
    "SessionFacts",
    "SessionsTaken",
    "SlugFixed",
    "StaleVersion",
    "StillInUse",
    "TimeHasPassed",
    "UnknownFormat",
    "accept_warning",
    "add_municipality",
    "add_partnership",
    "add_remains",
    "add_room",
    "add_session",
    "add_speaker",
    "add_theme",
    "bring_back",
    "cancel_session",
    "change_plan",
    "copy_event",
    "create_event_from",
    "edit_municipality",
    "edit_partnership",
    "edit_room",
    "edit_session",
    "edit_settings",
    "edit_speaker",
    "edit_theme",
    "facts_of",
    "go_back_to",
    "move_room",
    "move_theme",
    "plan_release",
    "publish_due",
    "publish_release",
    "remove_municipality",
    "remove_partnership",
    "remove_room",
    "remove_session",
    "remove_speaker",
    "remove_theme",
    "repeat_session",
    "revive_session",
    "schedule_session",
    "set_hosts",
    "set_room_spans",
    "set_speaker_spans",
    "unschedule_session",
    "withdraw_acceptance",
    "withdraw_plan",
]
