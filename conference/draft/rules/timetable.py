"""The timetable editor's arithmetic: weeks of the board, hours of rooms, where a new session goes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from conference import zones
from conference.draft.rules.clashes import span
from conference.draft.rules.listing import Order, SessionFilter, Standing, sessions_found
from conference.programme.document import Day, Format, Programme, Session, SessionState

WEEK = 7
STEPS = (5, 10, 15, 30)
"""To how many minutes the editor may snap."""
STEP = 15
MOST_DAYS = 7
"""How many days the timetable shows beside each other at most."""
FEW_WEEKS = 3
"""Of an event of more weeks than this, the timetable names the days of some, and the others by their number."""
FULL = 12
"""A day of more sessions than this is shown close together."""


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of an event, counted from its first day; the last may have fewer.

    :ivar number: from 1; None for days outside the event on which something lies all the same.
    """

    number: int | None
    days: tuple[Day, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        return not any(day.sessions for day in self.days)


@dataclass(frozen=True, slots=True)
class RoomHours:
    """How long a room is in use on a day.

    :ivar minutes: of all sessions in it that take place; two at once count once.
    """

    key: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What of the timetable is shown, and how.

    :ivar view: ``board``, ``rooms`` or ``themes``.
    :ivar day: chosen; ``days`` from it on stand beside each other.
    :ivar step: to which minutes the editor snaps.
    :ivar is_fitted: whether all columns fit on the screen, however narrow that makes them.
    """

    view: str
    day: date
    days: int
    step: int
    is_fitted: bool = False

    @property
    def last_day(self) -> date:
        """The last of the days that stand beside each other."""
        return self.day + timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFilter:
    """Which of the unscheduled sessions to list; ``""`` and None for all.

    :ivar language: one in which people can follow it.
    """

    text: str = ""
    theme: str = ""
    format: Format | None = None
    language: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != SideFilter()


def look_from(arguments: Mapping[str, str], programme: Programme, *, today: date) -> Look:
    """Read from an address what to show; what cannot be read is what most people want.

    :param today: in the event's zone.
    """
    view = arguments.get("view", "")
    try:
        day = date.fromisoformat(arguments.get("day", ""))
    except ValueError:
        day = today
    days = list(programme.days)
    shown, step = _number(arguments.get("days")), _number(arguments.get("step"))
    return Look(
        view=view if view in {"rooms", "themes"} else "board",
        day=day if day in programme.days else today if today in programme.days else days[0],
        days=min(max(shown, 1), MOST_DAYS),
        step=step if step in STEPS else STEP,
        is_fitted=arguments.get("fit") == "yes",
    )


def days_beside(look: Look, programme: Programme) -> tuple[date | None, date | None]:
    """Return where to begin to see the days before those shown, and those after; None where there are none."""
    first, last = min(programme.days), max(programme.days)
    earlier = max(look.day - timedelta(days=look.days), first) if look.day > first else None
    later = look.last_day + timedelta(days=1)
    return earlier, later if later <= last else None


def weeks_shown(weeks: Sequence[Week], look: Look) -> list[Week]:
    """Return the weeks whose days the timetable names one by one: all of a short event, else those it shows days of."""
    if len(weeks) <= FEW_WEEKS:
        return list(weeks)
    return [week for week in weeks if week.days[0].day <= look.last_day and week.days[-1].day >= look.day]


def side_filter_from(arguments: Mapping[str, str]) -> SideFilter:
    """Read the filter of the side list from an address; what cannot be read shows all."""
    wanted = arguments.get("format", "")
    return SideFilter(
        text=arguments.get("q", "").strip()[:200],
        theme=arguments.get("theme", ""),
        format=Format(wanted) if wanted in set(Format) else None,
        language=arguments.get("language", ""),
    )


def unscheduled_found(programme: Programme, wanted: SideFilter, *, language: str) -> list[Session]:
    """Return the sessions without a slot that a filter lets through, by title.

    :param language: of the reader, by which titles are sorted.
    """
    those = SessionFilter(text=wanted.text, theme=wanted.theme, standing=Standing.UNSCHEDULED, order=Order.TITLE)
    return [
        session
        for session in sessions_found(programme, those, {}, language=language)
        if (wanted.format is None or session.format is wanted.format)
        and (not wanted.language or wanted.language in session.passport.followed_in)
    ]


def languages_spoken(programme: Programme) -> list[str]:
    """Return the languages in which people can follow some session of the programme, by code."""
    return sorted({code for session in programme.sessions.values() for code in session.passport.followed_in})


def weeks_of(programme: Programme) -> list[Week]:
    """Return the event's days by weeks; days before and after it on which something lies stand apart."""
    event = programme.event
    within = [day for day in programme.days.values() if event.first_day <= day.day <= event.last_day]
    before = tuple(day for day in programme.days.values() if day.day < event.first_day)
    after = tuple(day for day in programme.days.values() if day.day > event.last_day)
    weeks = [
        Week(number, tuple(within[start : start + WEEK]))
        for number, start in enumerate(range(0, len(within), WEEK), start=1)
    ]
    return [*_strays(before), *weeks, *_strays(after)]


def _strays(days: tuple[Day, ...]) -> list[Week]:
    return [Week(None, days[start : start + WEEK]) for start in range(0, len(days), WEEK)]


def hours_of_rooms(programme: Programme, day: date) -> tuple[list[RoomHours], int]:
    """Return how long each room is in use on a local day, and how many hours that day is long.

    These are whole ones, from its first start to its last end in any room; 0 where no room is used.
    """
    spans: dict[str, list[tuple[datetime, datetime]]] = {key: [] for key in programme.rooms}
    sessions = programme.days[day].sessions if day in programme.days else ()
    for session in sessions:
        room = programme.room_of(session)
        if room and session.state is SessionState.PLANNED:
            spans[room.key].append(span(session))
    used = [RoomHours(key, _covered(taken)) for key, taken in spans.items()]
    every = [one for taken in spans.values() for one in taken]
    if not every:
        return used, 0
    length = max(ends_at for _, ends_at in every) - min(starts_at for starts_at, _ in every)
    return used, ceil(length / timedelta(hours=1))


def hours_ahead(programme: Programme) -> list[float]:
    """Return how many hours the second zone is ahead of the event's, the days of the event long.

    Empty without a second zone; several figures, the least first, where one zone's clocks change and the other's not.
    """
    zone, *others = programme.zones
    if not others:
        return []
    gaps = set()
    for day in zones.days_between(programme.event.first_day, programme.event.last_day):
        noon = zones.day_bounds(day, zone)[0] + timedelta(hours=12)
        offsets = [zones.to_local(noon, name).utcoffset() or timedelta() for name in (others[0], zone)]
        gaps.add((offsets[0] - offsets[1]) / timedelta(hours=1))
    return sorted(gaps)


def _covered(spans: list[tuple[datetime, datetime]]) -> int:
    """Return how many minutes spans cover together."""
    total, reached = timedelta(), None
    for starts_at, ends_at in sorted(spans):
        begins_at = starts_at if reached is None else max(starts_at, reached)
        if ends_at > begins_at:
            total += ends_at - begins_at
            reached = ends_at
    return int(total / timedelta(minutes=1))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 4 else 0  # noqa: PLR2004
