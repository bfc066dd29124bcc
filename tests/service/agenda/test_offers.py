"""Offers, swaps, margins, confirming and releasing, by the services."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from conference import worker
from conference.agenda import services
from conference.agenda.queries import bookings_of, standing
from conference.agenda.rules import Likelihood, NothingToConfirm, OfferOver, SeatRules
from conference.agenda.tables import Booking
from conference.db import db
from conference.events.tables import AuditEntry
from conference.letter_wishes.rules import LetterKind
from conference.letter_wishes.services import want_letters
from conference.programme.queries import newest_release
from conference.registrations.tables import Registration
from tests.factories.accounts import account
from tests.factories.agenda import registration
from tests.factories.programme import NOW, at, published_event, session

LATER = session("LATER2", starts_at=at(12, 10), seats=1)
BESIDE = session("BESD22", starts_at=at(12, 10), seats=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def event(app):
    return published_event((LATER, BESIDE))


def people(event, count, **facts):
    return [registration(event.id, account(**facts)).id for _ in range(count)]


def by(event, **rules):
    services.edit_event_seat_rules(event.id, SeatRules(**rules), now=NOW)


def state(who, one=LATER):
    db.session.expire_all()
    return {booking.session_uid: booking.state for booking in bookings_of(who)}.get(one.uid)


def names(outbox):
    return [letter.name for letter in outbox() if letter.name != "registrations/registered"]


def booked(event, count):
    everyone = people(event, count)
    for who in everyone:
        services.book_session(who, LATER.uid, now=NOW)
    return everyone


def test_a_free_seat_is_held_for_the_next_who_takes_it(event, outbox):
    by(event, offers=True, offer_minutes=120)
    first, second, third = booked(event, 3)
    revision = db.session.get(Registration, second).agenda_revision

    services.drop_booking(first, LATER.uid, now=NOW)

    assert (state(second), state(third)) == ("offered", "waiting")
    assert db.session.get(Registration, second).agenda_revision > revision
    # The seat is held: whoever comes now queues.
    assert services.book_session(first, LATER.uid, now=NOW).state == "waiting"
    answer = services.take_seat(second, LATER.uid, now=NOW + HOUR)
    assert (answer.state, answer.taken, answer.free) == ("booked", 1, 0)
    assert names(outbox) == ["agenda/seat_offered"]


def test_an_offer_let_go_goes_to_the_next(event):
    by(event, offers=True, offer_minutes=120)
    first, second, third = booked(event, 3)
    services.drop_booking(first, LATER.uid, now=NOW)

    services.drop_booking(second, LATER.uid, now=NOW)

    assert (state(second), state(third)) == (None, "offered")


def test_an_offer_that_runs_out_goes_to_the_next_once_however_many_workers_look(event, outbox):
    by(event, offers=True, offer_minutes=120)
    first, second, third = booked(event, 3)
    services.drop_booking(first, LATER.uid, now=NOW)
    late = NOW + 2 * HOUR

    with pytest.raises(OfferOver):
        services.take_seat(second, LATER.uid, now=late)
    assert services.lapse_offers(now=late) == 1
    assert services.lapse_offers(now=late) == 0

    assert (state(second), state(third)) == (None, "offered")
    assert names(outbox) == ["agenda/seat_offered", "agenda/offer_lapsed", "agenda/seat_offered"]


def test_who_wants_no_news_of_waiting_lists_is_offered_seats_but_not_told_that_one_went_on(event, outbox):
    by(event, offers=True, offer_minutes=120)
    first, second, _third = booked(event, 3)
    want_letters([second], LetterKind.WAITING_LIST, is_wanted=False)

    services.drop_booking(first, LATER.uid, now=NOW)
    services.lapse_offers(now=NOW + 2 * HOUR)

    assert names(outbox) == ["agenda/seat_offered", "agenda/seat_offered"]
    assert state(second) is None


def test_news_of_waiting_lists_can_be_stopped_by_one_click(event, outbox):
    by(event, offers=True, offer_minutes=120)
    first, second, _third = booked(event, 3)
    services.drop_booking(first, LATER.uid, now=NOW)
    services.lapse_offers(now=NOW + 2 * HOUR)

    (lapsed,) = (letter for letter in outbox() if letter.name == "agenda/offer_lapsed")
    words = worker.words_of(lapsed.name, "en", lapsed.data)

    assert words.unsubscribe == f"{words.secrets[0].join(('http://localhost/account/notices/', '/at-once'))}"
    assert words.unsubscribe.removesuffix("/at-once") in words.text
    # Letters that were waiting when Meridian learnt of this say nothing of it.
    old = {key: fact for key, fact in lapsed.data.items() if key != "registration"}
    assert worker.words_of(lapsed.name, "en", old).unsubscribe is None
    assert second == lapsed.data["registration"]


def test_a_seat_waited_for_takes_the_place_of_the_one_given_up_for_it(event, outbox):
    holder, wisher, heir = people(event, 3)
    services.book_session(holder, LATER.uid, now=NOW)
    services.book_session(wisher, BESIDE.uid, now=NOW)
    services.book_session(heir, BESIDE.uid, now=NOW)

    services.book_instead(wisher, LATER.uid, instead_of=[BESIDE.uid], now=NOW, swaps_later=True)
    assert (state(wisher), state(wisher, BESIDE)) == ("waiting", "booked")
    services.drop_booking(holder, LATER.uid, now=NOW)

    assert (state(wisher), state(wisher, BESIDE), state(heir, BESIDE)) == ("booked", None, "booked")
    gained = next(letter for letter in outbox() if letter.name == "agenda/seat_gained")
    assert [title["en"] for title in gained.data["given_up"]] == ["Session BESD22"]


def test_a_wish_taken_back_keeps_both(event):
    holder, wisher = people(event, 2)
    services.book_session(holder, LATER.uid, now=NOW)
    services.book_session(wisher, BESIDE.uid, now=NOW)
    services.book_instead(wisher, LATER.uid, instead_of=[BESIDE.uid], now=NOW, swaps_later=True)

    services.wish_swap(wisher, LATER.uid, given=[], now=NOW)
    services.drop_booking(holder, LATER.uid, now=NOW)

    assert (state(wisher), state(wisher, BESIDE)) == ("booked", "booked")


def test_a_margin_gives_more_seats_and_those_who_wait_have_them_at_once(event):
    _first, second, third = booked(event, 3)

    services.edit_session_seat_rules(event.id, LATER.uid, {"margin": 1}, now=NOW)

    assert (state(second), state(third)) == ("booked", "waiting")
    stand = standing(newest_release("cities"), None)
    assert (stand.capacity(LATER), stand.taken(LATER), stand.capacity(BESIDE)) == (2, 2, 1)


def test_seats_nobody_confirmed_are_released_and_the_queue_moves_up(event, outbox):
    by(event, release_minutes=24 * 60, confirm_hours=48, margin=1)
    comes, silent, waits = booked(event, 3)
    opens = LATER.slot.starts_at - 72 * HOUR

    assert services.ask_for_confirmation(now=opens - HOUR) == 0
    assert (services.ask_for_confirmation(now=opens), services.ask_for_confirmation(now=opens)) == (2, 0)
    assert services.confirm_seat(comes, LATER.uid, now=opens).changed
    assert not services.confirm_seat(comes, LATER.uid, now=opens).changed
    due = LATER.slot.starts_at - 24 * HOUR
    assert services.release_unconfirmed_seats(now=due - HOUR) == 0
    assert (services.release_unconfirmed_seats(now=due), services.release_unconfirmed_seats(now=due)) == (1, 0)

    assert (state(comes), state(silent), state(waits)) == ("booked", None, "booked")
    assert names(outbox) == ["agenda/confirm_seat", "agenda/confirm_seat", "agenda/seat_released", "agenda/seat_gained"]
    with pytest.raises(NothingToConfirm):
        services.confirm_seat(waits, LATER.uid, now=due)


@pytest.mark.parametrize(("minutes", "ends"), [(60, 1), (59, 0)])
def test_nobody_loses_a_seat_who_was_asked_less_than_an_hour_before(event, minutes, ends):
    by(event, release_minutes=24 * 60, confirm_hours=48)
    booked(event, 1)
    due = LATER.slot.starts_at - 24 * HOUR
    services.ask_for_confirmation(now=due - timedelta(minutes=minutes))

    assert services.release_unconfirmed_seats(now=due) == ends


def test_nobody_is_asked_so_late_that_their_seat_would_stay_theirs_without_an_answer(event, outbox):
    by(event, release_minutes=24 * 60, confirm_hours=48)
    (late,) = booked(event, 1)
    due = LATER.slot.starts_at - 24 * HOUR

    assert services.ask_for_confirmation(now=due - HOUR / 2) == 0
    assert services.release_unconfirmed_seats(now=due) == 0
    assert state(late) == "booked"
    assert names(outbox) == []


def test_nobody_is_asked_where_nothing_is_released(event):
    booked(event, 1)

    assert services.ask_for_confirmation(now=LATER.slot.starts_at - HOUR) == 0
    assert services.release_unconfirmed_seats(now=LATER.slot.starts_at - HOUR) == 0


def test_changes_of_rules_stand_in_the_audit_log(event):
    by(event, offers=True)
    services.edit_session_seat_rules(event.id, LATER.uid, {"offers": False}, now=NOW)

    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "seats").order_by(AuditEntry.id)).all()

    assert [(one.key, one.before["offers"], one.after["offers"]) for one in entries] == [
        ("", False, True),
        (LATER.code, True, False),
    ]


def test_chances_come_from_sessions_that_are_over(app):
    past = [session(f"PAST{number}2", starts_at=at(4, 10), seats=1) for number in range(2, 5)]
    event = published_event((*past, LATER))
    for one in past:
        first, second = people(event, 2)
        before = one.slot.starts_at - 24 * HOUR
        services.book_session(first, one.uid, now=before)
        services.book_session(second, one.uid, now=before)
        services.drop_booking(first, one.uid, now=before)
    _holder, waits = booked(event, 2)
    account_id = db.session.get(Registration, waits).account_id

    chance = standing(newest_release("cities"), account_id).chance(LATER, NOW)

    assert (chance.likelihood, chance.reached, chance.of) == (Likelihood.LIKELY, 3, 3)


@pytest.mark.parametrize("language", ["de", "tr", "en"])
@pytest.mark.parametrize("name", ["seat_offered", "offer_lapsed", "confirm_seat", "seat_released"])
def test_letters_say_what_is_asked_and_until_when(event, outbox, language, name):
    by(event, offers=True, offer_minutes=120, release_minutes=24 * 60)
    (first,) = people(event, 1)
    services.book_session(first, LATER.uid, now=NOW)
    lucky = registration(event.id, account(name="Şeyma <Gökçe>", language=language)).id
    services.book_session(lucky, LATER.uid, now=NOW)
    services.drop_booking(first, LATER.uid, now=NOW)
    if name == "offer_lapsed":
        services.lapse_offers(now=NOW + 2 * HOUR)
    elif name != "seat_offered":
        services.take_seat(lucky, LATER.uid, now=NOW)
        services.ask_for_confirmation(now=LATER.slot.starts_at - 72 * HOUR)
        services.release_unconfirmed_seats(now=LATER.slot.starts_at - 24 * HOUR)
    letter = next(one for one in outbox() if one.name == f"agenda/{name}")

    words = worker.words_of(letter.name, letter.language, letter.data)

    assert "LATER2" in words.subject
    if token := letter.data.get("secrets", {}).get("token"):
        assert f"http://localhost/cities/seats/{token}" in words.text
        assert f"http://localhost/cities/seats/{token}" in words.html
    if name == "seat_offered":
        assert "11:37" in words.text
    if name == "confirm_seat":
        assert "10:00" in words.text
    assert "Şeyma &lt;Gökçe&gt;" in words.html


def test_of_those_who_book_anew_nothing_is_left_of_before(event):
    by(event, release_minutes=24 * 60)
    (who,) = booked(event, 1)
    opens = LATER.slot.starts_at - 72 * HOUR
    services.ask_for_confirmation(now=opens)
    services.drop_booking(who, LATER.uid, now=opens)

    services.book_session(who, LATER.uid, now=opens)

    booking = db.session.scalars(select(Booking).where(Booking.registration_id == who)).one()
    assert (booking.asked_at, booking.answer_hash) == (None, None)
    assert booking.confirmed_at == opens, "who books while people are asked says that they are coming"
