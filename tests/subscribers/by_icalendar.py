"""What the Python package icalendar reads."""

from datetime import UTC, date, datetime, timedelta

import icalendar

from tests.subscribers.records import Component, Property, component, text_as_written


def read(content: bytes) -> Component:
    """Return a calendar as icalendar reads it.

    :raises AssertionError: something in it is broken.
    """
    return _component(icalendar.Calendar.from_ical(content))


def _component(found: icalendar.Component) -> Component:
    assert not found.errors, found.errors
    lines = [
        Property(
            name.upper(),
            _values(value),
            tuple(
                (key.upper(), ",".join(given) if isinstance(given, list) else str(given))
                for key, given in value.params.items()
                if key.upper() != "VALUE"
            ),
        )
        for name, value in found.property_items(recursive=False)
        if name not in {"BEGIN", "END"}
    ]
    return component(found.name or "", lines, [_component(part) for part in found.subcomponents])


def _values(value: object) -> tuple[str, ...]:
    if isinstance(value, icalendar.vCategory):
        return tuple(str(category) for category in value.cats)
    match getattr(value, "dt", getattr(value, "td", None)):
        case datetime() as instant:
            assert instant.utcoffset() == timedelta(), f"{instant} is not in UTC"
            return (instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),)
        case date() as day:
            return (day.isoformat(),)
        case timedelta():
            return (value.to_ical().decode(),)  # type: ignore[attr-defined]
    if isinstance(value, icalendar.vUnknown):  # of a property whose type it does not know
        return (text_as_written(value),)
    return (str(value),)
