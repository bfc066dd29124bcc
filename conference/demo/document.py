"""The content of the example conference as typed records. Pure: it reads the package's own files and nothing else."""

from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from conference.translated import Translated


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the content. An unknown key is a slip of the pen, and is refused."""


class Event(Record, frozen=True, kw_only=True):
    """What is true of the whole.

    :ivar days: how many days it lasts.
    :ivar first_day: on which it begins unless told otherwise, as ``MM-DD``.
    """

    slug: str
    zone: str
    second_zone: str
    languages: tuple[str, ...]
    days: int
    first_day: str
    title: Translated
    summary: Translated
    welcome: Translated


class Theme(Record, frozen=True, kw_only=True):
    """A theme."""

    slug: str
    colour: str
    title: Translated
    short: Translated
    summary: Translated


class Room(Record, frozen=True, kw_only=True):
    """A room."""

    key: str
    name: Translated
    note: Translated
    join_url: str
    joining: Translated


class Municipality(Record, frozen=True, kw_only=True):
    """A town or district."""

    key: str
    name: str
    country: str
    latitude: float
    longitude: float
    zone: str
    geonames_id: int | None = None


class Partnership(Record, frozen=True, kw_only=True):
    """A tie between the municipalities ``a`` and ``b``, named by their keys."""

    slug: str
    a: str
    b: str
    since: int | None = None
    summary: Translated


class Speaker(Record, frozen=True, kw_only=True):
    """A speaker."""

    key: str
    name: str
    affiliation: Translated
    biography: Translated


class Session(Record, frozen=True, kw_only=True):
    """A session; without ``day`` it is unscheduled.

    :ivar day: of the event, from 0.
    :ivar start: on the clock of the event's zone, ``HH:MM``.
    """

    key: str
    themes: tuple[str, ...]
    format: str
    speakers: tuple[str, ...]
    partnerships: tuple[str, ...]
    moderators: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    seats: int | None = None
    day: int | None = None
    start: str | None = None
    minutes: int
    room: str | None = None
    label: Translated = {}
    title: Translated
    passport: dict[str, tuple[str, ...]]
    abstract: Translated


class Organiser(Record, frozen=True, kw_only=True):
    """Who owns the event."""

    name: str
    language: str
    zone: str


class Participant(Record, frozen=True, kw_only=True):
    """Who takes part and can sign in.

    :ivar booked: keys of sessions, in the order in which they were booked.
    :ivar waits_for: key of the full session in whose queue they stand, at ``place`` from 1.
    """

    name: str
    organisation: str
    municipality: str
    language: str
    zone: str
    booked: tuple[str, ...]
    waits_for: str
    place: int


class Person(Record, frozen=True, kw_only=True):
    """A participant who only takes seats."""

    name: str
    municipality: str
    organisation: str
    group: str
    language: str


class Subscription(Record, frozen=True, kw_only=True):
    """The participant's one subscription."""

    name: str


class Release(Record, frozen=True, kw_only=True):
    """A release and what the organiser says of it."""

    number: int
    notes: Translated


class Moving(Record, frozen=True, kw_only=True):
    """What the release says that moves the conference to other days."""

    notes: Translated


class Move(Record, frozen=True, kw_only=True):
    """A session's new slot in the second release."""

    session: str
    day: int
    start: str
    minutes: int
    room: str


class NewAbstract(Record, frozen=True, kw_only=True):
    """A session's new abstract in the second release."""

    session: str
    abstract: Translated


class Edits(Record, frozen=True, kw_only=True):
    """What the organiser changes between the two releases."""

    move: Move
    abstract: NewAbstract


class Delegation(Record, frozen=True, kw_only=True):
    """The participant's delegation.

    :ivar partnership: key; ``members`` by name, as in the list of people.
    :ivar asked: name of somebody who has not answered.
    :ivar wishes: keys of sessions that the participant wants covered.
    """

    name: str
    partnership: str
    organisation: str
    group: str
    members: tuple[str, ...]
    asked: str
    wishes: tuple[str, ...]


class Story(Record, frozen=True, kw_only=True):
    """Who does what in the example."""

    organiser: Organiser
    participant: Participant
    subscription: Subscription
    delegation: Delegation
    release: tuple[Release, ...]
    moving: Moving
    edits: Edits


class Introduction(Record, frozen=True, kw_only=True):
    """What the call says above its form."""

    introduction: Translated


class Question(Record, frozen=True, kw_only=True):
    """A question of the call."""

    key: str
    kind: str
    label: Translated
    choices: tuple[Translated, ...] = ()
    is_required: bool = False


class Label(Record, frozen=True, kw_only=True):
    """A label of proposals, with the number of its colour."""

    name: str
    colour: int


class Proposal(Record, frozen=True, kw_only=True):
    """A proposal, in one language, and what the organiser made of it.

    :ivar becomes: key of the session that an accepted one became.
    :ivar municipality: key, as ``partner``.
    :ivar answers: by the key of the question; of a question with choices the place of the chosen one, from 0.
    """

    state: str
    language: str
    title: str
    abstract: str
    theme: str
    format: str
    minutes: int
    municipality: str
    speakers: tuple[str, ...]
    contact: str
    answers: dict[str, str | int]
    scores: tuple[int, ...] = ()
    partner: str | None = None
    becomes: str | None = None
    label: str | None = None
    comment: str | None = None


class Call(Record, frozen=True, kw_only=True):
    """The call of the example."""

    call: Introduction
    question: tuple[Question, ...]
    label: tuple[Label, ...]
    proposal: tuple[Proposal, ...]


class RegistrationQuestion(Question, frozen=True, kw_only=True):
    """A question to those who register.

    :ivar groups: keys of those that are asked; none where everybody is.
    """

    purpose: Translated
    groups: tuple[str, ...] = ()


class Example(Record, frozen=True, kw_only=True):
    """The whole content."""

    event: Event
    themes: tuple[Theme, ...]
    rooms: tuple[Room, ...]
    municipalities: tuple[Municipality, ...]
    partnerships: tuple[Partnership, ...]
    speakers: tuple[Speaker, ...]
    sessions: tuple[Session, ...]
    people: tuple[Person, ...]
    questions: tuple[RegistrationQuestion, ...]
    call: Call
    story: Story


R = TypeVar("R", bound=Record)

_FOLDER = files("conference.demo") / "content"


@cache
def example() -> Example:
    """Return the content of the example conference, read once per process."""
    sessions = _FOLDER / "sessions"
    return Example(
        event=msgspec.toml.decode(_FOLDER.joinpath("event.toml").read_bytes(), type=Event),
        themes=_tables("themes.toml", "theme", Theme),
        rooms=_tables("rooms.toml", "room", Room),
        municipalities=_tables("municipalities.toml", "municipality", Municipality),
        partnerships=_tables("partnerships.toml", "partnership", Partnership),
        speakers=_tables("speakers.toml", "speaker", Speaker),
        sessions=tuple(
            session
            for name in sorted(file.name for file in sessions.iterdir() if file.name.endswith(".toml"))
            for session in _tables(f"sessions/{name}", "session", Session)
        ),
        people=_tables("people.toml", "person", Person),
        questions=_tables("registration.toml", "question", RegistrationQuestion),
        call=msgspec.toml.decode(_FOLDER.joinpath("call.toml").read_bytes(), type=Call),
        story=msgspec.toml.decode(_FOLDER.joinpath("example.toml").read_bytes(), type=Story),
    )


def _tables(name: str, table: str, kind: type[R]) -> tuple[R, ...]:
    found: dict[str, tuple[R, ...]] = msgspec.toml.decode(
        _FOLDER.joinpath(name).read_bytes(),
        type=dict[str, tuple[kind, ...]],  # type: ignore[valid-type]
    )
    return found[table]
