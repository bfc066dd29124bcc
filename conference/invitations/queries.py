"""Whose calendars are to be told something."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.db import Instant, db
from conference.invitations.rules import SETTLES, Told
from conference.invitations.tables import InvitationWatch, SentInvitation
from conference.letter_wishes.tables import LetterWishes
from conference.programme.tables import Release
from conference.registrations.rules import State
from conference.registrations.tables import Registration


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whose calendar may be behind their agenda.

    :ivar agenda_revision: of their bookings, read before these are.
    """

    registration_id: int
    event_id: int
    state: str
    agenda_revision: int
    email: str
    name: str
    language: str
    zone: str

    @property
    def takes_part(self) -> bool:
        """Whether their bookings count."""
        return self.state == State.CONFIRMED


_newer = aliased(Release)
_watch = InvitationWatch


def _behind(*columns: Any) -> Select[Any]:
    """Return who wants invitations, has seen no newest release or agenda, and changes nothing at this moment.

    Its parameters: ``now`` and ``settled``, both instants.
    """
    now, settled = bindparam("now", type_=Instant), bindparam("settled", type_=Instant)
    return (
        select(*columns)
        .select_from(LetterWishes)
        .join(Registration, Registration.id == LetterWishes.registration_id)
        .join(Account, Account.id == Registration.account_id)
        .join(Release, Release.event_id == Registration.event_id)
        .outerjoin(_watch, _watch.registration_id == Registration.id)
        .where(
            LetterWishes.invitations,
            Account.confirmed_at.is_not(None),
            ~select(_newer.id).where(_newer.event_id == Release.event_id, _newer.number > Release.number).exists(),
            Registration.agenda_changed_at <= settled,
            Release.published_at <= settled,
            or_(
                _watch.registration_id.is_(None),
                _watch.release != Release.number,
                _watch.agenda_revision != Registration.agenda_revision,
            ),
            or_(
                _watch.waits_until.is_(None),
                _watch.waits_until <= now,
                _watch.waits_release != Release.number,
                _watch.waits_revision != Registration.agenda_revision,
            ),
        )
        .order_by(Registration.id)
    )


# Built once: it is asked every few seconds.
_KEYS = _behind(Registration.id).limit(bindparam("limit"))
_READERS = _behind(
    Registration.id,
    Registration.event_id,
    Registration.state,
    Registration.agenda_revision,
    Account.email,
    Account.name,
    Account.language,
    Account.zone,
).where(Registration.id.in_(bindparam("keys", expanding=True)))


def registrations_to_look_at(*, now: datetime, limit: int) -> list[int]:
    """Return some of the registrations whose calendar may be behind. One query."""
    return list(db.session.scalars(_KEYS, {"now": now, "settled": now - SETTLES, "limit": limit}))


def readers(registration_ids: Collection[int], *, now: datetime) -> list[Reader]:
    """Return those of some registrations whose calendar may still be behind. One query."""
    parameters = {"now": now, "settled": now - SETTLES, "keys": list(registration_ids)}
    return [Reader(*row) for row in db.session.execute(_READERS, parameters)]


_TOLD = (
    SentInvitation.sequence,
    SentInvitation.starts_at,
    SentInvitation.minutes,
    SentInvitation.shown,
    SentInvitation.language,
    SentInvitation.stands,
)


def told_to(registration_ids: Collection[int]) -> Mapping[int, dict[UUID, Told]]:
    """Return what the calendars of registrations were last told, by key and session. One query."""
    found: defaultdict[int, dict[UUID, Told]] = defaultdict(dict)
    rows = db.session.execute(
        select(SentInvitation.registration_id, SentInvitation.session_uid, *_TOLD).where(
            SentInvitation.registration_id.in_(registration_ids)
        )
    )
    for row in rows:
        found[row[0]][row[1]] = Told(*row[2:])
    return found
