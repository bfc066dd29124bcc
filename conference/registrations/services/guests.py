"""Inviting people to take part in an event, and what they answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select

from conference.accounts.rules.consents import NoticeShown
from conference.accounts.services import make_account
from conference.accounts.tables import Account
from conference.codes import new_token, token_hash
from conference.db import act_as, db, transaction
from conference.errors import DomainError
from conference.events.services import locked_event, record
from conference.events.tables import Event
from conference.mail.services import put_letter
from conference.programme.queries import newest_release_of
from conference.registrations.rules import SeenBy
from conference.registrations.rules.asking import Answers
from conference.registrations.rules.guests import INVITATION_PAUSE, MOST_GUESTS, GuestFacts
from conference.registrations.services.hall import Hall, event_facts
from conference.registrations.services.registering import register, tell_where_they_stand
from conference.registrations.tables import Guest, Registration


class TooManyGuests(DomainError):
    """The guest list would be longer than :data:`~conference.registrations.rules.guests.MOST_GUESTS`."""


class NothingPublished(DomainError):
    """The event has no release yet, so that an invitation would lead nowhere."""


class GuestGone(DomainError):
    """The guest was taken off the list, or somebody else has used their invitation."""


@dataclass(frozen=True)
class Listed:
    """What became of the lines of a guest list.

    :ivar changed: how many that stood there already say something new; ``same`` how many say nothing new.
    """

    added: int
    changed: int
    same: int


def list_guests(event_id: int, guests: Sequence[GuestFacts], *, now: datetime) -> Listed:
    """Put people on the guest list of an event; whoever stands there already is brought up to date.

    No letter goes out. What a line leaves open stays as it was; the language of a new guest is then the event's first.

    :param guests: each address once.
    :raises TooManyGuests: see there; then nothing is done.
    :raises conference.registrations.rules.UnknownGroup: a line names a group that was removed meanwhile.
    """
    with transaction():
        event = locked_event(event_id)
        hall = Hall(event_id, now)
        known = {one.email: one for one in db.session.scalars(select(Guest).where(Guest.event_id == event_id))}
        rows: list[dict[str, Any]] = []
        changed = same = 0
        for facts in guests:
            said = _said(hall, facts)
            guest = known.get(facts.email)
            if guest is None:
                rows.append(_new(event, facts.email, said, now))
            elif any(getattr(guest, field) != value for field, value in said.items()):
                for field, value in said.items():
                    setattr(guest, field, value)
                changed += 1
            else:
                same += 1
        if len(known) + len(rows) > MOST_GUESTS:
            raise TooManyGuests
        if rows:
            db.session.execute(insert(Guest), rows)
        if rows or changed:
            _record(event, "listed", len(rows) + changed)
    return Listed(len(rows), changed, same)


def remove_guests(event_id: int, guest_ids: Collection[int]) -> int:
    """Take people off the guest list; return how many. Their links work no longer, registrations of theirs stay."""
    with transaction():
        event = locked_event(event_id)
        removed = db.session.execute(
            delete(Guest).where(Guest.event_id == event_id, Guest.id.in_(guest_ids)).returning(Guest.id)
        ).all()
        if removed:
            _record(event, "removed", len(removed))
    return len(removed)


def send_invitations(event_id: int, guest_ids: Collection[int], *, inviter_id: int, now: datetime) -> int:
    """Write to guests; return to how many.

    Each letter has a fresh link: the one in a letter before works no longer. Whoever registered is not written to, nor
    who was within :data:`~conference.registrations.rules.guests.INVITATION_PAUSE`.

    :raises NothingPublished: see there.
    """
    if newest_release_of(event_id) is None:
        raise NothingPublished
    with transaction():
        event = locked_event(event_id)
        guests = db.session.scalars(
            select(Guest)
            .where(
                Guest.event_id == event_id,
                Guest.id.in_(guest_ids),
                Guest.registration_id.is_(None),
                or_(Guest.sent_at.is_(None), Guest.sent_at <= now - INVITATION_PAUSE),
            )
            .order_by(Guest.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        inviter = db.session.get_one(Account, inviter_id)
        for guest in guests:
            _send(event, guest, inviter, now)
        if guests:
            _record(event, "invited", len(guests))
    return len(guests)


def accept_as_guest(  # noqa: PLR0913 - what a registration says
    event_id: int, guest_id: int, account_id: int, *, group: str, organisation: str, municipality: str,
    consent_version: str, now: datetime, seen_by: SeenBy = SeenBy.NOBODY, shown: NoticeShown | None = None,
    answers: Answers | None = None,
) -> Registration:  # fmt: skip
    """Let an account take part as a guest of the event, whichever address it has.

    :raises GuestGone: see there.
    :raises conference.errors.DomainError: as :func:`~conference.registrations.services.register` does.
    """
    with transaction():
        guest = _locked(event_id, guest_id)
        if guest.registration_id and db.session.get_one(Registration, guest.registration_id).account_id != account_id:
            raise GuestGone
        registration = register(
            event_id, account_id, group=group, organisation=organisation, municipality=municipality,
            consent_version=consent_version, now=now, seen_by=seen_by, shown=shown, answers=answers,
            is_invited=True,
        )  # fmt: skip
        guest.registration_id, guest.declined_at = registration.id, None
    return registration


def open_guest_account(
    event_id: int, guest_id: int, *, name: str, password: str, language: str, zone: str, consent_version: str,
    now: datetime, **said: Any,
) -> tuple[Account, Registration]:  # fmt: skip
    """Open an account for the address to which an invitation was sent, and let it take part; both or neither.

    Who has the link reads that mailbox, so the address counts as confirmed.

    :param said: as of :func:`accept_as_guest`.
    :raises GuestGone: see there.
    :raises conference.accounts.services.AddressTaken: the address has a confirmed account.
    :raises conference.accounts.services.WeakPassword: the password cannot be used.
    :raises conference.errors.DomainError: as :func:`~conference.registrations.services.register` does.
    """
    with transaction():
        account = make_account(
            email=_locked(event_id, guest_id).email, name=name, password=password, language=language, zone=zone,
            consent_version=consent_version, now=now, shown=said.get("shown"),
        )  # fmt: skip
        db.session.flush()
        act_as(account.id)
        # Where somebody had registered with the address and not confirmed it.
        tell_where_they_stand(account)
        registration = accept_as_guest(
            event_id, guest_id, account.id, consent_version=consent_version, now=now, **said
        )  # fmt: skip
    return account, registration


def decline_as_guest(event_id: int, guest_id: int, *, now: datetime) -> None:
    """Note that a guest cannot come. Doing so again changes nothing; their link goes on working.

    :raises GuestGone: see there.
    """
    with transaction():
        guest = _locked(event_id, guest_id)
        guest.declined_at = guest.declined_at or now


def _said(hall: Hall, facts: GuestFacts) -> dict[str, Any]:
    """Return the columns that a line fills."""
    said: dict[str, Any] = {
        field: value
        for field in ("name", "organisation", "municipality", "language")
        if (value := getattr(facts, field))
    }
    if facts.group:
        said["group_id"] = hall.group(facts.group, is_new=False).id
    return said


def _new(event: Event, email: str, said: dict[str, Any], now: datetime) -> dict[str, Any]:
    nothing = {"name": "", "organisation": "", "municipality": "", "group_id": None, "language": event.languages[0]}
    return {**nothing, **said, "event_id": event.id, "email": email, "added_at": now}


def _locked(event_id: int, guest_id: int) -> Guest:
    guest = db.session.scalar(
        select(Guest)
        .where(Guest.event_id == event_id, Guest.id == guest_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if guest is None:
        raise GuestGone
    return guest


def _send(event: Event, guest: Guest, inviter: Account, now: datetime) -> None:
    token = new_token()
    guest.token_hash, guest.sent_at, guest.declined_at = token_hash(token), now, None
    put_letter(
        "registrations/invitation",
        event_id=event.id,
        to=guest.email,
        language=guest.language,
        data={"name": guest.name, "inviter": inviter.name, "event": event_facts(event)},
        secrets={"token": token},
        now=now,
    )


def _record(event: Event, what: str, number: int) -> None:
    """Note in the audit log how many of the guest list something was done with; it names no guest."""
    listed = db.session.scalar(select(func.count()).select_from(Guest).where(Guest.event_id == event.id))
    record(event.id, "guests", "guests", name="", before={}, after={what: number, "on_the_list": listed})
