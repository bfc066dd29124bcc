from datetime import timedelta

import pytest

from conference.calendars import rules, services
from conference.calendars.queries import (
    SubscriptionNotFound,
    choices_of,
    held_seats,
    subscription_by_token,
    subscription_of,
    subscriptions_of,
    token_of,
    waiting_places,
)
from conference.calendars.rules import Choices
from conference.calendars.services import TooManySubscriptions
from conference.calendars.tables import Subscription
from conference.db import db
from conference.registrations.services import withdraw
from tests.databases import TEST_SECRET
from tests.factories import agenda, calendars
from tests.factories.programme import ARRIVING, HALF_TIME, YOUTH, document, publish, published_event, session


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def registration(event):
    return agenda.registration(event.id)


def test_a_token_is_kept_only_sealed_and_hashed(registration):
    subscription, token = calendars.subscription(registration)

    assert len(token) >= 43
    stored = db.session.get_one(Subscription, subscription.id)
    assert token.encode() not in stored.token_sealed
    assert token not in stored.token_hash
    assert token_of(stored, secret_key=TEST_SECRET) == token
    assert token_of(stored, secret_key="another key") is None


def test_each_address_has_a_secret_of_its_own(registration):
    tokens = {calendars.subscription(registration)[1] for _ in range(3)}

    assert len(tokens) == 3
    assert len(subscriptions_of(registration.id)) == 3


def test_a_token_leads_to_the_feed_of_its_registration(event, registration, now):
    _, token = calendars.subscription(registration, language="tr")
    agenda.book(registration, YOUTH)

    state = subscription_by_token(token)

    assert state.registration_id == registration.id
    assert (state.language, state.zone) == ("tr", "Europe/Berlin")
    assert (state.agenda_revision, state.agenda_changed_at) == (1, now)
    assert state.digest == event.published.digest
    assert not state.is_waiting
    assert subscription_by_token(token + "x") is None
    assert subscription_by_token("\udcff") is None


def test_the_newest_release_counts(event, registration, queries):
    _, token = calendars.subscription(registration)
    newer = publish(event.id, document((YOUTH,)))
    queries.clear()

    assert subscription_by_token(token).digest == newer.digest
    assert len(queries) == 1


def test_revoking_touches_one_address_alone(registration, now):
    phone, phone_token = calendars.subscription(registration, "Phone")
    office, office_token = calendars.subscription(registration, "Office")

    services.revoke_subscription(phone.id, account_id=registration.account_id, now=now)

    assert subscription_by_token(phone_token) is None
    assert subscription_by_token(office_token).subscription_id == office.id
    assert [known.name for known in subscriptions_of(registration.id)] == ["Office"]
    with pytest.raises(SubscriptionNotFound):
        services.revoke_subscription(phone.id, account_id=registration.account_id, now=now)


def test_another_persons_address_is_not_found(event, registration, now):
    own, token = calendars.subscription(registration)
    other = agenda.registration(event.id)

    with pytest.raises(SubscriptionNotFound):
        subscription_of(other.account_id, own.id)
    with pytest.raises(SubscriptionNotFound):
        services.revoke_subscription(own.id, account_id=other.account_id, now=now)
    with pytest.raises(SubscriptionNotFound):
        services.edit_subscription(
            own.id, account_id=other.account_id, name="Mine now", language="de", choices=Choices(), now=now
        )
    assert subscription_by_token(token) is not None


def test_a_name_language_and_content_can_change_and_the_address_stays(registration, now):
    subscription, token = calendars.subscription(registration)
    chosen = Choices(alarms=(5, 1440), shows_waiting=False, shows_cancelled=False, is_short=True, fills_time=False)

    services.edit_subscription(
        subscription.id, account_id=registration.account_id, name="Büro", language="de", choices=chosen, now=now
    )

    db.session.expire_all()
    known = subscription_of(registration.account_id, subscription.id)
    assert (known.name, known.alarms) == ("Büro", "5 1440")
    assert subscription_by_token(token).language == "de"
    assert subscription_by_token(token).choices == choices_of(known) == chosen


def test_a_form_sent_twice_makes_one_address(event, registration, now):
    def send(name="Phone", of=registration, key="a key"):
        return services.make_subscription(
            of.id, name=name, language="en", secret_key=TEST_SECRET, now=now, form_key=key
        )

    first, token = send()
    again, same = send()
    assert (again.id, same) == (first.id, token)

    # Another name is another address, though a browser went back to the same form.
    assert send("Office")[0].id != first.id
    # A key is its owner's alone.
    other = agenda.registration(event.id)
    assert send(of=other)[0].account_id == other.account_id

    services.revoke_subscription(first.id, account_id=registration.account_id, now=now)
    assert send()[1] not in {"", token}


def test_there_is_an_end_to_addresses(registration, now):
    for number in range(rules.MOST_SUBSCRIPTIONS):
        subscription, _ = calendars.subscription(registration, f"Device {number}")

    with pytest.raises(TooManySubscriptions):
        calendars.subscription(registration)

    services.revoke_subscription(subscription.id, account_id=registration.account_id, now=now)
    calendars.subscription(registration)


def test_a_new_address_carries_all_and_rings_never(registration):
    subscription, token = calendars.subscription(registration)

    state = subscription_by_token(token)

    assert subscription.account_id == registration.account_id
    assert (state.alarms, state.shows_waiting, state.shows_cancelled) == ("", True, True)
    assert (state.is_short, state.fills_time) == (False, True)


def test_who_withdrew_has_no_address_that_works(event, registration, now):
    _, token = calendars.subscription(registration)

    withdraw(event.id, registration.id, now=now)

    assert subscription_by_token(token) is None


def test_the_newest_fetch_stands_in_whatever_order_they_are_written(registration, now):
    first, _ = calendars.subscription(registration)
    second, _ = calendars.subscription(registration, "Office")
    later, release, newer = now + timedelta(seconds=9), now - timedelta(days=2), now - timedelta(days=1)

    services.record_fetches(
        [
            services.Fetch(second.id, later, "New/2.0\r\n", newer),
            services.Fetch(first.id, now, None, release),
        ]
    )
    services.record_fetches([services.Fetch(second.id, now, "Old/1.0", release)])
    services.record_fetches([services.Fetch(second.id, later, "Same/2.0", release)])

    db.session.expire_all()
    assert (second.last_fetched_at, second.last_fetched_by, second.last_release_at) == (later, "Same/2.0", newer)
    assert (first.last_fetched_at, first.last_fetched_by, first.last_release_at) == (now, None, release)


def test_places_in_the_queue_are_counted_and_dated(app, now):
    tight = session("TGHT22", starts_at=YOUTH.slot.starts_at, seats=1)
    event = published_event((tight, HALF_TIME))
    holder, first, second = (agenda.registration(event.id) for _ in range(3))
    for registration in (holder, first, second):
        agenda.book(registration, tight)

    assert [seat.place for seat in waiting_places(second.id)] == [2]
    assert waiting_places(second.id)[0].changed_at == now
    assert [seat.session_uid for seat in held_seats(holder.id)] == [tight.uid]

    later = now + timedelta(hours=1)
    agenda.services.drop_booking(holder.id, tight.uid, now=later)

    (moved,) = waiting_places(second.id)
    assert (moved.place, moved.changed_at) == (1, later)
    assert waiting_places(first.id) == ()
    assert [seat.changed_at for seat in held_seats(first.id)] == [later]


def test_what_was_dropped_is_not_held(registration, now):
    agenda.book(registration, YOUTH)
    agenda.book(registration, ARRIVING)

    agenda.services.drop_booking(registration.id, YOUTH.uid, now=now)

    assert [seat.session_uid for seat in held_seats(registration.id)] == [ARRIVING.uid]
