"""Deleting an account: counts stay, the person does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, delete, func, select, update

from conference.accounts.services.sign_ins import end_sign_ins
from conference.accounts.tables import Account
from conference.agenda.services import drop_ahead
from conference.codes import new_token, token_hash
from conference.db import act_as, db, instant_of_change, transaction
from conference.delegations.tables import Delegation, DelegationMember
from conference.draft.tables import Speaker
from conference.errors import DomainError
from conference.events.rules import RoleName
from conference.events.services import locked_event, record
from conference.events.tables import Event, Role
from conference.mail.services import put_letter
from conference.mail.tables import Letter, LetterState
from conference.privacy.queries import Person, person_of
from conference.privacy.queries.holdings.account import letters_to
from conference.privacy.rules import marks_of
from conference.privacy.services.leaving import BookedMeanwhile, forget_rows, take_out
from conference.privacy.services.programme import take_out_of_programme
from conference.privacy.services.striking import strike
from conference.proposals.rules.states import State as ProposalState
from conference.proposals.tables import Proposal
from conference.registrations.tables import Registration

TRIES = 5
"""How often seats are given back again that the same person books at the very same moment."""


@dataclass
class OnlyOwner(DomainError):
    """The account is the only owner of events, which would be left without one.

    :ivar events: these.
    """

    events: Sequence[Event]


class AccountGone(DomainError):
    """There is no such account any more."""


def events_owned_alone(account_id: int) -> list[Event]:
    """Return the events of which an account is the only owner."""
    owners = (
        select(Role.event_id)
        .where(Role.name == RoleName.OWNER)
        .group_by(Role.event_id)
        .having(func.count() == 1)
        .scalar_subquery()
    )
    return list(
        db.session.scalars(
            select(Event)
            .join(Role, Role.event_id == Event.id)
            .where(Role.account_id == account_id, Role.name == RoleName.OWNER, Event.id.in_(owners))
            .order_by(Event.id)
        )
    )


def delete_account(account_id: int, *, leaves_programme: bool, now: datetime) -> None:
    """Delete an account and all that is kept of the person; a last letter says so, and goes once it is sent.

    Seats of what has not begun go to those who wait. Counts stay. Where the person is named in what others wrote or
    did, the name is struck out.

    :param leaves_programme: whether the person's entries as a speaker are taken out of the programme, too, and out of
        every release of it. Their addresses go in any case.
    :raises OnlyOwner: see there; nothing is changed then.
    :raises AccountGone: see there.
    """
    account = db.session.get(Account, account_id)
    if account is None:
        raise AccountGone
    if alone := events_owned_alone(account_id):
        raise OnlyOwner(alone)
    end_sign_ins(account)
    for attempt in range(TRIES):
        # Each gives seats back in the order of locks that all bookings keep, and so in transactions of its own.
        for registration_id in db.session.scalars(
            select(Registration.id).where(Registration.account_id == account_id).order_by(Registration.id)
        ).all():
            drop_ahead(registration_id, now=now)
        try:
            _delete(account_id, leaves_programme=leaves_programme, now=now)
        except BookedMeanwhile:
            if attempt == TRIES - 1:
                raise
        else:
            return


def _delete(account_id: int, *, leaves_programme: bool, now: datetime) -> None:
    with transaction():
        act_as(None)
        for event_id in db.session.scalars(
            select(Role.event_id).where(Role.account_id == account_id).order_by(Role.event_id)
        ).all():
            locked_event(event_id)
        account = db.session.scalar(
            select(Account).where(Account.id == account_id).with_for_update().execution_options(populate_existing=True)
        )
        if account is None:
            raise AccountGone
        if alone := events_owned_alone(account_id):
            raise OnlyOwner(alone)
        _leave_delegations(account_id, now=now)
        person = person_of(account)
        email, name, language = account.email, account.name, account.language
        by_event: dict[int, list[int]] = {}
        for event_id, registration_id in db.session.execute(
            select(Registration.event_id, Registration.id).where(Registration.account_id == account_id)
        ):
            by_event.setdefault(event_id, []).append(registration_id)
        for event_id, registrations in sorted(by_event.items()):
            take_out(event_id, registrations, now=now)
        marks = marks_of([email, person.new_email or ""], [name])
        if leaves_programme:
            take_out_of_programme(person, now=now)
        _forget_proposals(person, now)
        db.session.execute(
            delete(Letter)
            .where(letters_to(person), Letter.state == LetterState.WAITING)
            .execution_options(synchronize_session=False)
        )
        _dissolve_delegations(person)
        _note_lost_roles(person)
        strike(person, marks)
        db.session.expunge(account)
        forget_rows(person)
        put_letter(
            "privacy/account_deleted", to=email, language=language, data={"name": name}, now=now, leaves_nothing=True
        )


def _leave_delegations(account_id: int, *, now: datetime) -> None:
    """Tell delegations that a member goes: their feeds name everybody who shows them an agenda."""
    for delegation in db.session.scalars(
        select(Delegation)
        .where(
            Delegation.id.in_(select(DelegationMember.delegation_id).where(DelegationMember.account_id == account_id))
        )
        .order_by(Delegation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all():
        delegation.changed_at = instant_of_change(now, delegation.changed_at)
    db.session.flush()


def _dissolve_delegations(person: Person) -> None:
    """Delete the delegations that have nobody but this person."""
    others = select(DelegationMember.delegation_id).where(
        DelegationMember.account_id.is_not(None), DelegationMember.account_id != person.account_id
    )
    db.session.execute(
        delete(Delegation)
        .where(Delegation.contact_id == person.account_id, Delegation.id.not_in(others))
        .execution_options(synchronize_session=False)
    )


def _note_lost_roles(person: Person) -> None:
    """Tell the audit log that an organiser is gone, without who it was."""
    for event_id, name in db.session.execute(
        select(Role.event_id, Role.name).where(Role.account_id == person.account_id)
    ).all():
        record(event_id, "role", "", name="", before={"role": name}, after=None)


def _forget_proposals(person: Person, now: datetime) -> None:
    """Take back what is not decided, and empty what never became part of the programme."""
    for proposal in db.session.scalars(
        select(Proposal)
        .where(Proposal.id.in_(person.proposals))
        .with_for_update()
        .execution_options(populate_existing=True)
    ):
        if proposal.state in {ProposalState.NEW, ProposalState.WAITING}:
            proposal.state = proposal.told_state = str(ProposalState.WITHDRAWN)
            proposal.withdrawn_at = now
        if proposal.state != ProposalState.ACCEPTED:
            proposal.title, proposal.abstract = "—", ""
        proposal.token_hash = token_hash(new_token())
    db.session.flush()
    # What others proposed may name the person as one of those who would speak.
    emails = {person.email}
    named = cast(Proposal.speakers, String).icontains(person.email, autoescape=True)
    for proposal_id, speakers in db.session.execute(select(Proposal.id, Proposal.speakers).where(named)).all():
        left = [one for one in speakers if one.get("email", "").lower() not in emails]
        if left != speakers and proposal_id not in person.proposals:
            db.session.execute(
                update(Proposal)
                .where(Proposal.id == proposal_id)
                .values(speakers=left)
                .execution_options(synchronize_session=False)
            )


def speaker_entries(person: Person) -> list[tuple[Event, Speaker]]:
    """Return the entries of speakers that bear the person's address, with their events."""
    return [
        (event, speaker)
        for event, speaker in db.session.execute(
            select(Event, Speaker)
            .join(Speaker, Speaker.event_id == Event.id)
            .where(Speaker.id.in_(person.speakers))
            .order_by(Event.first_day.desc(), Speaker.id)
        )
    ]
