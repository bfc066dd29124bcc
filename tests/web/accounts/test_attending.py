from html import unescape

from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.events import event, organiser
from tests.factories.programme import YOUTH, at, published_event

PAGE = "/account/events"


def test_my_events_tells_the_next_session_of_each(client, app, set_clock):
    set_clock(at(5, 9))
    person = account()
    taking_part = registration(published_event().id, person)
    client.sign_in(person)
    assert "Nothing in your agenda lies ahead." in client.get(PAGE).text

    book(taking_part, YOUTH)

    page = unescape(client.get(PAGE).text)
    assert f'href="/s/{YOUTH.code}"' in page
    set_clock(at(20, 9))
    assert f"/s/{YOUTH.code}" not in client.get(PAGE).text


def test_my_events_lists_what_one_organises(client, app, now):
    city = event("city")
    event("other")
    client.sign_in(organiser(city))

    page = client.get(PAGE).text

    assert 'href="/city/organise' in page
    assert "/other/" not in page


def test_my_events_tells_what_comes_next_where_one_organises(client, app, set_clock):
    set_clock(at(5, 9))
    person = organiser(published_event())
    client.sign_in(person)
    assert f"/cities/organise/sessions/{YOUTH.code}" in client.get(PAGE).text

    set_clock(at(20, 9))
    client.sign_in(person)
    assert "No session lies ahead." in client.get(PAGE).text


def test_who_takes_part_in_nothing_is_led_to_the_events(client, app, now):
    client.sign_in(account())

    assert "You take part in no event yet." in client.get(PAGE).text


def test_my_events_are_for_those_signed_in(client):
    assert client.get(PAGE).headers["Location"] == "/sign-in?next=/account/events"
