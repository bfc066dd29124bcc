"""Every release stays readable."""

import msgspec
import pytest
from sqlalchemy import update

from conference.db import db, transaction
from conference.programme.document import SessionState, Slot
from conference.programme.tables import Release
from tests.factories.programme import HALF_TIME, NOW, SESSIONS, YOUTH, at, document, publish, published_event, session


@pytest.fixture
def event(app):
    """Three releases: the second moves one session and rewrites another, the third cancels that again."""
    made = published_event()
    moved = msgspec.structs.replace(HALF_TIME, slot=Slot(starts_at=at(9, 20), minutes=60, room="neckar"))
    rewritten = msgspec.structs.replace(YOUTH, abstract={**YOUTH.abstract, "en": "Three <b>youth</b> councils report."})
    changed = {moved.code: moved, rewritten.code: rewritten}
    second = [changed.get(one.code, one) for one in SESSIONS]
    added = session("NEWW22", starts_at=at(12, 9), title={"en": "Came later"}, join_url="https://meet.example/secret")
    publish(made.id, document(second), note="Because of the heat", now=NOW)
    third = [
        *(
            msgspec.structs.replace(one, state=SessionState.CANCELLED) if one.code == moved.code else one
            for one in second
        ),
        added,
    ]
    publish(made.id, document(third), now=NOW)
    return made


def text_of(page):
    return " ".join(page.text.split())


def test_an_older_release_shows_its_note_its_changes_and_the_programme_as_it_was(client, event):
    shown = text_of(client.get("/cities/releases/2?lang=en"))

    assert "Because of the heat" in shown
    assert "Wed 9 Jun, 18:00 Berlin" in shown
    assert "Wed 9 Jun, 20:00 Berlin" in shown
    assert "removed: </span>Two youth</del>" in shown
    assert "Three &lt;b&gt;youth&lt;/b&gt;" in shown
    assert "Meanwhile there is release 3" in shown
    assert "Came later" not in shown


def test_the_newest_release_says_so_and_gives_no_way_into_a_meeting_away(client, event):
    shown = text_of(client.get("/cities/releases/3?lang=en"))

    assert "This is the newest release" in shown
    assert "Came later" in shown
    assert "meet.example" not in shown
    assert "1 cancelled" in shown


def test_the_first_release_has_nothing_before_it(client, event):
    shown = text_of(client.get("/cities/releases/1?lang=en"))

    assert "What changed" not in shown
    assert "6 sessions" in shown


def test_the_page_of_changes_and_the_feed_lead_to_each_release(client, event):
    page, feed = client.get("/cities/changes").text, client.get("/cities/changes.atom").text

    for number in (1, 2, 3):
        assert f'href="/cities/releases/{number}"' in page
        assert f"http://localhost/cities/releases/{number}" in feed


@pytest.mark.parametrize("number", ["0", "4", "99999999999", "x", "-1"])
def test_a_release_that_is_not_there_is_not_found(client, event, number):
    assert client.get(f"/cities/releases/{number}").status_code == 404


def test_reading_old_releases_does_not_push_the_newest_out(client, event, queries):
    client.get("/cities/")
    for number in (1, 2, 3, 2, 1):
        client.get(f"/cities/releases/{number}")
    queries.clear()
    client.get("/cities/speakers")

    assert not [one for one in queries if "releases.document" in one]


def test_notes_from_before_they_had_languages_are_still_shown(client, event):
    with transaction():
        db.session.execute(update(Release).where(Release.number == 2).values(note="Vom alten Meridian", notes={}))
    assert '<p class="prose" lang="">Vom alten Meridian</p>' in client.get("/cities/changes").text
