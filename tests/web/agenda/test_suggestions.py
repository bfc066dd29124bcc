"""The agenda suggests sessions, says why, and can be told not to."""

from html import unescape

import pytest

from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import ARRIVING, HALF_TIME, YOUTH, at, published_event, session

MUSIC = session("MUSC22", title={"en": "Music together"}, starts_at=at(10, 14), themes=("arrival",))
GAP = session("GAPS23", title={"en": "In between"}, starts_at=at(8, 13), themes=("arrival",))
EVENING = session("EVNG24", title={"en": "Evening talk"}, starts_at=at(8, 18), themes=("youth",))


@pytest.fixture
def event(app):
    return published_event((YOUTH, ARRIVING, HALF_TIME, MUSIC, GAP, EVENING))


@pytest.fixture
def participant(event, client):
    """Registered from Osnabrück, and signed in."""
    person = account("ada@example.org", name="Ada Example")
    made = registration(event.id, person)
    client.sign_in(person)
    return made


def suggested(client):
    page = " ".join(unescape(client.get("/cities/agenda").text).split())
    return page.split('id="suggestions"', 1)[1].split("</section>", 1)[0] if 'id="suggestions"' in page else ""


def test_a_session_of_the_same_theme_is_suggested_with_that_reason(client, participant):
    book(participant, YOUTH)

    part = suggested(client)

    assert "Half-time" in part
    assert "Theme Youth, as others you chose" in part
    assert "Wednesday 9 June" in part
    assert "Music together" not in part


def test_what_others_of_the_same_city_chose_is_suggested_once_they_are_three(client, event, participant):
    book(participant, YOUTH)
    for _ in range(2):
        book(registration(event.id), MUSIC)
    assert "Music together" not in suggested(client)

    book(registration(event.id), MUSIC)

    assert "3 others from Osnabrück go there" in suggested(client)


def test_what_lies_between_two_of_ones_own_is_suggested(client, participant):
    book(participant, YOUTH)
    book(participant, EVENING)

    part = suggested(client)

    assert "In between" in part
    assert "Free in your gap that day" in part


def test_what_clashes_or_is_full_is_not_suggested(client, event, participant):
    clashing = ARRIVING
    book(participant, YOUTH)
    for _ in range(3):
        book(registration(event.id), clashing)

    assert "Arriving in Kilis" not in suggested(client)


def test_an_empty_agenda_suggests_nothing(client, participant):
    assert suggested(client) == ""


def test_suggestions_are_switched_off_and_on_again(client, participant):
    book(participant, YOUTH)
    assert "You might like" in suggested(client)

    off = client.submit("/cities/agenda/suggestions")
    assert off.status_code == 303
    assert "You might like" not in client.get("/cities/agenda").text

    client.submit("/cities/agenda/suggestions", {"wanted": "y"})
    assert "You might like" in suggested(client)


def test_who_does_not_take_part_switches_nothing(client, event):
    client.sign_in(account())

    assert client.submit("/cities/agenda/suggestions").status_code == 404
