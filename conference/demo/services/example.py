"""Loading the example once, and moving it."""

from datetime import date, datetime, timedelta

from conference.accounts.services import AddressTaken
from conference.db import transaction
from conference.demo import rules
from conference.demo.document import example
from conference.demo.services.loading import PASSWORD, Loading
from conference.demo.services.outcome import Outcome, outcome_of, publish
from conference.draft import services as draft
from conference.draft.queries import draft_programme
from conference.events.queries import EventNotFound, event_by_slug
from conference.events.services import EventFacts, SlugTaken
from conference.events.tables import Event


def load_example(*, first_day: date | None, now: datetime, secret_key: str, password: str = PASSWORD) -> Outcome:
    """Write the example conference with its accounts, releases and bookings; or move the one there is.

    :param first_day: on which it is to begin; None for the third of June to come, or for where it is.
    :param secret_key: of the installation; seals the address of the participant's subscription.
    :param password: of the organiser and of the participant.
    :raises rules.StartOutOfRange: the year is not one that Meridian reckons with.
    """
    if first_day is not None:
        rules.check_first_day(first_day)
    try:
        with transaction():
            event = _event_there()
            if event is None:
                return Loading(example(), first_day, now, secret_key, password).load()
            if first_day is not None and first_day != event.first_day:
                return _move(event, first_day, now)
    except (AddressTaken, SlugTaken):
        event = _event_there()  # somebody else loaded it at the same moment
        if event is None:
            raise
    return outcome_of("there", event)


def _event_there() -> Event | None:
    try:
        return event_by_slug(example().event.slug)
    except EventNotFound:
        return None


def _move(event: Event, first_day: date, now: datetime) -> Outcome:
    """Shift everything that has a slot by whole days, and publish that."""
    days = (first_day - event.first_day).days
    resolved = []
    for session in draft_programme(event).scheduled:
        if session.slot is None:
            continue
        starts_at, decision = rules.shifted_start(session.slot.starts_at, days, event.zone)
        if decision:
            resolved.append(decision)
        draft.schedule_session(event.id, session.code, starts_at=starts_at, room=session.slot.room, now=now)
    facts = EventFacts(
        title=event.title,
        summary=event.summary,
        welcome=event.welcome,
        first_day=first_day,
        last_day=event.last_day + timedelta(days=days),
        zone=event.zone,
        second_zone=event.second_zone,
        languages=event.languages,
    )
    draft.edit_settings(event.id, facts, slug=event.slug)
    publish(event, example().story.moving.notes, author_id=None, now=now)
    return outcome_of("moved", event, tuple(resolved))
