"""The timetable editor's pages and what they tell their script."""

import re
from datetime import date

import pytest

from conference.draft import services
from conference.draft.queries import session_of
from conference.events.rules import RoleName
from tests.factories import draft as make
from tests.factories import events
from tests.factories.accounts import account
from tests.factories.programme import at

BOARD = "/cities/organise/timetable"
FACTS = "/cities/organise/timetable.json"
JSON = {"Accept": "application/json"}
SLOT = {"day": "2027-06-09", "start": "14:30", "minutes": "45", "room": "hase"}


@pytest.fixture
def address(made):
    return f"{BOARD}/{made.session.code}"


def stored(made):
    return session_of(made.event.id, made.session.code)


def move(desk, address, version=1, **slot):
    return desk.submit(f"{address}?lang=en", {**SLOT, "version": str(version), **slot}, headers=JSON)


# The board


def test_the_board_shows_each_day_with_its_sessions_in_both_zones(desk, made):
    make.session(made.event, "Wartet noch", minutes=25)

    page = desk.get(f"{BOARD}?lang=en").text

    assert page.count('data-day="2027-06-') == 14 + 1
    card = re.search(rf'<li class="card" id="s-{made.session.code}".*?</li>', page, re.DOTALL)[0]
    assert ">10:00<" in card
    assert ">11:00<" in card
    assert "Hase" in card
    day = page.index('data-day-list="2027-06-08"')
    assert day < page.index(card) < page.index('data-day-list="2027-06-09"')
    side = page[page.index("data-unscheduled ") :]
    assert "Wartet noch" in side
    assert "25 min" in side
    assert "Times in Berlin" in page


def test_days_without_sessions_are_folded(desk, made):
    page = desk.get(BOARD).text

    assert len(re.findall(r'<li class="day empty[^"]*"', page)) == 13


def test_an_event_without_sessions_has_its_empty_days(desk, made):
    services.remove_session(made.event.id, made.session.code)

    answer = desk.get(f"{BOARD}?lang=en")

    assert answer.status_code == 200
    assert "Every session has its slot" in answer.text


def test_the_side_list_can_be_searched_without_script(desk, made):
    make.session(made.event, "Gärten")
    make.session(made.event, "Brücken", format="panel")

    page = desk.get(f"{BOARD}?lang=en&q=gart").text
    assert "Gärten" in page
    assert "Brücken" not in page
    assert "Brücken" in desk.get(f"{BOARD}?format=panel").text
    assert "No session fits" in desk.get(f"{BOARD}?lang=en&q=zzzz").text


def test_clashes_stand_beside_it_each_with_its_place(desk, made):
    other = make.session(made.event, "Zugleich", starts_at=at(8, 11), room=made.room.key)

    page = desk.get(f"{BOARD}?lang=en").text

    assert "Two sessions at once in room Hase" in page
    assert f'href="{BOARD}?day=2027-06-08#s-{made.session.code}"' in page
    assert f'href="/cities/organise/sessions/{other.code}/slots"' in page
    for code in (made.session.code, other.code):
        assert re.search(rf'id="s-{code}" data-code="{code}"><a class="chip l\d bad"', page)


def test_the_hours_of_rooms_are_those_of_the_chosen_day(desk, made):
    assert "1.5 of 2 h" in desk.get(f"{BOARD}?lang=en&day=2027-06-08").text
    assert "1.5 of 2 h" not in desk.get(f"{BOARD}?lang=en&day=2027-06-09").text


def test_what_is_shown_may_be_any_nonsense(desk, made):
    for query in ("view=x&day=x&days=x&step=x", "day=9999-12-31", "theme=x&format=x&language=x", "days=٣"):
        assert desk.get(f"{BOARD}?{query}").status_code == 200


# Who may


def test_only_organisers_of_the_event_see_it(client, made, address):
    for page in (BOARD, FACTS, address):
        assert client.get(page).status_code == 302
    client.sign_in(account())
    for page in (BOARD, FACTS, address):
        assert client.get(page).status_code == 403
    assert client.submit(address, {**SLOT, "version": "1"}).status_code == 403
    assert client.submit(address, SLOT, headers=JSON).get_json() == {"error": 403}


def test_the_grid_leads_to_the_days_before_and_after_and_keeps_how_it_is_shown(desk, made):
    page = desk.get(f"{BOARD}?lang=en&view=rooms&day=2027-06-05&days=3&fit=yes").text

    assert 'data-fit="yes"' in page
    ways = dict(re.findall(r'rel="(prev|next)" href="([^"]+)"', page))
    assert ways == {
        "prev": f"{BOARD}?view=rooms&amp;day=2027-06-03&amp;days=3&amp;fit=yes",
        "next": f"{BOARD}?view=rooms&amp;day=2027-06-08&amp;days=3&amp;fit=yes",
    }


def test_of_a_long_event_the_grid_names_the_days_of_one_week_and_the_other_weeks(desk, made):
    event = events.event("long", first_day=date(2027, 9, 27), last_day=date(2027, 11, 5))
    desk.sign_in(events.organiser(event))

    page = desk.get("/long/organise/timetable?lang=en&view=rooms&day=2027-10-05").text

    strip = page.partition('class="grid-days"')[2].partition("</nav>")[0]
    assert strip.count("<ol") == 2
    assert "4–10 October" in strip
    assert "1–5 November" in strip
    assert "day=2027-10-10" in strip
    assert "day=2027-10-12" not in strip


def test_observers_see_the_board_and_cannot_move_anything(client, made, address):
    client.sign_in(events.organiser(made.event, name=RoleName.OBSERVER))

    page = client.get(BOARD)
    assert page.status_code == 200
    assert 'data-may-edit="false"' in page.text
    assert address not in page.text
    assert client.get(FACTS).status_code == 200
    assert client.submit(address, {**SLOT, "version": "1"}).status_code == 403
    assert stored(made).starts_at == at(8, 10)


def test_editors_move_sessions(client, made, address):
    client.sign_in(events.organiser(made.event, name=RoleName.EDITOR))

    assert move(client, address).status_code == 200


def test_nothing_is_moved_without_a_token(desk, made, address):
    assert desk.post(address, data={**SLOT, "version": "1"}).status_code == 400
    assert desk.post(address, data={**SLOT, "version": "1"}, headers=JSON).status_code == 400
    assert stored(made).starts_at == at(8, 10)


def test_another_events_session_is_not_there(desk, made):
    foreign = make.drafted("other", title="Fremd")
    address = f"{BOARD}/{foreign.session.code}"

    assert desk.get(address).status_code == 404
    assert move(desk, address).status_code == 404
    assert move(desk, address).get_json() == {"error": 404}
    assert session_of(foreign.event.id, foreign.session.code).starts_at == at(8, 10)


# What the script is told


def test_the_facts_tell_sessions_clashes_rooms_and_themes(desk, made):
    waiting = make.session(made.event, "Wartet", minutes=25)

    told = desk.get(f"{FACTS}?lang=en", headers=JSON).get_json()

    by_code = {one["code"]: one for one in told["sessions"]}
    facts = by_code[made.session.code]
    assert {name: facts[name] for name in ("title", "lang", "day", "start", "second", "minutes", "room")} == {
        "title": "Stadtgrün", "lang": "en", "day": "2027-06-08", "start": "10:00", "second": "11:00",
        "minutes": 90, "room": "hase",
    }  # fmt: skip
    assert facts["starts_at"] == "2027-06-08T08:00:00+00:00"
    assert facts["theme_number"] == 1
    assert facts["speakers"] == ["Gülşen Akın"]
    assert facts["towns"] == ["Osnabrück", "Çanakkale"]
    assert facts["version"] == 1
    assert facts["edit"] == f"{BOARD}/{made.session.code}"
    assert (by_code[waiting.code]["day"], by_code[waiting.code]["minutes"]) == (None, 25)
    assert told["rooms"] == [{"key": "hase", "name": "Hase"}]
    assert told["themes"] == [{"slug": "klima", "number": 1, "name": "Klima"}]
    assert (told["zone"], told["second_zone"]) == ("Europe/Berlin", "Europe/Istanbul")
    assert (told["first_day"], told["last_day"]) == ("2027-06-03", "2027-06-16")


def test_who_has_the_newest_facts_is_told_so_with_one_small_query(desk, made, queries):
    tag = desk.get(FACTS).headers["ETag"]
    queries.clear()

    again = desk.get(FACTS, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert len(queries) < 6
    assert not any("sessions.abstract" in statement for statement in queries)
    make.session(made.event, "Neu")
    assert desk.get(FACTS, headers={"If-None-Match": tag}).status_code == 200


def test_the_facts_of_many_sessions_need_no_more_queries(desk, made, queries):
    def count():
        queries.clear()
        desk.get(FACTS)
        return len(queries)

    few = count()
    for number in range(12):
        make.session(made.event, f"Nummer {number}", starts_at=at(9, 8 + number), speakers=(made.speaker.code,))

    assert count() == few


def test_facts_and_tags_are_the_readers_languages(desk, made):
    services.edit_theme(made.event.id, "klima", title={"de": "Klima", "en": "Climate"}, colour="#1f4fa8")

    german, english = desk.get(f"{FACTS}?lang=de"), desk.get(f"{FACTS}?lang=en")

    assert german.headers["ETag"] != english.headers["ETag"]
    assert german.get_json()["themes"][0]["name"] == "Klima"
    assert english.get_json()["themes"][0]["name"] == "Climate"


# Moving


def test_the_script_moves_a_session_and_is_told_what_that_means(desk, made, address):
    other = make.session(made.event, "Zugleich", starts_at=at(9, 15), room=made.room.key)

    answer = move(desk, address)

    told = answer.get_json()
    assert answer.status_code == 200
    assert (told["session"]["day"], told["session"]["start"]) == ("2027-06-09", "14:30")
    assert told["session"]["version"] == stored(made).version > 1
    assert told["before"] == {
        "day": "2027-06-08", "start": "10:00", "fold": 0, "minutes": 90, "room": "hase", "theme": "klima",
    }  # fmt: skip
    assert told["words"] == "“Stadtgrün” is now on Wed 9 Jun, 14:30–15:15 (45 min) in room Hase."
    room = [clash for clash in told["clashes"] if clash["kind"] == "room"]
    assert room[0]["codes"] == [made.session.code, other.code]
    assert room[0]["is_error"]
    assert room[0]["words"].startswith("Two sessions at once in room Hase")
    assert stored(made).starts_at == at(9, 14, 30)


def test_an_empty_day_takes_it_out_of_the_timetable_whatever_room_is_sent(desk, made, address):
    answer = move(desk, address, day="", start="", minutes="90")

    assert answer.status_code == 200
    assert answer.get_json()["session"]["day"] is None
    assert answer.get_json()["words"] == "“Stadtgrün” has no slot now."
    assert (stored(made).starts_at, stored(made).room_id, stored(made).minutes) == (None, None, 90)


def test_another_theme_becomes_the_main_one(desk, made, address):
    second = make.theme(made.event, "Zweites")

    told = move(desk, address, theme=second.slug).get_json()

    assert told["session"]["themes"] == [second.slug]
    assert told["session"]["theme_number"] == 2


def test_titles_cannot_bring_markup_into_the_words(desk, made, address):
    make.session(made.event, "<script>alert(1)</script>", starts_at=at(9, 15), room=made.room.key)

    told = move(desk, address).get_json()

    assert all("<script" not in clash["html"] for clash in told["clashes"])
    assert "<script" not in desk.get(BOARD).text.replace('<script type="module"', "").replace("<script src=", "")


@pytest.mark.parametrize(
    ("slot", "field", "words"),
    [
        ({"day": "soon"}, "day", "year-month-day"),
        ({"start": "25:00"}, "start", "hours and minutes"),
        ({"start": ""}, "start", "Choose when it starts"),
        ({"day": ""}, "day", "Choose the day"),
        ({"minutes": "0"}, "minutes", "from 5 to 1440"),
        ({"minutes": ""}, "minutes", "fill this in"),
        ({"minutes": "9999999"}, "minutes", "from 5 to 1440"),
        ({"room": "nowhere"}, "room", ""),
        ({"theme": "nothing"}, "theme", ""),
        ({"day": "1999-06-09"}, "day", "from 2000 to 2199"),
        ({"day": "9999-12-31"}, "day", "from 2000 to 2199"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_stored(desk, made, address, slot, field, words):
    answer = move(desk, address, **slot)

    assert answer.status_code == 422
    assert answer.get_json()["field"] == field
    assert words in answer.get_json()["error"]
    page = desk.submit(f"{address}?lang=en", {**SLOT, "version": "1", **slot})
    assert page.status_code == 422
    assert words in page.text
    assert stored(made).starts_at == at(8, 10)


# Clocks that change


@pytest.fixture
def autumn(app, client):
    """An event over the end of summer time, 31 October 2027, with an unscheduled session, and its owner's browser."""
    event = events.event("autumn", first_day=date(2027, 10, 25), last_day=date(2028, 4, 2))
    client.sign_in(events.organiser(event))
    return client, make.session(event, "Nachts", minutes=60)


def test_a_time_that_the_clocks_jump_over_is_refused_with_its_reason(autumn):
    desk, session = autumn

    answer = move(desk, f"/autumn/organise/timetable/{session.code}", day="2028-03-26", start="02:30", room="")

    assert answer.status_code == 422
    assert answer.get_json()["field"] == "start"
    assert "the clocks jump from 02:00 to 03:00" in answer.get_json()["error"]


def test_a_time_that_the_clocks_show_twice_is_asked_for(autumn):
    desk, session = autumn
    address = f"/autumn/organise/timetable/{session.code}"
    slot = {"day": "2027-10-31", "start": "02:30", "room": ""}

    refused = move(desk, address, **slot)
    assert (refused.status_code, refused.get_json()["field"]) == (422, "fold")
    assert "Which of the two" in desk.submit(f"{address}?lang=en", {**SLOT, **slot, "version": "1"}).text

    second = move(desk, address, **slot, fold="1").get_json()["session"]
    assert second["starts_at"] == "2027-10-31T01:30:00+00:00"
    # Made longer, it stays in the same of the two hours
    longer = move(desk, address, version=2, **slot, minutes="60").get_json()["session"]
    assert longer["starts_at"] == "2027-10-31T01:30:00+00:00"
    first = move(desk, address, version=3, **slot, fold="0").get_json()["session"]
    assert first["starts_at"] == "2027-10-31T00:30:00+00:00"


def test_a_scheduled_session_moved_into_the_doubled_hour_is_asked_for_it_too(autumn):
    desk, session = autumn
    address = f"/autumn/organise/timetable/{session.code}"
    move(desk, address, day="2027-10-30", start="02:30", room="")

    assert move(desk, address, version=2, day="2027-10-31", start="02:30", room="").get_json()["field"] == "fold"


# Two at once


def test_who_comes_second_is_told_who_changed_it_and_nothing_is_overwritten(app, desk, made, address):
    other = app.test_client()
    other.sign_in(events.organiser(made.event, name=RoleName.EDITOR))
    assert move(other, address).status_code == 200

    late = move(desk, address, day="2027-06-10", start="09:00")

    told = late.get_json()
    assert late.status_code == 409
    assert told["error"] == (
        "Olga Organiser changed “Stadtgrün” at 09:37. Nothing of yours was saved. "
        "“Stadtgrün” is now on Wed 9 Jun, 14:30–15:15 (45 min) in room Hase."
    )
    assert (told["session"]["day"], told["session"]["version"]) == ("2027-06-09", stored(made).version)
    assert stored(made).starts_at == at(9, 14, 30)


def test_ones_own_other_window_is_named_as_such(desk, made, address):
    move(desk, address)

    assert "You changed “Stadtgrün” yourself at 09:37" in move(desk, address, day="2027-06-10").get_json()["error"]


def test_a_change_that_nobody_is_named_for_is_told_all_the_same(desk, made, address):
    services.schedule_session(made.event.id, made.session.code, starts_at=at(9, 9), now=made.session.updated_at)

    assert "“Stadtgrün” was changed at 09:37." in move(desk, address).get_json()["error"]


def test_without_script_the_second_sees_both_values_and_can_decide(desk, made, address):
    move(desk, address, day="2027-06-11")

    late = desk.submit(f"{address}?lang=en", {**SLOT, "version": "1"})

    assert late.status_code == 409
    assert "Somebody else saved this meanwhile" in late.text
    assert "2027-06-11" in late.text
    version = str(stored(made).version)
    assert re.search(rf'<input[^>]* name="version"[^>]* value="{version}"', late.text)
    assert stored(made).starts_at == at(11, 14, 30)
    assert desk.submit(address, {**SLOT, "version": version}).status_code == 303
    assert stored(made).starts_at == at(9, 14, 30)


# Without script


def test_the_plain_form_moves_a_session_and_offers_to_undo_it_once(desk, made, address):
    form = desk.get(f"{address}?lang=en").text
    assert 'value="2027-06-08"' in form
    assert 'value="10:00"' in form

    after = desk.submit(address, {**SLOT, "version": "1"}, follow_redirects=True)

    assert "“Stadtgrün” is now on Wed 9 Jun, 14:30–15:15 (45 min) in room Hase." in after.text
    undo = re.search(r'<form class="flash undo-offer".*?</form>', after.text, re.DOTALL)[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', undo))
    assert "Undo the last move" not in desk.get(f"{BOARD}?lang=en").text
    del fields["csrf_token"]
    assert desk.submit(re.search('action="([^"]+)"', undo)[1], fields).status_code == 303
    assert (stored(made).starts_at, stored(made).minutes, stored(made).room_id) == (at(8, 10), 90, made.room.id)


def test_the_form_shows_which_clashes_a_slot_would_have_before_it_is_saved(desk, made, address):
    make.session(made.event, "Zugleich", starts_at=at(9, 15), room=made.room.key)

    page = desk.submit(f"{address}?lang=en", {**SLOT, "version": "1", "preview": "1"})

    assert page.status_code == 200
    assert "nothing is saved yet" in page.text
    assert "Room Hase has" in page.text
    assert "Zugleich" in page.text
    assert stored(made).starts_at == at(8, 10)


def test_one_button_of_the_form_takes_it_out_of_the_timetable(desk, made, address):
    page = desk.get(address).text
    last = re.findall(r'<form class="inline".*?</form>', page, re.DOTALL)[-1]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', last))
    del fields["csrf_token"]

    assert desk.submit(address, fields).status_code == 303
    assert stored(made).starts_at is None
