"""The release document: its types and JSON, its index, and what differs between two. Pure."""

from conference.programme.document.changes import Change, ChangeKind, changes_between, succeed
from conference.programme.document.index import Day, Programme
from conference.programme.document.schema import (
    SCHEMA_VERSION,
    Document,
    Event,
    Format,
    Municipality,
    Partnership,
    Passport,
    Room,
    Session,
    SessionState,
    Slot,
    Speaker,
    Stamp,
    Theme,
    UnknownSchema,
    document_from_json,
    document_to_json,
)

__all__ = [
    "SCHEMA_VERSION",
    "Change",
    "ChangeKind",
    "Day",
    "Document",
    "Event",
    "Format",
    "Municipality",
    "Partnership",
    "Passport",
    "Programme",
    "Room",
    "Session",
    "SessionState",
    "Slot",
    "Speaker",
    "Stamp",
    "Theme",
    "UnknownSchema",
    "changes_between",
    "document_from_json",
    "document_to_json",
    "succeed",
]
