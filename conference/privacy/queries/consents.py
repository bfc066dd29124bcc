"""What somebody agreed to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from conference.accounts.tables import Consent, ConsentText
from conference.db import db
from conference.errors import DomainError
from conference.events.tables import Event
from conference.registrations.tables import Registration, RegistrationConsent
from conference.translated import Translated


class ConsentNotFound(DomainError):
    """There is no such consent of theirs."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something that somebody agreed to.

    :ivar slug: of the event that it was for, with its title; None for the account itself.
    :ivar version: of the privacy notice; empty for a question of organisers.
    :ivar ended_at: when it was taken back; None while it holds.
    """

    id: int
    slug: str | None
    title: Translated | None
    version: str
    language: str
    words: str
    given_at: datetime
    ended_at: datetime | None


def notices_agreed(account_id: int) -> list[Agreed]:
    """Return to which privacy notices somebody agreed, the newest first. One query."""
    rows = db.session.execute(
        select(
            Consent.id, Event.slug, Event.title, Consent.version, ConsentText.language, ConsentText.text,
            Consent.given_at, Consent.withdrawn_at,
        )
        .join(ConsentText, ConsentText.digest == Consent.text_digest)
        .outerjoin(Registration, Registration.id == Consent.registration_id)
        .outerjoin(Event, Event.id == Registration.event_id)
        .where(Consent.account_id == account_id)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    )  # fmt: skip
    return [Agreed(*row) for row in rows]


def notice_agreed(account_id: int, consent_id: int) -> Agreed:
    """Return one of them.

    :raises ConsentNotFound: see there.
    """
    found = next((one for one in notices_agreed(account_id) if one.id == consent_id), None)
    if found is None:
        raise ConsentNotFound(consent_id)
    return found


def questions_agreed(account_id: int) -> list[Agreed]:
    """Return to what somebody agreed whom organisers asked, the newest first. One query."""
    rows = db.session.execute(
        select(
            RegistrationConsent.id, Event.slug, Event.title, RegistrationConsent.language, RegistrationConsent.words,
            RegistrationConsent.given_at, RegistrationConsent.ended_at,
        )
        .join(Registration, Registration.id == RegistrationConsent.registration_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.account_id == account_id)
        .order_by(RegistrationConsent.given_at.desc(), RegistrationConsent.id.desc())
    )  # fmt: skip
    return [
        Agreed(number, slug, title, "", language, words, given_at, ended_at)
        for number, slug, title, language, words, given_at, ended_at in rows
    ]
