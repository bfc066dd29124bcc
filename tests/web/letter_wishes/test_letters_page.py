"""The page on which participants choose the letters of an event."""

import re
from datetime import time

import pytest

from conference.letter_wishes.queries import wishes_of
from conference.letter_wishes.rules import LetterKind, Wishes
from conference.registrations.rules import Mode
from conference.registrations.services import SettingsFacts, edit_settings, withdraw
from tests.factories.accounts import account
from tests.factories.programme import NOW, published_event
from tests.factories.registrations import registration

PAGE = "/cities/letters"


@pytest.fixture
def theirs(client, sign_in):
    person = account()
    sign_in(client, person)
    return registration(published_event().id, person)


def ticked(page):
    return {tick[1] for tick in re.finditer(r'<input[^>]*checked[^>]*name="(\w+)"', page)}


def test_it_shows_the_usual_letters_and_keeps_what_is_chosen(client, theirs):
    assert ticked(client.get(PAGE).text) == {*map(str, wishes_of(theirs.id).kinds), "is_quiet"}

    answer = client.fill_in(PAGE, {"messages": "y", "is_quiet": "y", "quiet_from": "20:30", "quiet_until": "9:00"})

    assert answer.status_code == 303
    chosen = wishes_of(theirs.id)
    assert (chosen.kinds, chosen.quiet) == (frozenset({LetterKind.MESSAGES}), (time(20, 30), time(9)))
    page = client.get(PAGE).text
    assert ticked(page) == {"messages", "is_quiet"}
    assert 'value="20:30"' in page


def test_quiet_hours_can_be_switched_off(client, theirs):
    client.fill_in(PAGE, {"changes": "y", "quiet_from": "20:00", "quiet_until": ""})

    assert not wishes_of(theirs.id).is_quiet_at_times
    assert "is_quiet" not in ticked(client.get(PAGE).text)


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        ("22:00", "22:00", "begin and end at the same time"),
        ("", "7:00", "Please fill this in."),
        ("late", "7:00", "Write the time with hours and minutes"),
        ("25:00", "7:00", "Write the time with hours and minutes"),
    ],
)
def test_hours_that_are_none_are_refused_and_kept(client, theirs, begins, ends, words):
    answer = client.fill_in(PAGE, {"is_quiet": "y", "quiet_from": begins, "quiet_until": ends})

    assert answer.status_code == 422
    assert words in answer.text
    assert ticked(answer.text) == {"is_quiet"}
    assert wishes_of(theirs.id) == Wishes()


def test_the_agenda_of_the_day_has_an_hour(client, theirs):
    assert client.fill_in(PAGE, {"daily_agenda": "y", "agenda_at": "6:30"}).status_code == 303
    chosen = wishes_of(theirs.id)
    assert (LetterKind.DAILY_AGENDA in chosen.kinds, chosen.agenda_at) == (True, time(6, 30))

    refused = client.fill_in(PAGE, {"daily_agenda": "y", "agenda_at": ""})

    assert refused.status_code == 422
    assert "Please fill this in." in refused.text


def test_only_participants_see_it(app, client, sign_in):
    published_event()
    assert "/sign-in" in client.get(PAGE).headers["Location"]
    assert "/sign-in" in client.submit(PAGE, {"changes": "y"}).headers["Location"]

    stranger = app.test_client()
    sign_in(stranger, account())
    assert stranger.get(PAGE).headers["Location"] == "/cities/register"
    assert stranger.get("/nowhere/letters").status_code == 404


def test_agenda_and_account_lead_there(client, theirs):
    assert f'href="{PAGE}"' in client.get("/cities/agenda").text
    assert f'href="{PAGE}"' in client.get("/account").text


@pytest.mark.parametrize("facts", [SettingsFacts(mode=Mode.APPROVAL), SettingsFacts(cap=0)])
def test_who_awaits_approval_or_a_seat_chooses_letters_and_finds_the_way_there(client, sign_in, facts):
    event, person = published_event(), account()
    edit_settings(event.id, facts, now=NOW)
    theirs = registration(event.id, person)
    sign_in(client, person)

    menu = client.get("/cities/programme").text
    assert all(f'href="/cities/{way}"' in menu for way in ("letters", "registration", "delegations"))
    assert client.fill_in(PAGE, {"changes": "y"}).status_code == 303

    assert wishes_of(theirs.id).kinds == {LetterKind.CHANGES}


def test_whose_registration_is_taken_back_has_no_letters_to_choose(client, theirs):
    withdraw(theirs.event_id, theirs.id, now=NOW)

    assert client.get(PAGE).location == "/cities/register"
    assert 'href="/cities/letters"' not in client.get("/cities/programme").text


def test_entries_for_ones_calendar_come_to_those_who_ask_for_them(client, theirs):
    page = client.get(PAGE).text
    assert 'href="/cities/agenda/subscriptions"' in page
    assert "Answers from your calendar do not reach us" in page
    assert "invitations" not in ticked(page)

    assert client.fill_in(PAGE, {"invitations": "y"}).status_code == 303

    assert wishes_of(theirs.id).kinds == {LetterKind.INVITATIONS}
    assert ticked(client.get(PAGE).text) == {"invitations"}


def test_who_subscribes_reads_that_a_calendar_can_be_written_to(client, theirs):
    page = client.get("/cities/agenda/subscriptions").text

    assert re.search(rf'look too seldom\?[^<]*<a href="{PAGE}">', page)
