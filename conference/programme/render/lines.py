"""Themes as lines: which lines a session stands on, and how it is marked there. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from conference.programme.document import Programme, Session
from conference.programme.document.index import takes_place


class Standing(Protocol):
    """What the drawings ask of a reader's bookings."""

    def state_of(self, session: Session) -> str | None:
        """Return ``booked``, ``waiting`` or None."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring lines that one mark covers.

    :ivar row: the first, from 0.
    :ivar span: how many.
    """

    row: int
    span: int


@dataclass(frozen=True, slots=True)
class Rail:
    """One line beside one session of a list.

    :ivar number: of the theme; 0 where the event has no themes.
    :ivar width: over how many lines the mark that begins here reaches; 0 for no mark.
    :ivar tie: over how many lines the tie between marks that are no neighbours reaches; 0 for none.
    """

    number: int
    width: int = 0
    tie: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One or more sessions of a column (an hour, a day, a week), at one place of the drawing.

    :ivar runs: the lines it covers, neighbours joined.
    :ivar sessions: those it stands for, in order of time.
    :ivar state: ``me`` where one of them is booked, else ``wait`` where the reader waits for one, else "".
    :ivar side: ``before`` or ``after`` where two marks of the column share a line, else "".
    """

    runs: tuple[Run, ...]
    sessions: tuple[Session, ...]
    state: str = ""
    side: str = ""

    @property
    def first_row(self) -> int:
        """The topmost line."""
        return self.runs[0].row

    @property
    def span(self) -> int:
        """From the topmost line to the lowest, both included."""
        return self.runs[-1].row + self.runs[-1].span - self.runs[0].row

    @property
    def is_tied(self) -> bool:
        """Whether its lines are not all neighbours, so that a tie must join its parts."""
        return len(self.runs) > 1

    @property
    def count(self) -> int:
        """How many sessions it stands for."""
        return len(self.sessions)


def line_numbers(programme: Programme) -> tuple[int, ...]:
    """Return the numbers of the lines: those of the themes, or 0 alone where there are none."""
    return tuple(range(1, len(programme.themes) + 1)) or (0,)


def rows_of(programme: Programme, session: Session) -> tuple[int, ...]:
    """Return the lines a session stands on, from 0. One without a theme is for everybody: on all of them."""
    numbers = sorted({programme.theme_number(slug) for slug in session.themes if slug in programme.themes})
    return tuple(number - 1 for number in numbers) or tuple(range(len(line_numbers(programme))))


def runs_of(rows: Iterable[int]) -> tuple[Run, ...]:
    """Join neighbouring rows."""
    runs: list[Run] = []
    for row in sorted(set(rows)):
        if runs and runs[-1].row + runs[-1].span == row:
            runs[-1] = Run(runs[-1].row, runs[-1].span + 1)
        else:
            runs.append(Run(row, 1))
    return tuple(runs)


def rails_of(programme: Programme, session: Session | None = None) -> tuple[Rail, ...]:
    """Return the lines beside a session of a list, with its mark; without a session, the bare lines."""
    numbers = line_numbers(programme)
    if session is None:
        return tuple(Rail(number) for number in numbers)
    runs = runs_of(rows_of(programme, session))
    widths = {run.row: run.span for run in runs}
    reach = runs[-1].row + runs[-1].span - runs[0].row
    return tuple(
        Rail(number, widths.get(row, 0), reach if len(runs) > 1 and row == runs[0].row else 0)
        for row, number in enumerate(numbers)
    )


def marks_of(programme: Programme, sessions: Sequence[Session], standing: Standing) -> tuple[Mark, ...]:
    """Return the marks of one column, from the topmost line down.

    Sessions of one theme share that line's mark. Sessions of several themes are interchanges;
    those that would cover each other become one. Where an interchange and the mark of a single
    line meet, they stand beside each other, the earlier first. Cancelled sessions have no mark.
    """
    single: dict[int, list[Session]] = {}
    crossing: list[tuple[set[int], list[Session]]] = []
    for session in sessions:
        if not takes_place(session):
            continue
        rows = rows_of(programme, session)
        if len(rows) == 1:
            single.setdefault(rows[0], []).append(session)
        else:
            _join(crossing, set(rows), [session])
    state = _state_by(standing)
    marks = [Mark(runs_of(rows), tuple(sorted(held, key=_start)), state(held)) for rows, held in crossing]
    placed = []
    sides: dict[int, str] = {}
    for mark in marks:
        beside = [row for row in single if mark.first_row <= row < mark.first_row + mark.span]
        if beside:
            earliest = min(_start(session) for row in beside for session in single[row])
            is_first = _start(mark.sessions[0]) <= earliest
            sides.update(dict.fromkeys(beside, "after" if is_first else "before"))
            mark = Mark(mark.runs, mark.sessions, mark.state, "before" if is_first else "after")  # noqa: PLW2901
        placed.append(mark)
    placed += [Mark((Run(row, 1),), tuple(held), state(held), sides.get(row, "")) for row, held in single.items()]
    return tuple(sorted(placed, key=lambda mark: (mark.first_row, mark.span)))


def is_for_everybody(programme: Programme, session: Session) -> bool:
    """Say whether a session stands on all lines, and there are at least two."""
    count = len(line_numbers(programme))
    return count > 1 and len(rows_of(programme, session)) == count


def _join(groups: list[tuple[set[int], list[Session]]], rows: set[int], held: list[Session]) -> None:
    """Add an interchange, merged with all those whose span overlaps its own."""
    for group in list(groups):
        if max(min(rows), min(group[0])) <= min(max(rows), max(group[0])):
            groups.remove(group)
            rows, held = rows | group[0], group[1] + held
    groups.append((rows, held))


def _state_by(standing: Standing) -> Callable[[Iterable[Session]], str]:
    def state(sessions: Iterable[Session]) -> str:
        states = {standing.state_of(session) for session in sessions}
        return "me" if "booked" in states else "wait" if "waiting" in states else ""

    return state


def _start(session: Session) -> datetime:
    return session.slot.starts_at if session.slot else datetime.max.replace(tzinfo=UTC)
