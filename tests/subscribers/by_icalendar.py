"""What the Python package icalendar reads."""

from datetime import date, datetime, timedelta

import icalendar

from tests.subscribers.records import OBSERVANCES, Component, Property, component, text_as_written


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
            _values(value, is_local=found.name in OBSERVANCES),
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


def _values(value: object, *, is_local: bool) -> tuple[str, ...]:
    match value:
        case icalendar.vCategory():
            return tuple(str(category) for category in value.cats)
        case icalendar.vUnknown():  # of a property whose type it does not know
            return (text_as_written(value),)
    match getattr(value, "dt", getattr(value, "td", None)):
        case datetime() as instant:
            assert is_local or instant.utcoffset() == timedelta(), f"{instant} is not in UTC"
            return (instant.isoformat().replace("+00:00", "Z"),)
        case date() as day:
            return (day.isoformat(),)
        case timedelta():
            written = value.to_ical()  # type: ignore[attr-defined]
            return (written if isinstance(written, str) else written.decode(),)
    return (str(value),)
