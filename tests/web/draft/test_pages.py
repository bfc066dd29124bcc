"""The organiser's pages: each can be read, and only by those who may."""

import pytest

from conference.events.rules import RoleName
from tests.factories import draft as make
from tests.factories import events
from tests.factories.accounts import account
from tests.factories.programme import at


def pages(made):
    code, speaker, theme, room, tie = (
        made.session.code, made.speaker.code, made.theme.slug, made.room.key, made.partnership.slug,
    )  # fmt: skip
    lists = ["", "themes", "rooms", "speakers", "partnerships", "sessions", "publish", "themes.css"]
    forms = ["event"]
    forms += [f"{kind}/new" for kind in ("themes", "rooms", "speakers", "partnerships", "municipalities", "sessions")]
    things = [f"themes/{theme}", f"rooms/{room}", f"speakers/{speaker}", f"partnerships/{tie}",
              "municipalities/osnabrueck", f"sessions/{code}"]  # fmt: skip
    return lists, [*forms, *things, *(f"{thing}/remove" for thing in things)]


def test_every_page_can_be_read_before_and_after_publishing(desk, made):
    lists, forms = pages(made)
    for page in [*lists, *forms]:
        assert desk.get(f"/cities/organise/{page}").status_code == 200, page
    make.publish(made.event)
    for page in [*lists, *forms]:
        assert desk.get(f"/cities/organise/{page}").status_code == 200, page


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_list_names_the_session_in_the_readers_language_and_the_missing_translation(desk, made, language):
    make.session(made.event, title={"tr": "Yalnız Türkçe"})

    shown = desk.get(f"/cities/organise/sessions?lang={language}").text

    assert "Yalnız Türkçe" in shown
    assert shown.count('class="missing"') >= 1


def test_times_stand_in_both_zones_of_the_event(desk, made):
    shown = desk.get("/cities/organise/sessions").text

    assert "<b>10:00</b>" in shown
    assert "11:00 Istanbul" in shown


def test_an_event_with_nothing_in_it_tells_how_to_begin(client, app):
    event = events.event("empty")
    client.sign_in(events.organiser(event))
    for page in ("", "themes", "rooms", "speakers", "partnerships", "sessions", "publish"):
        assert client.get(f"/empty/organise/{page}").status_code == 200, page
    assert "How to begin" in client.get("/empty/organise/").text
    assert "No sessions yet" in client.get("/empty/organise/sessions").text


def test_a_visitor_is_asked_to_sign_in_and_a_stranger_is_refused(client, made):
    lists, forms = pages(made)
    for page in [*lists, *forms]:
        assert client.get(f"/cities/organise/{page}").status_code == 302, page
    client.sign_in(account())
    for page in [*lists, *forms]:
        assert client.get(f"/cities/organise/{page}").status_code == 403, page


def test_an_observer_reads_the_draft_and_changes_nothing(client, made):
    client.sign_in(events.organiser(made.event, name=RoleName.OBSERVER))
    lists, forms = pages(made)
    for page in lists:
        assert client.get(f"/cities/organise/{page}").status_code == 200, page
    for page in forms:
        assert client.get(f"/cities/organise/{page}").status_code == 403, page
    assert client.submit("/cities/organise/publish").status_code == 403
    assert client.submit(f"/cities/organise/sessions/{made.session.code}/cancel").status_code == 403
    assert "Add a session" not in client.get("/cities/organise/sessions").text


def test_what_another_event_has_is_not_found(desk, made):
    other = make.drafted("other")
    code, speaker = other.session.code, other.speaker.code
    only = make.theme(other.event, "Nur dort"), make.room(other.event, "Nur dort")
    tie = make.partnership(other.event, "Kiel", "Samsun")
    for page in (f"sessions/{code}", f"speakers/{speaker}", f"themes/{only[0].slug}", f"rooms/{only[1].key}",
                 f"partnerships/{tie.slug}", "municipalities/kiel"):  # fmt: skip
        assert desk.get(f"/cities/organise/{page}").status_code == 404, page
        assert desk.submit(f"/cities/organise/{page}").status_code == 404, page
        assert desk.submit(f"/cities/organise/{page}/remove").status_code == 404, page
    for verb in ("cancel", "revive", "unschedule"):
        assert desk.submit(f"/cities/organise/sessions/{code}/{verb}").status_code == 404
    assert desk.submit(f"/cities/organise/themes/{only[0].slug}/move", {"step": "up"}).status_code == 404


def test_changes_need_a_token(desk, made):
    for page in ("publish", "themes/new", f"sessions/{made.session.code}/cancel", f"rooms/{made.room.key}/remove"):
        assert desk.post(f"/cities/organise/{page}", data={}).status_code == 400, page


def test_lists_ask_as_many_queries_however_long_they_are(desk, made, queries):
    pages_with_lists = ("", "sessions", "speakers", "partnerships", "themes", "rooms", "publish")

    def counted():
        counts = {}
        for page in pages_with_lists:
            queries.clear()
            assert desk.get(f"/cities/organise/{page}").status_code == 200
            counts[page] = len(queries)
        return counts

    few = counted()
    for number in range(8):
        speaker = make.speaker(made.event, f"Person {number}")
        make.session(made.event, f"Sitzung {number}", starts_at=at(9, 9 + number), speakers=[speaker.code],
                     themes=[made.theme.slug], room=made.room.key)  # fmt: skip

    assert counted() == few
    assert max(few.values()) <= 32
