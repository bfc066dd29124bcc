"""Every page of the programme, as visitors see it."""

import re
from html import unescape

import pytest

from conference.programme.document import Format, Passport
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
    published_event,
    session,
)

TITLES = ("Jugendräte, die mitentscheiden", "Karar veren gençlik meclisleri", "Youth councils that decide")
PAGES = {
    "/cities/": ("Konferenz der Städte", "Şehirler Konferansı", "Conference of Cities"),
    "/cities/programme": TITLES,
    "/cities/programme?view=list": ("Halbzeit", "Devre arası", "Half-time"),
    "/cities/programme?view=timetable": ("Ankommen in Kilis", "Kilis’e varmak", "Arriving in Kilis"),
    f"/cities/sessions/{YOUTH.code}": tuple(YOUTH.abstract.values()),
    "/cities/speakers": ("Zeynep Yıldırım",) * 3,
    "/cities/speakers/ZEYNEP": TITLES,
    "/cities/themes/youth": ("Jugendbeteiligung", "Gençlerin katılımı", "Youth participation"),
    "/cities/partnerships": ("Osnabrück–Çanakkale",) * 3,
    "/cities/partnerships/osnabrueck-canakkale": TITLES,
    "/cities/changes": ("Halbzeit", "Devre arası", "Half-time"),
    "/cities/live": TITLES,
}


@pytest.fixture
def event(app):
    return published_event()


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_every_page_is_there_in_the_readers_language(client, event, language):
    for page, texts in PAGES.items():
        answer = client.get(page, headers={"Accept-Language": language})

        assert answer.status_code == 200, page
        assert f'<html lang="{language}">' in answer.text
        assert texts[["de", "tr", "en"].index(language)] in unescape(answer.text), page


def test_what_is_not_there_is_not_found(client, event):
    missing = [
        "/nowhere/", "/nowhere/programme", "/cities/sessions/XXXX99", "/cities/sessions/yuth22",
        "/cities/speakers/XXXX99",
        "/cities/themes/nothing", "/cities/partnerships/nothing", "/nowhere/changes", "/nowhere/changes.atom",
        "/nowhere/themes.css", "/nowhere/live",
    ]  # fmt: skip

    assert {page: client.get(page).status_code for page in missing} == dict.fromkeys(missing, 404)


def test_what_belongs_to_another_event_is_not_found_in_this_one(client, event):
    published_event([session("THER22", starts_at=at(8, 9))], slug="other")

    assert client.get("/other/sessions/THER22").status_code == 200
    assert client.get("/cities/sessions/THER22").status_code == 404


def test_times_stand_in_both_zones_of_the_event(client, event):
    text = client.get(f"/cities/sessions/{YOUTH.code}").text

    assert re.search(r"Berlin.*?>10:00<.*?11:30", text, re.DOTALL)
    assert re.search(r"stanbul.*?>11:00<.*?12:30", text, re.DOTALL)


def test_the_visitors_own_zone_stands_beside_them(client, event):
    assert "Tokyo" not in client.get("/cities/programme?view=list").text
    client.submit("/zone", {"zone": "Asia/Tokyo", "next": "/cities/programme"})

    for page in ("/cities/programme?view=list", f"/cities/sessions/{YOUTH.code}", "/cities/live"):
        text = client.get(page).text
        assert "Tokyo" in text
        assert ">17:00<" in text  # 10:00 in Berlin


def test_a_zone_that_the_event_names_anyway_is_not_repeated(client, event):
    client.submit("/zone", {"zone": "Europe/Istanbul", "next": "/"})

    assert client.get(f"/cities/sessions/{YOUTH.code}").text.count("<dt>") == 2 * 2  # masthead and large clocks


def test_the_list_has_one_plain_booking_form_for_each_session_that_can_be_booked(client, event):
    text = client.get("/cities/programme?view=list").text
    booked = re.findall(r'<form method="post" action="/cities/sessions/(\w+)/book"', text)

    assert booked == [YOUTH.code, ARRIVING.code, HALF_TIME.code]
    assert text.count('name="csrf_token"') >= len(booked)


def test_a_kept_row_carries_the_token_and_the_address_of_who_asks_now(client, app, event):
    first = client.get("/cities/programme?view=list")
    other = app.test_client()
    second = other.get("/cities/programme?view=list&theme=youth")

    def token(answer):
        return re.search(r'book"[^>]*><input type="hidden" name="csrf_token" value="([^"]+)"', answer.text)[1]

    assert token(first) != token(second)
    assert 'name="next" value="/cities/programme?view=list&amp;theme=youth"' in second.text
    posted = other.post(f"/cities/sessions/{YOUTH.code}/book", data={"csrf_token": token(second)})
    assert posted.status_code in {302, 303}
    refused = other.post(f"/cities/sessions/{YOUTH.code}/book", data={"csrf_token": token(first)})
    assert refused.status_code == 400


def test_a_list_shows_what_changed_since_it_was_kept(client, event):
    assert "2 of 2 free" in client.get("/cities/programme?view=list").text
    made = registration(event.id)
    book(made, YOUTH)

    assert "1 of 2 free" in client.get("/cities/programme?view=list").text


def test_those_who_booked_see_their_seats_and_their_clashes_named(client, event):
    person = account("ada@example.org")
    book(registration(event.id, person), YOUTH)
    before = client.get("/cities/programme?view=list").text
    client.sign_in(person)

    for page in ("/cities/programme?view=list", "/cities/programme?day=2027-06-08"):
        text = unescape(client.get(page).text)
        assert "Your seat" in text
        assert f'action="/cities/sessions/{YOUTH.code}/drop"' in text
        assert re.search(rf'id="s-{ARRIVING.code}".*?Clashes with.*?Youth councils that decide', text, re.DOTALL)
    assert "Your seat" not in before
    client.sign_out()
    assert "Your seat" not in client.get("/cities/programme?view=list").text


def test_a_session_names_the_clash_before_it_is_booked(client, event):
    person = account("ada@example.org")
    book(registration(event.id, person), YOUTH)
    client.sign_in(person)

    text = unescape(client.get(f"/cities/sessions/{ARRIVING.code}").text)

    assert "Clashes with another session of yours" in text
    assert "10:00–11:30 | 11:00–12:30" in text
    assert f'name="seen_clashes" value="{YOUTH.code}"' in text
    assert "Book anyway" in text


def test_a_day_by_room_names_the_two_sessions_that_clash(client, event):
    person = account("ada@example.org")
    made = registration(event.id, person)
    book(made, YOUTH)
    book(made, ARRIVING)
    client.sign_in(person)

    text = unescape(client.get("/cities/programme?view=timetable&day=2027-06-08").text)

    assert text.count("Two of your sessions clash") == 1
    assert "10:30–11:30 Berlin" in text


def test_cancelled_and_unscheduled_sessions_say_so_and_cannot_be_booked(client, event):
    for code, words in ((CALLED_OFF.code, "has been cancelled"), (UNSCHEDULED.code, "no time yet")):
        text = client.get(f"/cities/sessions/{code}").text
        assert words in text
        assert f"/cities/sessions/{code}/book" not in text


def test_what_remains_stands_on_the_page_once_it_is_over(client, app, set_clock):
    done = session(
        "DNEE22", starts_at=at(8, 10), remains={"en": "The *minutes*"}, recording_url="https://video.example/1"
    )
    published_event([done])

    before = client.get("/cities/sessions/DNEE22").text
    set_clock(at(8, 14))
    after = client.get("/cities/sessions/DNEE22").text

    assert "minutes</em>" not in before
    assert "https://video.example/1" not in before
    assert "The <em>minutes</em>" in after
    assert 'href="https://video.example/1"' in after


def test_a_session_is_found_between_its_neighbours(client, event):
    text = unescape(client.get(f"/cities/sessions/{YOUTH.code}").text)

    assert re.search(r"Opening.*This session.*Half-time", text[text.index("Before and after") :], re.DOTALL)


def test_the_language_passport_names_every_language_in_it(client, app):
    published_event([session("PASS22", starts_at=at(8, 10), passport=Passport(spoken=("ku",), interpreted=("de",)))])

    text = client.get("/cities/sessions/PASS22").text

    assert "Language passport" in text
    assert "ku" in text[text.index("Language passport") :]


def test_before_the_event_the_first_sessions_are_announced(client, event, set_clock):
    set_clock(at(1, 9))

    assert "The first sessions" in client.get("/cities/").text


def test_today_the_next_sessions_are_announced_and_afterwards_what_remains(client, event, set_clock):
    assert "Next today" in client.get("/cities/").text
    set_clock(at(20, 9))
    assert "The event is over" in client.get("/cities/").text


def test_pages_name_their_feeds_and_their_other_languages(client, event):
    head = client.get("/cities/", headers={"Host": "evil.example"}).text.split("</head>")[0]

    assert 'type="text/calendar" href="/cities/calendar.ics?lang=en"' in head
    assert 'type="application/atom+xml" href="/cities/changes.atom"' in head
    assert re.search(r'hreflang="tr" href="http[^"]+/cities/\?lang=tr"', head)
    assert "evil.example" not in head
    assert 'property="og:title" content="Conference of Cities"' in head
    assert 'name="description" content="Two weeks."' in head


def test_themes_have_their_colours_and_the_sheet_is_kept(client, event):
    answer = client.get("/cities/themes.css?v=1")

    assert answer.mimetype == "text/css"
    assert ".l1 {" in answer.text
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert client.get("/cities/themes.css").headers["Cache-Control"] == "public, max-age=0"
    again = client.get("/cities/themes.css?v=1", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_speakers_are_searched_in_any_spelling(client, event):
    assert "Zeynep Yıldırım" in client.get("/cities/speakers?q=YILDIRIM").text
    nobody = client.get("/cities/speakers?q=nobody&page=-7").text
    assert "Nobody found" in nobody
    assert "See everybody" in nobody


def test_an_event_without_anything_has_pages_too(client, app):
    published_event([], second_zone=None, summary={}, welcome={}, slug="bare")

    for page in ("", "programme", "programme?view=list", "programme?view=timetable", "speakers", "changes", "live"):
        assert client.get(f"/bare/{page}").status_code == 200


def test_a_session_without_a_theme_in_a_single_language_is_shown(client, app):
    only = session("PLNS22", title={"de": "Nur deutsch"}, starts_at=at(8, 10), format=Format.PANEL, themes=())
    published_event([only], languages=("de",))

    for view in ("overview", "list", "timetable"):
        assert "Nur deutsch" in client.get(f"/cities/programme?view={view}").text


@pytest.mark.parametrize("page", ["/cities/programme?view=list", "/cities/programme", "/cities/", "/cities/changes"])
def test_a_page_asks_the_database_as_often_for_sixty_sessions_as_for_three(client, app, queries, page):
    counts = []
    for slug, size in (("cities", 3), ("metropolis", 60)):
        many = [
            session(f"Q{slug[0].upper()}{n // 30 + 2}{_letter(n)}22", starts_at=at(8, 8 + n % 10)) for n in range(size)
        ]
        published_event(many, slug=slug)
        address = page.replace("cities", slug)
        client.get(address)
        queries.clear()
        assert client.get(address).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 3


def _letter(number):
    return "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"[number % 30]


def test_a_signed_in_participant_costs_a_bounded_number_of_queries_too(client, app, queries):
    event = published_event(SESSIONS)
    person = account("ada@example.org")
    book(registration(event.id, person), YOUTH)
    client.sign_in(person)
    client.get("/cities/programme?view=list")
    queries.clear()

    client.get("/cities/programme?view=list")

    assert len(queries) <= 6
