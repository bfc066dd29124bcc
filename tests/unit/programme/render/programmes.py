"""Small programmes for the tests of the drawings: days and themes by number, nothing else to read."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from conference.programme.document import (
    Document,
    Event,
    Municipality,
    Partnership,
    Programme,
    Room,
    Session,
    SessionState,
    Slot,
    Theme,
)

FIRST_DAY = date(2027, 6, 3)
"""A Thursday; Berlin is two hours east of UTC, İstanbul three."""

_SPACE = UUID("0d2c7f6e-6f4a-4f0e-9a3d-2b6f6f8f4c11")
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def code_of(number: int) -> str:
    """Return a session code by number."""
    return "".join(_LETTERS[number // 32**place % 32] for place in range(6))


def session(
    number: int,
    *,
    day: int = 0,
    hour: float = 10.0,
    minutes: int = 60,
    themes: Iterable[int] = (1,),
    room: str | None = "one",
    label: str = "",
    is_cancelled: bool = False,
    is_scheduled: bool = True,
) -> Session:
    """Return a session.

    :param day: from 0. ``hour`` by the clocks of Berlin, 9.5 for half past nine.
    :param themes: their numbers; none for a session for everybody.
    """
    starts_at = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC) + timedelta(
        days=day, hours=hour - 2
    )
    return Session(
        uid=uuid5(_SPACE, str(number)),
        code=code_of(number),
        title={"de": f"Sitzung {number}"},
        themes=tuple(f"theme-{one}" for one in themes),
        slot=Slot(starts_at=starts_at, minutes=minutes, room=room) if is_scheduled else None,
        state=SessionState.CANCELLED if is_cancelled else SessionState.PLANNED,
        label={"de": label, "tr": f"{label} tr"} if label else {},
    )


def programme(
    sessions: Iterable[Session] = (), *, days: int = 14, themes: int = 4, ties: Iterable[tuple[float, float]] = ()
) -> Programme:
    """Return a programme.

    :param ties: the longitudes of the two ends of each partnership; all lie at 45° north.
    """
    towns = []
    partnerships = []
    for number, (first, second) in enumerate(ties):
        for name, longitude in (("a", first), ("b", second)):
            towns.append(
                Municipality(
                    key=f"{name}{number}", name=f"Town {name}{number}", country="DE", latitude=45.0, longitude=longitude
                )
            )
        partnerships.append(Partnership(slug=f"tie-{number}", first=f"a{number}", second=f"b{number}"))
    return Programme(
        Document(
            number=1,
            published_at=datetime(2027, 6, 1, tzinfo=UTC),
            event=Event(
                slug="cities",
                title={"de": "Konferenz"},
                first_day=FIRST_DAY,
                last_day=FIRST_DAY + timedelta(days=days - 1),
                zone="Europe/Berlin",
                second_zone="Europe/Istanbul",
                languages=("de", "tr"),
            ),
            themes=tuple(
                Theme(slug=f"theme-{number}", title={"de": f"Thema {number}"}, colour="#1a4fb8")
                for number in range(1, themes + 1)
            ),
            rooms=(Room(key="one", name={"de": "Eins"}), Room(key="two", name={"de": "Zwei"})),
            municipalities=tuple(towns),
            partnerships=tuple(partnerships),
            sessions=tuple(sessions),
        )
    )


class Stands:
    """The standing of a reader: states by session code, none for a visitor without bookings."""

    def __init__(self, **states: str) -> None:
        self.states = states

    def state_of(self, one: Session) -> str | None:
        """Return ``booked``, ``waiting`` or None."""
        return self.states.get(one.code)

    def place_of(self, one: Session) -> int | None:  # noqa: ARG002
        """Return None: no queue."""
        return None


def now_at(day: int, hour: float) -> datetime:
    """Return an instant by the clocks of Berlin."""
    midnight = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
    return midnight + timedelta(days=day, hours=hour - 2)
