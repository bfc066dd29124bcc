"""For how long an event keeps data of people. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conference import zones
from conference.errors import DomainError

USUAL_DAYS = 180
FEWEST_DAYS, MOST_DAYS = 7, 1095
"""Bounds of what organisers may choose: a week for what is still to be answered, three years for reports to funders."""

TOLD_BEFORE = timedelta(days=14)
"""From when on organisers read that the data are about to go."""


@dataclass
class DaysOutOfBounds(DomainError):
    """Fewer or more days than organisers may choose."""

    fewest: int = FEWEST_DAYS
    most: int = MOST_DAYS


@dataclass
class LongerThanPromised(DomainError):
    """People registered who were told that their data go sooner.

    :ivar days: of which they were told.
    """

    days: int


def goes_at(last_day: date, days: int, zone: str) -> datetime:
    """Return when data of people go: at the end of that many local days past the last day of the event (UTC)."""
    return zones.day_bounds(last_day + timedelta(days=days), zone)[1]


def check_days(days: int, *, promised: int | None) -> None:
    """Refuse a number of days.

    :param promised: of which people were told who registered; None where nobody has.
    :raises DaysOutOfBounds: see there.
    :raises LongerThanPromised: see there.
    """
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise DaysOutOfBounds
    if promised is not None and days > promised:
        raise LongerThanPromised(promised)


def is_near(goes: datetime, now: datetime) -> bool:
    """Say whether organisers are told by now that the data are about to go."""
    return now >= goes - TOLD_BEFORE
