"""Changes to events, to roles in them, and the audit log."""

from conference.events.services.audit import record, record_role
from conference.events.services.events import (
    EventFacts,
    EventGone,
    SlugTaken,
    StaleVersion,
    create_event,
    edit_event,
    kept_texts,
    locked_event,
    rename_event,
)
from conference.events.services.roles import LastOwner, set_role

__all__ = [
    "EventFacts",
    "EventGone",
    "LastOwner",
    "SlugTaken",
    "StaleVersion",
    "create_event",
    "edit_event",
    "kept_texts",
    "locked_event",
    "record",
    "record_role",
    "rename_event",
    "set_role",
]
