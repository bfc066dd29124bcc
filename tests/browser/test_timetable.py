"""The timetable editor in a real browser: by mouse, by keys, and by two people at once."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from conference import clock
from conference.events.queries import event_by_slug
from tests.browser.axe import bring_axe, faults_in_every_guise, serious_faults
from tests.browser.chromium import is_wider_than_window
from tests.browser.organising import publish
from tests.browser.timetabling import Editor, Plan, box, inside, new_plan
from tests.factories import draft

SESSIONS = 400
DAYS = 14
ROOMS = 8


@pytest.fixture
def plan(site) -> Plan:
    """An event that is being planned."""
    return new_plan(site)


@pytest.fixture
def editor(new_page, plan) -> Editor:
    """The timetable editor on Olga Organiser's screen."""
    page = new_page(height=1000)
    bring_axe(page.context)
    return Editor.of(page, plan, plan.olga)


def test_a_session_is_dragged_and_resized_on_the_grid(editor):
    editor.open("rooms")
    editor.expect_at("Stadtgrün", "10:00–11:00", "Hase")

    editor.drag_to(editor.card("Stadtgrün"), "Neckar", "11:30")
    editor.expect_at("Stadtgrün", "11:30–12:30", "Neckar")
    editor.expect_saved()
    editor.expect_said("11:30")
    half_an_hour = box(editor.card("Stadtgrün"))["height"] / 2
    editor.drag_edge("Stadtgrün", half_an_hour)
    editor.expect_at("Stadtgrün", "11:30–13:00")
    editor.expect_saved()

    editor.page.reload()
    editor.wait()
    editor.expect_at("Stadtgrün", "11:30–13:00", "Neckar")


def test_a_drag_snaps_to_the_minutes_chosen(editor):
    editor.open("rooms", step=30)

    editor.drag_to(editor.card("Stadtgrün"), "Hase", "12:20")

    editor.expect_at("Stadtgrün", "12:00–13:00")
    editor.open("rooms", step=5)
    editor.drag_to(editor.card("Stadtgrün"), "Hase", "12:20")
    editor.expect_at("Stadtgrün", "12:20–13:20")


def test_a_session_changes_its_theme_by_its_column(editor):
    editor.open("themes", days=2)
    expect(editor.card("Stadtgrün").locator("xpath=ancestor::article")).to_have_class("ec-event l1 ec-draggable")

    editor.drag_to(editor.card("Stadtgrün"), "Jugend", "10:00")

    expect(editor.card("Stadtgrün").locator("xpath=ancestor::article")).to_have_class("ec-event l2 ec-draggable")
    editor.expect_saved()
    editor.page.locator("[data-undo]").click()
    expect(editor.card("Stadtgrün").locator("xpath=ancestor::article")).to_have_class("ec-event l1 ec-draggable")


@pytest.mark.parametrize(("view", "sideways"), [("rooms", "Wed 9"), ("board", "9")])
def test_keys_do_what_the_mouse_does_and_say_so(editor, view, sideways):
    editor.open(view, days=2)

    editor.press("Stadtgrün", "ArrowDown", "ArrowDown")
    editor.expect_at("Stadtgrün", "10:30")
    editor.expect_said("10:30")
    editor.press("Stadtgrün", "+")
    editor.expect_said("10:30–11:45 (75 min)")
    editor.expect_saved()
    editor.press("Stadtgrün", "PageDown" if view == "rooms" else "ArrowRight")
    editor.expect_said("Wed 9 Jun")
    expect(editor.card("Stadtgrün")).to_be_focused()

    editor.page.reload()
    editor.wait()
    editor.expect_at("Stadtgrün", "10:30–11:45" if view == "rooms" else "75 min")


def test_the_arrows_lead_from_column_to_column(editor):
    editor.open("rooms")

    editor.press("Stadtgrün", "ArrowRight")
    editor.expect_at("Stadtgrün", "10:00", "Neckar")
    editor.press("Stadtgrün", "ArrowLeft")
    editor.expect_at("Stadtgrün", "10:00", "Hase")
    editor.expect_said("in room Hase")
    editor.press("Stadtgrün", "ArrowLeft")

    editor.expect_at("Stadtgrün", "10:00", "Hase")
    editor.expect_said("no further")


@pytest.mark.parametrize("view", ["rooms", "board"])
def test_what_was_done_is_undone_and_done_again(editor, view):
    editor.open(view)
    editor.press("Stadtgrün", "ArrowDown")
    editor.expect_said("10:15")
    editor.press("Radwege", "Delete")
    expect(editor.card("Radwege")).to_have_count(0)
    expect(editor.entry("Radwege").locator("a")).to_be_focused()
    editor.expect_saved()

    # It outlives the page, and keys and buttons do the same.
    editor.page.reload()
    editor.wait()
    editor.page.keyboard.press("Control+z")
    editor.expect_at("Radwege", "14:00")
    expect(editor.entry("Radwege")).to_have_count(0)
    editor.page.locator("[data-undo]").click()
    editor.expect_at("Stadtgrün", "10:00")
    editor.expect_said("Undone.")
    expect(editor.page.locator("[data-undo]")).to_have_attribute("aria-disabled", "true")
    editor.page.keyboard.press("Control+y")
    editor.expect_at("Stadtgrün", "10:15")
    editor.page.locator("[data-redo]").click()
    expect(editor.card("Radwege")).to_have_count(0)
    editor.expect_said("Done again.")


def test_a_session_goes_from_the_list_to_the_grid_and_back(editor):
    editor.open("rooms")
    expect(editor.page.locator("[data-unscheduled-count]")).to_have_text("1")

    editor.drag_to(editor.entry("Offene Daten"), "Neckar", "12:00")
    editor.expect_at("Offene Daten", "12:00–13:00", "Neckar")
    expect(editor.entry("Offene Daten")).to_have_count(0)
    editor.expect_saved()
    expect(editor.page.locator(".bar")).to_contain_text("3 changes")

    side = box(editor.page.locator(".edit-side h2"))
    editor.drag(editor.card("Offene Daten"), side["x"] + 40, side["y"] + 40)
    expect(editor.entry("Offene Daten")).to_be_visible()
    expect(editor.card("Offene Daten")).to_have_count(0)
    expect(editor.page.locator("[data-unscheduled-count]")).to_have_text("1")


def test_a_session_goes_from_the_list_to_the_board_and_back(editor):
    editor.open("board")
    wednesday = editor.page.locator("[data-day-list='2027-06-09']")

    goal = box(wednesday)
    editor.drag(editor.entry("Offene Daten"), goal["x"] + goal["width"] / 2, goal["y"] + 10)
    editor.expect_saved()
    expect(wednesday).to_contain_text("Offene Daten")
    expect(wednesday).to_contain_text("10:00")
    # A small form asks for hour and room; it may be left as it is
    if editor.page.locator("#slot-dialog[open]").count():
        editor.page.keyboard.press("Escape")

    goal = box(editor.page.locator("[data-day-list='2027-06-10']"))
    editor.drag(editor.card("Offene Daten"), goal["x"] + goal["width"] / 2, goal["y"] + 10)
    expect(editor.page.locator("[data-day-list='2027-06-10']")).to_contain_text("Offene Daten")
    editor.expect_saved()

    goal = box(editor.page.locator("[data-unscheduled]"))
    editor.drag(editor.card("Offene Daten"), goal["x"] + 40, goal["y"] + 20)
    expect(editor.entry("Offene Daten")).to_be_visible()
    expect(editor.card("Offene Daten")).to_have_count(0)


def test_the_list_is_searched_and_filtered_as_one_types(editor):
    editor.open("rooms")
    editor.press("Radwege", "Delete")
    expect(editor.entry("Radwege")).to_be_visible()

    editor.page.locator("[data-side-filter] input[name=q]").fill("OFFENE")

    expect(editor.entry("Radwege")).to_have_count(0)
    expect(editor.entry("Offene Daten")).to_be_visible()
    editor.page.locator("[data-side-filter] input[name=q]").fill("")
    editor.page.locator("[data-side-filter] summary").click()
    editor.page.locator("[data-side-filter] select[name=theme]").select_option("klima")
    expect(editor.entry("Offene Daten")).to_have_count(0)
    expect(editor.entry("Radwege")).to_be_visible()


def test_the_list_is_searched_by_town(editor, site):
    with inside(site):
        event = event_by_slug(editor.slug)
        draft.session(event, "Hafen", partnerships=(draft.partnership(event).slug,))
    editor.open("board")

    editor.page.locator("[data-side-filter] input[name=q]").fill("canakkale")

    expect(editor.entry("Hafen")).to_be_visible()
    expect(editor.entry("Offene Daten")).to_have_count(0)


def test_several_days_fit_on_the_screen_and_a_session_is_still_dragged(editor):
    editor.open("rooms", days=7)
    main = editor.page.locator("[data-grid] .ec-main")
    assert main.evaluate("element => element.scrollWidth > element.clientWidth")

    editor.page.get_by_label("Fit them on the screen").check()
    editor.page.locator(".grid-choice button").click()
    editor.wait()

    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert serious_faults(editor.page) == []
    editor.drag_to(editor.card("Radwege"), "Neckar", "15:00")
    editor.expect_saved()
    editor.expect_said("Radwege")


def test_the_bar_offers_to_publish_as_soon_as_there_is_something(editor, site):
    with inside(site):
        draft.publish(event_by_slug(editor.slug))
    editor.open("board")
    offer = editor.page.locator(".bar [data-bar=publish]")
    expect(offer).to_be_hidden()

    editor.press("Stadtgrün", "ArrowDown")
    editor.expect_saved()

    expect(offer).to_be_visible()
    editor.page.keyboard.press("Control+z")
    expect(offer).to_be_hidden()


def test_who_comes_later_is_told_whose_change_came_between(editor, plan, new_page, watch):
    other = Editor.of(new_page(), plan, plan.emre)
    editor.open("rooms")
    other.open("rooms")
    other.press("Stadtgrün", "ArrowDown")
    other.expect_at("Stadtgrün", "10:15")
    other.expect_saved()

    editor.drag_to(editor.card("Stadtgrün"), "Neckar", "16:00")

    note = editor.page.locator("[data-notes] .flash")
    expect(note).to_contain_text("Emre Editor")
    expect(note).to_contain_text("Nothing of yours was saved")
    editor.expect_said("Emre Editor")
    editor.expect_at("Stadtgrün", "10:15–11:15", "Hase")
    expect(editor.page.locator("[data-saved]")).to_have_text("Not saved")
    other.page.reload()
    other.wait()
    other.expect_at("Stadtgrün", "10:15", "Hase")
    watch.faults.clear()  # that the server refused stands in the console
    note.get_by_role("button").click()
    expect(note).to_have_count(0)

    # From then on it is known, and can be moved again.
    editor.press("Stadtgrün", "ArrowDown")
    editor.expect_at("Stadtgrün", "10:30")
    editor.expect_saved()


def test_undoing_does_not_take_back_what_somebody_else_did_since(editor, plan, new_page, watch):
    editor.open("rooms")
    editor.press("Stadtgrün", "ArrowDown")
    editor.expect_saved()
    other = Editor.of(new_page(), plan, plan.emre)
    other.open("rooms")
    other.press("Stadtgrün", "ArrowRight")
    other.expect_at("Stadtgrün", "10:15", "Neckar")
    other.expect_saved()
    editor.hear_of_others()
    editor.expect_at("Stadtgrün", "10:15", "Neckar")

    editor.page.keyboard.press("Control+z")

    expect(editor.page.locator("[data-notes] .flash")).to_contain_text("Emre Editor")
    editor.expect_at("Stadtgrün", "10:15", "Neckar")
    watch.faults.clear()


@pytest.mark.parametrize("view", ["rooms", "board"])
def test_what_others_do_appears_by_itself(editor, plan, new_page, view):
    editor.open(view)
    other = Editor.of(new_page(), plan, plan.emre)
    other.open("board")
    other.press("Radwege", "ArrowDown")
    other.expect_saved()

    editor.hear_of_others()

    editor.expect_at("Radwege", "14:15")
    editor.expect_said("Somebody else has just changed “Radwege”")


def test_a_time_that_no_clock_shows_is_refused_and_taken_back(site, new_page, watch):
    sunday = date(2027, 3, 28)
    plan = new_plan(site, first_day=sunday, last_day=sunday)
    editor = Editor.of(new_page(), plan, plan.olga)
    editor.open("rooms", day=sunday.isoformat())

    editor.drag_to(editor.entry("Offene Daten"), "Hase", "02:15")

    expect(editor.page.locator("[data-notes] .flash.error")).to_contain_text("03:00")
    expect(editor.entry("Offene Daten")).to_be_visible()
    expect(editor.card("Offene Daten")).to_have_count(0)
    watch.faults.clear()


def test_without_a_connection_nothing_is_pretended(editor, watch):
    editor.open("rooms")
    editor.page.context.set_offline(True)

    editor.press("Stadtgrün", "ArrowDown")

    expect(editor.page.locator("[data-notes] .flash")).to_contain_text("No connection")
    editor.expect_at("Stadtgrün", "10:00")
    editor.page.context.set_offline(False)
    editor.press("Stadtgrün", "ArrowDown")
    editor.expect_at("Stadtgrün", "10:15")
    editor.expect_saved()
    watch.faults.clear()


def test_a_clash_shows_as_soon_as_it_is_made_and_goes_with_it(editor):
    editor.open("rooms")
    before = int(editor.page.locator("[data-clash-count]").inner_text())

    editor.drag_to(editor.card("Radwege"), "Hase", "10:30")
    expect(editor.page.locator("[data-clashes] .bad", has_text="Radwege").first).to_be_visible()
    expect(editor.card("Stadtgrün").locator("xpath=ancestor::article")).to_contain_class("bad")
    assert int(editor.page.locator("[data-clash-count]").inner_text()) > before

    editor.page.keyboard.press("Control+z")
    expect(editor.card("Stadtgrün").locator("xpath=ancestor::article")).not_to_contain_class("bad")


def test_the_second_zone_stands_beside_the_first(editor):
    editor.open("rooms")

    ten = editor.page.locator(".ec-sidebar time", has_text="10:00").last
    expect(ten.locator("b")).to_have_text("10:00")
    expect(ten.locator("span")).to_have_text("11:00")
    expect(editor.card("Stadtgrün").locator(".second")).to_have_text("11:00")


def test_a_browser_in_another_zone_shows_the_same(plan, new_page):
    editor = Editor.of(new_page(zone="America/Los_Angeles", height=1000), plan, plan.olga)
    editor.open("rooms")
    editor.expect_at("Stadtgrün", "10:00–11:00", "Tue 8 June")

    editor.drag_to(editor.card("Stadtgrün"), "Hase", "12:00")

    editor.expect_at("Stadtgrün", "12:00–13:00", "Tue 8 June")
    editor.expect_said("Tue 8 Jun, 12:00")
    editor.drag_to(editor.entry("Offene Daten"), "Hase", "16:00")
    editor.expect_at("Offene Daten", "16:00–17:00", "Tue 8 June")


def test_a_plan_goes_from_the_editor_to_the_visitors(editor, plan, new_page):
    page, visitor = editor.page, new_page()
    publish(page, plan.slug)

    editor.open("rooms")
    editor.drag_to(editor.card("Stadtgrün"), "Neckar", "11:30")
    editor.expect_saved()
    expect(page.locator(".bar")).to_contain_text("1 moved")

    # A warning is accepted with a reason, and does not come up again.
    page.goto(f"/{plan.slug}/organise/clashes?show=warnings")
    warnings = int(page.locator(".numbers dd").nth(1).inner_text())
    page.locator(".findings details.confirm summary").first.click()
    page.locator(".findings input[name=reason]").first.fill("Agreed with the town hall")
    page.locator(".findings form.ask button[type=submit]").first.click()
    expect(page.locator(".flash.success")).to_be_visible()
    expect(page.locator(".numbers dd").nth(1)).to_have_text(str(warnings - 1))
    page.goto(f"/{plan.slug}/organise/clashes?show=accepted")
    expect(page.locator(".findings")).to_contain_text("Agreed with the town hall")

    visitor.goto(f"/{plan.slug}/changes?lang=en")
    expect(visitor.locator("main")).not_to_contain_text("11:30")
    publish(page, plan.slug)
    visitor.reload()
    change = visitor.locator(".changes li", has_text="Stadtgrün").first
    expect(change).to_contain_text("10:00")
    expect(change).to_contain_text("11:30")


@pytest.mark.parametrize(("view", "days"), [("rooms", 1), ("rooms", 3), ("themes", 2), ("board", 1)])
def test_the_editor_is_sound_in_every_guise(editor, view, days):
    editor.open(view, days=days)
    if view == "rooms":
        editor.drag_to(editor.card("Radwege"), "Hase", "10:30")
        expect(editor.page.locator("[data-clashes] .bad").first).to_be_visible()

    assert faults_in_every_guise(editor.page) == []


def test_the_calendar_s_weight_is_for_the_grid_alone(editor):
    asked: list[str] = []
    editor.page.on("request", lambda request: asked.append(request.url))

    editor.open("board")
    assert not [address for address in asked if "event-calendar" in address]

    editor.open("rooms")
    assert len([address for address in asked if "event-calendar" in address]) == 2


def test_a_press_with_a_finger_moves_a_session(plan, new_page):
    editor = Editor.of(new_page(width=390, height=844, has_touch=True), plan, plan.olga)
    editor.open("rooms")

    assert not is_wider_than_window(editor.page)
    assert box(editor.card("Stadtgrün"))["height"] >= 44
    editor.card("Stadtgrün").tap()
    editor.page.wait_for_url(f"**/{plan.slug}/organise/timetable/*")


def test_four_hundred_sessions_stay_usable(site, tmp_path, new_page, record_property):
    file = tmp_path / "big.json"
    file.write_text(json.dumps(big_event()), encoding="utf-8")
    site.command("event", "import", str(file), "--event", "many-sessions", "--owner", "organiser@example.org")
    editor = Editor.of(new_page(height=1000), Plan("many-sessions", "", ""), "organiser@example.org")

    begun = clock.now()
    editor.open("board")
    record_property("board is ready after, in seconds", (clock.now() - begun).total_seconds())
    expect(editor.page.locator("[data-board] .card")).to_have_count(SESSIONS - 10)
    expect(editor.page.locator("[data-unscheduled] li")).to_have_count(10)

    # That it is saved is to be seen however far down one works.
    editor.page.locator("[data-board] .card a").last.focus()
    editor.page.keyboard.press("+")
    editor.expect_saved()
    expect(editor.page.locator("[data-saved]")).to_be_in_viewport()

    begun = clock.now()
    editor.open("rooms")
    record_property("grid is ready after, in seconds", (clock.now() - begun).total_seconds())
    title = editor.page.locator("[data-grid] .ec-event .title").first.inner_text()
    begun = clock.now()
    editor.drag_to(editor.card(title), "Raum 3", "12:30")
    editor.expect_at(title, "12:30", "Raum 3")
    editor.expect_saved()
    record_property("a drag is saved after, in seconds", (clock.now() - begun).total_seconds())


def big_event() -> dict[str, object]:
    """An event of 400 sessions in two weeks, ten of them without a slot."""
    first = datetime(2027, 6, 3, 7, tzinfo=UTC)

    def session(number: int) -> dict[str, object]:
        day, place = number % DAYS, number // DAYS
        start = first + timedelta(days=day, minutes=75 * (place // ROOMS))
        slot = {"room": f"r{place % ROOMS}", "start": start.isoformat()} if number < SESSIONS - 10 else {}
        return {
            "id": f"s{number}", "title": f"Sitzung Nummer {number:03}", "language": "de", "theme": f"t{number % 4}",
            "duration_min": 60, "speakers": [f"p{number % 300}"], **slot,
        }  # fmt: skip

    return {
        "format": "big-event/1",
        "event": {
            "slug": "many-sessions", "name": "Viele Sitzungen", "timezone": "Europe/Berlin",
            "first_day": "2027-06-03", "last_day": "2027-06-16", "languages": ["de", "tr", "en"],
        },
        "themes": [{"id": f"t{number}", "name": f"Thema {number}", "color": "#2e7d32"} for number in range(4)],
        "rooms": [{"id": f"r{number}", "name": f"Raum {number}"} for number in range(ROOMS)],
        "speakers": [{"id": f"p{number}", "name": f"Ayşe Müller {number}"} for number in range(300)],
        "sessions": [session(number) for number in range(SESSIONS)],
    }  # fmt: skip
