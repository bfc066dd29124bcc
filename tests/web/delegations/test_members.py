"""The pages by which people come together as a delegation."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from conference.accounts.queries import account_by_email
from conference.db import db, transaction
from conference.delegations import services
from conference.delegations.queries import delegations_of, members_of
from conference.registrations.queries import own_registration
from conference.registrations.rules import Mode
from conference.registrations.rules.guests import GuestFacts
from conference.registrations.services import SettingsFacts, edit_settings, list_guests, withdraw
from conference.registrations.tables import Guest, RegistrationSettings
from conference.wording import words_of
from tests.factories.accounts import account
from tests.factories.delegations import ask, delegation, member, token_in_letter
from tests.factories.programme import NOW
from tests.factories.registrations import registration

FACTS = {
    "name": "Youth of Osnabrück", "kind": "partnership", "partnership": "osnabrueck-canakkale",
    "organisation": "Jugendrat", "municipality": "Osnabrück", "group": "youth", "shows_agenda": "y",
}  # fmt: skip


@pytest.fixture
def mehmet(event):
    return account("mehmet@example.org", name="Mehmet Kaya")


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def page_of(of):
    return f"/cities/delegations/{of.id}"


def test_a_participant_makes_a_delegation_and_is_its_contact(client, event, ada):
    registration(event.id, ada)
    client.sign_in(ada)

    answer = client.fill_in("/cities/delegations/new", FACTS)

    made = delegations_of(event.id, ada.id)[0].delegation
    assert (answer.status_code, answer.location) == (303, page_of(made))
    assert (made.contact_id, made.partnership, made.group_key) == (ada.id, "osnabrueck-canakkale", "youth")
    shown = text_of(client.get(page_of(made)))
    assert "Osnabrück – Çanakkale" in shown
    assert "Ada <Example>" in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "Win at https://evil.example"}, {"kind": "army"}, {"partnership": ""},
        {"partnership": "nowhere"}, {"group": "nobody"}, {"name": "x" * 121}, {"municipality": "x" * 201},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_written_kept(client, event, ada, wrong):
    registration(event.id, ada)
    client.sign_in(ada)

    answer = client.submit("/cities/delegations/new", {**FACTS, **wrong})

    assert answer.status_code == 422
    assert 'value="Jugendrat"' in answer.text
    assert delegations_of(event.id, ada.id) == []


def test_who_does_not_take_part_is_led_to_registering(client, event, ada):
    client.sign_in(ada)

    for answer in (client.get("/cities/delegations/new"), client.submit("/cities/delegations/new", FACTS)):
        assert answer.status_code == 303
        assert answer.location.startswith("/cities/register")


def test_several_are_asked_at_once(client, youth, outbox):
    before = len(outbox())
    lines = "Mehmet Kaya <mehmet@example.org>\n\nSelin; selin@example.org de\nMehmet <mehmet@example.org>"

    answer = client.submit(f"{page_of(youth)}/members/several", {"lines": lines, "language_of_all": "tr"})

    assert answer.status_code == 303
    letters = outbox()[before:]
    assert [(one.recipient, one.language) for one in letters] == [
        ("mehmet@example.org", "tr"), ("selin@example.org", "de"),
    ]  # fmt: skip
    assert "earlier line: 4" in text_of(client.get(page_of(youth)))


def test_a_line_that_cannot_be_read_is_named_and_nobody_asked(client, youth, outbox):
    before = len(outbox())
    lines = "Mehmet <mehmet@example.org>\nSelin\n<b>x</b> <selin@example.org>"

    answer = client.submit(f"{page_of(youth)}/members/several", {"lines": lines, "language_of_all": "tr"})

    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Line 2: “Selin” has no e-mail address" in shown
    assert "Line 3" in shown
    assert "&lt;b&gt;x" in answer.text
    assert "Mehmet &lt;mehmet@example.org&gt;" in answer.text
    assert len(outbox()) == before


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"email": ""}, {"name": ""}, {"name": "x@y.example"}, {"language": "fr"}]
)
def test_one_who_cannot_be_asked_is_said(client, youth, outbox, wrong):
    before = len(outbox())
    person = {"name": "Mehmet", "email": "mehmet@example.org", "language": "tr"}

    answer = client.submit(f"{page_of(youth)}/members", {**person, **wrong})

    assert answer.status_code == 422
    assert len(outbox()) == before


def test_a_newcomer_registers_confirms_the_address_and_joins(app, client, event, youth, outbox):
    _place, token = ask(youth)
    newcomer = app.test_client()
    invitation = newcomer.get(f"/joining/{token}")
    assert "Ada <Example> asks Mehmet Kaya to join the delegation" in text_of(invitation)
    way = unescape(re.search(r'href="(/cities/register[^"]+)"', invitation.text)[1])
    form = newcomer.get(way)
    for filled in ("Mehmet Kaya", "mehmet@example.org", "Jugendrat", "Osnabrück"):
        assert f'value="{filled}"' in form.text
    assert '<option selected value="youth">' in form.text
    assert token not in way

    newcomer.submit(
        "/cities/register",
        {
            "name": "Mehmet Kaya", "email": "mehmet@example.org", "password": "a long enough word", "group": "youth",
            "organisation": "Jugendrat", "municipality": "Osnabrück", "language": "tr", "zone": "Europe/Istanbul",
            "consent": "y", "next": "/cities/delegations",
        },
    )  # fmt: skip
    letter = outbox()[-1]
    assert letter.name == "accounts/confirm_address"
    confirmed = newcomer.submit(f"/account/confirm/{letter.data['secrets']['token']}")
    assert confirmed.status_code == 303
    listed = newcomer.get("/cities/delegations")
    answer_page = re.search(r'href="(/cities/delegations/asked/\d+)"', listed.text)[1]
    joined = newcomer.fill_in(answer_page, {"shows_agenda": "y", "understands": "tr"})

    assert joined.location == page_of(youth)
    people = members_of(youth, now=NOW)
    assert [(one.name, str(one.state)) for one in people] == [
        ("Ada <Example>", "confirmed"), ("Mehmet Kaya", "confirmed"),
    ]  # fmt: skip


def test_an_account_registers_and_joins_by_the_link(app, client, event, youth, mehmet):
    _place, token = ask(youth)
    person = app.test_client()
    person.sign_in(mehmet)
    way = unescape(re.search(r'href="(/cities/register[^"]+)"', person.get(f"/joining/{token}").text)[1])

    answer = person.fill_in(
        way, {"group": "youth", "municipality": "Çanakkale", "consent": "y", "next": f"/joining/{token}"},
        to="/cities/register",
    )  # fmt: skip
    assert answer.location == f"/joining/{token}"
    joined = person.fill_in(f"/joining/{token}", {"understands": "tr"})

    assert joined.location == page_of(youth)
    own = next(one for one in members_of(youth, now=NOW) if one.account_id == mehmet.id)
    assert own.row.shows_agenda is False


def test_who_awaits_approval_joins_all_the_same(app, event, youth, mehmet):
    with transaction():
        db.session.get(RegistrationSettings, event.id).mode = str(Mode.APPROVAL)
    _place, token = ask(youth)
    person = app.test_client()
    person.sign_in(mehmet)

    answer = person.submit("/cities/register", {"group": "youth", "consent": "y", "next": f"/joining/{token}"})
    assert answer.location == f"/joining/{token}"
    person.fill_in(f"/joining/{token}", {"understands": "tr", "shows_agenda": "y"})

    assert str(members_of(youth, now=NOW)[1].state) == "pending"


def test_another_account_is_asked_before_it_joins(app, event, youth):
    _place, token = ask(youth)
    selin = account("selin@example.org", name="Selin")
    registration(event.id, selin)
    person = app.test_client()
    person.sign_in(selin)

    asked = person.fill_in(f"/joining/{token}", {"understands": "tr"})
    assert asked.status_code == 422
    assert "You are signed in as Selin, selin@example.org. The letter went to another address." in text_of(asked)
    assert "mehmet@example.org" not in asked.text

    joined = person.fill_in(f"/joining/{token}", {"understands": "tr", "as_signed_in": "y"})
    assert joined.status_code == 303
    assert delegations_of(event.id, selin.id)


def test_links_that_do_not_work_get_the_same_answer(app, client, event, youth, mehmet, set_clock):
    registration(event.id, mehmet)
    used_place, used = ask(youth, "used@example.org")
    services.join(
        event.id, youth.id, used_place.id, account_id=mehmet.id, token=used, shows_agenda=True, understands=(), now=NOW
    )
    withdrawn_place, withdrawn = ask(youth, "withdrawn@example.org")
    services.withdraw_invitation(event.id, youth.id, withdrawn_place.id)
    _, expired = ask(youth, "expired@example.org")
    set_clock(services.inviting.INVITATION_LIFETIME)

    visitor = app.test_client()
    answers = [visitor.get(f"/joining/{token}") for token in (used, withdrawn, expired, "unknown", "x\0y")]
    answers += [visitor.submit(f"/joining/{token}/decline") for token in (used, withdrawn, expired, "unknown")]

    assert {answer.status_code for answer in answers} == {410}
    assert len({text_of(answer) for answer in answers}) == 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_somebody_says_no_without_an_account(app, client, youth):
    _place, token = ask(youth)
    visitor = app.test_client()

    answer = visitor.fill_in(f"/joining/{token}/decline")

    assert "Thank you for answering" in text_of(answer)
    assert "Does not come along" in text_of(client.get(page_of(youth)))


def test_the_contact_sees_of_those_asked_the_name_and_the_state_alone(client, youth):
    ask(youth)

    shown = client.get(page_of(youth)).text

    assert "Mehmet Kaya" in shown
    assert "Not answered yet" in shown
    assert "mehmet@example.org" not in shown


def test_members_see_each_other_and_not_who_was_asked(app, client, event, youth, mehmet):
    member(youth, mehmet)
    ask(youth, "selin@example.org", name="Selin")
    person = app.test_client()
    person.sign_in(mehmet)

    shown = person.get(page_of(youth)).text

    assert "Ada &lt;Example&gt;" in shown
    assert "Selin" not in shown
    assert "ada@example.org" not in shown
    assert "/members/several" not in shown


def test_deeds_of_the_contact_are_refused_to_members_and_strangers(app, client, event, youth, mehmet):
    own = member(youth, mehmet)
    place, _token = ask(youth, "selin@example.org")
    person, stranger = app.test_client(), app.test_client()
    person.sign_in(mehmet)
    stranger.sign_in(account())
    deeds = [
        "members", "members/several", f"members/{place.id}/remind", f"members/{place.id}/withdraw",
        f"members/{own.id}/remove", f"members/{own.id}/contact", "dissolve", "edit",
    ]  # fmt: skip

    for deed in deeds:
        assert person.submit(f"{page_of(youth)}/{deed}").status_code == 403, deed
        assert stranger.submit(f"{page_of(youth)}/{deed}").status_code == 404, deed
        assert app.test_client().submit(f"{page_of(youth)}/{deed}").status_code in {302, 303}, deed
    assert stranger.get(page_of(youth)).status_code == 404
    assert len(members_of(youth, now=NOW)) == 3


def test_people_of_another_delegation_are_out_of_reach(client, event, youth):
    theirs = delegation(event.id)
    other = member(theirs)
    place, _token = ask(theirs, "selin@example.org")

    for deed in (f"{other.id}/remove", f"{other.id}/contact", f"{place.id}/withdraw", f"{place.id}/remind"):
        assert client.submit(f"{page_of(youth)}/members/{deed}").status_code == 404
    assert len(members_of(theirs, now=NOW)) == 3


def test_reminding_too_soon_is_said(client, ada, youth, set_clock):
    place, token = ask(youth)

    client.submit(f"{page_of(youth)}/members/{place.id}/remind")
    assert "less than a day ago" in text_of(client.get(page_of(youth)))

    set_clock(services.inviting.INVITATION_LIFETIME)
    client.sign_in(ada)
    client.submit(f"{page_of(youth)}/members/{place.id}/remind")
    assert "Another letter goes to Mehmet Kaya" in text_of(client.get(page_of(youth)))
    assert token_in_letter("mehmet@example.org") == token


def test_a_contact_hands_over_and_leaves(client, event, ada, youth, mehmet):
    own = member(youth, mehmet)

    client.submit(f"{page_of(youth)}/leave")
    assert "first hand that over" in text_of(client.get(page_of(youth)))

    client.submit(f"{page_of(youth)}/members/{own.id}/contact")
    answer = client.submit(f"{page_of(youth)}/leave")

    assert answer.location == "/cities/delegations"
    assert delegations_of(event.id, ada.id) == []
    assert own_registration(event.id, ada.id).state == "confirmed"


def test_a_delegation_is_dissolved_after_a_question(client, event, ada, youth):
    question = client.get(f"{page_of(youth)}/dissolve")
    assert "Dissolve “Youth of two cities”?" in text_of(question)

    client.submit(f"{page_of(youth)}/dissolve")

    assert delegations_of(event.id, ada.id) == []


def test_a_member_decides_who_sees_their_sessions(client, youth):
    client.submit(f"{page_of(youth)}/choices", {"understands": ["de", "tr"]})

    own = members_of(youth, now=NOW)[0].row
    assert (own.shows_agenda, own.understands) == (False, ["de", "tr"])
    assert "keeps their sessions to themselves" in text_of(client.get(page_of(youth)))


def test_the_letter_names_who_asks_and_what_it_means(app, youth, outbox):
    ask(youth)
    letter = outbox()[-1]
    words = words_of(letter.name, "en", letter.data)

    assert words.subject == "Will you come along to “Conference of Cities”?"
    assert "Ada <Example> asks you to join the delegation “Youth of two cities”" in " ".join(words.text.split())
    assert "You are not registered" in words.text
    assert f"/joining/{token_in_letter('mehmet@example.org')}" in words.text
    assert "Ada &lt;Example&gt;" in words.html
    assert letter.event_id == youth.event_id


@pytest.mark.parametrize("language", ["de", "tr", "en"])
@pytest.mark.parametrize("deed", ["dissolved", "removed", "contact"])
def test_all_letters_can_be_worded(app, event, youth, mehmet, outbox, language, deed):
    own = member(youth, mehmet)
    if deed == "dissolved":
        services.dissolve_delegation(event.id, youth.id, now=NOW)
    elif deed == "removed":
        services.remove_member(event.id, youth.id, own.id, now=NOW)
    else:
        services.hand_over(event.id, youth.id, own.id, now=NOW)
    letter = outbox()[-1]

    words = words_of(letter.name, language, letter.data)

    assert letter.name == f"delegations/{deed}"
    assert "Youth of two cities" in words.subject
    assert "Youth of two cities" in words.html


def test_the_page_asks_as_much_however_many_belong_to_it(client, event, youth, queries):
    def cost():
        client.get(page_of(youth))
        queries.clear()
        assert client.get(page_of(youth)).status_code == 200
        return len(queries)

    member(youth)
    few = cost()
    for _ in range(4):
        member(youth)
    ask(youth, "selin@example.org")

    assert cost() == few


def test_a_contact_who_takes_part_no_longer_asks_nobody_and_sees_no_address(client, event, ada, youth, mehmet, outbox):
    member(youth, mehmet)
    assert "mehmet@example.org" in client.get(page_of(youth)).text
    withdraw(event.id, own_registration(event.id, ada.id).id, now=NOW)
    letters = len(outbox())

    page = client.get(page_of(youth))
    assert "mehmet@example.org" not in page.text
    assert "hand that over" in page.text
    facts = {"name": "Can Er", "email": "can@example.org", "language": "tr"}
    assert client.submit(f"{page_of(youth)}/members", facts).status_code == 403
    lines = {"lines": "Can Er <can@example.org>", "language_of_all": "tr"}
    assert client.submit(f"{page_of(youth)}/members/several", lines).status_code == 403
    assert len(outbox()) == letters


@pytest.fixture
def invited(event, ada, client):
    """A delegation, in an event by invitation, whose contact is on the guest list."""
    list_guests(event.id, [GuestFacts(email="ada@example.org")], now=NOW)
    with transaction():
        guest = db.session.scalars(select(Guest)).one()
        guest.registration_id = registration(event.id, ada).id
    made = delegation(event.id, ada)
    edit_settings(event.id, SettingsFacts(mode=Mode.INVITATION), now=NOW)
    client.sign_in(ada)
    return made


NEWCOMER = {
    "name": "Mehmet Kaya", "email": "mehmet@example.org", "password": "a long enough word", "group": "youth",
    "language": "tr", "zone": "Europe/Istanbul", "consent": "y",
}  # fmt: skip


def test_whom_an_invited_contact_asks_may_register_by_invitation(app, client, event, invited, outbox):
    assert "those you ask may register, too" in text_of(client.get(page_of(invited)))
    _place, token = ask(invited)
    newcomer = app.test_client()
    page = newcomer.get(f"/joining/{token}")
    assert "register with the address mehmet@example.org" in text_of(page)
    way = unescape(re.search(r'href="(/cities/register[^"]+)"', page.text)[1])
    assert "Your delegation brings you along" in newcomer.get(way).text

    answer = newcomer.submit("/cities/register", {**NEWCOMER, "next": f"/joining/{token}"})

    assert answer.location == "/account/check-mail"
    letter = outbox()[-1]
    assert letter.name == "accounts/confirm_address"
    assert token not in str({**letter.data, "secrets": None})
    newcomer.submit(f"/account/confirm/{letter.data['secrets']['token']}")
    own = own_registration(event.id, account_by_email("mehmet@example.org").id)
    assert str(own.state) == "confirmed"


def test_the_link_of_somebody_asked_lets_no_other_address_in(app, event, invited):
    _place, token = ask(invited)
    other = app.test_client()

    answer = other.submit("/cities/register", {**NEWCOMER, "email": "other@example.org", "next": f"/joining/{token}"})

    assert answer.status_code == 422
    assert "yours went to mehmet@example.org" in text_of(answer)
    assert account_by_email("other@example.org") is None


def test_an_account_that_was_asked_may_register_and_another_not(app, event, invited, mehmet):
    _place, token = ask(invited)
    for one, status in ((mehmet, 303), (account("selin@example.org"), 409)):
        person = app.test_client()
        person.sign_in(one)

        answer = person.submit("/cities/register", {"group": "youth", "consent": "y", "next": f"/joining/{token}"})

        assert answer.status_code == status


def test_a_contact_who_is_no_guest_brings_nobody_and_is_told_so(app, client, event, youth, mehmet):
    edit_settings(event.id, SettingsFacts(mode=Mode.INVITATION), now=NOW)
    assert "only those on its guest list can register" in text_of(client.get(page_of(youth)))
    _place, token = ask(youth)
    visitor, person = app.test_client(), app.test_client()
    person.sign_in(mehmet)

    assert "you need to be on its guest list yourself" in text_of(visitor.get(f"/joining/{token}"))
    for who, form in ((visitor, NEWCOMER), (person, {"group": "youth", "consent": "y"})):
        answer = who.submit("/cities/register", {**form, "next": f"/joining/{token}"})
        assert answer.status_code == 409
        assert "by invitation" in answer.text


def test_withdrawing_does_not_shorten_the_pause_between_two_letters(client, ada, youth, outbox, set_clock):
    place, _token = ask(youth)
    client.submit(f"{page_of(youth)}/members/{place.id}/withdraw")
    before = len(outbox())
    person = {"name": "Mehmet", "email": "mehmet@example.org", "language": "tr"}

    refused = client.submit(f"{page_of(youth)}/members", person)
    assert refused.status_code == 422
    assert "mehmet@example.org was asked less than a day ago" in text_of(refused)
    assert 'value="mehmet@example.org"' in refused.text
    assert len(outbox()) == before

    other = delegation(youth.event_id, account("selin@example.org", name="Selin"))
    ask(other)  # another delegation may ask them all the same
    set_clock(NOW + timedelta(hours=24))
    client.sign_in(ada)
    assert client.submit(f"{page_of(youth)}/members", person).status_code == 303
