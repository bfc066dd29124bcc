"""Every form refuses what cannot be, at the field, keeps what was typed, answers 422 and stores nothing."""

import re
from datetime import date

import pytest

from conference.draft.queries import draft_document
from conference.events.queries import event_by_slug
from tests.factories import draft as make

LONG = "x" * 20_001

RIGHT = {
    "themes/new": {"title-de": "Wasser", "colour": "#123456"},
    "rooms/new": {"name-de": "Neckar", "join_url": "https://meet.example/n"},
    "speakers/new": {"name": "Deniz Özgür", "email": "deniz@example.org"},
    "municipalities/new": {"name": "Kiel", "country": "DE", "latitude": "54.3", "longitude": "10.1"},
    "partnerships/new": {
        "first": "osnabrueck", "second": "+", "second_name": "Samsun", "second_country": "TR", "first_country": "DE",
        "since": "1999",
    },
    "sessions/new": {
        "title-tr": "Yeni", "minutes": "60", "format": "talk", "state": "planned", "day": "2027-06-09",
        "start": "14:30", "room": "hase", "themes": "klima", "passport": ["spoken:de", "captioned:tr"], "seats": "12",
    },
    "event": {
        "title-de": "Neu", "slug": "cities", "first_day": "2027-06-03", "last_day": "2027-06-16",
        "zone": "Europe/Berlin", "second_zone": "Europe/Istanbul", "languages": ["de", "tr"], "version": "1",
    },
}  # fmt: skip

WRONG = [
    ("themes/new", {"title-de": ""}, "in one language at least"),
    ("themes/new", {"title-de": "x" * 301}, "too long"),
    ("themes/new", {"short-tr": "x" * 61}, "too long"),
    ("themes/new", {"summary-en": "x" * 2001}, "too long"),
    ("themes/new", {"colour": "blue"}, "six digits"),
    ("themes/new", {"colour": ""}, "Please fill this in."),
    ("rooms/new", {"name-de": "  "}, "in one language at least"),
    ("rooms/new", {"name-de": "x" * 201}, "too long"),
    ("rooms/new", {"note-de": "x" * 301}, "too long"),
    ("rooms/new", {"joining-de": LONG}, "too long"),
    ("rooms/new", {"join_url": "http://meet.example"}, "beginning with https://"),
    ("rooms/new", {"join_url": "javascript:alert(1)"}, "beginning with https://"),
    ("rooms/new", {"join_url": "https://x.example/" + "y" * 1000}, "too long"),
    ("speakers/new", {"name": ""}, "Please fill this in."),
    ("speakers/new", {"name": "x" * 201}, "too long"),
    ("speakers/new", {"email": "deniz"}, "does not look like an e-mail"),
    ("speakers/new", {"biography-tr": LONG}, "too long"),
    ("municipalities/new", {"name": ""}, "Please fill this in."),
    ("municipalities/new", {"country": "XX"}, "Not a valid choice"),
    ("municipalities/new", {"latitude": "north"}, "Write a number"),
    ("municipalities/new", {"latitude": "91"}, "from -90 to 90"),
    ("municipalities/new", {"longitude": ""}, "both degrees or neither"),
    ("municipalities/new", {"latitude": "nan"}, "Write a number"),
    ("municipalities/new", {"zone": "Berlin"}, "no time zone"),
    ("partnerships/new", {"first": ""}, "Choose a municipality"),
    ("partnerships/new", {"first": "samsun"}, "Not a valid choice"),
    ("partnerships/new", {"second_name": ""}, "Name the new municipality"),
    ("partnerships/new", {"second": "osnabrueck"}, "two different municipalities"),
    ("partnerships/new", {"second": "canakkale"}, "partners in this event already"),
    ("partnerships/new", {"since": "long ago"}, "whole number"),
    ("partnerships/new", {"since": "1066"}, "from 1800 to 2200"),
    ("partnerships/new", {"second_latitude": "12"}, "both degrees or neither"),
    ("sessions/new", {"title-tr": ""}, "in one language at least"),
    ("sessions/new", {"title-tr": "x" * 301}, "too long"),
    ("sessions/new", {"abstract-de": LONG}, "too long"),
    ("sessions/new", {"label-de": "x" * 41}, "too long"),
    ("sessions/new", {"minutes": ""}, "Please fill this in."),
    ("sessions/new", {"minutes": "an hour"}, "whole number"),
    ("sessions/new", {"minutes": "٦٠"}, "whole number"),
    ("sessions/new", {"minutes": "4"}, "from 5 to 1440"),
    ("sessions/new", {"minutes": "-60"}, "from 5 to 1440"),
    ("sessions/new", {"minutes": "9" * 30}, "whole number"),
    ("sessions/new", {"seats": "0"}, "from 1 to"),
    ("sessions/new", {"seats": "many"}, "whole number"),
    ("sessions/new", {"format": "lecture"}, "Not a valid choice"),
    ("sessions/new", {"state": "maybe"}, "Not a valid choice"),
    ("sessions/new", {"day": "9 June"}, "year-month-day"),
    ("sessions/new", {"day": "0001-01-01"}, "from 2000 to 2199"),
    ("sessions/new", {"day": "9999-12-31"}, "from 2000 to 2199"),
    ("sessions/new", {"day": ""}, "Choose the day, too"),
    ("sessions/new", {"start": ""}, "Choose when it starts"),
    ("sessions/new", {"start": "half past two"}, "hours and minutes"),
    ("sessions/new", {"start": "25:00"}, "hours and minutes"),
    ("sessions/new", {"day": "", "start": ""}, "A room needs a day"),
    ("sessions/new", {"room": "nowhere"}, "Not a valid choice"),
    ("sessions/new", {"themes": "nowhere"}, "There is no “nowhere”"),
    ("sessions/new", {"speakers": "Nobody"}, "There is no “Nobody”"),
    ("sessions/new", {"partnerships": "a – b"}, "There is no “a – b”"),
    ("sessions/new", {"passport": "sung:de"}, "languages of the table"),
    ("sessions/new", {"passport": "spoken:xx"}, "languages of the table"),
    ("sessions/new", {"join_url": "ftp://meet.example"}, "beginning with https://"),
    ("sessions/new", {"recording_url": "//video.example"}, "beginning with https://"),
    ("sessions/new", {"day": "2027-03-28", "start": "02:30"}, "02:30 does not exist"),
    ("sessions/new", {"day": "2027-10-31", "start": "02:30"}, "show 02:30 twice"),
    ("sessions/new", {"day": "2027-10-31", "start": "02:30", "fold": "7"}, "show 02:30 twice"),
    ("event", {"title-de": ""}, "needed in the main language"),
    ("event", {"title-de": "x" * 301}, "too long"),
    ("event", {"slug": "Städte!"}, "small letters"),
    ("event", {"slug": "api"}, "small letters"),
    ("event", {"slug": "x" * 61}, "too long"),
    ("event", {"slug": "taken"}, "Another event has this address"),
    ("event", {"first_day": ""}, "Please fill this in."),
    ("event", {"last_day": "16.6.2027"}, "year-month-day"),
    ("event", {"last_day": "2027-06-02"}, "lies before the first"),
    ("event", {"last_day": "2028-06-16"}, "at most 366"),
    ("event", {"first_day": "1066-06-16"}, "from 2000 to 2199"),
    ("event", {"zone": "Mars/Olympus"}, "choose a time zone"),
    ("event", {"zone": ""}, "choose a time zone"),
    ("event", {"second_zone": "EST5EDT"}, "choose a time zone"),
    ("event", {"languages": []}, "at least one language"),
    ("event", {"languages": ["fr"]}, "There is no “fr”"),
    ("event", {"languages": ["tr", "de"], "title-tr": ""}, "main language, Türkçe"),
    ("event", {"welcome-de": LONG}, "too long"),
]


def everything(made):
    return draft_document(event_by_slug("cities"))


@pytest.mark.parametrize("form", RIGHT)
def test_what_is_right_is_stored(desk, made, form):
    before = everything(made)

    answer = desk.fill_in(f"/cities/organise/{form}?lang=en", RIGHT[form])

    assert answer.status_code in {302, 303}, answer.text
    assert everything(made) != before


@pytest.mark.parametrize(("form", "wrong", "message"), WRONG)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_stored(desk, made, form, wrong, message):
    make.drafted("taken") if wrong.get("slug") == "taken" else None
    before = everything(made)

    answer = desk.submit(f"/cities/organise/{form}?lang=en", {**RIGHT[form], **wrong})

    assert answer.status_code == 422
    assert message in answer.text
    assert 'class="field-error"' in answer.text
    assert everything(made) == before


def test_what_was_typed_is_kept(desk, made):
    wrong = {**RIGHT["sessions/new"], "minutes": "an hour", "abstract-de": "Ein <b>Text</b> & mehr",
             "speakers": ["Nobody"]}  # fmt: skip

    shown = desk.submit("/cities/organise/sessions/new?lang=en", wrong).text

    assert 'value="an hour"' in shown
    assert "Ein &lt;b&gt;Text&lt;/b&gt; &amp; mehr" in shown
    assert 'value="Yeni"' in shown
    assert 'value="14:30"' in shown
    assert 'value="2027-06-09"' in shown
    assert 'value="Nobody"' in shown
    assert 'value="captioned:tr" checked' in shown
    assert '<option value="klima" selected>' in shown


def test_an_ambiguous_start_offers_its_two_readings_and_stores_the_chosen_one(desk, made):
    twice = {**RIGHT["sessions/new"], "day": "2027-10-31", "start": "02:30"}

    asked = desk.submit("/cities/organise/sessions/new?lang=en", twice).text
    answer = desk.submit("/cities/organise/sessions/new?lang=en", {**twice, "fold": "1"})

    assert "02:30, the first (UTC+2)" in asked
    assert "02:30, the second (UTC+1)" in asked
    assert answer.status_code == 303
    stored = next(session for session in everything(made).sessions if session.title == {"tr": "Yeni"})
    assert stored.slot.starts_at.isoformat() == "2027-10-31T01:30:00+00:00"
    shown = desk.get(answer.location).text
    assert re.search(r'<input checked[^>]*name="fold"[^>]*value="1"', shown)


def test_a_number_that_is_no_choice_of_this_event_is_refused_though_another_has_it(desk, made):
    other = make.drafted("other")

    answer = desk.submit(
        "/cities/organise/sessions/new?lang=en", {**RIGHT["sessions/new"], "speakers": other.speaker.code}
    )

    assert answer.status_code == 422
    assert f"There is no “{other.speaker.code}”" in answer.text


@pytest.mark.parametrize("page", ["1e9", "-3", "x", "9999999999999999999999"])
def test_an_odd_page_number_shows_the_nearest(desk, made, page):
    assert desk.get(f"/cities/organise/sessions?page={page}&day=odd&standing=odd&theme=odd").status_code == 200
    assert desk.get(f"/cities/organise/speakers?page={page}").status_code == 200


def test_a_stale_form_shows_both_and_keeps_what_was_typed(desk, made):
    page = f"/cities/organise/sessions/{made.session.code}?lang=en"
    right = {**RIGHT["sessions/new"], "version": str(made.session.version)}
    assert desk.submit(page, {**right, "title-tr": "Onların"}).status_code == 303

    answer = desk.submit(page, {**right, "title-tr": "Bizim", "seats": "7"})

    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in answer.text
    assert "Onların" in answer.text
    assert 'value="Bizim"' in answer.text
    assert everything(made).sessions[0].title["tr"] == "Onların"


def test_an_event_shortened_past_its_sessions_is_stored_with_a_warning(desk, made):
    answer = desk.submit(
        "/cities/organise/event?lang=en", {**RIGHT["event"], "last_day": "2027-06-05"}, follow_redirects=True
    )

    assert answer.status_code == 200
    assert "1 session now lies outside" in answer.text
    assert event_by_slug("cities").last_day == date(2027, 6, 5)
