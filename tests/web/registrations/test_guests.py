"""The guest list: whom organisers invite, what guests answer, and an event that takes nobody else."""

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from conference.accounts.tables import Account
from conference.app import create_app
from conference.db import db
from conference.events.rules import RoleName
from conference.events.tables import AuditEntry
from conference.registrations import services
from conference.registrations.queries import guest_by_email, own_registration, registration_of, settings_of
from conference.registrations.rules import InvitationNeeded, Mode
from conference.registrations.rules.guests import INVITATION_PAUSE, GuestFacts
from conference.registrations.services import GroupFacts, SettingsFacts, edit_group, edit_settings
from conference.registrations.tables import Guest
from tests import client as browser
from tests.factories import events
from tests.factories.accounts import account
from tests.factories.events import event as event_without_release
from tests.factories.programme import NOW, published_event
from tests.factories.registrations import registration

LIST = "/cities/organise/guests"
ADD = f"{LIST}/add"
SAID = {"group": "youth", "organisation": "Jugendrat", "municipality": "", "consent": "y"}
NEWCOMER = {
    "name": "Şeyma Gökçe", "password": "a long enough word", "language": "tr", "zone": "Europe/Istanbul", **SAID,
}  # fmt: skip


@pytest.fixture
def event(app, now):
    return published_event()


@pytest.fixture
def owner(event):
    return events.organiser(event)


@pytest.fixture
def desk(client, owner):
    client.sign_in(owner)
    return client


def take_only(event, mode):
    edit_settings(event.id, SettingsFacts(mode=mode), now=NOW)


def listed(event, email="seyma@example.org", **facts):
    services.list_guests(event.id, [GuestFacts(email=email, **facts)], now=NOW)
    return guest_by_email(event.id, email).id


def link_of(event, owner, outbox, guest, email="seyma@example.org", now=NOW):
    services.send_invitations(event.id, [guest], inviter_id=owner.id, now=now)
    letter = [one for one in outbox() if (one.name, one.recipient) == ("registrations/invitation", email)][-1]
    return f"/cities/invitations/{letter.data['secrets']['token']}"


def guests(event):
    return db.session.scalars(select(Guest).where(Guest.event_id == event.id).order_by(Guest.email)).all()


# The list


def test_a_pasted_list_is_stored_and_no_letter_goes_out(desk, event, outbox):
    answer = desk.submit(ADD, {"lines": "Ada Ay <ada@example.org>\nBO@Example.org\n"})

    assert answer.status_code == 303
    assert [(one.email, one.name, one.language) for one in guests(event)] == [
        ("ada@example.org", "Ada Ay", "de"), ("bo@example.org", "", "de"),
    ]  # fmt: skip
    assert not outbox()
    page = desk.get(LIST).text
    assert "Ada Ay" in page
    assert "bo@example.org" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_taken_as_well(desk, event, kind):
    rows = [["Name", "E-Mail", "Gruppe", "Sprache"], ["Gökçe; Şeyma", "seyma@example.org", "press", "tr"]]
    if kind == "csv":
        content = 'Name;E-Mail;Gruppe;Sprache\n"Gökçe; Şeyma";seyma@example.org;press;tr\n'.encode()
    else:
        book, stored = Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(stored)
        content = stored.getvalue()

    answer = desk.submit(ADD, {"file": (io.BytesIO(content), f"guests.{kind}")})

    assert answer.status_code == 303
    (one,) = guests(event)
    assert (one.name, one.language, one.group_id is not None) == ("Gökçe; Şeyma", "tr", True)


def test_one_faulty_line_stores_nothing_and_the_lines_are_kept_to_be_mended(desk, event):
    content = b"e-mail;name\nada@example.org;Ada\nnowhere;<b>Bo</b>\n=1+1;Cem\n"

    answer = desk.submit(ADD, {"file": (io.BytesIO(content), "guests.csv")})

    assert answer.status_code == 422
    assert not guests(event)
    assert "Line 3" in answer.text
    assert "Line 4" in answer.text
    assert "ada@example.org; Ada" in answer.text
    assert "<b>Bo" not in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        {"lines": ""},
        {"lines": "  \n "},
        {"lines": "e-mail\n"},
        {"lines": "\0"},
        {"file": (io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0"), "x.png")},
        {"file": (io.BytesIO(b"PK\x03\x04nonsense"), "x.xlsx")},
    ],
    ids=["empty", "blank", "heading", "nul", "picture", "broken"],
)
def test_what_is_no_list_is_refused_with_a_sentence(desk, event, sent):
    answer = desk.submit(ADD, dict(sent))

    assert answer.status_code == 422
    assert not guests(event)


def test_what_is_too_large_is_refused(desk, event, monkeypatch):
    monkeypatch.setattr("conference.registrations.forms.guests.MOST_BYTES", 100)
    assert desk.submit(ADD, {"lines": "ada@example.org\n" * 20}).status_code == 422
    assert not guests(event)


def test_a_known_address_is_brought_up_to_date_and_keeps_what_the_line_leaves_open(desk, event):
    listed(event, name="S. G.", municipality="Kilis")

    desk.submit(ADD, {"lines": "Şeyma Gökçe <SEYMA@example.org>"})

    (one,) = guests(event)
    assert (one.name, one.municipality) == ("Şeyma Gökçe", "Kilis")


def test_a_list_longer_than_allowed_is_refused_whole(desk, event, monkeypatch):
    monkeypatch.setattr(services.guests, "MOST_GUESTS", 2)
    assert desk.submit(ADD, {"lines": "a@example.org\nb@example.org\nc@example.org"}).status_code == 422
    assert not guests(event)


def test_the_list_is_searched_filtered_and_costs_as_much_whatever_its_length(desk, event, queries):
    for name in ("ada", "bo"):
        listed(event, f"{name}@example.org", name=name.title(), organisation="Stadt Köln" if name == "bo" else "")
    queries.clear()
    page = desk.get(f"{LIST}?q=koln").text
    few = len(queries)
    assert "bo@example.org" in page
    assert "ada@example.org" not in page
    assert "ada@example.org" not in desk.get(f"{LIST}?state=declined").text

    services.list_guests(event.id, [GuestFacts(email=f"g{n}@example.org") for n in range(60)], now=NOW)
    queries.clear()
    assert desk.get(LIST).status_code == 200
    assert len(queries) <= few


def test_letters_go_to_whom_the_organiser_chose_and_to_nobody_who_registered(desk, event, owner, outbox):
    ada, bo = listed(event, "ada@example.org"), listed(event, "bo@example.org")
    there = account("ada@example.org")
    services.accept_as_guest(
        event.id, ada, there.id, group="youth", organisation="", municipality="", consent_version="1", now=NOW
    )
    question = f"{LIST}/decide?to=invite&guest={ada}&guest={bo}&guest=999"

    shown = desk.get(question)
    assert not [one for one in outbox() if one.name == "registrations/invitation"]
    assert "1 letter goes out" in shown.text
    assert desk.fill_in(question).status_code == 303

    (letter,) = [one for one in outbox() if one.name == "registrations/invitation"]
    assert letter.recipient == "bo@example.org"
    logged = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "guests")).all()
    assert all("example.org" not in f"{one.before}{one.after}{one.name}" for one in logged)


def test_nobody_is_invited_before_there_is_anything_to_see(client, app, now, outbox):
    draft = event_without_release(slug="drafts")
    client.sign_in(events.organiser(draft))
    guest = listed(draft)

    answer = client.get(f"/drafts/organise/guests/decide?to=invite&guest={guest}")

    assert "Publish a release first" in answer.text
    assert not outbox()


@pytest.mark.parametrize("role", [RoleName.OBSERVER, RoleName.HOST])
def test_only_those_who_may_decide_about_registrations_see_the_list(client, event, role):
    client.sign_in(events.organiser(event, name=role))
    for path in (LIST, ADD, f"{LIST}/decide?to=remove&guest=1"):
        assert client.get(path).status_code == 403


def test_guests_of_another_event_are_out_of_reach(desk, event):
    other = published_event([], slug="other")
    theirs = listed(other)

    desk.get(f"{LIST}/decide?to=remove&guest={theirs}")
    assert services.remove_guests(event.id, [theirs]) == 0
    assert guest_by_email(other.id, "seyma@example.org") is not None


# By invitation


def test_an_event_by_invitation_takes_nobody_else(client, event):
    take_only(event, Mode.INVITATION)
    assert "by invitation" in client.get("/cities/register").text
    someone = account("else@example.org")
    client.sign_in(someone)

    assert "by invitation" in client.get("/cities/register").text
    assert client.submit("/cities/register", SAID).status_code == 409
    with pytest.raises(InvitationNeeded):
        registration(event.id, someone)
    assert own_registration(event.id, someone.id) is None


def test_whoever_is_signed_in_with_an_address_on_the_list_needs_no_link(client, event):
    take_only(event, Mode.INVITATION)
    listed(event, municipality="Kilis")
    guest = account("seyma@example.org")
    client.sign_in(guest)

    assert client.fill_in("/cities/register", SAID).status_code == 303
    assert registration_of(event.id, guest.id) is not None


def test_a_guest_needs_no_approval_and_finds_their_group_though_others_do_not(client, event, owner, outbox):
    take_only(event, Mode.APPROVAL)
    edit_group(event.id, "press", GroupFacts(name={"de": "Presse"}, is_offered=False), now=NOW)
    link = link_of(event, owner, outbox, listed(event, name="Şeyma Gökçe", group="press"))

    shown = client.get(link)
    assert 'value="Şeyma Gökçe"' in shown.text
    assert 'value="press"' in shown.text
    assert 'value="press"' not in client.get("/cities/register").text
    assert (shown.headers["Cache-Control"], shown.headers["Referrer-Policy"]) == ("no-store", "strict-origin")

    assert client.fill_in(link, {**NEWCOMER, "group": "press"}).status_code == 303
    opened = db.session.scalar(select(Account).where(Account.email == "seyma@example.org"))
    assert opened.confirmed_at is not None
    assert registration_of(event.id, opened.id) is not None
    assert client.get("/cities/agenda").status_code == 200


def test_a_guest_with_an_account_signs_in_first_or_uses_another(client, event, owner, outbox):
    take_only(event, Mode.INVITATION)
    account("seyma@example.org")
    link = link_of(event, owner, outbox, listed(event))
    assert "has an account already" in client.get(link).text

    other = account("private@example.org")
    client.sign_in(other)
    assert client.fill_in(link, SAID).status_code == 303
    assert registration_of(event.id, other.id) is not None


def test_one_invitation_lets_in_one_person(app, event, owner, outbox):
    take_only(event, Mode.INVITATION)
    link = link_of(event, owner, outbox, listed(event))
    first, second = account("one@example.org"), account("two@example.org")
    for person in (first, second):
        browser = app.test_client()
        browser.sign_in(person)
        browser.submit(link, SAID)

    assert registration_of(event.id, first.id) is not None
    assert own_registration(event.id, second.id) is None


def test_where_all_seats_are_taken_guests_wait_like_everybody(client, event, owner, outbox):
    edit_settings(event.id, SettingsFacts(mode=Mode.INVITATION, cap=0), now=NOW)
    link = link_of(event, owner, outbox, listed(event))

    client.fill_in(link, NEWCOMER)

    opened = db.session.scalar(select(Account).where(Account.email == "seyma@example.org"))
    assert own_registration(event.id, opened.id).state == "waiting"


def test_a_button_pressed_twice_writes_once_and_the_link_it_sent_works(desk, event, outbox):
    listed(event)
    invite = f"{LIST}/decide?to=invite&who=all"

    first, second = desk.submit(invite, {}), desk.submit(invite, {})

    letters = [one for one in outbox() if one.name == "registrations/invitation"]
    assert (first.status_code, second.status_code, len(letters)) == (303, 303, 1)
    desk.sign_out()
    assert desk.get(f"/cities/invitations/{letters[0].data['secrets']['token']}").status_code == 200


def test_a_newer_letter_replaces_the_link_and_a_removed_guest_has_none(client, event, owner, outbox):
    guest = listed(event)
    old = link_of(event, owner, outbox, guest)
    new = link_of(event, owner, outbox, guest, now=NOW + INVITATION_PAUSE)

    assert (client.get(old).status_code, client.get(new).status_code) == (410, 200)
    services.remove_guests(event.id, [guest])
    assert client.get(new).status_code == 410
    assert client.get("/cities/invitations/nonsense").status_code == 410


def test_a_link_of_one_event_does_not_open_another(client, event, owner, outbox):
    link = link_of(event, owner, outbox, listed(event))
    published_event([], slug="other")

    assert client.get(link.replace("/cities/", "/other/")).status_code == 410


def test_a_guest_says_that_they_cannot_come_and_may_change_their_mind(client, event, owner, outbox):
    link = link_of(event, owner, outbox, listed(event))

    assert guest_by_email(event.id, "seyma@example.org").declined_at is None
    assert client.fill_in(f"{link}/decline").status_code == 200
    assert guest_by_email(event.id, "seyma@example.org").declined_at is not None

    assert client.fill_in(link, NEWCOMER).status_code == 303
    guest = guest_by_email(event.id, "seyma@example.org")
    assert (guest.declined_at, guest.registration_id is not None) == (None, True)


def test_settings_say_by_invitation(desk, event):
    assert desk.submit("/cities/organise/registration", {"mode": "invitation", "version": "0"}).status_code == 303
    assert settings_of(event.id).mode == Mode.INVITATION


def test_letters_to_guests_are_limited_for_each_address_of_the_network(settings, event):
    page, desk = "/cities/organise/guests/decide?to=invite&guest=1", events.organiser(event)
    limited = create_app(replace(settings, rate_limits=True))
    limited.test_client_class = browser.Client
    with limited.app_context():
        caller = limited.test_client()
        caller.sign_in(desk)
        answers = [caller.submit(page).status_code for _ in range(21)]
        db.session.remove()
        db.engine.dispose()

    assert answers[-1] == 429
    assert 429 not in answers[:20]
