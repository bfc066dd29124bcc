"""A feed as three independent parsers read it: alike, or the test fails."""

from tests.subscribers import by_ical_js, by_icalendar, by_libical
from tests.subscribers.records import Component

PARSERS = {"icalendar": by_icalendar.read, "ical.js": by_ical_js.read, "libical": by_libical.read}


def read_alike(content: bytes) -> Component:
    """Return a calendar as icalendar, ical.js and libical read it.

    :raises AssertionError: one of them refuses it, or reads something else than the others.
    """
    calendar, *others = (read(content) for read in PARSERS.values())
    for name, other in zip(list(PARSERS)[1:], others, strict=True):
        if other != calendar:
            raise AssertionError("\n".join([f"{name} reads something else than icalendar:", *_apart(calendar, other)]))
    return calendar


def _apart(one: Component, other: Component) -> list[str]:
    mine, theirs = set(one.properties), set(other.properties)
    found = [f"  {one.name}: icalendar {line}" for line in sorted(mine - theirs, key=repr)]
    found += [f"  {one.name}: other     {line}" for line in sorted(theirs - mine, key=repr)]
    if len(one.parts) != len(other.parts):
        found.append(f"  {one.name}: {len(one.parts)} parts and {len(other.parts)}")
    for part, twin in zip(one.parts, other.parts, strict=False):
        found += _apart(part, twin)
    return found
