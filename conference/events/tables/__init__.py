"""The tables of events: events themselves, roles in them, and the audit log."""

from conference.events.tables.audit import AuditEntry
from conference.events.tables.events import Event, Role

__all__ = ["AuditEntry", "Event", "Role"]
