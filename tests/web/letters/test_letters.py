"""What organisers see of the letters of their event, and sending again."""

import re

import pytest

from conference.db import db
from conference.events.rules import RoleName
from conference.letter_wishes.rules import LetterKind, stop_token
from conference.mail.tables import Letter
from tests.databases import TEST_SECRET
from tests.factories import events, letters
from tests.factories.accounts import account
from tests.factories.programme import published_event

LIST = "/cities/organise/letters"


@pytest.fixture
def event(app, now):
    return published_event()


@pytest.fixture
def desk(client, event):
    client.sign_in(events.organiser(event))
    return client


def state_of(letter):
    return db.session.get(Letter, letter.id, populate_existing=True).state


def test_the_list_tells_what_waits_was_sent_and_was_given_up_and_why(desk, event, now):
    letters.letter(event, to="waits@example.org")
    letters.letter(event, to="sent@example.org", state="sent", sent_at=now, subject="Welcome", attempts=1)
    letters.given_up(event, to="lost@example.org")
    letters.letter(events.event(), to="elsewhere@example.org")

    page = desk.get(LIST).text

    assert re.findall(r"[a-z]+@example\.org", page.partition("<main")[2]).count("elsewhere@example.org") == 0
    assert all(f"{who}@example.org" in page for who in ("waits", "sent", "lost"))
    assert "nobody has this address" in page
    assert "8 attempts" in page
    assert "1 given up" in page

    failed = desk.get(f"{LIST}?state=failed").text
    assert "lost@example.org" in failed
    assert "waits@example.org" not in failed
    found = desk.get(f"{LIST}?q=WAITS&kind=registrations/registered").text
    assert "waits@example.org" in found
    assert "lost@example.org" not in found
    assert "No letter fits" in desk.get(f"{LIST}?kind=agenda/seat_offered&q=%25").text


def test_the_list_has_pages(desk, event):
    for number in range(60):
        letters.letter(event, to=f"person-{number:02}@example.org")

    assert "person-59@" in desk.get(LIST).text
    assert "person-09@" not in desk.get(LIST).text
    assert "person-09@" in desk.get(f"{LIST}?page=2").text


def test_the_list_asks_as_much_for_many_letters_as_for_one(desk, event, queries):
    letters.given_up(event)
    desk.get(LIST)

    queries.clear()
    desk.get(LIST)
    few = len(queries)
    for number in range(30):
        letters.given_up(event, to=f"person-{number}@example.org")
    queries.clear()
    desk.get(LIST)

    assert len(queries) == few


def test_a_letter_is_shown_as_it_will_be_sent_without_what_only_its_reader_may_know(desk, event):
    waiting = letters.letter(
        event, "notices/sessions_changed", secrets={"stop": "s3cret-token"},
        data={"changes": [CHANGE], "note": {}, "release": 1, "event": {**TITLE, "slug": "cities", "zones": ["UTC"]}},
    )  # fmt: skip
    broken = letters.letter(event, "agenda/confirm_seat", data={"event": None})

    page = desk.get(f"{LIST}/{waiting.id}")
    html = desk.get(f"{LIST}/{waiting.id}/page")

    assert "s3cret" not in page.text + html.text
    assert "/account/notices/[…]" in page.text
    assert "frame-src &#39;self&#39;" not in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert html.text.startswith("<!doctype html>")
    assert html.headers["Content-Security-Policy"].endswith("; sandbox")
    assert "script-src" not in html.headers["Content-Security-Policy"]
    assert "cannot be written" in desk.get(f"{LIST}/{broken.id}").text
    assert desk.get(f"{LIST}/{broken.id}/page").status_code == 404


@pytest.mark.parametrize("state", ["waiting", "failed"])
def test_a_private_link_is_not_shown_though_it_still_works(desk, event, state):
    facts = {"title": {"en": "Cities"}, "zones": ["UTC"], "sessions": [], "language": "en"}
    letter = letters.letter(event, "speaking/your_page", secrets={"token": "s3cret-token"}, data=facts, state=state)

    page, html = desk.get(f"{LIST}/{letter.id}").text, desk.get(f"{LIST}/{letter.id}/page").text

    assert "/speaking/[…]" in page
    assert "/speaking/[…]" in html
    assert "s3cret" not in page + html


def test_the_link_by_which_its_reader_stops_such_letters_is_not_shown(desk, event):
    facts = {"changes": [CHANGE], "note": {}, "release": 1, "event": {**TITLE, "slug": "cities", "zones": ["UTC"]}}
    waiting = letters.letter(event, "notices/sessions_changed", data={**facts, "registration": 7})
    token = stop_token(7, LetterKind.CHANGES, secret_key=TEST_SECRET)

    shown = desk.get(f"{LIST}/{waiting.id}").text + desk.get(f"{LIST}/{waiting.id}/page").text

    assert shown.count("/account/notices/[…]") >= 2
    assert token not in shown


def test_what_people_wrote_stays_text_in_a_letter(desk, event):
    letter = letters.letter(event, data={"name": "<script>alert(1)</script>"})

    page, html = desk.get(f"{LIST}/{letter.id}").text, desk.get(f"{LIST}/{letter.id}/page").text

    assert "<script>alert" not in page + html
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;script&gt;alert(1)" in html


def test_a_letter_given_up_is_sent_again_by_its_button_and_no_other(desk, event):
    lost, waiting = letters.given_up(event), letters.letter(event)
    assert "Send again" in desk.get(f"{LIST}/{lost.id}").text
    assert "Send again" not in desk.get(f"{LIST}/{waiting.id}").text

    assert desk.get(f"{LIST}/{lost.id}/again").status_code == 303
    assert state_of(lost) == "failed"
    again = desk.submit(f"{LIST}/{lost.id}/again", follow_redirects=True)

    assert "on its way again" in again.text
    assert state_of(lost) == "waiting"
    assert "was not given up" in desk.submit(f"{LIST}/{lost.id}/again", follow_redirects=True).text
    assert "Takes part" in desk.get("/cities/organise/log?kind=letter").text


def test_all_that_a_filter_finds_are_sent_again_after_the_question(desk, event):
    ada, bora = letters.given_up(event), letters.given_up(event, to="bora@example.org")
    address = f"{LIST}/again?q=ada"
    asked = desk.get(address)
    assert "1 letter that was given up" in asked.text
    assert state_of(ada) == "failed"

    desk.fill_in(address)

    assert (state_of(ada), state_of(bora)) == ("waiting", "failed")
    assert "No letter that fits was given up" in desk.get(address).text


def test_letters_given_up_are_told_of_on_the_overview(desk, event):
    assert "could not be delivered" not in desk.get("/cities/organise/").text
    letters.given_up(event)

    assert "1 letter could not be delivered" in desk.get("/cities/organise/").text


@pytest.mark.parametrize("name", [RoleName.HOST, RoleName.OBSERVER, None])
def test_others_see_no_letters_and_send_none(client, event, name):
    lost = letters.given_up(event)
    who = events.organiser(event, name=name) if name else account()
    client.sign_in(who)

    for address in (LIST, f"{LIST}/{lost.id}", f"{LIST}/{lost.id}/page", f"{LIST}/again"):
        assert client.get(address).status_code == 403
    assert client.submit(f"{LIST}/{lost.id}/again").status_code == 403
    assert client.submit(f"{LIST}/again").status_code == 403
    assert state_of(lost) == "failed"


def test_letters_of_other_events_are_not_there(desk, event):
    other = letters.given_up(events.event())

    for address in (f"{LIST}/{other.id}", f"{LIST}/{other.id}/page", f"{LIST}/0"):
        assert desk.get(address).status_code == 404
    assert desk.submit(f"{LIST}/{other.id}/again").status_code == 404
    assert state_of(other) == "failed"


TITLE = {"title": {"en": "Cities"}}
CHANGE = {
    "kind": "revived", "code": "SESSION1", "title": {"en": "City green"}, "before": None, "after": None,
    "is_called_off": False, "is_waiting": False, "clashes": [], "instead": [],
}  # fmt: skip
