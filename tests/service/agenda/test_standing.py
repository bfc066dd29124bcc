"""How visitors stand to a programme, in a bounded number of queries."""

import pytest

from conference.agenda import services
from conference.agenda.queries import agendas_of, standing
from conference.registrations.queries import registrations_of
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import ARRIVING, HALF_TIME, NOW, YOUTH, at, published_event, session

pytestmark = pytest.mark.usefixtures("app")


def test_a_visitor_sees_seats_and_has_no_bookings():
    event = published_event()
    for _ in range(3):
        book(registration(event.id), YOUTH)

    stand = standing(event.published, None)

    assert (stand.is_registered, stand.registration_id) == (False, None)
    assert (stand.taken(YOUTH), stand.free(YOUTH), stand.waiting(YOUTH), stand.is_full(YOUTH)) == (2, 0, 1, True)
    assert (stand.taken(HALF_TIME), stand.free(HALF_TIME), stand.is_full(HALF_TIME)) == (0, None, False)
    assert stand.chosen == []


def test_an_account_that_is_not_registered_has_none_either():
    event = published_event()

    assert not standing(event.published, account().id).is_registered


def test_a_participant_sees_states_and_places_of_their_own():
    event = published_event()
    others = [registration(event.id) for _ in range(4)]
    person = account()
    who = registration(event.id, person)
    for one in (*others, who):
        book(one, YOUTH)
    services.drop_booking(others[2].id, YOUTH.uid, now=NOW)
    book(who, ARRIVING)
    book(who, HALF_TIME)
    services.drop_booking(who.id, HALF_TIME.uid, now=NOW)

    stand = standing(event.published, person.id)

    assert (stand.is_registered, stand.registration_id) == (True, who.id)
    assert stand.states == {YOUTH.uid: "waiting", ARRIVING.uid: "booked"}
    assert stand.places == {YOUTH.uid: 2}
    assert [one.code for one in stand.chosen] == [YOUTH.code, ARRIVING.code]
    assert stand.booked == [stand.programme.sessions[ARRIVING.code]]


def test_registrations_and_seats_of_another_event_do_not_show():
    event = published_event()
    other = published_event((session("THER88", starts_at=at(9, 10), seats=3),), slug="others")
    person = account()
    who = registration(other.id, person)
    services.book_session(who.id, other.published.programme.sessions["THER88"].uid, now=NOW)

    stand = standing(event.published, person.id)

    assert not stand.is_registered
    assert stand.taken_seats == {}
    assert [one.id for one in registrations_of(person.id)] == [who.id]


@pytest.mark.parametrize("number", [1, 30])
def test_standing_costs_two_queries_however_much_is_booked(queries, number):
    many = [
        session(f"{number:03}AAA".translate(str.maketrans("01", "XY")), starts_at=at(9, 8)) for number in range(number)
    ]
    event = published_event(many)
    person = account()
    who = registration(event.id, person)
    for one in many:
        book(who, one)
    queries.clear()

    stand = standing(event.published, person.id)

    assert len(stand.chosen) == number
    assert len(queries) == 2
    queries.clear()
    standing(event.published, None)
    assert len(queries) == 1


def test_all_agendas_of_an_event_are_read_in_one_query_however_many_there_are(queries):
    event = published_event()
    one, other, nobody = (registration(event.id) for _ in range(3))
    book(one, YOUTH)
    book(one, HALF_TIME)
    book(other, HALF_TIME)
    book(nobody, YOUTH)
    services.drop_booking(nobody.id, YOUTH.uid, now=NOW)
    elsewhere = published_event([session("QQQQQ2", starts_at=at(8, 10))], slug="other")
    book(registration(elsewhere.id), elsewhere.published.programme.sessions["QQQQQ2"])
    queries.clear()

    assert agendas_of(event.id) == {one.id: {YOUTH.uid, HALF_TIME.uid}, other.id: {HALF_TIME.uid}}
    assert len(queries) == 1
