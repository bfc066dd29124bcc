"""Members come and go by themselves; the contact asks."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from conference.db import db
from conference.delegations import services
from conference.delegations.queries import (
    LinkNotValid,
    MemberNotFound,
    delegation_names,
    invitation_by_token,
    members_of,
    registrations_in,
)
from conference.delegations.rules import (
    INVITATION_LIFETIME,
    MOST_DELEGATIONS,
    MOST_LETTERS,
    DelegationFull,
    Invitee,
    MemberState,
    ReminderTooSoon,
    TooManyInvitations,
)
from conference.delegations.services.inviting import UNANSWERED_ARE_KEPT
from conference.delegations.tables import Delegation, DelegationMember
from conference.registrations.queries import own_registration
from conference.registrations.services import withdraw
from tests.databases import TEST_SECRET
from tests.factories.accounts import account
from tests.factories.delegations import YOUTH, ask, delegation, member, token_in_letter
from tests.factories.programme import NOW, published_event
from tests.factories.registrations import registration


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def ada(event):
    return account("ada@example.org", name="Ada")


@pytest.fixture
def youth(event, ada):
    return delegation(event.id, ada)


def join(of, place, person, token, **more):
    chosen = {"shows_agenda": True, "understands": (), "now": NOW, **more}
    return services.join(of.event_id, of.id, place.id, account_id=person.id, token=token, **chosen)


def states(of, now=NOW):
    return {one.name: one.state for one in members_of(of, now=now)}


def invite(of, people, now=NOW):
    return services.invite(of.event_id, of.id, people, inviter_id=of.contact_id, secret_key=TEST_SECRET, now=now)


def test_nobody_is_registered_by_being_asked(event, youth):
    mehmet = account("mehmet@example.org", name="Mehmet")

    ask(youth, mehmet.email)

    assert own_registration(event.id, mehmet.id) is None
    assert states(youth) == {"Ada": MemberState.CONFIRMED, "Mehmet Kaya": MemberState.INVITED}


def test_only_who_takes_part_can_join(event, ada, youth):
    mehmet = account("mehmet@example.org", name="Mehmet")
    place, token = ask(youth, mehmet.email)

    with pytest.raises(services.NotTakingPart):
        join(youth, place, mehmet, token)

    registration(event.id, mehmet)
    join(youth, place, mehmet, token)
    assert states(youth)["Mehmet"] is MemberState.CONFIRMED
    assert registrations_in(youth.id) == {own_registration(event.id, one.id).id for one in (ada, mehmet)}


def test_a_link_works_once_and_not_for_ever(event, youth):
    mehmet = account("mehmet@example.org")
    registration(event.id, mehmet)
    place, token = ask(youth, mehmet.email)

    with pytest.raises(LinkNotValid):
        invitation_by_token(token, now=NOW + INVITATION_LIFETIME)
    join(youth, place, mehmet, token)

    with pytest.raises(LinkNotValid):
        invitation_by_token(token, now=NOW)
    other = account()
    registration(event.id, other)
    with pytest.raises(LinkNotValid):
        join(youth, place, other, token)


def test_without_the_link_only_the_address_that_was_asked_joins(event, youth):
    mehmet, stranger = account("mehmet@example.org"), account()
    unconfirmed = account("late@example.org", is_confirmed=False)
    for person in (mehmet, stranger, unconfirmed):
        registration(event.id, person)
    place, _ = ask(youth, mehmet.email)
    late, _ = ask(youth, unconfirmed.email)

    for person, where in ((stranger, place), (unconfirmed, late)):
        with pytest.raises(LinkNotValid):
            join(youth, where, person, None)
    with pytest.raises(LinkNotValid):
        join(youth, place, stranger, "another")
    join(youth, place, mehmet, None)


def test_a_link_of_one_invitation_opens_no_other(event, youth):
    stranger = account()
    registration(event.id, stranger)
    place, _ = ask(youth, "mehmet@example.org")
    _, token = ask(youth, "selin@example.org")

    with pytest.raises(LinkNotValid):
        join(youth, place, stranger, token)


def test_whoever_was_asked_twice_joins_once(event, youth):
    mehmet = account("mehmet@example.org")
    registration(event.id, mehmet)
    first, token = ask(youth, mehmet.email)
    second, other_token = ask(youth, "mehmet@work.example")
    join(youth, first, mehmet, token)

    with pytest.raises(services.AlreadyMember):
        join(youth, second, mehmet, other_token)


def test_declining_can_be_taken_back(event, youth):
    mehmet = account("mehmet@example.org", name="Mehmet")
    registration(event.id, mehmet)
    place, token = ask(youth, mehmet.email)

    services.decline(event.id, youth.id, place.id, token=token, account_id=None, now=NOW)
    assert states(youth)["Mehmet Kaya"] is MemberState.REFUSED

    join(youth, place, mehmet, token)
    assert states(youth)["Mehmet"] is MemberState.CONFIRMED


def test_a_reminder_carries_the_same_link_and_works_anew(youth):
    place, token = ask(youth)
    later = NOW + INVITATION_LIFETIME + timedelta(days=1)

    with pytest.raises(ReminderTooSoon):
        services.remind(
            youth.event_id, youth.id, place.id, inviter_id=youth.contact_id, secret_key=TEST_SECRET, now=NOW
        )
    services.remind(youth.event_id, youth.id, place.id, inviter_id=youth.contact_id, secret_key=TEST_SECRET, now=later)

    assert token_in_letter("mehmet@example.org") == token
    assert invitation_by_token(token, now=later).row.id == place.id


def test_a_withdrawn_invitation_leaves_nothing(youth):
    place, token = ask(youth)

    services.withdraw_invitation(youth.event_id, youth.id, place.id)

    assert db.session.get(DelegationMember, place.id) is None
    with pytest.raises(LinkNotValid):
        invitation_by_token(token, now=NOW)


def test_all_are_asked_or_none(youth, outbox):
    before = len(outbox())
    people = [Invitee(f"Person {number}", f"person{number}@towns.example", "de") for number in range(50)]

    with pytest.raises(DelegationFull) as refused:
        invite(youth, people)
    assert refused.value.free == 49
    assert len(outbox()) == before

    done = invite(youth, people[:49])
    assert (len(done.asked), len(outbox()) - before) == (49, 49)


def test_who_was_asked_before_is_told_and_not_asked_again(youth, outbox):
    ask(youth)
    before = len(outbox())

    done = invite(youth, [Invitee("Mehmet", "mehmet@example.org", "tr"), Invitee("Selin", "selin@example.org", "tr")])

    assert [one.name for one in done.known] == ["Mehmet"]
    assert len(outbox()) == before + 1


def test_an_account_asks_so_many_within_an_hour_whatever_it_dissolves(event, ada, youth):
    people = [Invitee(f"P {number}", f"p{number}@towns.example", "de") for number in range(MOST_LETTERS + 1)]
    invite(youth, people[:49])
    services.dissolve_delegation(event.id, youth.id, now=NOW)
    again = services.create_delegation(event.id, contact_id=ada.id, facts=YOUTH, shows_agenda=True, now=NOW)

    with pytest.raises(TooManyInvitations):
        invite(again, people[49:])
    assert len(invite(again, people[49:60]).asked) == MOST_LETTERS - 49
    assert len(invite(again, people[60:], now=NOW + timedelta(hours=1)).asked) == 1


def test_one_mailbox_is_not_flooded_from_many_sides(event):
    delegations = [delegation(event.id) for _ in range(6)]
    for one in delegations[:5]:
        ask(one, "victim@example.org")

    with pytest.raises(services.MailboxFull):
        ask(delegations[5], "victim@example.org")


def test_an_account_leads_so_many_delegations(event, ada, youth):
    for _ in range(MOST_DELEGATIONS - 1):
        services.create_delegation(event.id, contact_id=ada.id, facts=YOUTH, shows_agenda=True, now=NOW)

    with pytest.raises(services.TooManyDelegations):
        services.create_delegation(event.id, contact_id=ada.id, facts=YOUTH, shows_agenda=True, now=NOW)


def test_who_does_not_take_part_makes_none(event):
    with pytest.raises(services.NotTakingPart):
        services.create_delegation(event.id, contact_id=account().id, facts=YOUTH, shows_agenda=True, now=NOW)


def test_a_member_leaves_and_still_takes_part(event, youth):
    mehmet = account("mehmet@example.org")
    member(youth, mehmet)

    services.leave(event.id, youth.id, account_id=mehmet.id, now=NOW)

    assert mehmet.id not in delegation_names(event.id)
    assert own_registration(event.id, mehmet.id).state == "confirmed"
    with pytest.raises(MemberNotFound):
        services.leave(event.id, youth.id, account_id=mehmet.id, now=NOW)


def test_the_contact_stays_until_somebody_else_is(event, ada, youth, outbox):
    mehmet = member(youth, account("mehmet@example.org"))

    with pytest.raises(services.ContactStays):
        services.leave(event.id, youth.id, account_id=ada.id, now=NOW)
    services.hand_over(event.id, youth.id, mehmet.id, now=NOW)
    services.leave(event.id, youth.id, account_id=ada.id, now=NOW)

    assert db.session.get(Delegation, youth.id).contact_id == mehmet.account_id
    assert outbox()[-1].name == "delegations/contact"


def test_nobody_who_has_not_joined_becomes_the_contact(event, youth):
    place, _ = ask(youth)

    with pytest.raises(MemberNotFound):
        services.hand_over(event.id, youth.id, place.id, now=NOW)


def test_who_is_removed_is_told(event, youth, outbox):
    mehmet = member(youth, account("mehmet@example.org"))

    services.remove_member(event.id, youth.id, mehmet.id, now=NOW)

    letter = outbox()[-1]
    assert (letter.name, letter.recipient) == ("delegations/removed", "mehmet@example.org")


def test_dissolving_tells_those_who_belong_and_nobody_else(event, youth, outbox):
    member(youth, account("mehmet@example.org"))
    ask(youth, "selin@example.org")
    before = len(outbox())

    services.dissolve_delegation(event.id, youth.id, now=NOW)

    assert [letter.recipient for letter in outbox()[before:]] == ["mehmet@example.org"]
    assert db.session.scalar(select(func.count()).select_from(DelegationMember)) == 0


def test_organisers_name_a_contact_who_becomes_it_by_joining(event):
    organiser, mehmet = account(), account("mehmet@example.org")
    registration(event.id, mehmet)
    made = services.create_delegation_for(
        event.id, contact=Invitee("Mehmet", mehmet.email, "tr"), facts=YOUTH, organiser_id=organiser.id,
        secret_key=TEST_SECRET, now=NOW,
    )  # fmt: skip
    assert made.contact_id is None
    place = db.session.scalars(select(DelegationMember)).one()

    join(made, place, mehmet, token_in_letter(mehmet.email))

    assert db.session.get(Delegation, made.id).contact_id == mehmet.id


def test_who_took_their_registration_back_is_shown_so(event, youth):
    mehmet = account("mehmet@example.org", name="Mehmet")
    member(youth, mehmet)

    withdraw(event.id, own_registration(event.id, mehmet.id).id, now=NOW)

    assert states(youth)["Mehmet"] is MemberState.WITHDRAWN


def test_people_who_never_answer_are_forgotten(event, youth):
    member(youth, account("mehmet@example.org"))
    ask(youth, "selin@example.org")
    end = NOW + INVITATION_LIFETIME + UNANSWERED_ARE_KEPT

    assert services.clear_invitations(now=end - timedelta(minutes=1)) == 0
    assert services.clear_invitations(now=end) == 1
    assert services.clear_invitations(now=end) == 0
