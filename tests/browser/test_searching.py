"""Searching the programme as one types, by the keyboard, on a phone, without scripts; and sharing what was found."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.chromium import is_wider_than_window
from tests.browser.deeds import EVENT

PROGRAMME = f"{EVENT}/programme"


def test_results_come_as_one_types_and_their_address_can_be_shared(new_page):
    page = new_page()
    page.goto(f"{EVENT}/")

    # One key leads to the search from everywhere.
    page.keyboard.press("/")
    page.wait_for_url(f"**{PROGRAMME}#filter-q")
    box = page.locator("#filter-q")
    expect(box).to_be_focused()

    # What is typed is found at once, marked, counted aloud, and the address follows; the focus stays.
    page.keyboard.type("jugendraete")
    expect(page.locator("#programme .tt h3 mark").first).to_have_text("Jugendräte")
    expect(page.locator("#views a[aria-current]")).to_have_text("List")
    expect(page.locator("#says")).to_have_text(re.compile(r"^1 session$"))
    expect(page).to_have_url(re.compile(r"\?q=jugendraete$"))
    expect(box).to_be_focused()

    # A filter joins it, and what hides the results is named.
    page.locator("select[name=format]").select_option("plenary")
    expect(page.locator(".empty-state")).to_contain_text("1 session without the filter Format: Plenary")

    # Who opens the shared address sees the same, in the same language.
    page.get_by_text("Share this view").click()
    shared = urlsplit(page.locator("#share-address").input_value())
    other = new_page(language="tr")
    other.goto(f"{shared.path}?{shared.query}")
    expect(other.locator("html")).to_have_attribute("lang", "en")
    expect(other.locator("#filter-q")).to_have_value("jugendraete")
    expect(other.locator("select[name=format]")).to_have_value("plenary")
    expect(other.locator(".empty-state")).to_be_visible()

    # Escape empties the box; a slash that is typed into it is a slash.
    page.locator("select[name=format]").select_option("")
    box.focus()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator("#views a[aria-current]")).to_have_text("All days")
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_only_the_last_of_several_searches_is_shown(new_page):
    page = new_page()
    page.goto(PROGRAMME)
    held = []

    def hold(route):
        held.append(route)

    # The first answer is kept back until the second is there.
    page.route(re.compile(r"q=kilis$"), hold)
    with page.expect_request(re.compile(r"q=kilis$")):
        page.locator("#filter-q").fill("kilis")
    page.locator("#filter-q").fill("halbzeit")
    expect(page.locator("#programme .tt h3 mark").first).to_have_text("Halbzeit")

    for route in held:
        route.abort()

    expect(page.locator("#programme .tt h3 mark").first).to_have_text("Halbzeit")
    expect(page).to_have_url(re.compile(r"q=halbzeit$"))


def test_typing_errors_lead_to_what_was_meant(new_page):
    page = new_page(language="de")
    page.goto(f"{PROGRAMME}?q=eskisehr")

    expect(page.locator(".taken")).to_contain_text("Eskişehir")
    expect(page.locator("#programme .tt mark").first).to_be_visible()

    page.goto(f"{PROGRAMME}?q=jugentraehtte")
    page.locator(".meant a").first.click()
    expect(page.locator("#programme .tt h3 mark").first).to_be_visible()


def test_without_scripts_one_searches_and_shares_as_well(new_page):
    page = new_page(has_scripts=False)
    page.goto(f"{EVENT}/speakers")
    page.locator("nav.ways a[href$='#filter-q']").click()

    page.locator("#filter-q").fill("gençlik meclisi")
    page.locator("form.filters button[type=submit]").click()

    expect(page.locator("#programme .tt mark").first).to_be_visible()
    page.get_by_text("Share this view").click()
    expect(page.locator("#share-address")).to_have_value(re.compile(r"q=gen%C3%A7lik\+meclisi&lang=en$"))


def test_on_a_phone_the_box_is_at_hand_and_the_filters_fold(new_page):
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    page.goto(f"{PROGRAMME}?q=kilis")

    expect(page.locator("#filter-q")).to_be_visible()
    expect(page.locator("select[name=format]")).to_be_hidden()
    page.locator("details.fold-next summary").tap()
    expect(page.locator("select[name=format]")).to_be_visible()
    page.locator(".share:not(.offer) summary").tap()
    expect(page.locator("#share-address")).to_be_visible()
    assert not is_wider_than_window(page)


def test_people_and_partnerships_are_found_as_one_types(new_page):
    page = new_page()
    page.goto(f"{EVENT}/partnerships")
    page.keyboard.press("/")
    page.keyboard.type("eskisehr")
    expect(page.locator("#partnerships tbody tr th").first).to_contain_text("Eskişehir")
    expect(page).to_have_url(re.compile(r"q=eskisehr$"))

    page.goto(f"{EVENT}/speakers")
    page.keyboard.press("/")
    page.keyboard.type("botcher")
    expect(page.locator("#people .people li")).to_have_count(1)
