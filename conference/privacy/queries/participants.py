"""Who takes part in an event and lets others see it."""

from dataclasses import dataclass

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.db import db
from conference.registrations.rules import State, shown_to
from conference.registrations.tables import ParticipantGroup, Registration
from conference.translated import Translated, found_in, sort_key


@dataclass(frozen=True, slots=True)
class Participant:
    """What others see of somebody who takes part: never an address.

    :ivar group: for whom they take part, in every language.
    :ivar is_own: whether it is the reader.
    """

    name: str
    organisation: str
    municipality: str
    group: Translated
    is_own: bool


def participants_of(
    event_id: int, *, is_participant: bool, account_id: int | None, text: str = "", language: str = "en"
) -> list[Participant]:
    """Return who is confirmed, lets such a reader see them, and has all of some words about them. One query.

    :param is_participant: whether the reader takes part in the event or organises it.
    :param account_id: of the reader, to mark them; None for a visitor.
    :param text: words to be found in name, organisation, municipality or group, folded.
    :param language: by whose alphabet names are sorted.
    """
    rows = db.session.execute(
        select(Account.name, Registration.organisation, Registration.municipality, ParticipantGroup.name, Account.id)
        .join(Account, Account.id == Registration.account_id)
        .join(ParticipantGroup, ParticipantGroup.id == Registration.group_id)
        .where(
            Registration.event_id == event_id,
            Registration.state == State.CONFIRMED,
            Registration.seen_by.in_(shown_to(is_participant=is_participant)),
            Account.confirmed_at.is_not(None),
            Account.name != "",
        )
        .order_by(Registration.id)
    )
    everybody = [Participant(*row[:4], is_own=row[4] == account_id) for row in rows]
    words = text.split()
    found = [one for one in everybody if all(found_in(word, _words(one)) for word in words)]
    return sorted(found, key=lambda one: sort_key(one.name, language))


def _words(one: Participant) -> str:
    return "\n".join((one.name, one.organisation, one.municipality, *one.group.values()))
