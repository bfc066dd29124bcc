"""Registering for an event."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from conference import clock
from conference.accounts.rules import PRIVACY_NOTICE
from conference.accounts.tables import Account
from conference.app import create_app
from conference.db import db
from conference.registrations.queries import registration_in, registration_of
from conference.registrations.services import GroupFacts, edit_group
from conference.registrations.tables import Registration
from tests import client as browser
from tests.factories.accounts import account
from tests.factories.agenda import registration
from tests.factories.events import event as event_without_release
from tests.factories.programme import YOUTH, published_event

ADDRESS = "/cities/register"
BACK = f"/cities/sessions/{YOUTH.code}"

ACCOUNT = {
    "name": "Şeyma Gökçe",
    "email": "seyma@example.org",
    "password": "a long enough word",
    "language": "tr",
    "zone": "Europe/Istanbul",
}
SAID = {
    "group": "administration",
    "organisation": "Kilis Belediyesi",
    "municipality": "Kilis",
    "consent": "y",
}
NEWCOMER = {**ACCOUNT, **SAID}


@pytest.fixture
def event(app):
    return published_event()


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_newcomer_opens_an_account_that_takes_part(client, event, outbox):
    answer = client.fill_in(ADDRESS, {**NEWCOMER, "next": BACK})

    assert (answer.status_code, answer.location) == (303, "/account/check-mail")
    made = db.session.scalar(select(Account))
    assert (made.name, made.language, made.zone, made.confirmed_at) == ("Şeyma Gökçe", "tr", "Europe/Istanbul", None)
    found = registration_of(event.id, made.id)
    assert (found.organisation, found.municipality) == ("Kilis Belediyesi", "Kilis")
    assert found.consent_version == PRIVACY_NOTICE
    assert registration_in(event.id, found.id).group.key == "administration"
    (letter,) = outbox()
    assert (letter.name, letter.language, letter.data["going_to"]) == ("accounts/confirm_address", "tr", BACK)
    assert client.get("/account/check-mail").status_code == 200


def test_the_browser_that_registered_confirms_without_the_password(client, app, event, outbox):
    client.fill_in(ADDRESS, NEWCOMER)
    link = f"/account/confirm/{outbox()[0].data['secrets']['token']}"

    assert 'name="password"' in app.test_client().get(link).text
    assert client.fill_in(link).status_code == 303


def told(outbox):
    return [(one.name, one.recipient) for one in outbox() if one.name.startswith("registrations/")]


def test_whoever_confirms_their_address_reads_once_that_they_take_part(client, event, outbox):
    client.fill_in(ADDRESS, NEWCOMER)
    assert told(outbox) == []
    link = f"/account/confirm/{outbox()[0].data['secrets']['token']}"

    client.fill_in(link)
    client.get(link)

    assert told(outbox) == [("registrations/registered", "seyma@example.org")]


def test_whoever_confirms_their_address_by_a_new_password_reads_it_too(client, app, event, outbox):
    client.fill_in(ADDRESS, NEWCOMER)
    client.fill_in("/account/forgot", {"email": "seyma@example.org"})
    link = f"/account/reset/{outbox()[-1].data['secrets']['token']}"

    assert client.fill_in(link, {"password": "another long word"}).status_code == 303

    assert told(outbox) == [("registrations/registered", "seyma@example.org")]


def test_without_anything_else_asked_for_the_letter_leads_to_the_agenda(client, event, outbox):
    client.fill_in(ADDRESS, NEWCOMER)

    assert outbox()[0].data["going_to"] == "/cities/agenda"


def test_a_way_on_that_leads_elsewhere_is_not_followed(client, event, outbox):
    client.fill_in(ADDRESS, {**NEWCOMER, "next": "https://evil.example/"})

    assert outbox()[0].data["going_to"] == "/cities/agenda"


def test_nothing_tells_whether_an_address_is_known(client, app, event):
    owner = account("seyma@example.org")

    known = client.fill_in(ADDRESS, NEWCOMER)
    unknown = app.test_client().fill_in(ADDRESS, {**NEWCOMER, "email": "other@example.org"})

    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)
    assert registration_of(event.id, owner.id) is None


def test_the_consent_is_not_ticked_beforehand_and_leads_to_the_notice(client, event):
    page = client.get(ADDRESS).text

    tick = page.split('name="consent"')[1].split(">")[0]
    assert "checked" not in tick
    assert 'href="/privacy"' in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Please fill this in."),
        ("name", "   ", "Please fill this in."),
        ("name", "x" * 201, "This is too long: at most 200 characters."),
        ("email", "", "Please fill this in."),
        ("email", "no address", "This is not an e-mail address."),
        ("email", f"{'x' * 300}@example.org", "This is too long"),
        ("password", "", "Please fill this in."),
        ("password", "short", "This is too short"),
        ("group", "", "Please fill this in."),
        ("group", "spies", "Not a valid choice"),
        ("organisation", "x" * 201, "This is too long: at most 200 characters."),
        ("municipality", "", "Please say which municipality you come from."),
        ("municipality", "x" * 201, "This is too long: at most 200 characters."),
        ("language", "xx", "Not a valid choice"),
        ("zone", "Europe/Nowhere", "Please choose a time zone"),
        ("consent", "", "Please agree to the privacy notice"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_the_rest_is_kept(client, event, outbox, field, value, words):
    answer = client.fill_in(ADDRESS, {**NEWCOMER, field: value})

    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    kept = {"name": "Şeyma Gökçe", "email": "seyma@example.org", "organisation": "Kilis Belediyesi"}
    assert [name for name, text in kept.items() if name != field and f'value="{text}"' not in answer.text] == []
    assert ACCOUNT["password"] not in answer.text
    assert (count(Account), count(Registration), outbox()) == (0, 0, [])


def test_only_an_administration_must_name_its_municipality(client, event):
    answer = client.fill_in(ADDRESS, {**NEWCOMER, "group": "youth", "organisation": "", "municipality": ""})

    assert answer.status_code == 303


def test_markup_in_a_name_is_shown_as_text(client, event):
    answer = client.fill_in(ADDRESS, {**NEWCOMER, "name": "<script>alert(1)</script>", "consent": ""})

    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_an_account_says_only_what_the_event_asks(client, event, outbox):
    person = account("ada@example.org", language="de")
    client.sign_in(person)
    page = client.get(ADDRESS).text
    assert 'name="password"' not in page
    assert 'name="email"' not in page

    answer = client.fill_in(ADDRESS, {**SAID, "next": BACK})

    assert (answer.status_code, answer.location) == (303, BACK)
    assert registration_of(event.id, person.id).municipality == "Kilis"
    assert [(letter.name, letter.language) for letter in outbox()] == [("registrations/registered", "de")]


def test_an_account_must_agree_to_the_notice_too(client, event):
    person = account()
    client.sign_in(person)

    assert client.fill_in(ADDRESS, {**SAID, "consent": ""}).status_code == 422
    assert registration_of(event.id, person.id) is None


def test_who_takes_part_already_is_led_on(client, event):
    person = account()
    registration(event.id, person)
    client.sign_in(person)

    assert client.get(ADDRESS).location == "/cities/agenda"
    assert client.get(f"{ADDRESS}?next={BACK}").location == BACK


def test_without_a_token_nobody_is_registered(client, event):
    assert client.post(ADDRESS, data=NEWCOMER).status_code == 400
    assert count(Account) == 0


@pytest.mark.parametrize("address", ["/nowhere/register", "/drafted/register", "/drafted/agenda"])
def test_an_event_without_a_release_is_not_found(client, app, address):
    event_without_release("drafted")
    client.sign_in(account())

    assert client.get(address).status_code == 404


def test_a_field_that_was_not_sent_is_an_empty_one(client, event):
    person = account()
    client.sign_in(person)

    answer = client.submit(ADDRESS, {"group": "press", "consent": "y"})

    assert answer.status_code == 303
    found = registration_of(event.id, person.id)
    assert (found.organisation, found.municipality) == ("", "")


def test_registering_over_and_over_is_slowed_down(settings, event):
    limited = create_app(replace(settings, rate_limits=True))
    limited.test_client_class = browser.Client
    with limited.app_context():
        caller = limited.test_client()
        answers = [caller.submit(ADDRESS, {"name": ""}).status_code for _ in range(11)]
        db.session.remove()
        db.engine.dispose()

    assert answers == [422] * 10 + [429]


@pytest.mark.parametrize("path", ["agenda", "programme"])
def test_what_is_ones_own_stands_in_the_menus_of_those_who_take_part(client, event, path):
    person = account()
    client.sign_in(person)
    before = client.get("/cities/programme").text
    registration(event.id, person)

    page = client.get(f"/cities/{path}").text

    for own in ("registration", "delegations", "letters"):
        assert page.split("<main")[0].count(f'href="/cities/{own}"') == 2
        assert f'href="/cities/{own}"' not in before


@pytest.fixture
def came_back(client, event):
    """Sign somebody in who registered and took it back."""
    person = account("ada@example.org")
    client.sign_in(person)
    client.fill_in(ADDRESS, {**SAID, "group": "youth", "organisation": "Gençlik Meclisi", "seen_by": "participants"})
    client.fill_in("/cities/registration/withdraw", {})
    assert registration_of(event.id, person.id) is None
    return person


def test_who_withdrew_finds_what_they_said_and_comes_back_by_the_consent_alone(client, event, came_back):
    page = client.get(ADDRESS).text

    assert "You took your registration back." in page
    assert re.search(r'<option selected value="youth">', page)
    assert 'value="Gençlik Meclisi"' in page
    assert 'value="Kilis"' in page
    assert re.search(r'<option selected value="participants">', page)
    assert "checked" not in page.split('name="consent"')[1].split(">")[0]
    assert client.fill_in(ADDRESS, {"consent": "y"}).status_code == 303
    found = registration_of(event.id, came_back.id)
    assert (found.organisation, found.municipality, found.seen_by) == ("Gençlik Meclisi", "Kilis", "participants")
    assert registration_in(event.id, found.id).group.key == "youth"


def test_a_link_that_fills_the_form_in_counts_more_than_what_was_said_before(client, event, came_back):
    page = client.get(f"{ADDRESS}?group=press&municipality=Adana").text

    assert re.search(r'<option selected value="press">', page)
    assert 'value="Adana"' in page
    assert 'value="Gençlik Meclisi"' in page


def test_what_was_said_before_is_nobody_elses(app, client, event, came_back):
    other = app.test_client()
    assert "Gençlik" not in other.get(ADDRESS).text
    other.sign_in(account("bea@example.org"))

    assert "Gençlik" not in other.get(ADDRESS).text


def test_a_group_that_is_offered_no_longer_is_chosen_anew(client, event, came_back):
    edit_group(event.id, "youth", GroupFacts(name={"de": "Jugend"}, is_offered=False), now=clock.now())

    page = client.get(ADDRESS).text

    assert 'value="Gençlik Meclisi"' in page
    assert 'value="youth"' not in page
    assert client.fill_in(ADDRESS, {"consent": "y"}).status_code == 422
