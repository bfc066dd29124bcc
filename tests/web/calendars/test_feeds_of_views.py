"""Calendars of a view of the programme, and of what moves from one calendar to another."""

from datetime import timedelta
from urllib.parse import urlsplit

import msgspec
import pytest
from icalendar import Calendar
from werkzeug.urls import iri_to_uri

from conference.calendars.views import feeds
from conference.programme.document import Passport, Slot
from tests.factories.programme import (
    ARRIVING,
    CALLED_OFF,
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

VIEW = "/cities/calendar.ics"


@pytest.fixture
def event(app):
    return published_event()


def calendar_of(response):
    calendar = Calendar.from_ical(response.data)
    assert not calendar.errors
    return calendar


def codes(response):
    """Return the codes of the sessions in a feed: what their doors end with."""
    return {str(entry["url"])[-6:] for entry in calendar_of(response).events}


def source_of(response):
    source = urlsplit(str(calendar_of(response)["source"]))
    return f"{source.path}?{source.query}" if source.query else source.path


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("theme=arrival", {"ARRV33", "HALF44"}),
        ("theme=arrival&theme=youth", {"ARRV33", "HALF44", "YUTH22", "PEN555", "CANC66"}),
        ("format=plenary", {"HALF44", "PEN555"}),
        ("format=plenary&theme=arrival", {"HALF44"}),
        ("city=canakkale", {"YUTH22"}),
        ("language=tr&format=workshop", {"YUTH22"}),
        ("day=2027-06-08", {"YUTH22", "ARRV33"}),
        ("day=2027-06-10", {"CANC66"}),
        ("q=kilis", {"ARRV33"}),
        ("q=kilis&theme=youth", set()),
        ("q=%21%21%21", set()),
        ("theme=gone", set()),
        ("day=someday", set()),
        ("language=xx", set()),
        ("format=dance", set()),
        ("city=atlantis", set()),
    ],
)
def test_a_view_holds_what_its_page_shows(client, event, query, expected):
    response = client.get(f"{VIEW}?{query}")
    page = client.get(f"/cities/programme?{query}&view=list&lang=en")

    assert response.status_code == 200
    assert codes(response) == expected
    shown = {one.code for one in SESSIONS if f'/sessions/{one.code}"' in page.text}
    assert shown - {"NSLT77"} == expected


def test_one_view_has_one_address_one_name_and_one_tag(client, event):
    ways = [
        "theme=arrival&theme=youth&format=plenary",
        "format=plenary&theme=youth&theme=arrival",
        "q=&theme=youth&city=&theme=arrival&day=&format=plenary&view=list&sort=time&page=3",
        "utm_source=mail&theme=youth&theme=youth&theme=arrival&theme=gone&format=plenary&lang=xx",
        "theme=+youth+&theme=arrival&format=plenary&lang=de",
    ]

    answers = [client.get(f"{VIEW}?{query}") for query in ways]

    assert {answer.headers["ETag"] for answer in answers} == {answers[0].headers["ETag"]}
    assert {source_of(answer) for answer in answers} == {
        "/cities/calendar.ics?theme=youth&theme=arrival&format=plenary"
    }
    assert client.get(source_of(answers[0])).data == answers[0].data


def test_arguments_that_say_nothing_leave_the_whole_event(client, event):
    whole = client.get(VIEW)

    assert client.get(f"{VIEW}?q=+&theme=&view=list&page=2&ref=mail").data == whole.data


def test_a_view_says_in_the_language_of_the_feed_what_it_shows(client, event):
    query = "theme=youth&language=tr&format=workshop&city=osnabrueck&day=2027-06-08&q=Rat"
    names = {
        language: str(calendar_of(client.get(f"{VIEW}?{query}&lang={language}"))["name"]).replace("\\,", ",")
        for language in ("de", "tr", "en")
    }

    assert names["de"] == (
        "Konferenz der Städte – Jugend · Dienstag, 8. Juni · Auf Türkisch zu verfolgen · Workshop · Osnabrück · „Rat“"
    )
    assert names["tr"].startswith("Şehirler Konferansı – Gençlik · 8 Haziran Salı · ")
    assert names["en"] == (
        "Conference of Cities – Youth · Tuesday 8 June · To follow in Turkish · Workshop · Osnabrück · “Rat”"
    )


def test_a_view_leads_back_to_its_page_and_has_the_colour_of_its_only_theme(client, event):
    one = calendar_of(client.get(f"{VIEW}?theme=arrival&q=kilis&lang=tr"))
    two = calendar_of(client.get(f"{VIEW}?theme=arrival&theme=youth"))

    assert str(one["url"]) == "http://localhost/cities/programme?theme=arrival&q=kilis&lang=tr"
    assert str(one["x-apple-calendar-color"]) == "#8A2A6B"
    assert str(two["x-apple-calendar-color"]) == feeds.INK.upper()


def test_the_file_of_a_view_has_a_plain_name_and_one_in_words(client, event):
    header = client.get(f"{VIEW}?theme=youth&format=talk&q=%C3%A7ay").headers["Content-Disposition"]

    assert header.startswith("inline; filename=\"cities-youth-talk.ics\"; filename*=UTF-8''Konferenz%20der%20St")


def test_views_whose_files_are_called_alike_are_not_taken_for_each_other(client, event):
    assert codes(client.get(f"{VIEW}?q=kilis+")) == codes(client.get(f"{VIEW}?q=kilis")) == {"ARRV33"}
    assert codes(client.get(f"{VIEW}?q=%C3%BC")) != codes(client.get(f"{VIEW}?q=kilis%21"))
    assert codes(client.get(f"{VIEW}?theme=youth")) != codes(client.get(f"{VIEW}?q=youth+zzz"))


def test_a_session_that_stops_matching_leaves_and_a_cancelled_one_stays_struck_out(client, event):
    view = f"{VIEW}?theme=youth&format=workshop&lang=en"
    assert codes(client.get(view)) == {"YUTH22"}

    talk = msgspec.structs.replace(YOUTH, format=OPENING.format)
    publish(event.id, document((talk, *SESSIONS[1:])), now=NOW - timedelta(days=9))
    assert codes(client.get(view)) == set()

    publish(event.id, document(SESSIONS), now=NOW - timedelta(days=8))
    cancelled = msgspec.structs.replace(YOUTH, state=CALLED_OFF.state)
    publish(event.id, document((cancelled, *SESSIONS[1:])), now=NOW - timedelta(days=7))
    (entry,) = calendar_of(client.get(view)).events
    assert (str(entry["status"]), str(entry["uid"])) == ("CANCELLED", str(YOUTH.uid))


def test_a_session_taken_out_of_the_timetable_is_struck_out_on_its_day_and_in_its_room(client, event):
    loose = msgspec.structs.replace(ARRIVING, slot=None)
    publish(event.id, document((loose, *(one for one in SESSIONS if one is not ARRIVING))), now=NOW - timedelta(days=1))

    for address in (f"{VIEW}?day=2027-06-08&theme=arrival", "/cities/rooms/neckar.ics"):
        entries = {str(entry["uid"]): entry for entry in calendar_of(client.get(address)).events}
        assert str(entries[str(ARRIVING.uid)]["status"]) == "CANCELLED"


def test_a_session_that_moves_leaves_one_room_for_another_under_the_same_uid(client, event):
    moved = msgspec.structs.replace(HALF_TIME, slot=Slot(starts_at=at(9, 18), minutes=60, room="porsuk"))
    publish(event.id, document((moved, *(one for one in SESSIONS if one is not HALF_TIME))), now=NOW)

    porsuk = calendar_of(client.get("/cities/rooms/porsuk.ics")).events

    assert str(HALF_TIME.uid) in {str(entry["uid"]) for entry in porsuk}
    assert "HALF44" not in codes(client.get("/cities/rooms/neckar.ics"))


def test_a_language_holds_what_is_spoken_in_it_and_not_what_is_interpreted_into_it(client, app):
    spoken = session("KURD22", starts_at=at(8, 10), passport=Passport(spoken=("ku",), interpreted=("de",)))
    published_event((spoken, HALF_TIME))

    assert codes(client.get("/cities/languages/ku.ics")) == {"KURD22"}
    assert codes(client.get("/cities/languages/de.ics")) == {"HALF44"}
    assert "NAME:Konferenz der Städte – Gesprochen: Kurdisch" in client.get("/cities/languages/ku.ics").text
    assert codes(client.get("/cities/languages/en.ics")) == set()


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 5000,
        "q=" + "%F0%9F%8E%89" * 400 + "&city=" + "%C4%B0" * 400,
        "q=%00%07%0D%0ASUMMARY:evil%0D%0A&city=%0D%0ABEGIN:VEVENT",
        "q=a:b;c,d%5C%22&format=%22;X-EVIL=%22",
        "&".join(f"theme=t{number}" for number in range(500)),
        "theme=%FF%FE&day=9999-99-99&language=../../etc",
        "q=" + "a+" * 900 + "%22%22%22%22",
        "lang=de&lang=tr&q=%E2%80%AE%E2%80%8Fevil",
    ],
)
def test_whatever_is_asked_for_gives_a_clean_and_bounded_feed(client, event, query):
    response = client.get(f"{VIEW}?{query}")

    assert response.status_code == 200
    assert calendar_of(response).subcomponents
    assert b"\r\nSUMMARY:evil" not in response.data
    assert b"\r\nBEGIN:VEVENT" not in response.data
    assert len(response.headers["Content-Disposition"]) < 1400
    assert len(response.data) < 9000
    again = client.get(iri_to_uri(source_of(response)))
    assert again.headers["ETag"] == response.headers["ETag"]


def test_views_that_anybody_thinks_up_push_no_other_feed_from_the_shelf(client, event):
    client.get(VIEW)
    before = len(feeds.kept)

    for number in range(20):
        client.get(f"{VIEW}?q=word{number}")

    assert len(feeds.kept) == before


def test_a_view_costs_one_query_and_is_made_once(client, event, queries, monkeypatch):
    client.get(f"{VIEW}?theme=youth&q=rat")
    queries.clear()
    monkeypatch.delattr("conference.calendars.views.public.sessions_in_view")

    response = client.get(f"{VIEW}?q=rat&theme=youth")

    assert response.status_code == 200
    assert len(queries) == 1
