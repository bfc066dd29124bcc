"""Booking and dropping from pages and programs."""

from html import unescape

import pytest
from sqlalchemy import func, select

from conference.agenda import services
from conference.agenda.queries import bookings_of, kept_clashes
from conference.agenda.tables import Booking
from conference.db import db
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import (
    ARRIVING,
    CALLED_OFF,
    HALF_TIME,
    NOW,
    OPENING,
    UNSCHEDULED,
    YOUTH,
    at,
    published_event,
    session,
)

JSON = {"Accept": "application/json"}
BOOK = f"/cities/sessions/{YOUTH.code}/book"
DROP = f"/cities/sessions/{YOUTH.code}/drop"
PAGE = f"/cities/sessions/{YOUTH.code}"


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def participant(event, client):
    """Registered for the event and signed in."""
    person = account("ada@example.org")
    made = registration(event.id, person)
    client.sign_in(person)
    return made


def states_of(who):
    return {one.session_uid: one.state for one in bookings_of(who.id)}


def flash_on(client, address):
    return unescape(client.get(address).text)


def test_one_click_books_and_leads_back_with_a_message(client, participant):
    answer = client.submit(BOOK, {"next": "/cities/programme?view=list"})

    assert (answer.status_code, answer.location) == (303, "/cities/programme?view=list")
    assert states_of(participant) == {YOUTH.uid: "booked"}
    assert "You have a seat in “Youth councils that decide”." in flash_on(client, PAGE)


@pytest.mark.parametrize("elsewhere", ["", "https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_way_back_that_leads_elsewhere_leads_to_the_session(client, participant, elsewhere):
    answer = client.submit(BOOK, {"next": elsewhere})

    assert answer.location == PAGE


def test_a_full_session_queues_and_says_at_which_place(client, event, participant):
    for _ in range(3):
        book(registration(event.id), YOUTH)

    client.submit(BOOK)

    assert states_of(participant) == {YOUTH.uid: "waiting"}
    assert "You wait at place 2" in flash_on(client, PAGE)


def test_dropping_gives_the_seat_to_the_next(client, event, participant):
    book(participant, YOUTH)
    book(registration(event.id), YOUTH)
    next_one = registration(event.id)
    book(next_one, YOUTH)

    answer = client.submit(DROP, {"next": "/cities/agenda"})

    assert (answer.status_code, answer.location) == (303, "/cities/agenda")
    assert states_of(participant) == {}
    assert states_of(next_one) == {YOUTH.uid: "booked"}
    assert "You gave up your seat in “Youth councils that decide”." in flash_on(client, PAGE)


def test_without_a_token_nothing_is_booked(client, participant):
    assert client.post(BOOK).status_code == 400
    assert states_of(participant) == {}


def test_a_visitor_is_led_to_sign_in_and_back_to_the_session(client, event):
    answer = client.submit(BOOK)

    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={PAGE}")


def test_who_is_not_registered_is_led_to_register_and_back(client, event):
    client.sign_in(account())

    answer = client.submit(BOOK)

    assert (answer.status_code, answer.location) == (303, f"/cities/register?next={PAGE}")


def test_a_registration_for_another_event_does_not_help(client, event):
    other = published_event((session("THER88", starts_at=at(9, 10)),), slug="others")
    person = account()
    registration(other.id, person)
    client.sign_in(person)

    assert client.submit(BOOK).location.startswith("/cities/register")
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 0


@pytest.mark.parametrize("verb", ["book", "drop"])
def test_a_session_of_another_event_is_not_found(client, participant, verb):
    published_event((session("THER88", starts_at=at(9, 10)),), slug="others")

    assert client.submit(f"/cities/sessions/THER88/{verb}").status_code == 404
    assert client.submit(f"/cities/sessions/NWHERE/{verb}").status_code == 404
    assert client.submit(f"/nowhere/sessions/{YOUTH.code}/{verb}").status_code == 404


@pytest.mark.parametrize(
    ("one", "words"),
    [(CALLED_OFF, "has been cancelled"), (UNSCHEDULED, "has no time yet"), (OPENING, "is over")],
)
def test_what_cannot_be_booked_says_why(client, participant, one, words):
    answer = client.submit(f"/cities/sessions/{one.code}/book")

    assert answer.status_code == 303
    assert words in flash_on(client, "/cities/agenda")
    refused = client.submit(f"/cities/sessions/{one.code}/book", headers=JSON)
    assert (refused.status_code, refused.json["state"]) == (409, None)
    assert words in refused.json["message"]
    assert states_of(participant) == {}


def test_programs_are_answered_in_json(client, event, participant):
    booked = client.submit(BOOK, headers=JSON)
    again = client.submit(BOOK, headers=JSON)
    dropped = client.submit(DROP, headers=JSON)

    assert booked.status_code == again.status_code == dropped.status_code == 200
    assert booked.json == {
        "state": "booked",
        "place": None,
        "taken": 1,
        "free": 1,
        "respond_by": None,
        "chance": None,
        "clashes": [],
        "message": "You have a seat in “Youth councils that decide”.",
    }
    assert (again.json["state"], again.json["taken"]) == ("booked", 1)
    assert (dropped.json["state"], dropped.json["taken"], dropped.json["free"]) == (None, 0, 2)


def test_programs_learn_their_place_in_the_queue(client, event, participant):
    for _ in range(2):
        book(registration(event.id), YOUTH)

    answer = client.submit(BOOK, headers=JSON)

    assert answer.status_code == 200
    assert {name: answer.json[name] for name in ("state", "place", "taken", "free")} == {
        "state": "waiting",
        "place": 1,
        "taken": 2,
        "free": 0,
    }


def test_programs_without_sign_in_or_registration_are_told_where_to_go(client, event):
    unknown = client.submit(BOOK, headers=JSON)
    client.sign_in(account())
    unregistered = client.submit(BOOK, headers=JSON)

    assert (unknown.status_code, unknown.json["sign_in"]) == (401, f"/sign-in?next={PAGE}")
    assert (unregistered.status_code, unregistered.json["register"]) == (403, f"/cities/register?next={PAGE}")


def test_the_session_page_shows_the_clash_before_it_is_booked_and_books_in_one_click(client, participant):
    book(participant, ARRIVING)

    page = client.get(PAGE).text
    answer = client.submit(BOOK, {"seen_clashes": ARRIVING.code})

    assert "Arriving in Kilis" in page
    assert "Book anyway" in page
    assert f'name="seen_clashes" value="{ARRIVING.code}"' in page
    assert answer.status_code == 303
    assert states_of(participant) == {ARRIVING.uid: "booked", YOUTH.uid: "booked"}


def test_a_clash_that_arose_meanwhile_is_shown_first_with_both_sessions_named(client, participant):
    book(participant, ARRIVING)

    answer = client.submit(BOOK, {"next": "/cities/programme", "seen_clashes": ""})

    assert answer.status_code == 409
    assert "Youth councils that decide" in answer.text
    assert "Arriving in Kilis" in answer.text
    assert all(clock in answer.text for clock in ("10:00", "11:00", "10:30", "11:30"))
    assert 'href="/cities/programme"' in answer.text
    assert states_of(participant) == {ARRIVING.uid: "booked"}


def test_a_clash_that_arose_meanwhile_is_told_to_programs(client, participant):
    book(participant, ARRIVING)

    refused = client.submit(BOOK, headers=JSON)
    accepted = client.submit(BOOK, {"seen_clashes": ARRIVING.code}, headers=JSON)

    clashes = [{"code": ARRIVING.code, "title": "Arriving in Kilis"}]
    assert (refused.status_code, refused.json["state"], refused.json["clashes"]) == (409, None, clashes)
    assert (accepted.status_code, accepted.json["state"], accepted.json["clashes"]) == (200, "booked", clashes)


def test_booking_can_drop_the_other_at_once(client, participant):
    book(participant, ARRIVING)

    answer = client.submit(BOOK, {"seen_clashes": ARRIVING.code, "instead": ARRIVING.code})

    assert answer.status_code == 303
    assert states_of(participant) == {YOUTH.uid: "booked"}
    assert "and gave up “Arriving in Kilis”" in flash_on(client, PAGE)


def test_a_code_that_is_not_ones_own_is_not_dropped_instead(client, event, participant):
    stranger = registration(event.id)
    book(stranger, ARRIVING)

    client.submit(BOOK, {"instead": f"{ARRIVING.code} NWHERE ' OR 1=1"})

    assert states_of(stranger) == {ARRIVING.uid: "booked"}
    assert states_of(participant) == {YOUTH.uid: "booked"}


def test_two_clashing_sessions_can_be_kept(client, participant):
    book(participant, YOUTH)
    book(participant, ARRIVING)

    answer = client.submit("/cities/agenda/clashes", {"first": YOUTH.code, "second": ARRIVING.code})

    assert (answer.status_code, answer.location) == (303, "/cities/agenda")
    assert kept_clashes(participant.id) == {frozenset((YOUTH.uid, ARRIVING.uid))}
    page = client.get("/cities/agenda").text
    assert "Keep both" not in page
    assert "Clashes with" in page


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (YOUTH.code, HALF_TIME.code),
        (YOUTH.code, "NWHERE"),
        ("NWHERE", YOUTH.code),
        ("", ""),
        (ARRIVING.code, YOUTH.code),
    ],
)
def test_only_a_clash_of_ones_own_can_be_kept(client, participant, first, second):
    book(participant, YOUTH)
    book(participant, HALF_TIME)

    assert client.submit("/cities/agenda/clashes", {"first": first, "second": second}).status_code == 404


def test_the_list_of_the_programme_carries_a_plain_form_for_each_session_that_can_be_booked(client, participant):
    page = client.get("/cities/programme?view=list").text

    assert {
        one.code for one in (YOUTH, ARRIVING, HALF_TIME) if f'action="/cities/sessions/{one.code}/book"' in page
    } == {
        YOUTH.code,
        ARRIVING.code,
        HALF_TIME.code,
    }


@pytest.mark.parametrize("verb", ["book", "drop"])
def test_booking_answers_in_a_number_of_queries_that_does_not_grow(client, app, queries, verb):
    many = [session(f"MANY{number:02}".replace("0", "A").replace("1", "B"), starts_at=at(9, 8)) for number in range(30)]
    event = published_event((YOUTH, *many))
    person = account()
    who = registration(event.id, person)
    client.sign_in(person)
    counts = []
    for chosen in ([], many):
        for one in chosen:
            services.book_session(who.id, one.uid, now=NOW)
        services.drop_booking(who.id, YOUTH.uid, now=NOW)
        if verb == "drop":
            book(who, YOUTH)
        queries.clear()
        assert client.submit(f"/cities/sessions/{YOUTH.code}/{verb}", headers=JSON).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[1] <= 20
