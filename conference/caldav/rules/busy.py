"""When somebody is busy (RFC 4791 section 7.10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from conference.caldav.rules.asked import Span
from conference.caldav.rules.components import Component
from conference.caldav.rules.filters import overlaps, times_of

_FREE_BUSY = UUID("a7d0a2a6-6b41-4f1c-9a4e-2f4d2f7c5b10")


@dataclass(frozen=True, slots=True)
class Busy:
    """A span in which somebody is busy.

    :ivar is_sure: not so where they wait for a seat.
    """

    starts_at: datetime
    ends_at: datetime
    is_sure: bool


def busy_times(calendars: Iterable[Component], span: Span) -> list[Busy]:
    """Return when somebody is busy within a span, in order; what touches or overlaps is told as one.

    Cancelled entries, and those that fill no time, do not count.
    """
    found: list[Busy] = []
    for entry in (part for calendar in calendars for part in calendar.parts if part.name == "VEVENT"):
        times = times_of(entry)
        status, transparency = entry.line("STATUS"), entry.line("TRANSP")
        state = status.value if status else "CONFIRMED"
        if times is None or state == "CANCELLED" or (transparency and transparency.value == "TRANSPARENT"):
            continue
        if overlaps(entry, span, None):
            starts_at, ends_at = max(times[0], span.starts_at or times[0]), min(times[1], span.ends_at or times[1])
            found.append(Busy(starts_at, ends_at, state != "TENTATIVE"))
    return [*_joined(one for one in found if one.is_sure), *_joined(one for one in found if not one.is_sure)]


def _joined(times: Iterable[Busy]) -> list[Busy]:
    joined: list[Busy] = []
    for one in sorted(times, key=lambda busy: (busy.starts_at, busy.ends_at)):
        if joined and one.starts_at <= joined[-1].ends_at:
            last = joined.pop()
            one = Busy(last.starts_at, max(last.ends_at, one.ends_at), one.is_sure)  # noqa: PLW2901 - the two as one
        joined.append(one)
    return joined


def busy_calendar(times: Iterable[Busy], span: Span, *, key: str, product: str, now: datetime) -> bytes:
    """Return them as a calendar with one VFREEBUSY (RFC 5545 section 3.6.4).

    :param key: of what was asked about; makes its uid.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{product}", "BEGIN:VFREEBUSY"]
    lines += [f"UID:{uuid5(_FREE_BUSY, key)}", f"DTSTAMP:{_text(now)}"]
    lines += [f"DTSTART:{_text(span.starts_at)}"] if span.starts_at else []
    lines += [f"DTEND:{_text(span.ends_at)}"] if span.ends_at else []
    for one in times:
        kind = "BUSY" if one.is_sure else "BUSY-TENTATIVE"
        lines.append(f"FREEBUSY;FBTYPE={kind}:{_text(one.starts_at)}/{_text(one.ends_at)}")
    return "".join(f"{line}\r\n" for line in (*lines, "END:VFREEBUSY", "END:VCALENDAR")).encode()


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
