"""The list of clashes, accepting warnings, and when people and rooms are free."""

import pytest

from conference.agenda.queries import shared_bookings
from conference.draft import services
from conference.draft.queries import acceptances, draft_document, room_spans, speaker_spans
from conference.events.queries import LogFilter, log_entries
from tests.factories import accounts
from tests.factories import agenda as booked
from tests.factories import draft as make
from tests.factories.programme import at

CLASHES = "/cities/organise/clashes"


def page(desk, query=""):
    return desk.get(f"{CLASHES}?lang=en{query}").text


@pytest.fixture
def double(made):
    """Zeynep has two sessions in a row without a pause, and two at once."""
    zeynep = make.speaker(made.event, "Zeynep Kaya")
    facts = {"speakers": [zeynep.code], "minutes": 60, "join_url": "https://meet.example/x", "abstract": {"de": "A"}}
    first = make.session(made.event, "Early", starts_at=at(9, 10), **facts)
    second = make.session(made.event, "Right after", starts_at=at(9, 11), **facts)
    return zeynep, first, second


def fingerprint_in(text):
    return text.partition('name="fingerprint" value="')[2].partition('"')[0]


def test_every_clash_is_named_with_its_sessions_and_the_way_there(desk, made, double):
    _zeynep, first, second = double
    make.session(made.event, "At once", starts_at=at(9, 10, 30), speakers=[double[0].code], room=made.room.key)

    text = page(desk)

    assert "Cannot take place like this" in text
    assert "Zeynep Kaya is in two sessions at once" in text
    assert "Zeynep Kaya has no pause between two sessions" in text
    assert f'href="/cities/organise/sessions/{first.code}"' in text
    assert 'href="/cities/organise/timetable?day=2027-06-09"' in text
    assert f'href="/cities/organise/sessions/{second.code}/slots"' in text
    assert text.index("two sessions at once") < text.index("no pause between")


def test_filters_show_what_was_asked_for_alone(desk, made, double):
    make.session(made.event, "At once", starts_at=at(9, 10, 30), speakers=[double[0].code])

    errors, pauses = page(desk, "&show=errors"), page(desk, "&kind=no_pause")
    that_day, another = page(desk, "&kind=no_pause&day=2027-06-09"), page(desk, "&kind=no_pause&day=2027-06-10")

    assert "<b>Zeynep Kaya is in two sessions at once</b>" in errors
    assert "<b>Zeynep Kaya has no pause" not in errors
    assert "<b>Zeynep Kaya has no pause" in pauses
    assert "<b>Zeynep Kaya is in two" not in pauses
    assert "<b>Zeynep Kaya has no pause" in that_day
    assert "Nothing found" in another


def test_what_is_missing_stands_in_the_same_list(desk, made):
    make.session(made.event, {"de": "Nur deutsch"}, starts_at=at(10, 10))

    text = page(desk)

    assert "Nobody could enter" in text
    assert "<b>no way in</b>" in text
    assert "<b>no speaker</b>" in text
    assert "title not in Türkçe" in text
    assert "<b>no way in</b>" not in page(desk, "&kind=missing_speaker")


def test_a_warning_is_accepted_with_a_reason_and_then_stands_apart_everywhere(desk, made, double):
    text = page(desk, "&kind=no_pause")
    fingerprint = fingerprint_in(text)

    answer = desk.submit(f"{CLASHES}?kind=no_pause", {"fingerprint": fingerprint, "reason": " One topic, two halves "})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{CLASHES}?kind=no_pause")
    assert "Zeynep Kaya has no pause" not in page(desk)
    accepted = page(desk, "&show=accepted")
    assert "Zeynep Kaya has no pause" in accepted
    assert "One topic, two halves" in accepted
    assert made.owner.name in accepted
    assert "Zeynep Kaya has no pause" not in desk.get("/cities/organise/?lang=en").text
    entry, who = log_entries(made.event.id, LogFilter(kind="clash"))[0]
    assert (entry.action, entry.name, who.id) == ("added", "Early / Right after", made.owner.id)
    assert entry.after == {"warning": "no_pause", "reason": "One topic, two halves"}


def test_an_accepted_warning_comes_back_when_its_facts_change_or_it_is_taken_back(desk, made, double, now):
    fingerprint = fingerprint_in(page(desk, "&kind=no_pause"))
    desk.submit(CLASHES, {"fingerprint": fingerprint, "reason": "Fine"})

    services.schedule_session(made.event.id, double[2].code, starts_at=at(9, 11, 5), now=now)
    assert "Zeynep Kaya has only 5 minutes between two sessions" in page(desk)
    services.schedule_session(made.event.id, double[2].code, starts_at=at(9, 11), now=now)
    assert "Zeynep Kaya has" not in page(desk)

    answer = desk.submit(f"{CLASHES}/{fingerprint}/withdraw?show=accepted", {})
    assert answer.headers["Location"] == f"{CLASHES}?show=accepted"
    assert "Zeynep Kaya has no pause" in page(desk)
    assert acceptances(made.event.id) == {}


def test_without_a_reason_nothing_is_accepted_and_the_page_says_so_at_the_field(desk, made, double):
    fingerprint = fingerprint_in(page(desk, "&kind=no_pause"))

    for reason, words in (("  ", "Please fill this in"), ("x" * 501, "This is too long: at most 500 characters")):
        answer = desk.submit(f"{CLASHES}?lang=en", {"fingerprint": fingerprint, "reason": reason})
        assert answer.status_code == 422
        assert words in answer.text
    assert acceptances(made.event.id) == {}


def test_an_error_cannot_be_accepted_nor_what_is_no_warning_of_this_event(desk, made, double):
    make.session(made.event, "At once", starts_at=at(9, 10, 30), speakers=[double[0].code])
    other = make.drafted("other")
    desk.sign_in(made.owner)
    text = page(desk, "&show=errors")
    assert fingerprint_in(text) == ""

    assert desk.submit(CLASHES, {"fingerprint": "0" * 32, "reason": "So be it"}).status_code == 303
    assert acceptances(made.event.id) == {}
    assert desk.submit("/other/organise/clashes", {"fingerprint": "0" * 32, "reason": "x"}).status_code == 403
    assert acceptances(other.event.id) == {}


def test_what_many_booked_both_of_is_a_warning_with_their_number_on_every_page(desk, made, now):
    other = make.session(made.event, "Meanwhile", starts_at=at(8, 10, 30), speakers=[])
    release = make.publish(made.event)
    people = [booked.registration(made.event.id, now=now) for _ in range(3)]
    for person in people:
        for session in (made.session, other):
            booked.book(person, session, now=now)

    assert release.number == 1
    assert [len(who) for who in shared_bookings(made.event.id).values()] == [3, 3]
    assert "3 people have booked both of two sessions at once" in page(desk)
    assert "3 people have booked both" in desk.get("/cities/organise/?lang=en").text
    assert "3 people have booked" in desk.get(f"/cities/organise/sessions/{other.code}?lang=en").text


def test_hours_and_whole_days_are_noted_and_what_lies_outside_is_a_warning(desk, made):
    code = made.speaker.code
    answer = desk.submit(
        f"/cities/organise/speakers/{code}/availability",
        {"days": ["2027-06-09", "2027-06-10"], "hours": ["2027-06-08", "09:00", "11:00", "", "", ""]},
    )

    assert answer.status_code == 303
    assert speaker_spans(made.event.id) == {code: [(at(8, 9), at(8, 11)), (at(9, 0), at(11, 0))]}
    shown = desk.get(f"/cities/organise/speakers/{code}?lang=en").text
    assert 'value="2027-06-09" checked' in shown
    assert 'name="hours" value="09:00"' in shown
    assert "is not free then" in page(desk)
    (entry, _who) = log_entries(made.event.id, LogFilter(kind="speaker"))[0]
    assert entry.after == {
        "availability": ["2027-06-08 09:00 – 2027-06-08 11:00", "2027-06-09 00:00 – 2027-06-11 00:00"]
    }

    desk.submit(f"/cities/organise/speakers/{code}/availability", {"hours": ["", "", ""]})
    assert speaker_spans(made.event.id) == {}
    assert "is not free then" not in page(desk)


def test_a_room_that_is_not_free_is_an_error(desk, made):
    answer = desk.submit(
        f"/cities/organise/rooms/{made.room.key}/availability", {"hours": ["2027-06-08", "10:00", "11:00"]}
    )

    assert answer.status_code == 303
    assert room_spans(made.event.id) == {made.room.key: [(at(8, 10), at(8, 11))]}
    assert "Room Hase is not free then" in page(desk, "&show=errors")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (["2027-06-08", "11:00", "09:00"], "The end must come after the start"),
        (["2027-06-08", "", "09:00"], "Give a day, a start and an end on each line"),
        (["9999-12-31", "09:00", "00:00"], "Choose a year from"),
        (["2027-03-28", "02:30", "09:00"], "The clocks jump over one of these times"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_the_field_and_kept(desk, made, hours, words):
    answer = desk.submit(f"/cities/organise/rooms/{made.room.key}/availability?lang=en", {"hours": hours})

    assert answer.status_code == 422
    assert words in answer.text
    assert f'name="hours" value="{hours[0]}"' in answer.text
    assert room_spans(made.event.id) == {}


def test_only_the_events_own_editors_see_and_change_it(client, made):
    client.sign_in(accounts.account())

    assert client.get(CLASHES).status_code == 403
    assert client.submit(CLASHES, {"fingerprint": "0" * 32, "reason": "x"}).status_code == 403
    assert client.submit(f"/cities/organise/rooms/{made.room.key}/availability", {}).status_code == 403


def test_people_of_every_part_are_stored_shown_and_searched(desk, made, now):
    answer = desk.submit(
        f"/cities/organise/sessions/{made.session.code}",
        {
            "title-de": "Stadtgrün", "day": "2027-06-08", "start": "10:00", "minutes": "90", "format": "talk",
            "state": "planned", "speakers": [made.speaker.name], "moderators": ["Ayşe Moderatorin"],
            "interpreters": ["Can Tercüman", "Ayşe Moderatorin"], "add_speakers": "y", "version": "1", "room": "",
        },
    )  # fmt: skip
    (drafted,) = draft_document(made.event).sessions
    names = {speaker.code: speaker.name for speaker in draft_document(made.event).speakers}

    assert answer.status_code == 303
    assert [names[code] for code in drafted.moderators] == ["Ayşe Moderatorin"]
    assert [names[code] for code in drafted.interpreters] == ["Can Tercüman", "Ayşe Moderatorin"]
    assert sorted(names.values()) == ["Ayşe Moderatorin", "Can Tercüman", made.speaker.name]

    make.publish(made.event)
    public = desk.get(f"/cities/sessions/{made.session.code}?lang=en").text
    assert public.index("Who speaks") < public.index(">Moderation<") < public.index(">Interpreting<")
    assert "Can Tercüman" in public
    listed = desk.get("/cities/speakers?lang=en").text
    assert "Ayşe Moderatorin" in listed
    assert "Can Tercüman" not in listed
    theirs = desk.get(f"/cities/speakers/{drafted.interpreters[0]}?lang=en").text
    assert "Stadtgrün" in theirs
    feed = desk.get("/cities/calendar.ics").text.replace("\r\n ", "")
    assert "Ayşe Moderatorin" in feed
    found = desk.get("/cities/organise/sessions?q=Terc%C3%BCman&lang=en").text
    assert made.session.code in found
