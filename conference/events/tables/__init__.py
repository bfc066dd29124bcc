"""The tables of events: events themselves, roles in them, invitations, and the audit log."""

from conference.events.tables.audit import AuditEntry
from conference.events.tables.events import Event, Role
from conference.events.tables.figures import CountKind, KeptCount
from conference.events.tables.invitations import Invitation

__all__ = ["AuditEntry", "CountKind", "Event", "Invitation", "KeptCount", "Role"]
