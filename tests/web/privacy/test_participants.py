"""Who sees that somebody takes part."""

import pytest

from conference.db import db, transaction
from conference.privacy.services import let_see
from conference.registrations.queries import registration_of
from conference.registrations.rules import SeenBy
from conference.registrations.services import withdraw
from conference.registrations.tables import Registration
from tests.factories import accounts, agenda, events
from tests.factories.programme import published_event

PAGE = "/cities/participants"
SHY, OPEN, PUBLIC = "Şule Görünmez", "Bora Yarıaçık", "Zoë Öffentlich"


@pytest.fixture
def event(app):
    return published_event()


def takes_part(event, name, seen_by):
    person = accounts.account(name=name)
    let_see(agenda.registration(event.id, person).id, seen_by)
    return person


@pytest.fixture
def people(event):
    return {
        SHY: takes_part(event, SHY, SeenBy.NOBODY),
        OPEN: takes_part(event, OPEN, SeenBy.PARTICIPANTS),
        PUBLIC: takes_part(event, PUBLIC, SeenBy.EVERYONE),
    }


def names(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return [name for name in (SHY, OPEN, PUBLIC) if f"<h3>{name}" in answer.text]


def test_a_visitor_sees_those_alone_who_want_everyone_to(client, people):
    assert names(client) == [PUBLIC]


def test_somebody_signed_in_who_does_not_take_part_sees_no_more(client, people):
    client.sign_in(accounts.account())

    assert names(client) == [PUBLIC]


def test_who_takes_part_sees_more_but_nobody_who_is_shy(client, people):
    client.sign_in(people[SHY])

    assert names(client) == [OPEN, PUBLIC]


def test_an_organiser_sees_what_participants_see(client, event, people):
    client.sign_in(events.organiser(event))

    assert names(client) == [OPEN, PUBLIC]


def test_nobody_is_seen_before_they_say_so(client, event):
    agenda.registration(event.id, accounts.account(name=SHY))

    assert names(client) == []


def test_no_address_is_on_the_page_and_no_search_engine_keeps_it(client, people):
    client.sign_in(people[OPEN])

    answer = client.get(PAGE)

    assert people[PUBLIC].email not in answer.text
    assert "Stadt Osnabrück" in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("state", ["pending", "waiting", "declined", "withdrawn"])
def test_who_is_not_confirmed_is_not_seen_and_sees_no_more_than_visitors(client, event, people, now, state):
    own = registration_of(event.id, people[PUBLIC].id)
    if state == "withdrawn":
        withdraw(event.id, own.id, now=now)
    else:
        with transaction():
            row = db.session.get_one(Registration, own.id)
            row.state, row.queued_as = state, 1 if state == "waiting" else None
    client.sign_in(people[PUBLIC])

    assert names(client) == []


def test_one_is_switched_on_and_off(client, people):
    client.sign_in(people[SHY])

    assert client.fill_in(PAGE, {"seen_by": "everyone"}).status_code == 303
    assert names(client) == [SHY, OPEN, PUBLIC]
    client.sign_out()
    assert names(client) == [SHY, PUBLIC]
    client.sign_in(people[SHY])
    client.fill_in(PAGE, {"seen_by": "nobody"})
    assert names(client) == [OPEN, PUBLIC]


def test_what_is_no_choice_changes_nothing(client, people):
    client.sign_in(people[SHY])

    answer = client.fill_in(PAGE, {"seen_by": "the press"})

    assert answer.status_code == 422
    assert names(client) == [OPEN, PUBLIC]


def test_who_does_not_take_part_has_nothing_to_switch(client, people):
    client.sign_in(accounts.account())

    assert client.submit(PAGE, {"seen_by": "everyone"}).headers["Location"] == "/cities/register"
    client.sign_out()
    assert client.submit(PAGE, {"seen_by": "everyone"}).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("words", ["zoe", "OFFENTLICH", "oeffentlich", "zoe osnabruck", "administration"])
def test_the_search_is_as_tolerant_as_others(client, people, words):
    page = client.get(PAGE, query_string={"q": words})

    assert f"<h3>{PUBLIC}" in page.text


def test_a_search_finds_nobody_who_is_not_to_be_seen(client, people):
    page = client.get(PAGE, query_string={"q": "görünmez\0"})

    assert page.status_code == 200
    assert f"<h3>{SHY}" not in page.text


def test_a_form_of_registration_asks_and_nobody_is_the_answer_where_nothing_is_chosen(client, event):
    ada, bo = accounts.account(), accounts.account()
    said = {"group": "administration", "municipality": "Kilis", "organisation": "", "consent": "y"}
    client.sign_in(ada)
    client.fill_in("/cities/register", {**said, "seen_by": "participants"})
    client.sign_in(bo)
    client.fill_in("/cities/register", said)

    assert registration_of(event.id, ada.id).seen_by == "participants"
    assert registration_of(event.id, bo.id).seen_by == "nobody"


def test_a_long_list_comes_by_pages_and_costs_as_many_questions_as_a_short_one(client, event, queries):
    takes_part(event, "A 0", SeenBy.EVERYONE)
    client.get(PAGE)
    queries.clear()
    client.get(PAGE)
    few = len(queries)
    for number in range(1, 52):
        takes_part(event, f"A {number}", SeenBy.EVERYONE)
    queries.clear()

    page = client.get(PAGE)

    assert len(queries) == few
    assert page.text.count("<h3>A ") == 50
    assert client.get(PAGE, query_string={"page": 2}).text.count("<h3>A ") == 2
