"""The columns of a map: hours, days or weeks, and in which of them all lines meet. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conference import zones
from conference.programme.document import Programme, Session
from conference.programme.document.index import takes_place
from conference.programme.render.lines import is_for_everybody, line_numbers
from conference.programme.render.network.shapes import Column, Unit

HOURLY_DAYS = 2
"""Up to so many days a column is an hour."""

DAILY_DAYS = 21
"""Up to so many days a column is a day; beyond, a week."""

SATURDAY = 5
LEAST_MEETING_LINES = 2


@dataclass(frozen=True, slots=True)
class Group:
    """The sessions of one column."""

    first_day: date
    last_day: date
    starts_at: datetime | None
    sessions: tuple[Session, ...]


def groups_of(programme: Programme) -> tuple[Unit, list[Group]]:
    """Return what a column is, and the sessions of each."""
    days = list(programme.days.values())
    planned = {day.day: tuple(session for session in day.sessions if takes_place(session)) for day in days}
    if len(days) <= HOURLY_DAYS and any(planned.values()):
        zone = programme.event.zone
        hours: dict[datetime, list[Session]] = {}
        for sessions in planned.values():
            for session in sessions:
                if session.slot:
                    local = zones.to_local(session.slot.starts_at, zone)
                    hour = session.slot.starts_at - timedelta(minutes=local.minute, seconds=local.second)
                    hours.setdefault(hour, []).append(session)
        return "hour", [
            Group(zones.local_day(hour, zone), zones.local_day(hour, zone), hour, tuple(hours[hour]))
            for hour in sorted(hours)
        ]
    if len(days) <= DAILY_DAYS:
        return "day", [Group(day.day, day.day, None, planned[day.day]) for day in days]
    weeks: dict[tuple[int, int], list[date]] = {}
    for day in days:
        weeks.setdefault(day.day.isocalendar()[:2], []).append(day.day)
    return "week", [
        Group(week[0], week[-1], None, tuple(session for day in week for session in planned[day]))
        for week in weeks.values()
    ]


def meetings_of(programme: Programme, groups: Sequence[Group]) -> list[int]:
    """Return the columns where the lines meet.

    They are the first and the last with a session for everybody, and the one nearest to the middle
    between them, a labelled one before others.
    """
    if len(line_numbers(programme)) < LEAST_MEETING_LINES:
        return []
    held = [
        number
        for number, group in enumerate(groups)
        if any(is_for_everybody(programme, session) for session in group.sessions)
    ]
    if not held:
        return []
    first, last = held[0], held[-1]
    middle = (first + last) / 2
    between = [number for number in held if first + 2 <= number <= last - 2]
    chosen = {first, last}
    if between:
        chosen.add(
            min(
                between,
                key=lambda number: (
                    not any(
                        session.label and is_for_everybody(programme, session) for session in groups[number].sessions
                    ),
                    abs(number - middle),
                ),
            )
        )
    return sorted(chosen)


def column_of(programme: Programme, group: Group, unit: Unit, start: float, pitch: float, now: datetime) -> Column:
    """Lay out one column, ``pitch`` wide."""
    today = zones.local_day(now, programme.event.zone)
    is_now = (
        group.first_day <= today <= group.last_day
        if group.starts_at is None
        else group.starts_at <= now < group.starts_at + timedelta(hours=1)
    )
    link_day = next(
        (
            zones.local_day(session.slot.starts_at, programme.event.zone)
            for session in group.sessions
            if session.slot is not None
        ),
        group.first_day,
    )
    return Column(
        at=round(start + pitch / 2, 1),
        start=round(start, 1),
        end=round(start + pitch, 1),
        first_day=group.first_day,
        last_day=group.last_day,
        link_day=link_day,
        starts_at=group.starts_at,
        is_off=unit == "day" and group.first_day.weekday() >= SATURDAY,
        is_today=is_now,
        count=len(group.sessions),
    )
