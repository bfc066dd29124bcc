"""A session's one stable door, and what is on now."""

import re
from html import unescape

import pytest

from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import (
    ARRIVING,
    CALLED_OFF,
    HALF_TIME,
    SESSIONS,
    UNSCHEDULED,
    YOUTH,
    at,
    document,
    publish,
    published_event,
    session,
)

DOOR = f"/s/{YOUTH.code}"
JOIN = f"/s/{YOUTH.code}/join"
MEETING = "https://meet.example/porsuk-secret"


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def person(event):
    return account("ada@example.org")


def words(client, address=DOOR):
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_before_the_door_counts_down_and_offers_the_calendar(client, event, set_clock):
    set_clock(at(5, 9))
    text = words(client)

    assert "5 days" not in text
    assert "3 days" in text
    assert "09:50 Berlin | 10:50" in text
    assert f'href="/cities/sessions/{YOUTH.code}.ics?lang=en"' in text
    assert JOIN not in text


@pytest.mark.parametrize(("hour", "minute", "text"), [(7, 0, "3 hours"), (8, 30, "90 minutes"), (9, 49, "11 minutes")])
def test_the_countdown_grows_finer(client, event, set_clock, hour, minute, text):
    set_clock(at(8, hour, minute))

    assert text in words(client)


def test_near_the_start_those_with_a_seat_find_the_way_in(client, event, person, set_clock):
    book(registration(event.id, person), YOUTH)
    client.sign_in(person)
    set_clock(at(8, 9, 50))
    text = words(client)

    assert f'href="{JOIN}"' in text
    assert "meet.example" not in text
    answer = client.get(JOIN)
    assert (answer.status_code, answer.location) == (303, MEETING)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_before_and_after_its_hours_the_way_in_is_shut_even_for_them(client, event, person, set_clock):
    book(registration(event.id, person), YOUTH)
    client.sign_in(person)

    for moment in (at(8, 9, 49), at(8, 11, 45)):
        set_clock(moment)
        answer = client.get(JOIN)
        assert answer.status_code == 403
        assert answer.location is None


def test_strangers_are_told_to_sign_in_and_led_there(client, event, set_clock):
    set_clock(at(8, 10))

    assert "Sign in to go in" in words(client)
    answer = client.get(JOIN)
    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={JOIN}"


def test_those_not_registered_are_told_to_register_and_kept_out(client, event, person, set_clock):
    client.sign_in(person)
    set_clock(at(8, 10))

    assert f'href="/cities/register?next={DOOR}"' in words(client)
    assert client.get(JOIN).status_code == 403


def test_those_without_a_seat_are_told_to_book_one_and_kept_out(client, event, person, set_clock):
    registration(event.id, person)
    client.sign_in(person)
    set_clock(at(8, 10))

    assert f'action="/cities/sessions/{YOUTH.code}/book"' in words(client)
    assert client.get(JOIN).status_code == 403


def test_those_who_wait_are_kept_out_until_they_have_a_seat(client, event, person, set_clock):
    for _ in range(2):
        book(registration(event.id), YOUTH)
    book(registration(event.id, person), YOUTH)
    client.sign_in(person)
    set_clock(at(8, 10))

    assert "You are on the waiting list" in words(client)
    assert client.get(JOIN).status_code == 403


def test_a_session_without_a_limit_lets_in_everybody_registered(client, event, person, set_clock):
    registration(event.id, person)
    client.sign_in(person)
    set_clock(at(9, 18))

    assert client.get(f"/s/{HALF_TIME.code}/join").location == "https://meet.example/neckar-secret"


def test_being_registered_for_another_event_opens_nothing(client, event, person, set_clock):
    other = published_event([session("THER22", starts_at=at(9, 18))], slug="other")
    registration(other.id, person)
    client.sign_in(person)
    set_clock(at(9, 18))

    assert client.get(f"/s/{HALF_TIME.code}/join").status_code == 403


def test_a_meeting_of_its_own_goes_before_that_of_the_room(client, app, set_clock):
    event = published_event([session("WNNN22", starts_at=at(8, 10), join_url="https://meet.example/own")])
    person = account("ada@example.org")
    registration(event.id, person)
    client.sign_in(person)
    set_clock(at(8, 10))

    assert client.get("/s/WNNN22/join").location == "https://meet.example/own"


@pytest.mark.parametrize("address", [None, "javascript:alert(1)", "ftp://meet.example/x"])
def test_without_a_meeting_to_go_to_the_door_says_so(client, app, set_clock, address):
    event = published_event([session("NWHR22", starts_at=at(8, 10), room=None, join_url=address)])
    person = account("ada@example.org")
    registration(event.id, person)
    client.sign_in(person)
    set_clock(at(8, 10))

    assert "have not said yet where the meeting is" in words(client, "/s/NWHR22")
    assert "/s/NWHR22/join" not in words(client, "/s/NWHR22")
    assert client.get("/s/NWHR22/join").location == "/s/NWHR22"


def test_how_to_join_is_told_only_to_those_who_may(client, app, set_clock):
    plain = document([session("WNNN22", starts_at=at(8, 10))])
    rooms = tuple(type(room)(key=room.key, name=room.name, joining={"en": "Press *the bell*"}) for room in plain.rooms)
    event = published_event()
    publish(event.id, type(plain)(**{**{f: getattr(plain, f) for f in plain.__struct_fields__}, "rooms": rooms}))
    person = account("ada@example.org")
    registration(event.id, person)
    set_clock(at(8, 10))

    assert "Press <em>" not in words(client, "/s/WNNN22")
    client.sign_in(person)
    assert "Press <em>the bell</em>" in words(client, "/s/WNNN22")


def test_afterwards_the_door_shows_what_remains_and_what_comes_next(client, app, set_clock):
    done = session(
        "DNEE22", starts_at=at(8, 8), remains={"en": "The *minutes*"}, recording_url="https://video.example/1"
    )
    published_event([done, HALF_TIME])
    set_clock(at(8, 12))
    text = words(client, "/s/DNEE22")

    assert "This session is over" in text
    assert "The <em>minutes</em>" in text
    assert 'href="https://video.example/1"' in text
    assert re.search(r"Next in this theme.*Half-time", text, re.DOTALL)


def test_a_cancelled_session_says_so_and_names_others_instead(client, event, set_clock):
    text = words(client, f"/s/{CALLED_OFF.code}")

    assert "This session has been cancelled" in text
    assert re.search(r"Instead of it.*Youth councils", text, re.DOTALL)
    assert "/join" not in text


def test_an_unscheduled_session_says_so(client, event):
    assert "This session has no time yet" in words(client, f"/s/{UNSCHEDULED.code}")


def test_a_code_typed_in_small_letters_leads_to_the_door(client, event):
    answer = client.get(f"/s/{YOUTH.code.lower()}")

    assert (answer.status_code, answer.location) == (301, DOOR)


def test_an_unknown_code_is_not_found(client, event):
    for code in ("XXXX99", "nope", "%F0%9F%98%80", "YUTH2", "yuth222"):
        assert client.get(f"/s/{code}").status_code == 404
        assert client.get(f"/s/{code}/join").status_code in {302, 404}


def test_a_door_outlives_the_session_in_the_draft(client, event):
    publish(event.id, document([one for one in SESSIONS if one is not YOUTH]))

    assert "This session has been cancelled" in words(client)


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_door_and_what_is_on_now_are_there_in_every_language(client, event, set_clock, language):
    set_clock(at(8, 10, 45))

    for page in (DOOR, "/cities/live"):
        text = client.get(page, headers={"Accept-Language": language}).text
        assert f'<html lang="{language}">' in text
        assert YOUTH.title[language] in unescape(text)


def test_what_is_on_now_and_next_stands_by_room(client, event, set_clock):
    set_clock(at(8, 10, 45))
    text = re.sub(r"\s+", " ", words(client, "/cities/live"))

    assert "2 sessions are on" in text
    assert re.search(rf"Porsuk.*/s/{YOUTH.code}.*Neckar.*/s/{ARRIVING.code}.*next.*/s/{HALF_TIME.code}", text)


def test_between_sessions_nothing_is_on(client, event, set_clock):
    set_clock(at(8, 13))
    assert "Nothing is on at the moment" in words(client, "/cities/live")
    set_clock(at(20, 13))
    assert "All sessions are over" in words(client, "/cities/live")


def test_the_door_names_the_instants_at_which_it_changes(client, event, set_clock):
    set_clock(at(8, 9, 55))

    assert re.search(r'id="door-now" data-turns="([^"]*)"', words(client))[1].split() == [
        at(8, 10).isoformat(), at(8, 11, 30).isoformat(), at(8, 11, 45).isoformat(),
    ]  # fmt: skip
    assert f'data-countdown="{at(8, 10).isoformat()}">5 min<' in words(client)
    set_clock(at(8, 12))
    assert "data-turns" not in words(client)
