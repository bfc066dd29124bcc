"""A day by room: time runs east in columns of a quarter of an hour, each room has its lanes. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from conference import zones
from conference.intervals import overlapping_pairs
from conference.programme.document import Programme, Room, Session, SessionState
from conference.programme.document.index import ends_at
from conference.programme.render.lines import Standing, line_numbers, rows_of

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
ROOM_FOR_WORDS = 6
"""Columns that a short session's words may take where nothing follows it."""


@dataclass(frozen=True, slots=True)
class HourMark:
    """An hour of the head: its first column, and what the clock of the zone shows.

    :ivar new_day: the day that begins with it there, where it is not the day drawn; else None.
    """

    column: int
    words: str
    new_day: date | None


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours in one zone and the row of the grid they stand in."""

    zone: str
    row: int
    marks: tuple[HourMark, ...]


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room and its lanes: more than one where sessions overlap in it.

    :ivar room: None for sessions without a room.
    :ivar row: the first of the grid.
    """

    room: Room | None
    row: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A session as a stretch.

    :ivar column: of its start, from 1; ``span`` how many columns it lasts.
    :ivar words_span: how many columns its words may take, at least ``span``.
    :ivar numbers: of its themes.
    :ivar state: ``me``, ``wait`` or "".
    :ivar clashes: other booked sessions that overlap with it, where it is booked too.
    """

    session: Session
    room: Room | None
    row: int
    column: int
    span: int
    words_span: int
    numbers: tuple[int, ...]
    state: str
    is_cancelled: bool
    clashes: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """The time two booked sessions share, from the row of one to that of the other."""

    column: int
    span: int
    rows: tuple[int, int]

    @property
    def first_row(self) -> int:
        """The upper of the two."""
        return min(self.rows)

    @property
    def end_row(self) -> int:
        """The row after the lower."""
        return max(self.rows) + 1


@dataclass(frozen=True, slots=True)
class DayGraph:
    """The whole drawing.

    :ivar hours: how many hours it spans.
    :ivar above: the hours over it, in the event's zone; ``below`` those of further zones.
    :ivar segments: in order of time.
    :ivar now_column: where the present lies, or None where it does not.
    :ivar end_row: the row after the last room.
    """

    day: date
    hours: int
    above: Hours
    below: tuple[Hours, ...]
    rooms: tuple[RoomRow, ...]
    segments: tuple[Segment, ...]
    overlaps: tuple[Overlap, ...]
    now_column: int | None
    end_row: int


def day_graph_of(
    programme: Programme,
    day: date,
    standing: Standing,
    now: datetime,
    shown_zones: Sequence[str],
    sessions: Iterable[Session] | None = None,
) -> DayGraph | None:
    """Lay out the sessions of one local day of the event; None where there are none.

    :param shown_zones: the event's zone first.
    :param sessions: those to draw, when filtered; all of the day where None.
    """
    held = programme.days[day].sessions if sessions is None and day in programme.days else tuple(sessions or ())
    held = tuple(session for session in held if session.slot is not None)
    if not held:
        return None
    zone = shown_zones[0]
    opens_at = _whole_hour(min(_start(session) for session in held), zone)
    closes_at = max(ends_at(session) for session in held)
    hours = max(2, -(-(closes_at - opens_at) // HOUR))
    rooms, rows = _rows(programme, held)
    end_row = rooms[-1].row + rooms[-1].lanes
    spans = {session.code: _columns(session, opens_at) for session in held}
    clashing = list(
        overlapping_pairs(
            [session for session in held if standing.state_of(session) == "booked"],
            lambda session: (_start(session), ends_at(session)),
        )
    )
    words = _room_for_words(held, rows, spans, hours * 4)
    numbers = line_numbers(programme)
    segments = tuple(
        Segment(
            session=session,
            room=programme.room_of(session),
            row=rows[session.code],
            column=spans[session.code][0],
            span=spans[session.code][1],
            words_span=words[session.code],
            numbers=tuple(numbers[row] for row in rows_of(programme, session)),
            state={"booked": "me", "waiting": "wait"}.get(standing.state_of(session) or "", ""),
            is_cancelled=session.state is SessionState.CANCELLED,
            clashes=tuple(
                pair[pair[0].code == session.code] for pair in clashing if session.code in (pair[0].code, pair[1].code)
            ),
        )
        for session in held
    )
    overlaps = tuple(
        _overlap(_start(second), min(ends_at(first), ends_at(second)), opens_at, (rows[first.code], rows[second.code]))
        for first, second in clashing
    )
    is_now = opens_at <= now < opens_at + hours * HOUR
    return DayGraph(
        day=day,
        hours=hours,
        above=_hours(zone, 1, opens_at, hours, day),
        below=tuple(
            _hours(other, end_row + place, opens_at, hours, day) for place, other in enumerate(shown_zones[1:])
        ),
        rooms=rooms,
        segments=segments,
        overlaps=overlaps,
        now_column=(now - opens_at) // QUARTER + 1 if is_now else None,
        end_row=end_row,
    )


def _start(session: Session) -> datetime:
    if session.slot is None:
        raise ValueError(session.code)
    return session.slot.starts_at


def _whole_hour(instant: datetime, zone: str) -> datetime:
    """Return the last full hour of the zone's clocks, as an instant."""
    local = zones.to_local(instant, zone)
    return instant.astimezone(UTC) - timedelta(minutes=local.minute, seconds=local.second)


def _columns(session: Session, opens_at: datetime) -> tuple[int, int]:
    first = (_start(session) - opens_at) // QUARTER
    after = -(-(ends_at(session) - opens_at) // QUARTER)
    return first + 1, max(1, after - first)


def _rows(programme: Programme, sessions: Sequence[Session]) -> tuple[tuple[RoomRow, ...], dict[str, int]]:
    """Give each room that is used its row, and each session a lane in which nothing else lies at its time."""
    order = {key: place for place, key in enumerate(programme.rooms)}
    by_room: dict[str | None, list[Session]] = {}
    for session in sessions:
        room = programme.room_of(session)
        by_room.setdefault(room.key if room else None, []).append(session)
    rooms: list[RoomRow] = []
    rows: dict[str, int] = {}
    row = 2
    for key in sorted(by_room, key=lambda key: order.get(key or "", len(order))):
        lanes: list[datetime] = []
        for session in sorted(by_room[key], key=_start):
            lane = next((place for place, free_at in enumerate(lanes) if free_at <= _start(session)), len(lanes))
            lanes[lane : lane + 1] = [ends_at(session)]
            rows[session.code] = row + lane
        rooms.append(RoomRow(programme.rooms.get(key or ""), row, len(lanes)))
        row += len(lanes)
    return tuple(rooms), rows


def _room_for_words(
    sessions: Sequence[Session], rows: dict[str, int], spans: dict[str, tuple[int, int]], columns: int
) -> dict[str, int]:
    by_row: dict[int, list[str]] = {}
    for session in sorted(sessions, key=_start):
        by_row.setdefault(rows[session.code], []).append(session.code)
    words = {}
    for codes in by_row.values():
        for code, following in pairwise([*codes, None]):
            column, span = spans[code or ""]
            limit = (spans[following][0] if following else columns + 1) - column
            words[code or ""] = max(span, min(limit, ROOM_FOR_WORDS))
    return words


def _overlap(starts_at: datetime, ends: datetime, opens_at: datetime, rows: tuple[int, int]) -> Overlap:
    first = (starts_at - opens_at) // QUARTER
    after = -(-(ends - opens_at) // QUARTER)
    return Overlap(first + 1, max(1, after - first), rows)


def _hours(zone: str, row: int, opens_at: datetime, hours: int, drawn: date) -> Hours:
    marks = []
    day = drawn
    for hour in range(hours):
        local = zones.to_local(opens_at + hour * HOUR, zone)
        new_day = local.date() if local.date() != day else None
        day = local.date()
        marks.append(HourMark(hour * 4 + 1, f"{local:%H}" if local.minute == 0 else f"{local:%H:%M}", new_day))
    return Hours(zone, row, tuple(marks))
