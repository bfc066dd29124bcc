"""What makes entering many sessions quick: previews, the next one at once, new speakers on the way, taking back."""

import re
from datetime import timedelta
from html import unescape

import pytest

from conference.draft.queries import draft_document
from conference.programme.queries import newest_release_of
from tests.factories import draft as make
from tests.factories.programme import at

NEW = "/cities/organise/sessions/new?lang=en"
SESSION = {
    "title-tr": "Yeni", "minutes": "60", "format": "workshop", "state": "planned", "day": "2027-06-09",
    "start": "14:30", "room": "hase", "themes": "klima", "passport": ["spoken:de", "captioned:tr"],
}  # fmt: skip


def removed_on(page):
    """The token that a page offers to bring something back with."""
    found = re.search(r'name="removed" value="([^"]+)"', page)
    return unescape(found[1]) if found else ""


def test_a_preview_shows_what_is_typed_and_stores_nothing(desk, made):
    before = draft_document(made.event)
    typed = {**SESSION, "day": "2027-06-08", "start": "10:30", "speakers": "Gülşen Akın",
             "abstract-tr": "Çok **önemli** <script>", "preview": "1"}  # fmt: skip

    answer = desk.submit(NEW, typed)

    assert answer.status_code == 200
    assert "nothing is saved yet" in answer.text
    assert "<strong>önemli</strong>" in answer.text
    assert "<script>\n" not in answer.text
    assert "10:30–11:30 Berlin" in answer.text
    assert "11:30–12:30 Istanbul" in answer.text
    assert "Room Hase has <a" in answer.text
    assert "Gülşen Akın is in <a" in answer.text
    assert 'value="Yeni"' in answer.text
    assert draft_document(made.event) == before


def test_a_preview_of_a_stored_session_leaves_it_as_it_is(desk, made):
    before = draft_document(made.event)
    page = f"/cities/organise/sessions/{made.session.code}?lang=en"

    answer = desk.submit(page, {**SESSION, "version": str(made.session.version), "preview": "1"})

    assert answer.status_code == 200
    assert "tag x" not in answer.text
    assert draft_document(made.event) == before


def test_a_preview_of_what_cannot_be_says_so(desk, made):
    answer = desk.submit(NEW, {**SESSION, "minutes": "long", "abstract-tr": "**a**", "preview": "1"})

    assert answer.status_code == 422
    assert "whole number" in answer.text
    assert "<strong>a</strong>" in answer.text


@pytest.mark.parametrize(
    ("form", "typed", "shown"),
    [
        ("speakers/new", {"name": "Deniz", "biography-de": "**a**"}, "<strong>a</strong>"),
        ("rooms/new", {"name-de": "Neckar", "joining-de": "**a**"}, "<strong>a</strong>"),
        ("themes/new", {"title-de": "Wasser", "colour": "#ffee00"}, "Light pages show it as #"),
        ("themes/new", {"title-de": "Wasser", "colour": "#123456"}, "Light pages show it as it is"),
        ("partnerships/new", {"first": "osnabrueck", "second": "+", "second_name": "Samsun", "first_country": "DE",
                              "second_country": "TR", "summary-de": "**a**"}, "<strong>a</strong>"),
        ("event", {"title-de": "Neu", "slug": "cities", "first_day": "2027-06-03", "last_day": "2027-06-16",
                   "zone": "Europe/Berlin", "languages": ["de"], "version": "1", "welcome-de": "**a**"},
         "<strong>a</strong>"),
    ],
)  # fmt: skip
def test_every_form_with_something_to_see_has_a_preview(desk, made, form, typed, shown):
    before = draft_document(made.event)

    answer = desk.submit(f"/cities/organise/{form}?lang=en", {**typed, "preview": "1"})

    assert answer.status_code == 200
    assert shown in answer.text
    assert draft_document(made.event) == before


def test_the_next_session_begins_like_the_last_from_when_that_ends(desk, made):
    answer = desk.submit(NEW, {**SESSION, "another": "1"})
    shown = desk.get(answer.location).text

    assert answer.status_code == 303
    assert "It begins like" in desk.get(f"{answer.location}&lang=en").text
    assert 'value="2027-06-09"' in shown
    assert 'value="15:30"' in shown
    assert re.search(r'<option selected value="hase">', shown)
    assert re.search(r'<option selected value="workshop">', shown)
    assert 'value="captioned:tr" checked' in shown
    assert 'value="Yeni"' not in shown


def test_the_next_one_after_nothing_known_is_empty(desk, made):
    assert desk.get(f"{NEW}&after=NOSUCH").status_code == 200


def test_names_of_nobody_are_added_as_speakers_where_that_is_ticked(desk, made):
    typed = {**SESSION, "speakers": ["Deniz Özgür", "Gülşen Akın"]}
    refused = desk.submit(NEW, typed)
    assert refused.status_code == 422
    assert "There is no “Deniz Özgür”" in refused.text
    assert len(draft_document(made.event).speakers) == 1

    answer = desk.submit(NEW, {**typed, "add_speakers": "y"}, follow_redirects=True)

    document = draft_document(made.event)
    names = {speaker.code: speaker.name for speaker in document.speakers}
    added = next(session for session in document.sessions if session.title == {"tr": "Yeni"})
    assert [names[code] for code in added.speakers] == ["Deniz Özgür", "Gülşen Akın"]
    assert "Added to the speakers: Deniz Özgür" in answer.text


def test_a_name_that_is_too_long_for_a_speaker_is_refused_at_the_field(desk, made):
    answer = desk.submit(NEW, {**SESSION, "speakers": "x" * 201, "add_speakers": "y"})

    assert answer.status_code == 422
    assert "too long" in answer.text


def test_the_form_says_which_rooms_are_free_while_the_session_lasts(desk, made):
    make.room(made.event, "Neckar")
    other = make.session(made.event, "Zugleich", starts_at=at(8, 10, 30))

    shown = " ".join(desk.get(f"/cities/organise/sessions/{other.code}?lang=en").text.split())

    assert 'Free at that time: <span lang="en">Neckar</span>' in shown
    assert 'Taken: <span lang="en">Hase</span> (“<span lang="en">Stadtgrün</span>” 10:00–11:30)' in shown


def test_what_was_removed_is_brought_back_from_the_page_that_says_so(desk, made):
    before = draft_document(made.event)
    token = removed_on(desk.submit(f"/cities/organise/sessions/{made.session.code}/remove").text)
    assert draft_document(made.event).sessions == ()

    answer = desk.submit("/cities/organise/bring-back?lang=en", {"removed": token}, follow_redirects=True)

    assert "is back, just as it was" in answer.text
    assert draft_document(made.event) == before
    assert (
        "is there already"
        in desk.submit("/cities/organise/bring-back?lang=en", {"removed": token}, follow_redirects=True).text
    )
    assert draft_document(made.event) == before


def test_what_was_removed_cannot_be_brought_back_later_elsewhere_or_forged(desk, made, set_clock):
    token = removed_on(desk.submit(f"/cities/organise/sessions/{made.session.code}/remove").text)
    other = make.drafted("other")
    before = draft_document(other.event)
    desk.sign_in(other.owner)
    assert (
        "cannot be brought back"
        in desk.submit("/other/organise/bring-back?lang=en", {"removed": token}, follow_redirects=True).text
    )
    desk.sign_in(made.owner)
    # Not the last character: some of its bits mean nothing.
    for wrong in ("", "x", token[:-9] + ("a" if token[-9] != "a" else "b") + token[-8:]):
        assert (
            "cannot be brought back"
            in desk.submit("/cities/organise/bring-back?lang=en", {"removed": wrong}, follow_redirects=True).text
        )

    assert draft_document(other.event) == before
    assert draft_document(made.event).sessions == ()


def test_what_goes_with_what_was_removed_has_to_come_back_first(desk, made):
    session = removed_on(desk.submit(f"/cities/organise/sessions/{made.session.code}/remove").text)
    desk.submit(f"/cities/organise/themes/{made.theme.slug}/remove")

    answer = desk.submit("/cities/organise/bring-back?lang=en", {"removed": session}, follow_redirects=True)

    assert "Bring that back first" in answer.text
    assert draft_document(made.event).sessions == ()


def test_a_second_click_on_publish_is_as_good_as_the_first(desk, made):
    first, second = (
        desk.submit("/cities/organise/publish?lang=en", {"note": "", "number": "1"}) for _click in range(2)
    )

    assert (first.status_code, second.status_code) == (303, 303)
    assert newest_release_of(made.event.id).number == 1
    shown = desk.get(f"{second.location}?lang=en").text
    assert "is published. Everybody sees it now" in shown
    assert "meanwhile" not in shown


def test_a_release_offered_before_another_organiser_published_is_not_made_blindly(desk, made, now):
    make.publish(made.event)
    make.services.cancel_session(made.event.id, made.session.code, now=now + timedelta(minutes=1))

    answer = desk.submit("/cities/organise/publish?lang=en", {"note": "", "number": "1"}, follow_redirects=True)

    assert "Release 1 was published meanwhile" in answer.text
    assert newest_release_of(made.event.id).number == 1


def test_many_changes_are_named_in_part_and_counted(desk, made):
    make.publish(made.event)
    for number in range(45):
        make.session(made.event, f"Sitzung {number}")

    shown = desk.get("/cities/organise/publish?lang=en").text

    assert "and 5 more" in shown
    assert "standing=changed" in shown


def test_lists_can_be_narrowed_to_what_lacks_something(desk, made):
    make.speaker(made.event, "Niemand")
    make.session(made.event, title={"de": "Nur deutsch"}, abstract={"de": "Text"})

    idle = desk.get("/cities/organise/speakers?standing=idle&lang=en").text
    assert "Niemand" in idle
    assert "Gülşen Akın" not in idle
    lacking = desk.get("/cities/organise/sessions?lacking=translation&lang=en").text
    assert "Nur deutsch" in lacking
    assert "Stadtgrün" not in lacking
    overview = desk.get("/cities/organise/?lang=en").text
    assert "#title-tr" in overview
