"""What organisers do on their pages, from adding to publishing."""

from datetime import timedelta

import pytest

from conference.draft.queries import draft_document
from conference.programme.queries import newest_release_of
from tests.factories import draft as make
from tests.factories.programme import at


def test_publishing_makes_the_next_release_and_leads_to_what_visitors_see(desk, client, made):
    shown = desk.get("/cities/organise/publish?lang=en").text
    assert "Publish release 1" in shown
    assert client.application.test_client().get("/cities/").status_code == 404

    answer = desk.submit("/cities/organise/publish", {"notes-de": "Los"}, follow_redirects=True)

    assert "Release 1 is published" in answer.text
    assert "Nothing to publish" in answer.text
    assert newest_release_of(made.event.id).number == 1
    assert client.application.test_client().get("/cities/").status_code == 200


def test_publishing_without_a_change_is_refused(desk, made):
    make.publish(made.event)

    answer = desk.submit("/cities/organise/publish?lang=en", {})

    assert answer.status_code == 422
    assert newest_release_of(made.event.id).number == 1


def test_a_note_that_is_too_long_is_refused_and_kept(desk, made):
    answer = desk.submit("/cities/organise/publish?lang=en", {"notes-de": "n" * 1001})

    assert answer.status_code == 422
    assert "n" * 1001 in answer.text
    assert newest_release_of(made.event.id) is None


def test_visitors_see_the_release_until_the_next_one(desk, client, made):
    make.publish(made.event)
    page = f"/cities/sessions/{made.session.code}"
    make.services.edit_session(
        made.event.id, made.session.code,
        make.SessionFacts(**{**make.services.facts_of(made.session), "title": {"de": "Geheimer Entwurf"}}),
        now=made.session.updated_at + timedelta(minutes=5),
    )  # fmt: skip
    visitor = client.application.test_client()

    assert "Geheimer Entwurf" not in visitor.get(page).text
    desk.submit("/cities/organise/publish", {})
    assert "Geheimer Entwurf" in visitor.get(page).text


def test_the_publish_page_names_what_is_new_moved_from_and_to_changed_and_cancelled(desk, made, now):
    event = made.event.id
    moved = make.session(made.event, "Umgezogen", starts_at=at(9, 9), room=made.room.key)
    changed = make.session(made.event, "Geändert", starts_at=at(9, 11))
    off = make.session(made.event, "Abgesagt", starts_at=at(9, 13))
    gone = make.session(made.event, "Gestrichen", starts_at=at(9, 15))
    make.publish(made.event)
    services = make.services
    services.schedule_session(event, moved.code, starts_at=at(10, 14), now=now)
    facts = {**services.facts_of(changed), "seats": 5}
    services.edit_session(event, changed.code, make.SessionFacts(**facts), now=now)
    services.cancel_session(event, off.code, now=now)
    services.remove_session(event, gone.code)
    make.session(made.event, "Ganz neu", starts_at=at(11, 9))

    shown = " ".join(desk.get("/cities/organise/publish?lang=en").text.split())

    assert "Publish release 2" in shown
    assert "Wed 9 Jun, 09:00 Berlin" in shown
    assert "Thu 10 Jun, 14:00 Berlin" in shown
    assert "15:00 Istanbul" in shown
    assert "Different: seats" in shown
    assert "Removed from the draft" in shown
    for title in ("Umgezogen", "Geändert", "Abgesagt", "Gestrichen", "Ganz neu"):
        assert title in shown
    assert "5 changes" in desk.get("/cities/organise/?lang=en").text


def test_clashes_are_named_on_overview_list_session_and_publish_page(desk, made):
    other = make.session(made.event, "Zugleich", starts_at=at(8, 10, 30), room=made.room.key,
                         speakers=[made.speaker.code])  # fmt: skip

    for page in ("", "publish"):
        shown = desk.get(f"/cities/organise/{page}?lang=en").text
        assert "Two sessions at once in room Hase" in shown
        assert "Gülşen Akın is in two sessions at once" in shown
    assert "2 clashes" in desk.get("/cities/organise/?lang=en").text
    assert "Zugleich" in desk.get(f"/cities/organise/sessions/{made.session.code}?lang=en").text
    listed = desk.get("/cities/organise/sessions?standing=clashing&lang=en").text
    assert other.code in listed
    assert "Same room as" in listed


@pytest.mark.parametrize(("step", "order"), [("up", ["b", "a"]), ("down", ["a", "b"])])
def test_a_theme_moves_by_its_buttons(desk, app, step, order):
    event = make.events.event("moving")
    desk.sign_in(make.events.organiser(event))
    make.theme(event, "a")
    make.theme(event, "b")

    assert desk.submit("/moving/organise/themes/b/move", {"step": step}).status_code == 303
    assert [theme.slug for theme in draft_document(event).themes] == order
    assert desk.submit("/moving/organise/themes/b/move", {"step": "sideways"}).status_code == 400


def test_what_is_in_use_is_not_removed_and_the_page_names_the_sessions(desk, made):
    before = draft_document(made.event)
    for page in (f"themes/{made.theme.slug}", f"rooms/{made.room.key}", f"speakers/{made.speaker.code}",
                 f"partnerships/{made.partnership.slug}"):  # fmt: skip
        answer = desk.submit(f"/cities/organise/{page}/remove?lang=en")
        assert answer.status_code == 422, page
        assert "Stadtgrün" in answer.text
    assert desk.submit("/cities/organise/municipalities/osnabrueck/remove").status_code == 422
    assert draft_document(made.event) == before


def test_everything_can_be_removed_once_nothing_names_it(desk, made):
    pages = [f"sessions/{made.session.code}", f"themes/{made.theme.slug}", f"rooms/{made.room.key}",
             f"speakers/{made.speaker.code}", f"partnerships/{made.partnership.slug}", "municipalities/osnabrueck",
             "municipalities/canakkale"]  # fmt: skip
    for page in pages:
        answer = desk.submit(f"/cities/organise/{page}/remove?lang=en")
        assert answer.status_code == 200, page
        assert "is removed from the draft" in answer.text

    left = draft_document(made.event)
    assert (left.sessions, left.themes, left.rooms, left.speakers, left.partnerships, left.municipalities) == ((),) * 6


def test_a_session_is_called_off_and_takes_place_after_all(desk, made):
    page = f"/cities/organise/sessions/{made.session.code}"

    assert "called off" in desk.submit(f"{page}/cancel?lang=en", follow_redirects=True).text
    assert draft_document(made.event).sessions[0].state == "cancelled"
    assert "takes place after all" in desk.submit(f"{page}/revive?lang=en", follow_redirects=True).text
    assert draft_document(made.event).sessions[0].state == "planned"
    desk.submit(f"{page}/unschedule")
    assert draft_document(made.event).sessions[0].slot is None


def test_storing_a_session_as_it_is_shown_changes_nothing(desk, made):
    before = draft_document(made.event)
    shown = {
        "version": made.session.version, "title-de": "Stadtgrün", "title-tr": "Stadtgrün", "title-en": "Stadtgrün",
        "day": "2027-06-08", "start": "10:00", "minutes": "90", "room": "hase", "format": "talk", "state": "planned",
        "seats": "20", "themes": "klima", "speakers": "Gülşen Akın", "partnerships": "Osnabrück – Çanakkale",
        "passport": "spoken:de",
    }  # fmt: skip

    assert desk.submit(f"/cities/organise/sessions/{made.session.code}", shown).status_code == 303
    assert draft_document(made.event) == before


def test_long_lists_come_in_pages(desk, made):
    for number in range(55):
        make.speaker(made.event, f"Person {number:02}")

    first, second = (desk.get(f"/cities/organise/speakers?page={page}&lang=en").text for page in (1, 2))

    assert "Person 00" in first
    assert "Person 54" not in first
    assert "Person 54" in second
    assert "56 people" in second
    assert "Person 54" in desk.get("/cities/organise/speakers?q=person+54").text


def test_the_slug_is_a_field_until_the_first_release(desk, made):
    assert 'name="slug"' in desk.get("/cities/organise/event").text
    make.publish(made.event)
    assert 'name="slug"' not in desk.get("/cities/organise/event").text


def test_the_drafts_colours_are_its_themes(desk, made):
    css = desk.get("/cities/organise/themes.css")

    assert css.mimetype == "text/css"
    assert "#1f4fa8" in css.text
