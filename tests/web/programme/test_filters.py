"""The programme, filtered by its address: works without scripts."""

import re
from html import unescape

import pytest

from tests.factories.programme import ARRIVING, HALF_TIME, YOUTH, published_event


@pytest.fixture
def event(app):
    return published_event()


def shown(client, query):
    answer = client.get(f"/cities/programme?{query}")
    assert answer.status_code == 200
    text = unescape(answer.text)
    return set(re.findall(r"/cities/sessions/(\w{6})\"", text[text.index('id="programme"') :]))


@pytest.mark.parametrize("view", ["overview", "list"])
def test_each_view_shows_just_what_was_asked_for(client, event, view):
    asked = [
        ("theme=arrival", {ARRIVING.code, HALF_TIME.code}),
        ("format=workshop", {YOUTH.code}),
        ("city=canakkale", {YOUTH.code}),
        ("q=genclik+meclisleri", {YOUTH.code}),
        ("theme=arrival&format=plenary", {HALF_TIME.code}),
    ]

    assert [shown(client, f"view={view}&{query}") for query, _ in asked] == [codes for _, codes in asked]


def test_a_day_shows_its_list_and_words_show_theirs(client, event):
    assert shown(client, "day=2027-06-08") == {YOUTH.code, ARRIVING.code}
    assert 'aria-current="true">List<' in client.get("/cities/programme?day=2027-06-08").text
    assert 'aria-current="true">List<' in client.get("/cities/programme?q=kilis").text
    assert 'aria-current="true">All days<' in client.get("/cities/programme?view=nonsense").text


def test_a_timetable_opens_on_today(client, event):
    assert shown(client, "view=timetable") == {YOUTH.code, ARRIVING.code}


def test_the_form_keeps_what_was_asked_for(client, event):
    text = unescape(client.get("/cities/programme?view=list&theme=youth&format=workshop&q=%22%3E%3Cb%3E").text)

    assert re.search(r'name="theme" value="youth" checked', text)
    assert re.search(r'<option value="workshop" selected>', text)
    assert 'value=""><b>"' in text
    assert '<input type="hidden" name="view" value="list">' in text


def test_choices_carry_their_counts(client, event):
    text = re.sub(r"<[^>]+>", " ", unescape(client.get("/cities/programme").text))

    assert re.search(r"Youth\s+5", text)
    assert re.search(r"Arrival\s+2", text)
    assert "Workshop (1)" in text
    assert "Çanakkale (1)" in text


def test_what_was_asked_for_can_be_dropped_piece_by_piece(client, event):
    text = unescape(client.get("/cities/programme?view=list&theme=youth&theme=arrival&q=kilis").text)
    chips = text[text.index('class="chips"') :].split("</ul>")[0]

    assert 'href="/cities/programme?theme=arrival&q=kilis&view=list"' in chips
    assert 'href="/cities/programme?theme=youth&theme=arrival&view=list"' in chips
    assert 'href="/cities/programme?view=list"' in chips


def test_an_empty_result_says_what_to_loosen(client, event):
    text = unescape(client.get("/cities/programme?day=2027-06-09&format=workshop").text)

    assert "Nothing matches" in text
    assert "1 session without the filter Format: Workshop" in text
    assert "See the whole programme" in text


def test_a_day_without_sessions_leads_to_its_neighbours(client, event):
    text = client.get("/cities/programme?day=2027-06-05").text

    assert "No sessions on this day" in text
    assert 'rel="prev" href="/cities/programme?day=2027-06-03' in text
    assert 'rel="next" href="/cities/programme?day=2027-06-08' in text


@pytest.mark.parametrize("view", ["overview", "list", "timetable"])
def test_wrong_values_show_that_nothing_matches_and_never_break(client, event, view):
    queries = [
        "day=2027-99-99", "day=tomorrow", "day=1999-01-01", "day=%00", "theme=nothing", "theme=%F0%9F%98%80",
        "language=xx",
        "format=opera", "city=atlantis", "q=" + "x" * 3000, "q=%00%ff",
        "day=9999-12-31&theme=x&city=y&format=z&language=w",
    ]  # fmt: skip
    for query in queries:
        answer = client.get(f"/cities/programme?view={view}&{query}")

        assert answer.status_code == 200, query
        assert "Nothing matches" in answer.text, query
        assert "See the whole programme" in answer.text
