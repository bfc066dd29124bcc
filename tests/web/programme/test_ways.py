"""Where the pages of the programme lead: to calendars, to registration and back; and what a long page folds away."""

import re
from datetime import timedelta
from html import unescape

import msgspec
import pytest

from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.events import event as stored_event
from tests.factories.events import organiser, role
from tests.factories.programme import NOW, SESSIONS, YOUTH, at, document, publish, published_event, session

PAGE = f"/cities/sessions/{YOUTH.code}"


@pytest.fixture
def event(app):
    return published_event()


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("/cities/programme", "/cities/calendar.ics?lang=en"),
        ("/cities/themes/youth", "/cities/themes/youth.ics?lang=en"),
        ("/cities/speakers/ZEYNEP", "/cities/speakers/ZEYNEP.ics?lang=en"),
    ],
)
def test_subscribing_and_downloading_are_two_ways(client, event, page, file):
    text = client.get(page).text

    assert "<summary><span>Subscribe</span></summary>" in text
    assert f'<a href="http://localhost{file}" download>Download once (.ics)</a>' in text
    assert '<a href="/cities/subscribe#help">Step by step for your program</a>' in text
    assert 'id="help"' in client.get("/cities/subscribe").text


def test_the_calendars_are_linked_from_every_page_of_the_event(client, event):
    for page in ("/cities/", "/cities/speakers", PAGE, "/cities/changes"):
        assert 'href="/cities/subscribe"' in client.get(page).text, page


def test_a_visitor_is_led_from_a_session_to_registration_and_back(client, event):
    text = client.get(PAGE).text

    assert f'href="/cities/register?next={PAGE}"' in text
    assert f'href="/sign-in?next={PAGE}"' in text
    assert f'action="{PAGE}/book"' not in text
    assert f'value="{PAGE}"' in client.get(f"/cities/register?next={PAGE}").text
    assert f'href="/cities/register?next={PAGE}"' in client.get(f"/sign-in?next={PAGE}").text


def test_who_is_signed_in_but_not_registered_is_led_to_registration_alone(client, event):
    client.sign_in(account("ada@example.org"))
    text = client.get(PAGE).text

    assert f'href="/cities/register?next={PAGE}"' in text
    assert "/sign-in?" not in text


def test_who_is_registered_books_with_one_click(client, event):
    person = account("ada@example.org")
    registration(event.id, person)
    client.sign_in(person)
    text = client.get(PAGE).text

    assert f'action="{PAGE}/book"' in text
    assert f'<input type="hidden" name="next" value="{PAGE}">' in text


def test_while_the_door_is_open_the_sessions_page_leads_to_it(client, event, set_clock):
    way = f'class="btn go" href="/s/{YOUTH.code}"'
    set_clock(at(8, 9, 49))
    assert way not in client.get(PAGE).text

    set_clock(at(8, 9, 50))
    assert way in client.get(PAGE).text


def test_the_sign_in_page_offers_a_plain_account_where_no_event_is_meant(client, event):
    for page in ("/sign-in", "/sign-in?next=/account", "/sign-in?next=/nothing/of/the/kind"):
        text = client.get(page).text
        assert 'href="/sign-up' in text
        assert "/register" not in text


def test_filters_are_folded_until_one_is_chosen(client, event):
    fold = '<details class="fold-next" open>'

    assert fold not in client.get("/cities/programme").text
    assert fold not in client.get("/cities/programme?day=2027-06-08").text
    assert fold in client.get("/cities/programme?theme=youth").text


def test_a_long_overview_folds_all_days_but_the_next(client, app):
    published_event([session(f"LNG{n:03}", starts_at=at(7 + n % 3, 9 + n % 7)) for n in range(61)])
    text = client.get("/cities/programme").text

    assert text.count('<details class="day-fold"') == 3
    assert re.findall(r'<details class="day-fold" open><summary><span class="vh">([^:]+): ', text) == ["Tuesday 8 June"]
    assert "week-fold" not in text


def test_a_short_overview_folds_nothing(client, event):
    text = client.get("/cities/programme").text

    assert "day-fold" not in text
    assert "week-fold" not in text


def test_an_event_of_many_weeks_folds_all_but_the_present_and_the_next(client, app):
    published_event(last_day=at(3, 0).date() + timedelta(days=60))
    text = client.get("/cities/programme").text

    folds = re.findall(r'<details class="week-fold"( open)?>', text)
    assert folds == ["", " open", " open"] + [""] * (len(folds) - 3)
    assert len(folds) > 4


def test_who_waits_where_the_limit_was_lifted_reads_no_number(client, event):
    for _ in range(2):
        book(registration(event.id), YOUTH)
    person = account("ada@example.org")
    book(registration(event.id, person), YOUTH)
    unlimited = msgspec.structs.replace(YOUTH, seats=None)
    publish(event.id, document([unlimited if one.uid == YOUTH.uid else one for one in SESSIONS]), now=NOW)
    client.sign_in(person)

    for page in ("/cities/programme?view=list", "/cities/agenda", PAGE):
        text = unescape(client.get(page).text)
        assert "of None" not in text
        assert "There is room now: a seat becomes yours in a moment." in text


def test_sessions_on_another_day_elsewhere_are_announced(client, event):
    page = "/cities/programme?view=list&day=2027-06-08"
    assert "of them" not in client.get(page).text
    client.submit("/zone", {"zone": "Pacific/Auckland", "next": "/"})

    assert "In Auckland, 1 of them is on Wednesday 9 June." not in client.get("/cities/speakers").text
    text = client.get("/cities/programme?view=list&day=2027-06-09").text
    assert "In Auckland it is on Thursday 10 June." in text
    assert "<b>Thu 10</b>" in text
    assert "Thu 04:00" in client.get("/cities/programme").text


def test_an_event_not_published_yet_is_explained_to_its_organisers_alone(client, app):
    draft = stored_event("later")
    stranger = account("stranger@example.org")
    holder = organiser(draft)
    role(stored_event("another"), holder=stranger)
    way = 'href="/later/organise/"'

    assert "not published yet" not in client.get("/later/").text
    client.sign_in(stranger)
    answer = client.get("/later/")
    assert (answer.status_code, "not published yet" in answer.text) == (404, False)
    client.sign_out()
    client.sign_in(holder)
    for page in ("/later/", "/later/programme", "/later/agenda"):
        answer = client.get(page)
        assert answer.status_code == 404
        assert "This event is not published yet" in answer.text
        assert way in answer.text
    assert "not published yet" not in client.get("/later/calendar.ics").text


def test_the_account_menu_holds_the_agenda_and_for_organisers_their_desk(client, event):
    person = account("ada@example.org")
    client.sign_in(person)

    def menu():
        return re.search(r'<details class="fold account".*?</details>', client.get("/cities/").text, re.DOTALL)[0]

    assert 'href="/cities/agenda"' in menu()
    assert "/organise" not in menu()
    role(event.row, holder=person)
    assert 'href="/cities/organise/' in menu()
