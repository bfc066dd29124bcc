"""One's own agenda."""

from datetime import timedelta
from html import unescape

import msgspec
import pytest

from conference.agenda import services
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import (
    ARRIVING,
    HALF_TIME,
    NOW,
    OPENING,
    SESSIONS,
    YOUTH,
    at,
    document,
    publish,
    published_event,
    session,
)


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def participant(event, client):
    """Registered for the event and signed in."""
    person = account("ada@example.org", name="Ada Example", zone="Europe/Istanbul")
    made = registration(event.id, person)
    client.sign_in(person)
    return made


def agenda(client):
    answer = client.get("/cities/agenda")
    assert answer.status_code == 200
    return " ".join(unescape(answer.text).split())


def agenda_at(client, **arguments):
    answer = client.get("/cities/agenda", query_string=arguments)
    assert answer.status_code == 200
    return " ".join(unescape(answer.text).split())


def part(page, after, before):
    return page.split(after, 1)[1].split(before, 1)[0]


def test_a_visitor_is_asked_to_sign_in_and_led_back(client, event):
    answer = client.get("/cities/agenda")

    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/cities/agenda")


def test_who_does_not_take_part_is_led_to_register(client, event):
    client.sign_in(account())

    answer = client.get("/cities/agenda")

    assert (answer.status_code, answer.location) == (303, "/cities/register")


def test_an_empty_agenda_leads_to_the_programme(client, participant):
    page = agenda(client)

    assert "Nothing is booked yet" in page
    assert 'href="/cities/programme?view=list"' in page
    assert 'href="/cities/agenda/subscriptions"' in page
    assert 'href="/cities/agenda.ics"' not in page


def test_an_agenda_shows_its_days_in_order_and_what_is_next(client, participant):
    for one in (HALF_TIME, YOUTH):
        book(participant, one)

    page = agenda(client)

    assert page.index("Tuesday 8 June") < page.index("Wednesday 9 June")
    banner = part(page, 'class="next"', "</section>")
    assert "23 min" in banner
    assert "Youth councils that decide" in banner
    assert "<b>10:00</b> Berlin" in banner
    assert "<b>11:00</b> Istanbul" in banner
    assert "Ada Example, Stadt Osnabrück" in page


def test_near_the_start_the_way_in_stands_beside_what_is_next(client, participant, set_clock):
    book(participant, YOUTH)
    assert f'href="/s/{YOUTH.code}"' not in part(agenda(client), 'class="next"', "</section>")

    set_clock(at(8, 9, 55))

    assert f'href="/s/{YOUTH.code}"' in part(agenda(client), 'class="next"', "</section>")


def test_subscribing_and_downloading_once_are_two_different_buttons(client, participant):
    book(participant, YOUTH)

    page = agenda(client)

    assert '<a class="btn go" href="/cities/agenda/subscriptions">Subscribe</a>' in page
    assert '<a class="btn" href="/cities/agenda.ics">Download once</a>' in page


def test_a_clash_stands_between_both_sessions_with_what_can_be_done(client, participant):
    book(participant, YOUTH)
    book(participant, ARRIVING)

    page = agenda(client)

    box = part(page, "60 min clash", "</li>")
    assert "10:30–11:30 | 11:30–12:30" in box
    assert "Keep “Youth councils that decide”" in box
    assert "Keep “Arriving in Kilis”" in box
    assert f'action="/cities/sessions/{ARRIVING.code}/drop"' in box
    assert f'action="/cities/sessions/{YOUTH.code}/drop"' in box
    assert 'action="/cities/agenda/clashes"' in box
    assert page.index(f'id="s-{YOUTH.code}"') < page.index("60 min clash") < page.index(f'id="s-{ARRIVING.code}"')


def test_keeping_one_of_two_drops_the_other(client, participant):
    book(participant, YOUTH)
    book(participant, ARRIVING)

    client.submit(f"/cities/sessions/{ARRIVING.code}/drop", {"next": "/cities/agenda"})

    assert "min clash" not in agenda(client)


def test_a_waiting_entry_says_its_place(client, event, participant):
    for _ in range(4):
        book(registration(event.id), YOUTH)
    book(participant, YOUTH)

    page = agenda(client)

    assert "Waiting, place 3" in page
    assert "A free seat becomes yours at once" in page
    assert 'class="next"' not in page


def test_a_session_moved_after_it_was_booked_says_so(client, event, participant):
    services.book_session(participant.id, HALF_TIME.uid, now=NOW - timedelta(days=3))
    moved = msgspec.structs.replace(HALF_TIME, slot=msgspec.structs.replace(HALF_TIME.slot, starts_at=at(9, 19)))
    publish(
        event.id, document([moved if one.uid == HALF_TIME.uid else one for one in SESSIONS]), now=NOW - timedelta(1)
    )

    assert "Moved by release 2, was 18:00 | 19:00" in agenda(client)


def test_a_session_booked_after_it_was_moved_does_not(client, event, participant):
    moved = msgspec.structs.replace(HALF_TIME, slot=msgspec.structs.replace(HALF_TIME.slot, starts_at=at(9, 19)))
    publish(
        event.id, document([moved if one.uid == HALF_TIME.uid else one for one in SESSIONS]), now=NOW - timedelta(1)
    )
    book(participant, HALF_TIME)

    assert "Moved by" not in agenda(client)


def test_a_cancelled_session_stays_struck_out_and_can_be_removed(client, event, participant):
    book(participant, HALF_TIME)
    publish(event.id, document([one for one in SESSIONS if one.uid != HALF_TIME.uid]))

    page = agenda(client)

    row = part(page, f'id="s-{HALF_TIME.code}"', "</li>")
    assert "cancelled-title" in row
    assert "Cancelled" in row
    assert f'action="/cities/sessions/{HALF_TIME.code}/drop"' in row
    client.submit(f"/cities/sessions/{HALF_TIME.code}/drop")
    assert f'id="s-{HALF_TIME.code}"' not in agenda(client)


def test_a_session_that_lost_its_time_stands_apart(client, event, participant):
    book(participant, HALF_TIME)
    without = msgspec.structs.replace(HALF_TIME, slot=None)
    publish(event.id, document([without if one.uid == HALF_TIME.uid else one for one in SESSIONS]))

    page = agenda(client)

    assert "Half-time" in part(page, "Without a time now", "</section>")


def test_days_that_are_over_are_folded_away(client, event, participant, set_clock):
    services.book_session(participant.id, OPENING.uid, now=at(3, 10))
    book(participant, YOUTH)

    page = agenda(client)

    assert "Opening" in part(page, "Show 1 day that is over", "</details>")
    assert "Youth councils" not in part(page, "Show 1 day that is over", "</details>")
    set_clock(at(12, 8))
    assert "Nothing more to come" in agenda(client)


def test_totals_count_what_is_still_to_come(client, event, participant):
    services.book_session(participant.id, OPENING.uid, now=at(3, 10))
    for _ in range(2):
        book(registration(event.id), YOUTH)
    for one in (YOUTH, ARRIVING, HALF_TIME):
        book(participant, one)

    sums = part(agenda(client), 'class="pass sums"', "</table>")

    assert [sums.split("<td>")[number].split("<")[0] for number in (1, 2, 3)] == ["2", "1", "1"]


def test_another_participants_bookings_are_not_shown(client, event, participant):
    book(registration(event.id), HALF_TIME)

    assert f'id="s-{HALF_TIME.code}"' not in agenda(client)


def test_an_agenda_of_one_and_of_thirty_costs_the_same_queries(app, client, queries):
    many = [session(f"MANY{number:02}".replace("0", "A").replace("1", "B"), starts_at=at(9, 8)) for number in range(30)]
    event = published_event((YOUTH, *many))
    person = account()
    who = registration(event.id, person)
    book(who, YOUTH)
    client.sign_in(person)
    client.get("/cities/agenda")
    queries.clear()
    client.get("/cities/agenda")
    with_one = len(queries)
    for one in many:
        services.book_session(who.id, one.uid, now=NOW)
    queries.clear()

    assert client.get("/cities/agenda").status_code == 200
    assert len(queries) == with_one
    assert with_one <= 9


def test_a_week_and_a_day_can_be_looked_at(client, participant):
    book(participant, YOUTH)
    book(participant, HALF_TIME)

    week = agenda_at(client, view="week")
    day = agenda_at(client, view="day", day="2027-06-09")

    assert "7–13 June 2027" in week
    assert '10:00<span class="till">–11:30</span>' in part(week, 'class="week-grid', '</section> <section class="col">')
    assert "Youth councils" not in part(day, 'id="mine"', "<aside")
    assert "Half-time" in part(day, 'id="mine"', "<aside")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2027-06-31", "tomorrow", "2027-06-08\0"])
def test_a_day_that_makes_no_sense_is_today(client, participant, day):
    book(participant, YOUTH)

    assert "Tuesday 8 June" in part(agenda_at(client, view="day", day=day), 'id="mine"', "<aside")


def test_another_zone_divides_the_days_and_names_nights(client, participant):
    evening = HALF_TIME
    book(participant, evening)

    page = agenda_at(client, zone="Asia/Tokyo")

    assert "As the clocks of Tokyo show it." in page
    assert "Thursday 10 June" in page
    assert "At night in Tokyo" in page
    assert "At night" not in agenda_at(client, zone="Mars/Base")


def test_a_tight_pause_is_told_with_what_else_there_is(client, event, participant):
    soon = session("SQQN33", starts_at=at(8, 11, 35), title={"en": "Soon after"})
    again = session("AGAN99", starts_at=at(9, 9), title={"en": "Soon after"})
    publish(event.id, document((*SESSIONS, soon, again)))
    book(participant, YOUTH)
    book(participant, soon)

    page = agenda(client)

    row = part(page, "5 min pause", "</li>")
    assert "ends 5 minutes before this one begins" in row
    assert "“Soon after” on Wed 9 Jun, 09:00 instead" in row
    client.submit(f"/cities/sessions/{again.code}/book", {"instead": soon.code, "next": "/cities/agenda"})
    page = agenda(client)
    assert "min pause" not in page
    assert f'id="s-{again.code}"' in page
    assert f'id="s-{soon.code}"' not in page
