"""Accepting a warning and taking that back, by keyboard alone; ticking when somebody is free."""

import pytest
from playwright.sync_api import Page, expect

EVENT = "/city-partnerships/organise"


@pytest.fixture
def organiser(new_page, sign_in_as) -> Page:
    """A page on which the organiser of the example is signed in."""
    page = new_page()
    sign_in_as(page, "organiser@example.org")
    return page


def test_a_warning_is_accepted_with_a_reason_and_shown_again_by_keyboard(organiser):
    page = organiser
    page.goto(f"{EVENT}/clashes?kind=no_pause")
    rows = page.locator(".findings > li")
    expect(rows).to_have_count(1)

    # An empty reason is refused, at the field and with the form still open.
    rows.locator("summary").focus()
    page.keyboard.press("Enter")
    field = rows.locator("input[name=reason]")
    field.focus()
    page.keyboard.press("Enter")
    expect(rows.locator(".field-error")).to_be_visible()

    field.fill("Both take part from one place")
    page.keyboard.press("Enter")
    expect(page.locator(".flash.success")).to_be_visible()
    expect(rows).to_have_count(0)

    page.goto(f"{EVENT}/clashes?show=accepted")
    expect(rows).to_contain_text("Both take part from one place")
    rows.locator("form button").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(0)
    page.goto(f"{EVENT}/clashes?kind=no_pause")
    expect(rows).to_have_count(1)

    # Each session leads to its form, and the clash to its day of the timetable.
    rows.locator(".btn", has_not=page.locator("summary")).first.click()
    page.wait_for_url("**/timetable?day=*")


def test_days_that_are_ticked_stay_ticked_and_make_warnings_of_the_rest(organiser):
    page = organiser
    page.goto(f"{EVENT}/clashes?kind=no_pause")
    page.locator(".findings a").first.click()
    page.goto(f"{EVENT}/speakers?q=Nilüfer")
    page.locator("main h3 a").first.click()
    ticks = page.locator("form.availability input[type=checkbox]")
    ticks.first.check()
    page.locator("form.availability button[type=submit]").click()
    expect(page.locator(".flash.success")).to_be_visible()
    expect(ticks.first).to_be_checked()

    page.goto(f"{EVENT}/clashes?kind=away")
    assert page.locator(".findings > li").count() >= 2  # the closing, and what she interprets on other days

    page.go_back()
    ticks.first.uncheck()
    page.locator("form.availability button[type=submit]").click()
    expect(page.locator(".flash.success")).to_be_visible()
    page.goto(f"{EVENT}/clashes?kind=away")
    expect(page.locator(".findings > li")).to_have_count(0)
