"""Who a person is in the tables of all parts."""

from dataclasses import dataclass

from sqlalchemy import func, select

from conference.accounts.tables import Account, AddressChange
from conference.db import db
from conference.draft.tables import Speaker
from conference.proposals.tables import Proposal
from conference.registrations.tables import Registration


@dataclass(frozen=True, slots=True)
class Person:
    """By which keys the tables know a person.

    :ivar email: proven to be theirs; what bears it is theirs too, such as a proposal or the entry of a speaker.
    :ivar new_email: the one they asked to have instead, where that still waits.
    :ivar registrations: keys of their registrations; ``speakers`` and ``proposals`` likewise.
    """

    account_id: int
    email: str
    name: str
    new_email: str | None = None
    registrations: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    proposals: tuple[int, ...] = ()


def person_of(account: Account) -> Person:
    """Return the person whose account it is. An address that nobody confirmed finds nothing beyond the account."""
    email = account.email.lower()
    is_proven = account.confirmed_at is not None
    return Person(
        account_id=account.id,
        email=email,
        name=account.name,
        new_email=db.session.scalar(select(AddressChange.new_email).where(AddressChange.account_id == account.id)),
        registrations=tuple(
            db.session.scalars(
                select(Registration.id).where(Registration.account_id == account.id).order_by(Registration.id)
            )
        ),
        speakers=tuple(
            db.session.scalars(select(Speaker.id).where(func.lower(Speaker.email) == email).order_by(Speaker.id))
        )
        if is_proven
        else (),
        proposals=tuple(
            db.session.scalars(
                select(Proposal.id).where(func.lower(Proposal.contact_email) == email).order_by(Proposal.id)
            )
        )
        if is_proven
        else (),
    )
