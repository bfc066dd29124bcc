"""Making a programme of what lenient readers find: every format fills in the same raw entries. Pure."""

from conference.exchange.gathering.entries import Entry, Hints, Link, Person, RawEvent, RawRoom, RawTheme
from conference.exchange.gathering.languages import language_codes
from conference.exchange.gathering.programme import Gathering, day_at
from conference.exchange.gathering.texts import markdown_of, one_line
from conference.exchange.gathering.times import clock_time, day_in, instant_or_local, minutes_in

__all__ = [
    "Entry",
    "Gathering",
    "Hints",
    "Link",
    "Person",
    "RawEvent",
    "RawRoom",
    "RawTheme",
    "clock_time",
    "day_at",
    "day_in",
    "instant_or_local",
    "language_codes",
    "markdown_of",
    "minutes_in",
    "one_line",
]
