"""What docs/calendars.md promises of every feed, whatever is in it: parsers forgive most of it, programs do not."""

import re

from tests.subscribers.reading import read_alike
from tests.subscribers.records import Component

ONCE = ("UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "STATUS", "TRANSP",
        "CLASS", "X-MICROSOFT-CDO-BUSYSTATUS")  # fmt: skip
NEVER = ("METHOD", "ATTENDEE", "ORGANIZER", "RRULE", "RDATE", "DURATION", "RELATED-TO", "RECURRENCE-ID",
         "X-WR-TIMEZONE")  # fmt: skip
STATES = ("CONFIRMED", "TENTATIVE", "CANCELLED")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def kept_promises(content: bytes) -> Component:
    """Return a feed as three parsers read it alike.

    :raises AssertionError: they do not, or it breaks a promise.
    """
    _lines(content)
    calendar = read_alike(content)
    _header(calendar)
    for entry in calendar.entries.values():
        _entry(entry)
    return calendar


def _lines(content: bytes) -> None:
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert content.endswith(b"\r\nEND:VCALENDAR\r\n")
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75, line
        text = line.decode()
        assert "\n" not in text
        assert not _CONTROLS.search(text), text


def _promise_lines_of(part: Component) -> None:
    assert not [name for name in NEVER if name in part]
    for line in part.properties:
        assert line.values
        assert all(line.values), line
    if "COLOR" in part:
        assert re.fullmatch(r"[a-z]+", part["COLOR"])


def _header(calendar: Component) -> None:
    _promise_lines_of(calendar)
    assert calendar.name == "VCALENDAR"
    assert calendar.parts
    assert "UID" not in calendar
    for one, other in (("NAME", "X-WR-CALNAME"), ("DESCRIPTION", "X-WR-CALDESC")):
        assert calendar.all(one) == calendar.all(other)
    assert calendar["REFRESH-INTERVAL"] == calendar["X-PUBLISHED-TTL"]
    assert re.fullmatch(r"#[0-9A-F]{6}", calendar["X-APPLE-CALENDAR-COLOR"])


def _entry(entry: Component) -> None:
    _promise_lines_of(entry)
    for name in ONCE:
        assert entry[name]
    assert entry["DTSTART"] < entry["DTEND"]
    assert entry["DTSTAMP"] == entry["LAST-MODIFIED"]
    assert entry["STATUS"] in STATES
    is_day = "T" not in entry["DTSTART"]
    gone = entry["STATUS"] == "CANCELLED"
    if is_day or gone:
        assert entry["TRANSP"] == "TRANSPARENT"
    if is_day:
        return
    assert entry["CREATED"] <= entry["DTSTAMP"]
    assert int(entry["SEQUENCE"]) >= 0
    if gone:
        assert "LOCATION" not in entry
        assert "CONFERENCE" not in entry
    else:
        assert entry["LOCATION"] == entry["CONFERENCE"] == entry["URL"]
    assert entry["URL"] in entry["DESCRIPTION"]
