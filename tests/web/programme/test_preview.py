"""Organisers see what visitors will, and visitors nothing of it."""

import re

import pytest

from conference.events.rules import RoleName
from tests.factories import draft as make
from tests.factories.events import organiser
from tests.factories.programme import at

PREVIEW = "/cities/organise/preview/"


@pytest.fixture
def made(app):
    return make.drafted("cities")


@pytest.fixture
def desk(client, made):
    client.sign_in(made.owner)
    return client


@pytest.fixture
def secret(made, now):
    """A session that only the draft has, beside a published one that it moves."""
    make.publish(made.event)
    make.services.schedule_session(made.event.id, made.session.code, starts_at=at(9, 21), now=now)
    return make.session(made.event, "Geheimer Entwurf", starts_at=at(9, 9), room=made.room.key, seats=3)


def pages(made, secret):
    return (
        "", "programme", "programme?view=list", "programme?view=timetable&day=2027-06-09", f"sessions/{secret.code}",
        "speakers", f"speakers/{made.speaker.code}", f"themes/{made.theme.slug}", "partnerships",
        f"partnerships/{made.partnership.slug}", "changes", "releases/1", "releases/2",
    )  # fmt: skip


def test_the_preview_shows_the_draft_by_the_pages_of_visitors_and_is_marked(desk, made, secret):
    for page in pages(made, secret):
        answer = desk.get(f"{PREVIEW}{page}", headers={"Accept-Language": "en"})
        assert answer.status_code == 200, page
        assert 'class="draft-mark"' in answer.text, page
        assert answer.headers["Cache-Control"] == "no-store", page
        assert "ETag" not in answer.headers

    assert "Geheimer Entwurf" in desk.get(f"{PREVIEW}programme?view=list").text
    assert "21:00" in desk.get(f"{PREVIEW}sessions/{made.session.code}").text
    assert "Geheimer Entwurf" in desk.get(f"{PREVIEW}changes").text
    css = desk.get(f"{PREVIEW}themes.css?v=2")
    assert css.mimetype == "text/css"
    assert css.headers["Cache-Control"] == "no-store"


def test_nothing_of_a_preview_reaches_visitors_afterwards(desk, client, made, secret):
    visitor = client.application.test_client()
    for _ in range(2):
        for page in pages(made, secret):
            desk.get(f"{PREVIEW}{page}")
    for page in ("", "programme", "programme?view=list", "programme?view=timetable&day=2027-06-09", "changes"):
        shown = visitor.get(f"/cities/{page}")
        assert shown.status_code == 200
        assert "Geheimer Entwurf" not in shown.text, page
        assert "draft-mark" not in shown.text
        assert "/organise/preview" not in shown.text
    assert visitor.get(f"/cities/sessions/{secret.code}").status_code == 404
    assert visitor.get("/cities/releases/2").status_code == 404


def test_links_stay_within_the_preview_and_nothing_can_be_booked(desk, made, secret):
    for page in pages(made, secret):
        text = desk.get(f"{PREVIEW}{page}").text
        main = text[text.index('<main id="main"') : text.index("</main>")]
        leading_out = [
            address
            for address in re.findall(r'(?:href|action)="(/[^"]*)"', main)
            if not address.startswith(PREVIEW) and "changes.atom" not in address and address != "/zone"
        ]
        assert leading_out == [], page
        assert set(re.findall(r'method="post"[^>]*action="([^"]*)"', main)) <= {"/zone"}, page


def test_an_event_that_was_never_published_can_be_previewed(desk, made):
    assert desk.get(PREVIEW).status_code == 200
    assert desk.application.test_client().get("/cities/").status_code == 404


def test_only_organisers_see_it(client, made, secret):
    client.sign_out()
    assert client.get(PREVIEW).status_code == 302
    client.sign_in(organiser(made.event, name=RoleName.OBSERVER))
    assert client.get(PREVIEW).status_code == 200
    elsewhere = make.drafted("other")
    client.sign_in(elsewhere.owner)
    for page in pages(made, secret):
        assert client.get(f"{PREVIEW}{page}").status_code == 403


def test_what_is_not_there_is_not_found(desk, made, secret):
    for page in ("sessions/NNNNN9", "themes/none", "releases/3", "releases/99999999999", "nowhere"):
        assert desk.get(f"{PREVIEW}{page}").status_code == 404
