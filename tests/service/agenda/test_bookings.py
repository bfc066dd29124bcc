"""Bookings: seats, the queue, and what each change leaves behind."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from conference.agenda import rules, services
from conference.agenda.queries import bookings_of, kept_clashes
from conference.agenda.tables import Booking, SessionSeats
from conference.db import db, transaction
from conference.registrations.queries import RegistrationNotFound
from conference.registrations.services import withdraw
from conference.registrations.tables import Registration
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import (
    ARRIVING,
    CALLED_OFF,
    HALF_TIME,
    NOW,
    OPENING,
    SESSIONS,
    UNSCHEDULED,
    YOUTH,
    at,
    document,
    publish,
    published_event,
    session,
    uid_of,
)

pytestmark = pytest.mark.usefixtures("app")


def seats_of(one):
    return db.session.get(SessionSeats, one.uid, populate_existing=True)


def revision_of(of):
    return db.session.scalar(select(Registration.agenda_revision).where(Registration.id == of.id))


def letters_named(outbox, name):
    return [letter for letter in outbox() if letter.name == name]


def test_a_booking_takes_a_seat_and_raises_the_agenda():
    event = published_event()
    who = registration(event.id, now=NOW - timedelta(days=1))

    answer = book(who, YOUTH)

    assert (answer.state, answer.place, answer.taken, answer.free, answer.changed) == ("booked", None, 1, 1, True)
    assert [one.state for one in bookings_of(who.id)] == ["booked"]
    assert revision_of(who) == 1
    assert db.session.scalar(select(Registration.agenda_changed_at)) == NOW


def test_a_session_without_a_limit_always_has_a_seat():
    event = published_event()

    answers = [book(registration(event.id), HALF_TIME) for _ in range(4)]

    assert [(answer.state, answer.free) for answer in answers] == [("booked", None)] * 4
    assert seats_of(HALF_TIME).taken == 4


def test_booking_twice_changes_nothing_the_second_time():
    event = published_event()
    who = registration(event.id)
    book(who, YOUTH)

    again = book(who, YOUTH)

    assert (again.state, again.taken, again.changed) == ("booked", 1, False)
    assert revision_of(who) == 1


def test_a_full_session_queues_in_order():
    event = published_event()
    everyone = [registration(event.id) for _ in range(5)]

    answers = [book(who, YOUTH) for who in everyone]

    assert [(answer.state, answer.place) for answer in answers] == [
        ("booked", None),
        ("booked", None),
        ("waiting", 1),
        ("waiting", 2),
        ("waiting", 3),
    ]
    assert (seats_of(YOUTH).taken, seats_of(YOUTH).waiting) == (2, 3)


def test_a_dropped_seat_goes_to_who_waited_longest_with_a_letter(outbox):
    event = published_event()
    first, second, third, fourth = (
        registration(event.id, account(f"{name}@example.org", language="tr", zone="Europe/Istanbul"))
        for name in ("first", "second", "third", "fourth")
    )
    for who in (first, second, third, fourth):
        book(who, YOUTH)

    answer = services.drop_booking(second.id, YOUTH.uid, now=NOW + timedelta(minutes=1))

    assert (answer.state, answer.taken, answer.changed) == (None, 2, True)
    assert [one.state for one in bookings_of(third.id)] == ["booked"]
    assert [(one.state, one.queued_as) for one in bookings_of(fourth.id)] == [("waiting", 2)]
    assert bookings_of(second.id) == []
    assert [revision_of(who) for who in (first, second, third, fourth)] == [1, 2, 2, 1]
    (letter,) = letters_named(outbox, "agenda/seat_gained")
    assert (letter.recipient, letter.language) == ("third@example.org", "tr")
    assert letter.data["session"]["code"] == YOUTH.code
    assert letter.data["session"]["title"] == YOUTH.title
    assert letter.data["session"]["starts_at"] == "2027-06-08T08:00:00+00:00"
    assert letter.data["zone"] == "Europe/Istanbul"


def test_leaving_the_queue_moves_nobody_into_a_seat(outbox):
    event = published_event()
    everyone = [registration(event.id) for _ in range(4)]
    for who in everyone:
        book(who, YOUTH)

    services.drop_booking(everyone[2].id, YOUTH.uid, now=NOW)

    assert (seats_of(YOUTH).taken, seats_of(YOUTH).waiting) == (2, 1)
    assert book(everyone[3], YOUTH).place == 1
    assert letters_named(outbox, "agenda/seat_gained") == []


def test_who_drops_and_books_again_goes_to_the_end():
    event = published_event()
    everyone = [registration(event.id) for _ in range(4)]
    for who in everyone:
        book(who, YOUTH)

    services.drop_booking(everyone[2].id, YOUTH.uid, now=NOW)
    again = book(everyone[2], YOUTH)

    assert (again.state, again.place) == ("waiting", 2)


def test_dropping_what_is_not_booked_changes_nothing():
    event = published_event()
    who = registration(event.id)

    answer = services.drop_booking(who.id, YOUTH.uid, now=NOW)

    assert (answer.state, answer.changed) == (None, False)
    assert revision_of(who) == 0


@pytest.mark.parametrize(
    ("one", "refusal"),
    [
        (CALLED_OFF, rules.SessionCancelled),
        (UNSCHEDULED, rules.SessionUnscheduled),
        (OPENING, rules.SessionOver),
        (session("NWHERE"), rules.SessionUnknown),
    ],
)
def test_a_session_that_cannot_be_booked_is_refused_and_leaves_nothing(one, refusal):
    event = published_event()
    who = registration(event.id)

    with pytest.raises(refusal):
        book(who, one)

    assert db.session.scalar(select(func.count()).select_from(Booking)) == 0
    assert db.session.get(SessionSeats, one.uid) is None
    assert revision_of(who) == 0


def test_a_session_of_another_event_is_unknown_even_once_it_has_seats():
    event = published_event()
    other = published_event((session("THER88", starts_at=at(9, 10), seats=3),), slug="others")
    who, stranger = registration(event.id), registration(other.id)
    services.book_session(stranger.id, uid_of("THER88"), now=NOW)

    with pytest.raises(rules.SessionUnknown):
        services.book_session(who.id, uid_of("THER88"), now=NOW)


def test_a_session_that_has_begun_can_still_be_joined_and_one_that_ended_not():
    event = published_event()
    who = registration(event.id)

    assert services.book_session(who.id, YOUTH.uid, now=at(8, 11, 29)).state == "booked"
    services.drop_booking(who.id, YOUTH.uid, now=at(8, 11, 29))
    with pytest.raises(rules.SessionOver):
        services.book_session(who.id, YOUTH.uid, now=at(8, 11, 30))


def test_an_unknown_registration_is_refused():
    published_event()

    with pytest.raises(RegistrationNotFound):
        services.book_session(987654, YOUTH.uid, now=NOW)


def test_booking_instead_drops_the_other_once_the_seat_is_sure():
    event = published_event()
    who = registration(event.id)
    book(who, YOUTH)

    answer = services.book_instead(who.id, ARRIVING.uid, instead_of=[YOUTH.uid], now=NOW)

    assert answer.state == "booked"
    assert [one.session_uid for one in bookings_of(who.id)] == [ARRIVING.uid]
    assert seats_of(YOUTH).taken == 0


def test_booking_a_full_session_instead_keeps_the_other_seat():
    event = published_event()
    for _ in range(2):
        book(registration(event.id), YOUTH)
    who = registration(event.id)
    book(who, ARRIVING)

    answer = services.book_instead(who.id, YOUTH.uid, instead_of=[ARRIVING.uid], now=NOW)

    assert (answer.state, answer.place) == ("waiting", 1)
    assert {one.session_uid: one.state for one in bookings_of(who.id)} == {
        ARRIVING.uid: "booked",
        YOUTH.uid: "waiting",
    }


def test_a_clash_kept_is_remembered_until_one_of_both_is_dropped():
    event = published_event()
    who = registration(event.id)
    book(who, YOUTH)
    book(who, ARRIVING)

    services.keep_both(who.id, YOUTH.uid, ARRIVING.uid)
    services.keep_both(who.id, ARRIVING.uid, YOUTH.uid)

    assert kept_clashes(who.id) == {frozenset((YOUTH.uid, ARRIVING.uid))}
    services.drop_booking(who.id, ARRIVING.uid, now=NOW)
    assert kept_clashes(who.id) == set()


def seats_changed(one, seats):
    return [msgspec.structs.replace(each, seats=seats) if each.uid == one.uid else each for each in SESSIONS]


@pytest.mark.parametrize(("seats", "moved"), [(3, 1), (4, 2), (9, 3), (None, 3)])
def test_seats_raised_by_a_release_go_to_those_who_wait(outbox, seats, moved):
    event = published_event()
    everyone = [registration(event.id) for _ in range(5)]
    for who in everyone:
        book(who, YOUTH)
    publish(event.id, document(seats_changed(YOUTH, seats)))

    assert services.settle_bookings(event.id, now=NOW) == moved
    assert services.settle_bookings(event.id, now=NOW) == 0

    states = [bookings_of(who.id)[0].state for who in everyone]
    assert states == ["booked"] * (2 + moved) + ["waiting"] * (3 - moved)
    assert (seats_of(YOUTH).taken, seats_of(YOUTH).waiting) == (2 + moved, 3 - moved)
    assert len(letters_named(outbox, "agenda/seat_gained")) == moved


def test_who_comes_before_the_settling_does_not_overtake_the_queue():
    event = published_event()
    everyone = [registration(event.id) for _ in range(3)]
    for who in everyone:
        book(who, YOUTH)
    publish(event.id, document(seats_changed(YOUTH, 3)))

    late = book(registration(event.id), YOUTH)

    assert (late.state, late.place) == ("waiting", 1)
    assert bookings_of(everyone[2].id)[0].state == "booked"


def test_seats_lowered_below_those_taken_keep_every_booking_and_free_nothing():
    event = published_event()
    everyone = [registration(event.id) for _ in range(3)]
    for who in everyone:
        book(who, YOUTH)
    publish(event.id, document(seats_changed(YOUTH, 1)))

    services.settle_bookings(event.id, now=NOW)
    services.drop_booking(everyone[0].id, YOUTH.uid, now=NOW)

    assert [[one.state for one in bookings_of(who.id)] for who in everyone] == [[], ["booked"], ["waiting"]]
    services.drop_booking(everyone[1].id, YOUTH.uid, now=NOW)
    assert bookings_of(everyone[2].id)[0].state == "booked"


def test_a_cancelled_session_keeps_its_bookings_and_frees_nothing_until_it_is_revived():
    event = published_event()
    everyone = [registration(event.id) for _ in range(3)]
    for who in everyone:
        book(who, YOUTH)
    publish(event.id, document([one for one in SESSIONS if one.uid != YOUTH.uid]))

    assert services.settle_bookings(event.id, now=NOW) == 0
    services.drop_booking(everyone[0].id, YOUTH.uid, now=NOW)

    assert [[one.state for one in bookings_of(who.id)] for who in everyone] == [[], ["booked"], ["waiting"]]
    publish(event.id, document())
    assert services.settle_bookings(event.id, now=NOW) == 1
    assert bookings_of(everyone[2].id)[0].state == "booked"


def test_nobody_moves_up_into_a_session_that_is_over():
    event = published_event()
    everyone = [registration(event.id) for _ in range(3)]
    for who in everyone:
        book(who, YOUTH)

    services.drop_booking(everyone[0].id, YOUTH.uid, now=at(8, 12))

    assert bookings_of(everyone[2].id)[0].state == "waiting"
    assert services.settle_bookings(event.id, now=at(8, 12)) == 0


def test_the_worker_settles_every_event_and_costs_one_query_while_nobody_waits(queries):
    event = published_event()
    everyone = [registration(event.id) for _ in range(3)]
    for who in everyone[:2]:
        book(who, YOUTH)
    queries.clear()
    assert services.settle_bookings_of_newest_releases(now=NOW) == 0
    assert len(queries) == 1

    book(everyone[2], YOUTH)
    publish(event.id, document(seats_changed(YOUTH, 3)))

    assert services.settle_bookings_of_newest_releases(now=NOW) == 1


def test_withdrawing_gives_all_seats_to_those_who_wait():
    event = published_event()
    everyone = [registration(event.id) for _ in range(3)]
    for who in everyone:
        book(who, YOUTH)
        book(who, HALF_TIME)

    withdraw(event.id, everyone[0].id, now=NOW)
    assert services.drop_all(everyone[0].id, now=NOW) == 2

    assert {one.state for one in bookings_of(everyone[2].id)} == {"booked"}
    assert (seats_of(YOUTH).taken, seats_of(HALF_TIME).taken) == (2, 2)
    assert bookings_of(everyone[0].id) == []
    with pytest.raises(RegistrationNotFound):
        book(everyone[0], YOUTH)


def test_what_somebody_who_left_still_holds_is_given_back_by_the_worker(queries):
    event = published_event()
    gone, waits = registration(event.id), registration(event.id)
    book(gone, HALF_TIME)
    withdraw(event.id, gone.id, now=NOW)

    assert services.drop_all_of_those_who_left(now=NOW) == 1

    assert bookings_of(gone.id) == []
    assert waits.state == "confirmed"
    queries.clear()
    assert services.drop_all_of_those_who_left(now=NOW) == 0


def test_a_service_within_a_transaction_that_fails_leaves_nothing(outbox):
    event = published_event()
    everyone = [registration(event.id) for _ in range(3)]
    for who in everyone:
        book(who, YOUTH)

    def drop_and_fail():
        with transaction():
            services.drop_booking(everyone[0].id, YOUTH.uid, now=NOW)
            raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError):
        drop_and_fail()

    db.session.expire_all()
    assert [[one.state for one in bookings_of(who.id)] for who in everyone] == [["booked"], ["booked"], ["waiting"]]
    assert letters_named(outbox, "agenda/seat_gained") == []
