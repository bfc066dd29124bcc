"""From an entry of a feed to an iTIP object (RFC 5546): one session, one method, one reader. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vDatetime

from conference.calendars.render import Entry, Frame, entry_bytes
from conference.calendars.render.feeds import PRODUCT
from conference.calendars.render.folding import folded
from conference.calendars.render.text import one_line
from conference.invitations.rules import Method
from conference.mailto import mailto

_WAY_IN = ("LOCATION", "CONFERENCE")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What makes an invitation of an entry.

    :ivar organiser: the address that sends, and takes no answers; ``organiser_name`` what it is shown as.
    :ivar attendee: the reader's address.
    :ivar made_at: UTC; in an object with a method DTSTAMP says this (RFC 5545 section 3.8.7.2).
    """

    method: Method
    sequence: int
    organiser: str
    organiser_name: str
    attendee: str
    made_at: datetime


def invitation_bytes(frame: Frame, entry: Entry, envelope: Envelope) -> bytes:
    """Return an iTIP object that holds one session as feeds show it, under the same uid; with CRLF.

    Its reader has accepted already and nobody waits for an answer: they took the seat. What is cancelled for them
    alone, since they gave their seat back, keeps its title and loses the way in.
    """
    event = Event.from_ical(entry_bytes(frame, entry))
    assert isinstance(event, Event)  # noqa: S101 - an entry is just that
    event["DTSTAMP"] = vDatetime(envelope.made_at.astimezone(UTC).replace(microsecond=0))
    _set(event, "sequence", envelope.sequence)
    event["ORGANIZER"] = _address(envelope.organiser, CN=_quotable(envelope.organiser_name))
    event["ATTENDEE"] = _address(
        envelope.attendee,
        CN=envelope.attendee,
        CUTYPE="INDIVIDUAL",
        ROLE="REQ-PARTICIPANT",
        PARTSTAT="ACCEPTED",
        RSVP="FALSE",
    )
    if envelope.method is Method.CANCEL:
        for name in _WAY_IN:
            event.pop(name, None)
        _set(event, "status", "CANCELLED")
        _set(event, "transp", "TRANSPARENT")
        _set(event, "x-microsoft-cdo-busystatus", "FREE")
    _set(event, "x-microsoft-disallow-counter", "TRUE")

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", envelope.method.value)
    calendar.add_component(event)
    return folded(bytes(calendar.to_ical()))


def _set(event: Event, name: str, value: object) -> None:
    event.pop(name, None)
    event.add(name, value)


def _address(email: str, **parameters: str) -> vCalAddress:
    address = vCalAddress(mailto(email))
    for name, value in parameters.items():
        address.params[name] = value
    return address


def _quotable(text: str) -> str:
    """Return a text fit for a parameter, where no double quote may stand (RFC 5545 section 3.2)."""
    return one_line(text).replace('"', "”")
