"""The agenda of a delegation day by day. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from conference import zones
from conference.agenda.rules import is_open
from conference.delegations.rules.planning import Companion, is_night_for
from conference.programme.document import Session
from conference.programme.document.index import ends_at


@dataclass(frozen=True, slots=True)
class Row:
    """A session that concerns the delegation.

    :ivar states: ``booked``, ``waiting``, ``offered`` or ``proposed`` by the key of a member's place.
    :ivar wished_by: keys of the places of those who wish somebody there.
    :ivar at_night: keys of the places of those who are there, or asked to be, while it is night for them.
    :ivar is_covered: whether somebody has a seat in it.
    :ivar is_open: whether seats can be taken now.
    """

    session: Session
    states: Mapping[int, str]
    wished_by: frozenset[int]
    at_night: frozenset[int]
    is_covered: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A local day with its rows in order of time.

    :ivar is_over: whether all of them are.
    """

    day: date
    rows: tuple[Row, ...]
    is_over: bool


def days_of(
    companions: Sequence[Companion],
    sessions: Sequence[Session],
    *,
    proposed: Mapping[int, frozenset[UUID]],
    zone: str,
    now: datetime,
) -> list[Day]:
    """Return the days on which a member goes somewhere, or somebody wishes or is asked to.

    :param sessions: of the programme; those without a slot are left out.
    :param proposed: by the key of a member's place, the uids of sessions that they are asked to go to.
    :param zone: IANA zone whose days divide it.
    """
    days: dict[date, list[Row]] = {}
    ordered = sorted((one for one in sessions if one.slot), key=lambda one: (one.slot.starts_at, str(one.uid)))  # type: ignore[union-attr]
    for session in ordered:
        row = _row(companions, session, proposed, now)
        if row.states or row.wished_by:
            assert session.slot is not None  # noqa: S101 - see above
            days.setdefault(zones.local_day(session.slot.starts_at, zone), []).append(row)
    return [
        Day(day, tuple(rows), all(ends_at(row.session) <= now for row in rows)) for day, rows in sorted(days.items())
    ]


def _row(
    companions: Sequence[Companion], session: Session, proposed: Mapping[int, frozenset[UUID]], now: datetime
) -> Row:
    states: dict[int, str] = {}
    for one in companions:
        if session.uid in one.states:
            states[one.id] = one.states[session.uid]
        elif session.uid in proposed.get(one.id, frozenset()) and is_open(session, now):
            states[one.id] = "proposed"
    return Row(
        session=session,
        states=states,
        wished_by=frozenset(one.id for one in companions if session.uid in one.wishes),
        at_night=frozenset(one.id for one in companions if one.id in states and is_night_for(one, session)),
        is_covered="booked" in states.values(),
        is_open=is_open(session, now),
    )
