"""Wording letters by the organiser's pages."""

import pytest

from conference.events.rules import RoleName
from conference.letters.queries import wording_of
from tests.factories import events, letters
from tests.factories.accounts import account
from tests.factories.programme import published_event

LIST = "/cities/organise/letters/wordings"
NAME = "registrations/registered"
LETTER = f"{LIST}/{NAME}"
WORDS = {"subject-en": "Welcome, {name}", "opening-de": "Schön, dass Sie dabei sind.", "version": "0"}


@pytest.fixture
def event(app, now):
    return published_event()


@pytest.fixture
def desk(client, event):
    client.sign_in(events.organiser(event))
    return client


def test_a_preview_shows_the_words_with_real_facts_and_stores_nothing(desk, event):
    letters.letter(event, NAME, data={"name": "<i>Eve</i>"})

    page = desk.submit(LETTER, {**WORDS, "preview": "1"})

    assert page.status_code == 200
    assert "Welcome, &lt;i&gt;Eve&lt;/i&gt;" in page.text
    assert "Schön, dass Sie dabei sind." in page.text
    assert "somebody who takes part" in page.text
    assert "an invented person" in page.text
    assert wording_of(event.id, NAME) is None


def test_words_are_saved_listed_and_taken_back(desk, event):
    assert desk.submit(LETTER, WORDS).status_code == 303
    assert wording_of(event.id, NAME).subject == {"en": "Welcome, {name}"}
    listed = desk.get(LIST).text
    assert listed.count("in your words") == 1
    assert "Welcome, {name}" in desk.get(LETTER).text
    assert "Takes part" in desk.get("/cities/organise/log?kind=wording").text

    assert desk.get(f"{LETTER}/usual").status_code == 303
    assert wording_of(event.id, NAME) is not None
    assert desk.submit(f"{LETTER}/usual").status_code == 303
    assert wording_of(event.id, NAME) is None


def test_an_unknown_placeholder_is_named_and_what_was_written_is_kept(desk, event):
    page = desk.submit(LETTER, {**WORDS, "closing-tr": "Selam {sesion}"})

    assert page.status_code == 422
    assert "{sesion} stands for nothing" in page.text
    assert "Selam {sesion}" in page.text
    assert wording_of(event.id, NAME) is None


def test_who_saved_first_is_not_overwritten_unseen(desk, event):
    desk.submit(LETTER, WORDS)

    stale = desk.submit(LETTER, {**WORDS, "subject-en": "Mine"})

    assert (stale.status_code, "Mine" in stale.text) == (409, True)
    assert wording_of(event.id, NAME).subject == {"en": "Welcome, {name}"}


def test_other_letters_cannot_be_worded(desk, event):
    for name in ("accounts/reset_password", "registrations/nothing"):
        assert desk.get(f"{LIST}/{name}").status_code == 404
        assert desk.submit(f"{LIST}/{name}", WORDS).status_code == 404
        assert desk.submit(f"{LIST}/{name}/usual").status_code == 404


@pytest.mark.parametrize("name", [RoleName.HOST, RoleName.OBSERVER, None])
def test_others_word_no_letters(client, event, name):
    client.sign_in(events.organiser(event, name=name) if name else account())

    for address in (LIST, LETTER):
        assert client.get(address).status_code == 403
    for address in (LETTER, f"{LETTER}/usual"):
        assert client.submit(address, WORDS).status_code == 403
    assert wording_of(event.id, NAME) is None


def test_the_list_asks_as_much_for_many_wordings_as_for_one(desk, event, queries):
    desk.submit(LETTER, WORDS)
    desk.get(LIST)
    queries.clear()
    desk.get(LIST)
    few = len(queries)
    for other in ("received", "approved", "waiting"):
        desk.submit(f"{LIST}/registrations/{other}", WORDS)
    queries.clear()

    assert desk.get(LIST).text.count("in your words") == 4
    assert len(queries) == few


def test_the_preview_is_shown_as_a_page_and_nothing_saved(desk, event):
    words = {**WORDS, "page": "de"}

    page = desk.submit(LETTER, words)

    assert page.status_code == 200
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert page.text.lstrip().startswith("<!doctype html")
    assert wording_of(event.id, NAME) is None
