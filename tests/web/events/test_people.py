"""The page of people, and accepting an invitation."""

import pytest

from conference.db import db
from conference.events.queries import invitations_of, role_of
from conference.events.rules import RoleName
from conference.worker import words_of
from tests.factories import accounts, draft, events
from tests.factories.accounts import PASSWORD

PEOPLE = "/cities/organise/people"
NEW = {"name": "Nil Yeni", "password": PASSWORD, "language": "tr", "zone": "Europe/Istanbul", "consent": "y"}


@pytest.fixture
def made(app):
    return draft.drafted("cities")


@pytest.fixture
def desk(client, made):
    client.sign_in(made.owner)
    return client


@pytest.fixture
def link(desk, outbox):
    """``link(email, role)`` invites somebody by the page and gives the address of the letter."""

    def ask(email="nil@example.org", role="editor"):
        answer = desk.fill_in(PEOPLE, {"email": email, "role": role, "language": "de"})
        assert answer.status_code == 303, answer.text
        letter = outbox()[-1]
        token = letter.data["secrets"]["token"]
        assert f"/invitations/{token}" in words_of(letter.name, letter.language, letter.data).text
        assert f"/invitations/{token}" in words_of(letter.name, letter.language, letter.data).html
        return f"/invitations/{token}"

    return ask


def role_in(made, account):
    db.session.expire_all()
    return role_of(made.event.id, account.id)


def test_an_invited_person_without_an_account_opens_one_and_organises(app, link, made):
    address = link()
    visitor = app.test_client()

    shown = visitor.get(address)
    answer = visitor.fill_in(address, NEW)

    assert "nil@example.org" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert answer.status_code == 303
    assert visitor.get("/cities/organise/sessions").status_code == 200
    assert visitor.get(address).status_code == 410


def test_a_weak_password_opens_nothing_and_keeps_what_was_typed(app, link, made):
    address = link()
    visitor = app.test_client()

    answer = visitor.fill_in(address, {**NEW, "password": "short"})

    assert answer.status_code == 422
    assert "Nil Yeni" in answer.text
    assert len(invitations_of(made.event.id)) == 1


def test_an_invited_person_with_an_account_signs_in_and_accepts(app, link, made):
    person = accounts.account("nil@example.org", name="Nil Yeni")
    address = link()
    visitor = app.test_client()

    asked = visitor.get(address)
    signed_in = visitor.submit(f"/sign-in?next={address}", {"email": person.email, "password": PASSWORD})
    accepted = visitor.fill_in(address)

    assert "/sign-in?next=" in asked.text
    assert "password" not in asked.text
    assert signed_in.location == address
    assert accepted.location == "/cities/organise/"
    assert role_in(made, person) is RoleName.EDITOR


def test_who_is_signed_in_with_another_address_is_asked_which_to_use(app, link, made):
    address = link("nil@example.org")
    other = accounts.account("other@example.org")
    visitor = app.test_client()
    visitor.sign_in(other)

    page = visitor.get(address).text
    visitor.fill_in(address)

    assert "The invitation was sent to nil@example.org." in page
    assert "Accept as other@example.org" in page
    assert role_in(made, other) is RoleName.EDITOR


@pytest.mark.parametrize("token", ["nothing", "x" * 3000, "%00", "ü"])
def test_a_wrong_link_says_so(client, token):
    assert client.get(f"/invitations/{token}").status_code == 410


@pytest.mark.parametrize("wrong", [{"email": ""}, {"email": "no address"}, {"role": "king"}, {"language": "xx"}])
def test_a_wrong_invitation_is_refused_at_its_field(desk, made, outbox, wrong):
    answer = desk.fill_in(PEOPLE, {"email": "nil@example.org", "role": "editor", "language": "de", **wrong})

    assert answer.status_code == 422
    assert outbox() == []


def test_an_organiser_is_not_invited_again(desk, made):
    answer = desk.fill_in(PEOPLE, {"email": made.owner.email, "role": "editor", "language": "de"})

    assert answer.status_code == 422
    assert "organises this event already" in answer.text


def test_an_invitation_is_sent_again_and_withdrawn(app, desk, made, link, outbox):
    old = link()
    asked = invitations_of(made.event.id)[0].id

    assert desk.submit(f"{PEOPLE}/invitations/{asked}/resend").status_code == 303
    new = outbox()[-1].data["secrets"]["token"]
    assert desk.get(old).status_code == 410
    assert desk.get(f"/invitations/{new}").status_code == 200
    assert desk.submit(f"{PEOPLE}/invitations/{asked}/withdraw").status_code == 303
    assert app.test_client().get(f"/invitations/{new}").status_code == 410
    assert desk.submit(f"{PEOPLE}/invitations/{asked}/withdraw").status_code == 404


def test_a_role_is_changed_and_taken_away(desk, made):
    person = events.organiser(made.event, name=RoleName.EDITOR)

    desk.submit(f"{PEOPLE}/{person.id}/role", {"role": "observer"})
    assert role_in(made, person) is RoleName.OBSERVER
    desk.submit(f"{PEOPLE}/{person.id}/role", {"role": "king"})
    assert role_in(made, person) is RoleName.OBSERVER
    desk.submit(f"{PEOPLE}/{person.id}/remove")
    assert role_in(made, person) is None
    assert desk.submit(f"{PEOPLE}/{person.id}/role", {"role": "owner"}).status_code == 404


def test_the_last_owner_stays(desk, made):
    desk.submit(f"{PEOPLE}/{made.owner.id}/remove")
    desk.submit(f"{PEOPLE}/{made.owner.id}/role", {"role": "editor"})

    assert role_in(made, made.owner) is RoleName.OWNER
    assert "keeps one owner" in desk.get(PEOPLE).text
    assert desk.submit("/cities/organise/leave").status_code == 422


@pytest.mark.parametrize("name", [RoleName.EDITOR, RoleName.OBSERVER, RoleName.HOST])
def test_whoever_is_no_owner_can_leave_by_themselves(client, made, name):
    person = events.organiser(made.event, name=name)
    client.sign_in(person)

    assert client.get("/cities/organise/leave").status_code == 200
    client.fill_in("/cities/organise/leave")

    assert role_in(made, person) is None
    assert client.get("/cities/organise/leave").status_code == 403


def test_a_changed_role_holds_for_the_very_next_page(app, desk, made):
    person = events.organiser(made.event, name=RoleName.EDITOR)
    other = app.test_client()
    other.sign_in(person)
    assert other.get("/cities/organise/sessions/new").status_code == 200

    desk.submit(f"{PEOPLE}/{person.id}/role", {"role": "observer"})

    assert other.get("/cities/organise/sessions/new").status_code == 403
