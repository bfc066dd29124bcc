"""A feed as jCal, iCalendar in JSON (RFC 7265): for scripts and pages that would rather not parse content lines."""

import json
import re
from hashlib import sha256
from typing import Any

from icalendar import Calendar, Event

from conference.calendars.render.shelf import MEGABYTE, Shelf

_END = b"END:VCALENDAR\r\n"
_ENTRY = b"BEGIN:VEVENT\r\n"

_TEXTS = {"name", "color"}
"""Properties of RFC 7986 whose values are texts, which icalendar does not know: it leaves their escapes as written."""
_ESCAPED = re.compile(r"\\([\\;,nN])")

_kept: Shelf[bytes] = Shelf(8 * MEGABYTE, len)
"""Entries in JSON, by a hash of their content lines: a feed is those ready parts joined, in this form too."""


def jcal_bytes(feed: bytes) -> bytes:
    """Return a feed of ours as jCal, UTF-8 without blanks: what it says is the same, part by part.

    :param feed: as :func:`~conference.calendars.render.feeds.feed_bytes` gives it.
    """
    # A line that begins an entry is one: what texts hold stands behind a name, or behind a blank where it is folded.
    header, *entries = feed.removesuffix(_END).split(b"\r\n" + _ENTRY)
    name, properties, components = Calendar.from_ical(header.removesuffix(b"\r\n") + b"\r\n" + _END).to_jcal()
    parts = [_json(component) for component in components]
    parts += [_entry(_ENTRY + entry.removesuffix(b"\r\n") + b"\r\n") for entry in entries]
    return b"[%b,%b,[%b]]" % (_json(name), _json(_typed(properties)), b",".join(parts))


def _entry(lines: bytes) -> bytes:
    return _kept.get(sha256(lines).digest(), lambda: _json(_of_entry(lines)))


def _of_entry(lines: bytes) -> list[Any]:
    name, properties, components = Event.from_ical(lines).to_jcal()
    return [name, _typed(properties), components]


def _typed(properties: list[Any]) -> list[Any]:
    """Return properties with the type that those have whose type is known: the rest is *unknown* (RFC 7265, 5.2)."""
    return [
        [name, parameters, "text", *map(_unescaped, values)] if name in _TEXTS else [name, parameters, kind, *values]
        for name, parameters, kind, *values in properties
    ]


def _unescaped(text: str) -> str:
    """Return what a text means (RFC 5545 section 3.3.11)."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
