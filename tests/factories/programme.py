"""A published programme for tests: built directly as a release document and stored as a release.

``published_event()`` stores an event with a small programme; ``document(...)`` and ``session(...)`` build
one's own; ``publish(...)`` adds the next release of an event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from conference.db import db, transaction
from conference.events import tables as events
from conference.programme import queries, services
from conference.programme.document import (
    Document,
    Event,
    Format,
    Municipality,
    Partnership,
    Passport,
    Room,
    Session,
    SessionState,
    Slot,
    Speaker,
    Theme,
)
from conference.programme.queries import Published
from conference.translated import Translated

NOW = datetime(2027, 6, 8, 7, 37, tzinfo=UTC)
"""Tuesday 8 June 2027, 09:37 in Berlin and 10:37 in İstanbul: the sixth day of the event."""

FIRST_DAY = date(2027, 6, 3)
LAST_DAY = date(2027, 6, 16)
SLUG = "cities"

_SPACE = UUID("6f3c1a52-0f0e-4d7e-9d3f-4f6f0c9b2a11")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of June 2027 by the clocks of Berlin (UTC+2), in UTC."""
    return datetime(2027, 6, day, hour, minute, tzinfo=UTC) - timedelta(hours=2)


def uid_of(code: str) -> UUID:
    """Return the uid that a session of this code has in tests."""
    return uuid5(_SPACE, code)


def session(
    code: str,
    *,
    title: Translated | None = None,
    starts_at: datetime | None = None,
    minutes: int = 60,
    room: str | None = "porsuk",
    seats: int | None = None,
    themes: tuple[str, ...] = ("youth",),
    cancelled: bool = False,
    **more: object,
) -> Session:
    """Build a session: unscheduled without ``starts_at``.

    :param code: six letters and digits of :data:`conference.codes.ALPHABET`.
    :param more: any other field of :class:`~conference.programme.document.Session`.
    """
    fields: dict[str, object] = {"passport": Passport(spoken=("de", "tr")), "format": Format.TALK, **more}
    return Session(
        uid=uid_of(code),
        code=code,
        title=title or {"de": f"Sitzung {code}", "tr": f"Oturum {code}", "en": f"Session {code}"},
        themes=themes,
        seats=seats,
        slot=Slot(starts_at=starts_at, minutes=minutes, room=room) if starts_at else None,
        state=SessionState.CANCELLED if cancelled else SessionState.PLANNED,
        **fields,  # type: ignore[arg-type]
    )


YOUTH = session(
    "YUTH22",
    title={
        "de": "Jugendräte, die mitentscheiden",
        "tr": "Karar veren gençlik meclisleri",
        "en": "Youth councils that decide",
    },
    abstract={
        "de": "Zwei Jugendräte berichten.",
        "tr": "İki gençlik meclisi anlatıyor.",
        "en": "Two youth councils report.",
    },
    starts_at=at(8, 10),
    minutes=90,
    seats=2,
    format=Format.WORKSHOP,
    speakers=("ZEYNEP",),
    partnerships=("osnabrueck-canakkale",),
)
"""Tuesday 8 June, 10:00 to 11:30 in Berlin; 2 seats."""

ARRIVING = session(
    "ARRV33",
    title={"de": "Ankommen in Kilis", "tr": "Kilis’e varmak", "en": "Arriving in Kilis"},
    starts_at=at(8, 10, 30),
    minutes=90,
    room="neckar",
    themes=("arrival",),
    seats=30,
)
"""Tuesday 8 June, 10:30 to 12:00: clashes with :data:`YOUTH`."""

HALF_TIME = session(
    "HALF44",
    title={"de": "Halbzeit", "tr": "Devre arası", "en": "Half-time"},
    starts_at=at(9, 18),
    room="neckar",
    themes=("youth", "arrival"),
    format=Format.PLENARY,
)
"""Wednesday 9 June, 18:00 to 19:00; no limit of seats."""

OPENING = session("PEN555", title={"de": "Eröffnung", "en": "Opening"}, starts_at=at(3, 17), format=Format.PLENARY)
"""Thursday 3 June, 17:00 to 18:00: over."""

CALLED_OFF = session("CANC66", title={"de": "Abgesagt", "en": "Called off"}, starts_at=at(10, 10), cancelled=True)
"""Thursday 10 June; cancelled."""

UNSCHEDULED = session("NSLT77", title={"de": "Noch ohne Termin", "en": "Not yet scheduled"})
"""Has no slot."""

SESSIONS = (YOUTH, ARRIVING, HALF_TIME, OPENING, CALLED_OFF, UNSCHEDULED)


def document(sessions: Iterable[Session] = SESSIONS, *, slug: str = SLUG, **event_fields: object) -> Document:
    """Build a document of an event of two weeks in two zones and three languages.

    :param event_fields: replace fields of :class:`~conference.programme.document.Event`.
    """
    fields: dict[str, object] = {
        "slug": slug,
        "title": {"de": "Konferenz der Städte", "tr": "Şehirler Konferansı", "en": "Conference of Cities"},
        "summary": {"de": "Zwei Wochen.", "tr": "İki hafta.", "en": "Two weeks."},
        "welcome": {"de": "Willkommen.", "tr": "Hoş geldiniz.", "en": "Welcome."},
        "first_day": FIRST_DAY,
        "last_day": LAST_DAY,
        "zone": "Europe/Berlin",
        "second_zone": "Europe/Istanbul",
        "languages": ("de", "tr", "en"),
        **event_fields,
    }
    return Document(
        number=1,
        published_at=NOW,
        event=Event(**fields),  # type: ignore[arg-type]
        themes=(
            Theme(
                slug="youth",
                title={"de": "Jugendbeteiligung", "tr": "Gençlerin katılımı", "en": "Youth participation"},
                short={"de": "Jugend", "tr": "Gençlik", "en": "Youth"},
                colour="#1f4fa8",
            ),
            Theme(
                slug="arrival",
                title={"de": "Ankommen und bleiben", "tr": "Varmak ve kalmak", "en": "Arriving and staying"},
                short={"de": "Ankommen", "tr": "Varış", "en": "Arrival"},
                colour="#8a2a6b",
            ),
        ),
        rooms=(
            Room(
                key="porsuk",
                name={"de": "Porsuk", "tr": "Porsuk", "en": "Porsuk"},
                join_url="https://meet.example/porsuk-secret",
            ),
            Room(
                key="neckar",
                name={"de": "Neckar", "tr": "Neckar", "en": "Neckar"},
                join_url="https://meet.example/neckar-secret",
            ),
        ),
        speakers=(Speaker(code="ZEYNEP", name="Zeynep Yıldırım", affiliation={"tr": "Gençlik Meclisi"}),),
        municipalities=(
            Municipality(key="osnabrueck", name="Osnabrück", country="DE", latitude=52.28, longitude=8.05),
            Municipality(key="canakkale", name="Çanakkale", country="TR", latitude=40.15, longitude=26.41),
        ),
        partnerships=(Partnership(slug="osnabrueck-canakkale", first="osnabrueck", second="canakkale", since=2004),),
        sessions=tuple(sessions),
    )


def event_row(of: Document) -> events.Event:
    """Store the event of a document as its organisers' row, without a release."""
    event = of.event
    row = events.Event(
        slug=event.slug,
        title=dict(event.title),
        summary=dict(event.summary),
        welcome=dict(event.welcome),
        first_day=event.first_day,
        last_day=event.last_day,
        zone=event.zone,
        second_zone=event.second_zone,
        languages=list(event.languages),
        created_at=NOW - timedelta(days=30),
    )
    with transaction():
        db.session.add(row)
    return row


def publish(event_id: int, of: Document, *, note: str = "", now: datetime = NOW) -> Published:
    """Store a document as the event's next release."""
    services.add_release(event_id, of, author_id=None, note=note, now=now)
    published = queries.newest_release_of(event_id)
    assert published is not None
    return published


@dataclass(frozen=True)
class PublishedEvent:
    """A stored event with its newest release.

    :ivar row: the organisers' row.
    :ivar published: as visitors' pages read it.
    """

    row: events.Event
    published: Published

    @property
    def id(self) -> int:
        """Key of the event's row."""
        return self.row.id

    @property
    def slug(self) -> str:
        """First part of its addresses."""
        return self.row.slug


def published_event(
    sessions: Iterable[Session] = SESSIONS,
    *,
    slug: str = SLUG,
    now: datetime = NOW - timedelta(days=10),
    **event_fields: object,
) -> PublishedEvent:
    """Store an event and its first release."""
    of = document(sessions, slug=slug, **event_fields)
    row = event_row(of)
    return PublishedEvent(row, publish(row.id, of, now=now))
