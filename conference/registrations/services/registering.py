"""Taking part in an event."""

from datetime import datetime

from sqlalchemy import update

from conference.accounts.services import open_account
from conference.accounts.tables import Account
from conference.db import db, insert_if_missing, transaction
from conference.events.tables import Event
from conference.mail.services import put_letter
from conference.registrations.queries import registration_of
from conference.registrations.tables import Registration


def register(
    event_id: int,
    account_id: int,
    *,
    organisation: str,
    organisation_type: str,
    municipality: str,
    consent_version: str,
    now: datetime,
    is_told: bool = True,
) -> Registration:
    """Let an account take part in an event, and write to it. Whoever takes part already, does so still.

    :param organisation_type: one of :class:`~conference.registrations.tables.OrganisationType`.
    :param consent_version: the wording of the privacy notice that was agreed to.
    :param is_told: whether a letter goes out; not so for invented people.
    """
    with transaction():
        values = _values(event_id, account_id, organisation, organisation_type, municipality, consent_version, now)
        if insert_if_missing(Registration, values) and is_told:
            account, event = db.session.get_one(Account, account_id), db.session.get_one(Event, event_id)
            put_letter(
                "registrations/registered",
                to=account.email,
                language=account.language,
                data={
                    "name": account.name,
                    "zone": account.zone,
                    "event": _event_facts(event),
                },
                now=now,
            )
        registration = registration_of(event_id, account_id)
    assert registration is not None  # noqa: S101 - it was there or is now
    return registration


def register_newcomer(  # noqa: PLR0913 - an account and a registration at once
    event_id: int,
    *,
    email: str,
    name: str,
    password: str,
    language: str,
    zone: str,
    organisation: str,
    organisation_type: str,
    municipality: str,
    consent_version: str,
    going_to: str | None,
    now: datetime,
) -> Account | None:
    """Open an account and let it take part in an event, both or neither.

    Nothing tells whether the address is known: its owner alone reads so, in a letter, and the
    registration of a known account is left to its owner.

    :param going_to: path to which confirming the address leads.
    :returns: the account, for its mark alone; None where none was opened.
    """

    def take_part(account: Account) -> None:
        values = _values(event_id, account.id, organisation, organisation_type, municipality, consent_version, now)
        if not insert_if_missing(Registration, values):
            # Of an account that nobody has confirmed yet: what was said last counts, as with the account itself.
            db.session.execute(
                update(Registration)
                .where(Registration.event_id == event_id, Registration.account_id == account.id)
                .values({name: values[name] for name in _SAID})
            )

    return open_account(
        email=email,
        name=name,
        password=password,
        language=language,
        zone=zone,
        consent_version=consent_version,
        now=now,
        going_to=going_to,
        and_then=take_part,
    )


_SAID = ("organisation", "organisation_type", "municipality", "consented_at", "consent_version")


def _values(
    event_id: int,
    account_id: int,
    organisation: str,
    organisation_type: str,
    municipality: str,
    consent_version: str,
    now: datetime,
) -> dict[str, object]:
    return {
        "event_id": event_id,
        "account_id": account_id,
        "organisation": organisation,
        "organisation_type": organisation_type,
        "municipality": municipality,
        "registered_at": now,
        "consented_at": now,
        "consent_version": consent_version,
        "agenda_revision": 0,
        "agenda_changed_at": now,
    }


def _event_facts(event: Event) -> dict[str, object]:
    return {
        "slug": event.slug,
        "title": dict(event.title),
        "first_day": event.first_day.isoformat(),
        "last_day": event.last_day.isoformat(),
    }
