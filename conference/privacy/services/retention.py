"""Letting data of people go when an event's time is up."""

from datetime import datetime

from sqlalchemy import delete, select, update

from conference.agenda.services import drop_ahead
from conference.caldav.tables import SyncState
from conference.codes import new_token, token_hash
from conference.db import act_as, db, insert_if_missing, transaction
from conference.delegations.tables import Delegation
from conference.draft.tables import HostNote, Session, Speaker
from conference.events.services import locked_event, record
from conference.events.tables import AuditEntry, Event
from conference.mail.tables import Letter
from conference.privacy.queries import Person
from conference.privacy.queries.retention import count_registered, events_to_clear, keeping_of
from conference.privacy.rules import check_days
from conference.privacy.services.leaving import NO_ADDRESS, forget_rows, take_out
from conference.privacy.services.striking import forget_entries
from conference.privacy.tables import Retention
from conference.proposals.tables import Proposal
from conference.registrations.tables import Guest, Registration
from conference.translated import pick

AT_ONCE = 100
"""Registrations in one transaction: others are to write meanwhile."""

OF_PARTICIPANTS = ("registration", "guest", "delegation", "invitation")
"""Kinds of entries in the audit log that are about those who take part, or were asked to."""


def set_retention(event_id: int, days: int) -> None:
    """Say how many days past its end an event keeps data of people.

    :raises conference.privacy.rules.DaysOutOfBounds: see there.
    :raises conference.privacy.rules.LongerThanPromised: see there.
    """
    with transaction():
        event = locked_event(event_id)
        before = keeping_of(event_id).days
        check_days(days, promised=before if count_registered(event_id) else None)
        insert_if_missing(Retention, {"event_id": event_id, "days": before})
        db.session.execute(
            update(Retention)
            .where(Retention.event_id == event_id)
            .values(days=days)
            .execution_options(synchronize_session=False)
        )
        record(
            event_id,
            "retention",
            event.slug,
            name=_name(event),
            before={"kept_days": before},
            after={"kept_days": days},
        )


def clear_due_events(*, now: datetime) -> int:
    """Let data of people go in every event whose time is up; return how many registrations those were."""
    return sum(clear_event(event_id, now=now) for event_id in events_to_clear(now=now))


def clear_event(event_id: int, *, now: datetime) -> int:
    """Let all data of those who took part in an event go, in batches; return how many registrations those were.

    Figures stay, and so do the programme, the roles of organisers, and accounts. Whatever breaks, it goes on where it
    was; done once, nothing is left to do.
    """
    act_as(None)
    count = 0
    while True:
        batch = list(
            db.session.scalars(
                select(Registration.id)
                .where(Registration.event_id == event_id)
                .order_by(Registration.id)
                .limit(AT_ONCE)
            )
        )
        if not batch:
            break
        for registration_id in batch:
            drop_ahead(registration_id, now=now, is_told=False)
        with transaction():
            count += take_out(event_id, batch, now=now, moves_up=False)
    with transaction():
        event = locked_event(event_id)
        _forget_the_rest(event_id)
        insert_if_missing(Retention, {"event_id": event_id, "days": keeping_of(event_id).days})
        cleared = db.session.execute(
            update(Retention)
            .where(Retention.event_id == event_id, Retention.cleared_at.is_(None))
            .values(cleared_at=now)
            .returning(Retention.event_id)
            .execution_options(synchronize_session=False)
        ).first()
        if cleared or count:
            record(event_id, "retention", event.slug, name=_name(event), before={}, after={"people_gone": count})
    return count


def _forget_the_rest(event_id: int) -> None:
    """Take the people out of what hangs on the event itself: proposals, speakers' addresses, letters, the log.

    What programs were told of agendas, too: the calendar account of all one's events outlives each of them.
    """
    for proposal_id in db.session.scalars(select(Proposal.id).where(Proposal.event_id == event_id)).all():
        db.session.execute(
            update(Proposal)
            .where(Proposal.id == proposal_id)
            .values(token_hash=token_hash(new_token()))
            .execution_options(synchronize_session=False)
        )
    everybody = Person(
        account_id=0,
        email=NO_ADDRESS,
        name="",
        speakers=tuple(db.session.scalars(select(Speaker.id).where(Speaker.event_id == event_id))),
        proposals=tuple(db.session.scalars(select(Proposal.id).where(Proposal.event_id == event_id))),
    )
    forget_rows(everybody)
    sessions = select(Session.id).where(Session.event_id == event_id)
    for table, where in (
        (Letter, Letter.event_id == event_id),
        (Guest, Guest.event_id == event_id),
        (Delegation, Delegation.event_id == event_id),
        (HostNote, HostNote.session_id.in_(sessions)),
        (SyncState, SyncState.event_id == event_id),
    ):
        db.session.execute(delete(table).where(where).execution_options(synchronize_session=False))
    forget_entries(AuditEntry.event_id == event_id, AuditEntry.kind.in_(OF_PARTICIPANTS))


def _name(event: Event) -> str:
    return pick(event.title, event.languages[0], event.languages)
