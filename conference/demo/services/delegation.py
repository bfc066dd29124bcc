"""The delegation of the example."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.db import db
from conference.delegations import services
from conference.delegations.queries import invitations_to
from conference.delegations.rules import Invitee, Kind
from conference.demo import document
from conference.events.rules import slug_from
from conference.events.tables import Event
from conference.programme.queries import newest_release


def bring_delegation(
    event: Event,
    contact: Account,
    told: document.Delegation,
    codes: Mapping[str, str],
    *,
    secret_key: str,
    now: datetime,
) -> None:
    """Let a participant bring a delegation: its members joined, one has not answered, and something is wished.

    :param codes: of sessions, by the keys of the content.
    """
    facts = services.DelegationFacts(
        name=told.name, kind=Kind.PARTNERSHIP, partnership=told.partnership, organisation=told.organisation,
        group_key=told.group,
    )  # fmt: skip
    made = services.create_delegation(event.id, contact_id=contact.id, facts=facts, shows_agenda=True, now=now)
    people = [_invitee(name, contact.language) for name in (*told.members, told.asked)]
    # No letters: these people are invented.
    services.invite(event.id, made.id, people, inviter_id=contact.id, secret_key=secret_key, now=now, is_told=False)
    for person in people[:-1]:
        account = db.session.scalars(select(Account).where(Account.email == person.email)).one()
        (asked,) = invitations_to(event.id, person.email, now=now)
        services.join(
            event.id, made.id, asked.row.id, account_id=account.id, token=None, shows_agenda=True,
            understands=[account.language], now=now,
        )  # fmt: skip
    programme = newest_release(event.slug).programme
    for key in told.wishes:
        uid = programme.sessions[codes[key]].uid
        services.wish(event.id, made.id, account_id=contact.id, session_uid=uid, wanted=True)


def _invitee(name: str, language: str) -> Invitee:
    return Invitee(name, f"{slug_from(name, language).replace('-', '.')}@example.org", language)
