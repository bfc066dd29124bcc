"""Reads on events, roles in them, and the audit log."""

from conference.events.queries.audit import (
    LogFilter,
    acting_people,
    count_entries,
    kinds_in_log,
    log_entries,
    names_in_log,
)
from conference.events.queries.events import EventNotFound, event_by_slug, events_organised_by, role_of, roles_by_event
from conference.events.queries.figures import kept_counts
from conference.events.queries.people import (
    Organiser,
    invitation_by_token,
    invitations_of,
    organisers_of,
    organisers_without_second_factor,
)

__all__ = [
    "EventNotFound",
    "LogFilter",
    "Organiser",
    "acting_people",
    "count_entries",
    "event_by_slug",
    "events_organised_by",
    "invitation_by_token",
    "invitations_of",
    "kept_counts",
    "kinds_in_log",
    "log_entries",
    "names_in_log",
    "organisers_of",
    "organisers_without_second_factor",
    "role_of",
    "roles_by_event",
]
