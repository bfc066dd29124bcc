"""Until when an offered seat is held. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from conference import zones

LEAST = timedelta(minutes=15)
"""An offer that could be answered for less is none: the seat is given at once instead."""

ANSWERED_BEFORE_START = timedelta(minutes=15)
"""How long before a session's start the last offers run out, so that the next can still come."""

AFTER_WAKING = timedelta(hours=1)
"""What an offer that would run out at night gets in the morning at the least."""


def respond_by(now: datetime, *, zone: str, minutes: int, starts_at: datetime) -> datetime | None:
    """Return until when a seat offered now is held (UTC), or None where there is no time left for an offer.

    It never runs out while the clocks of its reader show the night: then it is held into the morning, or,
    where the session begins too early for that, only until the evening before.

    :param zone: IANA, of the one to whom it is offered.
    :param minutes: how long it is held by day.
    :param starts_at: of the session.
    """
    wanted = _after_the_night(now + timedelta(minutes=minutes), zone)
    latest = starts_at - ANSWERED_BEFORE_START
    if wanted <= latest:
        return wanted
    until = _before_the_night(latest, zone)
    return until if until - now >= LEAST else None


def is_night(instant: datetime, zone: str) -> bool:
    """Say whether the clocks of a zone show the night."""
    return zones.is_night(zones.to_local(instant, zone).time())


def _after_the_night(instant: datetime, zone: str) -> datetime:
    if not is_night(instant, zone):
        return instant
    evening, morning = zones.NIGHT
    local = zones.to_local(instant, zone)
    day = local.date() + timedelta(days=1) if local.time() >= evening else local.date()
    return _at(day, morning, zone) + AFTER_WAKING


def _before_the_night(instant: datetime, zone: str) -> datetime:
    if not is_night(instant, zone):
        return instant
    evening, morning = zones.NIGHT
    local = zones.to_local(instant, zone)
    day = local.date() - timedelta(days=1) if local.time() < morning else local.date()
    # The minute before, for at ten the night begins.
    return _at(day, evening, zone) - timedelta(minutes=1)


def _at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, tzinfo=zones.zone(zone)).astimezone(UTC)
