"""Searching the programme, its people and its partnerships: by the address, without scripts."""

import re
from html import unescape

import pytest

from tests.factories.programme import (
    ARRIVING,
    HALF_TIME,
    NOW,
    SESSIONS,
    YOUTH,
    at,
    document,
    publish,
    published_event,
    session,
)

LIST = "/cities/programme"


@pytest.fixture
def event(app):
    return published_event()


def main_of(answer):
    assert answer.status_code == 200
    return answer.text[answer.text.index('id="programme"') :].split("</main>")[0]


def codes(text):
    return re.findall(r'<li id="s-(\w{6})"', text)


def words(text):
    return " ".join(re.sub(r"<[^>]+>", "", unescape(text)).split())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jugendraete", [YOUTH.code]), ("JUGENDRÄTE", [YOUTH.code]), ("jugendrate", [YOUTH.code]),
        ("genclik meclisleri", [YOUTH.code]), ("yildirim", [YOUTH.code]), ("osnabrueck", [YOUTH.code]),
        ("canakale", [YOUTH.code]), ("ankomen kilis", [ARRIVING.code]), ('"youth councils"', [YOUTH.code]),
        ('"councils youth"', []), ("halbz", [HALF_TIME.code]),
    ],
)  # fmt: skip
def test_sessions_are_found_however_they_are_written(client, event, typed, found):
    assert codes(main_of(client.get(LIST, query_string={"q": typed}))) == found


def test_the_best_come_first_and_by_time_on_demand(client, app):
    published_event(
        (
            session("AAA222", title={"en": "Something"}, abstract={"en": "About Kilis."}, starts_at=at(4, 9)),
            session("BBB333", title={"en": "Arriving in Kilis"}, starts_at=at(9, 9)),
        )
    )

    best, by_time = (main_of(client.get(f"{LIST}?q=kilis{more}")) for more in ("", "&sort=time"))

    assert codes(best) == ["BBB333", "AAA222"]
    assert codes(by_time) == ["AAA222", "BBB333"]
    assert f'href="{LIST}?q=kilis&amp;sort=time"' in best
    assert f'href="{LIST}?q=kilis"' in by_time
    assert 'class="day-h"' in by_time
    assert "Wednesday 9 June" in best


def test_what_was_searched_for_is_marked_where_it_stands(client, event):
    text = main_of(client.get(f"{LIST}?q=genc+rep", headers={"Accept-Language": "tr"}))

    assert "Karar veren <mark>genç</mark>lik meclisleri" in text
    assert re.search(r'class="excerpt" lang="\w\w">[^<]*', text)
    assert "<mark>Genç</mark>lik Meclisi" in main_of(client.get(f"{LIST}?q=genc"))


def test_marks_never_open_what_people_wrote(client, app):
    title = "<script>alert(1)</script> & <b>Kilis</b>"
    published_event((session("AAA222", title={"en": title}, abstract={"en": "<img src=x> Kilis"}, starts_at=at(4, 9)),))

    for typed in ("kilis", "script alert", "b", "<b>kilis", "img src"):
        text = main_of(client.get(LIST, query_string={"q": typed}))
        assert codes(text) == ["AAA222"]
        assert not re.search(r"<(script|b>Kilis|img src=x)", text)
        assert title in unescape(re.sub(r"</?mark>", "", text))


def test_a_word_taken_for_another_is_told(client, event):
    assert "Nothing is spelled “canakale”. Shown is what comes near: Çanakkale" in words(
        main_of(client.get(f"{LIST}?q=canakale"))
    )


def test_words_that_are_nowhere_get_the_nearest_offered(client, event):
    text = main_of(client.get(f"{LIST}?q=jugentraehtte&theme=youth"))

    assert "Did you mean: Jugendräte (1)" in words(text)
    assert f'href="{LIST}?theme=youth&amp;q=Jugendr%C3%A4te"' in text
    assert "5 sessions without the search" in words(text)


def test_a_word_too_many_is_offered_to_be_dropped(client, event):
    text = main_of(client.get(f"{LIST}?q=kilis+zeynep"))

    assert "1 session without “kilis”" in words(text)
    assert f'href="{LIST}?q=zeynep"' in text


def test_a_filter_that_hides_what_the_search_finds_is_named(client, event):
    text = main_of(client.get(f"{LIST}?q=zeynep&theme=arrival&format=workshop"))

    assert "1 session without the filter Theme: Arrival" in words(text)
    assert f'href="{LIST}?format=workshop&amp;q=zeynep"' in text
    assert "Search the whole programme: 1 session" in words(text)
    hostile = main_of(client.get(f"{LIST}?q=zeynep&city=%3Cb%3Ex"))
    assert "1 session without the filter City: &lt;b&gt;x" in hostile


def test_the_nearest_sessions_are_offered_where_nothing_else_helps(client, app):
    published_event(
        (
            session("AAA222", title={"en": "Aaaa bbbb"}, starts_at=at(4, 9)),
            session("BBB333", title={"en": "Cccc"}, starts_at=at(5, 9)),
        )
    )

    text = main_of(client.get(f"{LIST}?q=aaaa+bbbb+cccc+xyzzy"))

    assert "These come nearest:" in text
    assert re.findall(r"/cities/sessions/(\w+)", text) == ["AAA222", "BBB333"]


@pytest.mark.parametrize("view", ["", "list", "overview", "timetable"])
@pytest.mark.parametrize("sort", ["", "time", "nonsense"])
def test_hostile_searches_are_answered(client, event, view, sort):
    for typed in (
        "x" * 5000, "a " * 3000, "\x00", "\x00kilis\x07", "…!?<>&", '"' * 300, '""', "„", "%", "\\", "\u202ekilis",
        "\ud83d",
        "<script>alert(1)</script>", "'; DROP TABLE", "{{7654*4321}}", "İ" * 200, "\u0308" * 200, "ﷺ" * 200, "a\u00adb",
    ):  # fmt: skip
        answer = client.get(
            LIST, query_string={"q": typed.encode("utf-8", "surrogatepass"), "view": view, "sort": sort}
        )

        assert answer.status_code == 200, typed
        assert "<script>alert" not in answer.text
        assert str(7654 * 4321) not in main_of(answer)


def test_signs_alone_are_told_to_be_nothing_to_search_for(client, event):
    assert "Letters or digits can be searched for, “!?” has none." in words(main_of(client.get(f"{LIST}?q=!?")))


def test_every_view_can_be_shared_by_its_address_with_filters_and_language(client, event):
    for address, shared in (
        ("?q=kilis&theme=arrival&view=list&sort=time", "?theme=arrival&q=kilis&view=list&sort=time&lang=tr"),
        ("?day=2027-06-08", "?day=2027-06-08&lang=tr"),
        ("", "?lang=tr"),
    ):
        text = unescape(client.get(f"{LIST}{address}", headers={"Accept-Language": "tr"}).text)
        link = re.search(r'<input id="share-address" value="https?://[^/"]+([^"]+)" readonly', text).group(1)

        assert link == f"{LIST}{shared}"
        again = client.get(link, headers={"Accept-Language": "de"})
        assert codes(again.text) == codes(client.get(f"{LIST}{address}").text)
        assert '<html lang="tr">' in again.text
        client.delete_cookie("language")


def test_the_form_keeps_order_and_view_only_where_they_were_chosen(client, event):
    plain, chosen = (client.get(f"{LIST}{query}").text for query in ("", "?view=overview&sort=time"))

    assert 'type="hidden" name="view"' not in plain
    assert '<input type="hidden" name="view" value="overview">' in chosen
    assert '<input type="hidden" name="sort" value="time">' in chosen


def test_long_lists_come_a_page_at_a_time(client, app):
    published_event(
        session(f"A{n:05}", title={"en": f"Kilis {n}"}, starts_at=at(3 + n % 14, 9, n % 60)) for n in range(100)
    )

    first, last, beyond, wrong = (
        codes(main_of(client.get(f"{LIST}?q=kilis&page={page}"))) for page in ("1", "4", "99", "-x" * 3000)
    )

    assert (len(first), len(last)) == (25, 25)
    assert beyond == last
    assert wrong == first
    assert f'href="{LIST}?page=2&amp;q=kilis"' in client.get(f"{LIST}?q=kilis").text


def test_a_day_by_room_without_what_was_searched_for_leads_to_the_days_that_have_it(client, event):
    text = main_of(client.get(f"{LIST}?q=halbzeit&view=timetable"))

    assert "See 1 session on another day" in text
    assert f'href="{LIST}?q=halbzeit&amp;view=list"' in text


def test_each_page_of_the_event_leads_to_the_search(client, event):
    for page in ("/cities/", "/cities/speakers", "/cities/changes", f"/cities/sessions/{YOUTH.code}"):
        assert f'href="{LIST}#filter-q" data-search-way' in client.get(page).text


def test_people_and_partnerships_are_found_alike(client, event):
    assert "Zeynep Yıldırım" in client.get("/cities/speakers?q=yildrim").text
    assert "Zeynep Yıldırım" in client.get("/cities/speakers?q=genclik+mecl").text
    found, nothing = (client.get(f"/cities/partnerships?q={q}").text for q in ("osnabruck", "%3Cb%3Eatlantis"))
    assert "1 partnership, by longitude" in found
    assert "No city here is called “&lt;b&gt;atlantis”." in nothing
    assert 'href="/cities/programme?q=%3Cb%3Eatlantis"' in nothing


def test_a_search_in_a_preview_finds_the_draft_and_visitors_do_not(client, event):
    assert codes(main_of(client.get(f"{LIST}?q=unheard"))) == []

    publish(event.id, document((*SESSIONS, session("NEW222", title={"en": "Unheard of"}, starts_at=at(9, 9)))), now=NOW)

    assert codes(main_of(client.get(f"{LIST}?q=unheard"))) == ["NEW222"]
