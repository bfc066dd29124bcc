"""Writing to a group by the organiser's pages."""

import re

import pytest

from conference.db import db
from conference.events.rules import RoleName
from conference.letter_wishes.rules import LetterKind
from conference.letter_wishes.services import want_letters
from conference.mail.tables import Letter
from conference.registrations.services import withdraw
from conference.wording import words_of
from tests.factories import events
from tests.factories.accounts import account
from tests.factories.programme import published_event
from tests.factories.registrations import registration

LIST = "/cities/organise/messages"
NEW = f"{LIST}/new"
WRITTEN = {"subject-de": "Für {name}", "text-de": "Gruß\n\nhttps://example.org"}


@pytest.fixture
def event(app, now):
    return published_event()


@pytest.fixture
def desk(client, event):
    client.sign_in(events.organiser(event))
    return client


def person(event, name, language="de"):
    return registration(event.id, account(f"{name.lower()}@example.org", name=name, language=language))


def hidden(page):
    return dict(re.findall(r'name="(key|seen)" value="([^"]*)"', page.text))


def letters():
    return [one for one in db.session.query(Letter).order_by(Letter.id) if one.name == "letters/message"]


def test_the_preview_shows_real_readers_and_counts_and_sends_nothing(desk, event):
    person(event, "Ada"), person(event, "Bora", "tr"), person(event, "Cem")
    deniz = person(event, "Deniz")
    want_letters([deniz.id], LetterKind.MESSAGES, is_wanted=False)

    page = desk.submit(NEW, {**WRITTEN, "preview": "yes"})

    assert page.status_code == 200
    assert "3 people get this" in page.text
    assert "1 more wants no messages and gets none" in page.text
    assert "Deniz" in page.text
    assert "As Ada reads it (Deutsch)" in page.text
    assert "As Bora reads it (Türkçe)" in page.text
    assert "there is no text in it, so it comes in: Deutsch" in page.text
    assert "Für Bora" in page.text
    assert "/account/notices/[…]" in page.text
    assert letters() == []


def test_only_what_was_previewed_is_sent_and_only_once(desk, event):
    person(event, "Ada")
    page = desk.submit(NEW, {**WRITTEN, "preview": "yes"})
    ready = {**WRITTEN, **hidden(page), "send": "yes"}

    assert desk.submit(NEW, {**ready, "text-de": "Anders"}).status_code == 409
    assert letters() == []
    first, second = desk.submit(NEW, ready), desk.submit(NEW, ready)

    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert len(letters()) == 1
    shown = desk.get(first.location).text
    assert "1 waiting" in shown
    assert "Für {name}" in shown
    assert "Für {name}" in desk.get(LIST).text
    (letter,) = letters()
    assert letter.recipient in desk.get(f"/cities/organise/letters?message={first.location.rpartition('/')[2]}").text
    assert "No letter fits" in desk.get("/cities/organise/letters?message=77").text


def test_who_came_meanwhile_is_shown_before_they_are_written_to(desk, event):
    person(event, "Ada")
    ready = {**WRITTEN, **hidden(desk.submit(NEW, {**WRITTEN, "preview": "yes"})), "send": "yes"}
    person(event, "Bora")

    answer = desk.submit(NEW, ready)

    assert answer.status_code == 409
    assert "This is not what you saw" in answer.text
    assert "2 people get this" in answer.text
    assert desk.submit(NEW, {**ready, **hidden(answer)}).status_code == 303
    assert len(letters()) == 2


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({}, "Please fill this in"),
        ({"subject-de": "Ohne Text"}, "only one of both is there"),
        ({"subject-de": "Für {nam}", "text-de": "{{ 7*7 }} x"}, "{nam} stands for nothing"),
        ({"subject-de": "B" * 201, "text-de": "x"}, "too long"),
    ],
)
def test_what_cannot_be_sent_is_kept_and_explained(desk, event, written, words):
    person(event, "Ada")

    answer = desk.submit(NEW, {**written, "preview": "yes"})

    assert answer.status_code == 422
    assert words in answer.text
    assert all(text in answer.text for text in written.values())
    assert "49" not in re.findall(r"<textarea[^>]*>([^<]*)", answer.text)
    assert letters() == []


def test_nobody_to_write_to_is_told(desk, event):
    answer = desk.submit(NEW, {**WRITTEN, "preview": "yes"})

    assert (answer.status_code, "Nobody whom you chose" in answer.text) == (422, True)


def test_the_list_of_registrations_hands_its_filter_over(desk, event):
    ada = person(event, "Ada")
    person(event, "Bora", "tr")
    withdraw(event.id, ada.id, now=event.published.published_at)

    listed = desk.get("/cities/organise/registrations?state=withdrawn&q=ada").text
    (address,) = re.findall(r'href="(/cities/organise/messages/new\?[^"]*)"', listed)
    form = desk.get(address.replace("&amp;", "&")).text

    assert "1 person" in form
    assert '<option value="withdrawn" selected>' in form
    assert 'value="ada"' in form


def test_the_list_asks_as_much_for_many_messages_as_for_one(desk, event, queries):
    person(event, "Ada")

    def write():
        desk.submit(NEW, {**WRITTEN, **hidden(desk.submit(NEW, {**WRITTEN, "preview": "yes"})), "send": "yes"})

    write()
    desk.get(LIST)
    queries.clear()
    desk.get(LIST)
    few = len(queries)
    for _ in range(3):
        write()
    queries.clear()
    page = desk.get(LIST)

    assert len(queries) == few
    assert page.text.count("Für {name}") == 4


@pytest.mark.parametrize("name", [RoleName.HOST, RoleName.OBSERVER, None])
def test_others_write_to_nobody(client, event, name):
    person(event, "Ada")
    client.sign_in(events.organiser(event, name=name) if name else account())

    for address in (LIST, NEW, f"{LIST}/1"):
        assert client.get(address).status_code == 403
    assert client.submit(NEW, {**WRITTEN, "send": "yes"}).status_code == 403
    assert letters() == []


def test_messages_of_other_events_are_not_there(desk, event):
    assert desk.get(f"{LIST}/1").status_code == 404


def test_a_reader_stops_messages_of_this_event_by_one_click(desk, event, client):
    person(event, "Ada")
    sent = {**WRITTEN, **hidden(desk.submit(NEW, {**WRITTEN, "preview": "yes"})), "send": "yes"}
    desk.submit(NEW, sent)

    (letter,) = letters()
    link = words_of(letter.name, letter.language, letter.data).unsubscribe
    client.sign_out()
    assert client.post(link.removeprefix("http://localhost"), data={"List-Unsubscribe": "One-Click"}).status_code == 204

    client.sign_in(events.organiser(event))
    assert "Nobody whom you chose" in client.submit(NEW, {**WRITTEN, "preview": "yes"}).text


def test_a_message_goes_to_those_who_were_ticked_and_to_nobody_else(desk, event):
    ada, _bora, cem = person(event, "Ada"), person(event, "Bora"), person(event, "Cem")
    ticked = desk.get(f"/cities/organise/registrations/decide?to=message&registration={ada.id}&registration={cem.id}")
    assert ticked.status_code == 303
    form = desk.get(ticked.location)
    assert "To those whom you ticked:" in form.text
    assert "Bora" not in form.text

    page = desk.submit(NEW, {**WRITTEN, "chosen": f"{ada.id},{cem.id}", "preview": "yes"})
    assert "2 people get this" in page.text
    sent = desk.submit(NEW, {**WRITTEN, **hidden(page), "chosen": f"{ada.id},{cem.id}", "send": "yes"})

    assert [one.recipient for one in letters()] == ["ada@example.org", "cem@example.org"]
    assert "2 people who were ticked" in desk.get(sent.location).text


def test_nobody_ticked_is_said_and_what_names_nobody_is_sent_to_nobody(desk, event):
    person(event, "Ada")

    none = desk.get("/cities/organise/registrations/decide?to=message")
    assert none.location.endswith("/cities/organise/registrations")
    for chosen in ("", "x", "0", "999999", "-1"):
        page = desk.submit(NEW, {**WRITTEN, "chosen": chosen, "preview": "yes"})
        assert page.status_code == 422
        assert "Nobody whom you chose gets this message" in page.text


def test_those_of_another_event_cannot_be_ticked(desk, event):
    stranger = registration(published_event((), slug="other").id, account("zeki@example.org", name="Zeki"))

    page = desk.submit(NEW, {**WRITTEN, "chosen": str(stranger.id), "preview": "yes"})

    assert page.status_code == 422
    assert "Zeki" not in page.text


def test_all_on_the_page_are_ticked_at_once(desk, event):
    person(event, "Ada"), person(event, "Bora")
    ticks = re.compile(r'name="registration" value="\d+" checked')

    page = desk.get("/cities/organise/registrations?language=de")
    assert (len(ticks.findall(page.text)), "Tick 1 on this page" in page.text) == (0, False)
    ticked = desk.get("/cities/organise/registrations?tick=all")

    assert "Tick all 2 on this page" in desk.get("/cities/organise/registrations").text
    assert len(ticks.findall(ticked.text)) == 2
    assert "Tick none" in ticked.text


def test_the_preview_is_shown_as_a_page_that_can_do_nothing(desk, event):
    person(event, "Ada")
    around = desk.submit(NEW, {**WRITTEN, "text-de": "<b>fett</b>", "preview": "yes"})

    page = desk.submit(NEW, {**WRITTEN, "text-de": "<b>fett</b>", "page": "de"})

    assert 'formtarget="page-de"' in around.text
    assert "frame-src 'self'" in around.headers["Content-Security-Policy"]
    policy = page.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "Für Ada" in page.text or "<html" in page.text
    assert "&lt;b&gt;fett&lt;/b&gt;" in page.text
    assert "/account/notices/[…]" in page.text
    assert letters() == []
