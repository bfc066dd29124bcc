"""Private links by which others read an agenda, and what a participant wants of theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update

from conference.agenda.queries import SHARES, share_of
from conference.agenda.tables import AgendaShare
from conference.codes import new_token, token_hash
from conference.db import db, transaction
from conference.errors import DomainError
from conference.registrations.queries import RegistrationNotFound
from conference.registrations.tables import Registration
from conference.seals import seal

MOST_SHARES = 20
"""Working links per registration: enough for every colleague, few enough to keep a list readable."""

VISIT_PAUSE = timedelta(minutes=10)
"""Visits that follow each other faster than this are noted as one."""


@dataclass
class TooManyShares(DomainError):
    """The registration has as many working links as it may have.

    :ivar most: how many that is.
    """

    most: int = MOST_SHARES


def share_agenda(registration_id: int, *, name: str, secret_key: str, now: datetime) -> tuple[AgendaShare, str]:
    """Make a private link by which whoever has it reads a participant's agenda; return it with its token.

    :param name: whom it is for, as its owner calls them.
    :param secret_key: of the installation; seals the token, so that its owner can see the link again.
    :raises RegistrationNotFound: no such registration.
    :raises TooManyShares: the registration has enough.
    """
    token = new_token()
    with transaction():
        # Two requests at once must not both be the last one that fits.
        locked = select(Registration.id).where(Registration.id == registration_id).with_for_update(key_share=True)
        if db.session.scalar(locked) is None:
            raise RegistrationNotFound(registration_id)
        working = db.session.scalar(
            select(func.count())
            .select_from(AgendaShare)
            .where(AgendaShare.registration_id == registration_id, AgendaShare.revoked_at.is_(None))
        )
        if (working or 0) >= MOST_SHARES:
            raise TooManyShares
        share = AgendaShare(
            registration_id=registration_id,
            name=name,
            token_hash=token_hash(token),
            token_sealed=seal(token, key=secret_key, purpose=SHARES),
            made_at=now,
        )
        db.session.add(share)
    return share, token


def revoke_share(share_id: int, *, registration_id: int, now: datetime) -> AgendaShare:
    """Let a link work no longer, at once and for good. Others are not touched.

    :param registration_id: of its owner.
    :raises conference.agenda.queries.ShareNotFound: none of theirs that works.
    """
    with transaction():
        share = share_of(registration_id, share_id)
        share.revoked_at = now
        share.token_sealed = b""
    return share


def note_visit(share_id: int, *, now: datetime) -> None:
    """Note that somebody looked at a shared agenda, at most every :data:`VISIT_PAUSE`; nothing is kept of who."""
    with transaction():
        db.session.execute(
            update(AgendaShare)
            .where(
                AgendaShare.id == share_id,
                or_(AgendaShare.last_seen_at.is_(None), AgendaShare.last_seen_at <= now - VISIT_PAUSE),
            )
            .values(last_seen_at=now)
            .execution_options(synchronize_session=False)
        )


def want_suggestions(registration_id: int, *, wanted: bool) -> None:
    """Keep whether a participant's agenda suggests sessions.

    :raises RegistrationNotFound: no such registration.
    """
    with transaction():
        registration = db.session.get(Registration, registration_id)
        if registration is None:
            raise RegistrationNotFound(registration_id)
        registration.wants_suggestions = wanted
