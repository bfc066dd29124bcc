"""Changes to events."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from conference.db import db, transaction
from conference.errors import DomainError
from conference.events import rules
from conference.events.rules import RoleName
from conference.events.services.audit import record, record_role
from conference.events.tables import Event, Role
from conference.translated import Translated, pick


@dataclass
class SlugTaken(DomainError):
    """Another event has this slug."""

    slug: str


@dataclass
class StaleVersion(DomainError):
    """Somebody stored a newer version after the form was opened.

    :ivar opened: the version that the form was opened on.
    :ivar version: the one stored now.
    :ivar stored: the values stored now, by field.
    :ivar wanted: the values that were not stored, by field.
    """

    opened: int
    version: int
    stored: dict[str, Any]
    wanted: dict[str, Any]

    @property
    def differing(self) -> tuple[str, ...]:
        """The fields in which the two disagree."""
        return tuple(name for name in self.wanted if self.stored.get(name) != self.wanted[name])


class EventGone(DomainError):
    """The event was removed meanwhile."""


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """All that an organiser says of an event, its slug apart.

    :ivar first_day: local day in ``zone``; ``last_day`` too, and included.
    :ivar zone: IANA zone in which times are entered and shown; ``second_zone`` is shown beside it.
    :ivar languages: of its texts, the main one first.
    """

    title: Translated
    summary: Translated = field(default_factory=dict)
    welcome: Translated = field(default_factory=dict)
    first_day: date
    last_day: date
    zone: str
    second_zone: str | None = None
    languages: Sequence[str]


def create_event(  # noqa: PLR0913 - what an event is made of
    *, owner_id: int | None, slug: str, title: Translated, summary: Translated, welcome: Translated, first_day: date,
    last_day: date, zone: str, second_zone: str | None, languages: Sequence[str], now: datetime,
) -> Event:  # fmt: skip
    """Create an event, as yet without anything in it, and make an account its owner.

    :param owner_id: None only for commands of the shell, where an owner can be named later.
    :raises DomainError: SlugMalformed, SlugTaken, EndsBeforeStart, TooManyDays, DayOutOfRange, UnknownZone,
        LanguageNotKnown, TextMissing or TextTooLong.
    """
    facts = EventFacts(
        title=title, summary=summary, welcome=welcome, first_day=first_day, last_day=last_day, zone=zone,
        second_zone=second_zone, languages=languages,
    )  # fmt: skip
    values = _checked(facts)
    rules.check_slug(slug)
    with transaction():
        if db.session.scalar(select(Event.id).where(Event.slug == slug)):
            raise SlugTaken(slug)
        event = Event(slug=slug, created_at=now, **values)
        db.session.add(event)
        _flush_slug(slug)  # the role needs the event's key
        _note(event, before=None)
        if owner_id is not None:
            db.session.add(Role(event_id=event.id, account_id=owner_id, name=RoleName.OWNER))
            record_role(event.id, owner_id, before=None, after=RoleName.OWNER)
    return event


def edit_event(event_id: int, facts: EventFacts, *, version: int | None = None) -> Event:
    """Change what an event says of itself. Sessions that lie outside its new days stay where they are.

    :param version: the one that the form was opened on; None to overwrite whatever is there.
    :raises StaleVersion: a newer one was stored meanwhile.
    :raises DomainError: as :func:`create_event` does, the slug apart.
    """
    wanted = _checked(facts)
    with transaction():
        event = locked_event(event_id)
        if version is not None and event.version != version:
            raise StaleVersion(version, event.version, _facts_of(event), wanted)
        before = _facts_of(event)
        for name, value in wanted.items():
            # Texts in a language that the event gave up are kept, should it come back.
            setattr(event, name, kept_texts(getattr(event, name), value, facts.languages) if name in _TEXTS else value)
        _note(event, before=before)
    return event


def rename_event(event_id: int, *, slug: str) -> Event:
    """Give an event another slug. Whoever calls it makes sure that no address was published yet.

    :raises SlugMalformed: its form is wrong.
    :raises SlugTaken: another event has it.
    """
    rules.check_slug(slug)
    with transaction():
        event = locked_event(event_id)
        if db.session.scalar(select(Event.id).where(Event.slug == slug, Event.id != event_id)):
            raise SlugTaken(slug)
        before = {"slug": event.slug}
        event.slug = slug
        _flush_slug(slug)
        record(event.id, "event", slug, name=_name(event), before=before, after={"slug": slug})
    return event


def locked_event(event_id: int) -> Event:
    """Return the event as it is now, locked until the transaction ends: who edits one event waits for the other.

    It does not hold up registrations, which only need its key to stay (FOR NO KEY UPDATE).

    :raises EventGone: there is none any more.
    """
    event = db.session.scalar(
        select(Event)
        .where(Event.id == event_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if event is None:
        raise EventGone
    return event


def kept_texts(stored: Translated, wanted: Translated, languages: Sequence[str]) -> Translated:
    """Return the texts to store: those wanted, and stored ones in languages that the form did not show."""
    return {**{code: text for code, text in stored.items() if code not in languages}, **wanted}


def _flush_slug(slug: str) -> None:
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody took it between the question and the answer
        raise SlugTaken(slug) from error


_TEXTS = ("title", "summary", "welcome")


def _name(event: Event) -> str:
    return pick(event.title, event.languages[0], event.languages)


def _note(event: Event, *, before: dict[str, Any] | None) -> None:
    record(event.id, "event", event.slug, name=_name(event), before=before, after=_facts_of(event))


def _facts_of(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in EventFacts.__dataclass_fields__}


def _checked(facts: EventFacts) -> dict[str, Any]:
    rules.check_days(facts.first_day, facts.last_day)
    rules.check_zones(facts.zone, facts.second_zone)
    rules.check_languages(list(facts.languages))
    if not facts.title.get(facts.languages[0]):
        raise rules.TextMissing("title", facts.languages[0])
    rules.check_length("title", facts.title, rules.TITLE_LENGTH)
    rules.check_length("summary", facts.summary, rules.SUMMARY_LENGTH)
    rules.check_length("welcome", facts.welcome, rules.WELCOME_LENGTH)
    second = None if facts.second_zone == facts.zone else facts.second_zone
    return {**asdict(facts), "languages": list(facts.languages), "second_zone": second}
