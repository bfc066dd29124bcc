"""The definition of a calendar's time zone (RFC 4791 section 5.2.2)."""

from datetime import date
from functools import lru_cache

from icalendar import Timezone


@lru_cache(maxsize=64)
def zone_calendar(zone: str, first_year: int, last_year: int, product: str) -> str:
    """Return a calendar that holds the definition of a zone for some years, with LF after each line.

    Our entries name instants alone; programs take it for what is entered without a zone.

    :param zone: IANA.
    """
    definition = Timezone.from_tzid(zone, first_date=date(first_year, 1, 1), last_date=date(last_year + 1, 1, 1))
    text = definition.to_ical().decode().replace("\r\n", "\n")
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:{product}\n{text}END:VCALENDAR\n"
