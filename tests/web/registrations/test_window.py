"""What pages of an event say of registering before registration opens, while it is open, and once it is closed."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from conference.registrations.rules import Mode
from conference.registrations.services import SettingsFacts, edit_settings
from tests.factories.accounts import account
from tests.factories.agenda import registration
from tests.factories.programme import NOW, YOUTH, published_event

REGISTER = "/cities/register"
FORM = f'href="{REGISTER}'
OWN = 'href="/cities/registration"'
PAGES = {
    "welcome": "/cities/",
    "programme": "/cities/programme",
    "session": f"/cities/sessions/{YOUTH.code}",
    "door": f"/s/{YOUTH.code}",
}
OFFERING = [page for page in PAGES if page != "programme"]
OPENS = NOW + timedelta(days=2)
CLOSED = {"de": "Die Anmeldung ist geschlossen", "tr": "Kayıt kapalı", "en": "Registration is closed"}


@pytest.fixture
def event(app, now):
    return published_event()


@pytest.fixture
def closed(event):
    edit_settings(event.id, SettingsFacts(closes_at=NOW), now=NOW)
    return event


def main_of(client, page, language="en"):
    answer = client.get(PAGES[page], headers={"Accept-Language": language})
    assert answer.status_code == 200
    return unescape(answer.text.split("<main")[1].split("</main>")[0])


@pytest.mark.parametrize("page", OFFERING)
def test_while_registration_is_open_it_is_offered(client, event, page):
    edit_settings(event.id, SettingsFacts(opens_at=NOW, closes_at=OPENS), now=NOW)

    text = main_of(client, page)

    assert FORM in text
    assert CLOSED["en"] not in text
    assert "Registration opens" not in text


@pytest.mark.parametrize("language", ["de", "tr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_once_it_is_closed_pages_say_so_and_offer_it_no_more(client, closed, page, language):
    text = main_of(client, page, language)

    assert CLOSED[language] in text
    assert FORM not in text


@pytest.mark.parametrize("page", PAGES)
def test_before_it_opens_pages_say_when_by_the_clocks_of_event_and_reader(client, event, page):
    edit_settings(event.id, SettingsFacts(opens_at=datetime(2027, 6, 11, 7, 30, tzinfo=UTC)), now=NOW)
    client.sign_in(account(zone="Asia/Tokyo"))

    text = main_of(client, page)

    assert "Registration opens on" in text
    said = text.split("Registration opens on")[1].split(".")[0]
    assert "09:30 Berlin" in said
    assert "10:30 Istanbul" in said
    assert "16:30 Tokyo" in said
    assert FORM not in text


@pytest.mark.parametrize("page", PAGES)
def test_those_who_take_part_read_nothing_of_it(client, closed, page):
    person = account()
    edit_settings(closed.id, SettingsFacts(), now=NOW)
    registration(closed.id, person)
    edit_settings(closed.id, SettingsFacts(closes_at=NOW), now=NOW)
    client.sign_in(person)

    text = main_of(client, page)

    assert CLOSED["en"] not in text
    assert FORM not in text


@pytest.mark.parametrize("page", OFFERING)
def test_those_who_wait_to_be_let_in_are_led_to_their_registration(client, event, page):
    person = account()
    edit_settings(event.id, SettingsFacts(mode=Mode.APPROVAL), now=NOW)
    registration(event.id, person)
    client.sign_in(person)

    text = main_of(client, page)

    assert OWN in text
    assert FORM not in text


def test_delegations_do_not_ask_one_to_register_where_one_cannot(client, closed):
    client.sign_in(account())

    text = client.get("/cities/delegations").text

    assert CLOSED["en"] in text
    assert "Register first" not in text
