"""Inviting people to organise an event, accepting, roles."""

from datetime import timedelta

import pytest

from conference.accounts.services import AddressTaken, check_sign_in
from conference.db import db
from conference.events import services
from conference.events.queries import invitation_by_token, invitations_of, organisers_of, role_of
from conference.events.rules import RoleName
from tests.factories import accounts, events
from tests.factories.accounts import PASSWORD

NEW = {"name": "Nil Yeni", "password": PASSWORD, "language": "tr", "zone": "Europe/Istanbul", "consent_version": "1"}


@pytest.fixture
def event(app):
    return events.event("cities")


@pytest.fixture
def owner(event):
    return events.organiser(event)


@pytest.fixture
def asked(event, owner, now, outbox):
    """``asked(email)`` invites somebody and gives the token of the letter."""

    def ask(email="nil@example.org", role=RoleName.EDITOR):
        services.invite(event.id, email=email, role=role, language="tr", inviter_id=owner.id, now=now)
        return outbox()[-1].data["secrets"]["token"]

    return ask


def test_an_invitation_goes_by_letter_in_the_language_chosen_and_only_its_hash_is_kept(event, owner, asked, outbox):
    token = asked("Nil@Example.org")

    letter = outbox()[-1]
    (kept,) = invitations_of(event.id)
    assert (letter.name, letter.recipient, letter.language) == ("events/invitation", "nil@example.org", "tr")
    assert letter.data["inviter"] == owner.name
    assert token not in (kept.token_hash, kept.email)


def test_somebody_without_an_account_opens_one_whose_address_counts_as_confirmed(event, asked, now):
    token = asked()

    account = services.open_invited_account(token, now=now, **NEW)

    assert account.email == "nil@example.org"
    assert check_sign_in("nil@example.org", PASSWORD).id == account.id
    assert role_of(event.id, account.id) is RoleName.EDITOR
    assert invitations_of(event.id) == []


def test_an_account_of_another_address_may_accept(event, asked, now):
    other = accounts.account("somebody-else@example.org")

    role = services.accept_invitation(asked(), account_id=other.id, now=now)

    assert role is RoleName.EDITOR
    assert role_of(event.id, other.id) is RoleName.EDITOR


def test_a_link_works_once(asked, now):
    token = asked()
    services.accept_invitation(token, account_id=accounts.account().id, now=now)

    with pytest.raises(services.InvitationNotValid):
        services.accept_invitation(token, account_id=accounts.account().id, now=now)


def test_a_link_works_for_14_days(asked, now):
    token = asked()

    assert invitation_by_token(token, now=now + timedelta(days=14) - timedelta(seconds=1))
    assert invitation_by_token(token, now=now + timedelta(days=14)) is None
    with pytest.raises(services.InvitationNotValid):
        services.accept_invitation(token, account_id=accounts.account().id, now=now + timedelta(days=14))


def test_sending_again_makes_a_new_link_and_spoils_the_old_one(event, asked, now, outbox):
    old = asked()
    (kept,) = invitations_of(event.id)

    services.resend_invitation(event.id, kept.id, now=now + timedelta(days=13))

    new = outbox()[-1].data["secrets"]["token"]
    assert invitation_by_token(old, now=now) is None
    assert invitation_by_token(new, now=now + timedelta(days=26))


def test_a_withdrawn_invitation_works_no_longer(event, asked, now):
    token = asked()
    services.withdraw_invitation(event.id, invitations_of(event.id)[0].id)

    with pytest.raises(services.InvitationNotValid):
        services.open_invited_account(token, now=now, **NEW)
    with pytest.raises(services.InvitationNotFound):
        services.withdraw_invitation(event.id, 1)


def test_another_events_invitation_is_not_found(event, asked, now):
    asked()
    other = events.event("other")

    with pytest.raises(services.InvitationNotFound):
        services.resend_invitation(other.id, invitations_of(event.id)[0].id, now=now)


def test_inviting_twice_keeps_one_invitation_with_the_newer_role(event, asked, now):
    old = asked(role=RoleName.EDITOR)
    new = asked(role=RoleName.HOST)

    assert [one.role for one in invitations_of(event.id)] == ["host"]
    assert invitation_by_token(old, now=now) is None
    assert invitation_by_token(new, now=now)


def test_who_organises_already_is_not_invited(event, owner, asked):
    with pytest.raises(services.AlreadyOrganiser) as refusal:
        asked(owner.email)

    assert refusal.value.role is RoleName.OWNER


def test_one_mailbox_is_not_flooded(asked):
    for _letter in range(5):
        asked()

    with pytest.raises(services.TooManyLetters):
        asked()


def test_accepting_a_lesser_role_takes_nothing_away(event, owner, asked, now):
    token = asked(role=RoleName.OBSERVER)

    assert services.accept_invitation(token, account_id=owner.id, now=now) is RoleName.OWNER


def test_an_account_is_opened_only_where_the_address_has_none(event, asked, now):
    token = asked()
    accounts.account("nil@example.org")

    with pytest.raises(AddressTaken):
        services.open_invited_account(token, now=now, **NEW)
    db.session.rollback()
    assert invitation_by_token(token, now=now)


def test_an_unconfirmed_account_of_the_address_is_taken_over(event, asked, now):
    accounts.account("nil@example.org", is_confirmed=False, name="Somebody else")

    account = services.open_invited_account(asked(), now=now, **NEW)

    assert account.name == "Nil Yeni"
    assert account.is_active


def test_the_last_owner_can_neither_go_nor_be_made_less(event, owner):
    for name in (None, RoleName.EDITOR):
        with pytest.raises(services.LastOwner):
            services.set_role(event.id, owner.id, name=name)


def test_organisers_are_listed_by_power_and_name(event, owner):
    events.role(event, holder=accounts.account(name="Zoe"), name=RoleName.EDITOR)
    events.role(event, holder=accounts.account(name="Ali"), name=RoleName.EDITOR)

    assert [(one.account.name, one.role) for one in organisers_of(event.id)] == [
        (owner.name, "owner"), ("Ali", "editor"), ("Zoe", "editor"),
    ]  # fmt: skip
