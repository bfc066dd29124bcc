"""Spans of time as iCalendar writes them (RFC 5545 section 3.3.6)."""

import re
from datetime import timedelta

_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<weeks>\d+)W|(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?)"
)


def duration_of(text: str) -> timedelta:
    """Return the length that ``-PT10M`` or ``P1D`` says.

    :raises ValueError: it is none.
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    parts = {name: int(value) for name, value in found.groupdict().items() if name != "sign" and value}
    length = timedelta(**parts)
    return -length if found["sign"] == "-" else length
