"""The programme without scripts, by the keyboard alone, on a phone, and in each language."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import is_wider_than_window
from tests.browser.deeds import EVENT, book, press, sessions_to_come, sign_in, take_part


def test_without_scripts_one_filters_changes_language_and_zone_and_books(new_page, site, mailbox):
    page = new_page(has_scripts=False)
    take_part(page, site, mailbox, name="Ada Example", email="plain@example.org")
    session = sessions_to_come(site)[0]

    # The filter is a form with a button.
    page.goto(f"{EVENT}/programme?view=list")
    everything = page.locator("#programme ol.tt > li").count()
    filters = page.locator("form.filters")
    filters.locator("select[name=format]").select_option("workshop")
    filters.locator("button[type=submit]").click()
    page.wait_for_url("**format=workshop**")
    assert 0 < page.locator("#programme ol.tt > li").count() < everything
    page.locator(".chips a.chosen").click()
    assert page.locator("#programme ol.tt > li").count() == everything

    # Language and zone are a link and a form.
    page.locator(".tools > nav.langs a[hreflang=tr]").click()
    expect(page.locator("html")).to_have_attribute("lang", "tr")
    page.locator("#zone summary").click()
    page.locator("#zone input[name=zone]").fill("Asia/Tokyo")
    press(page, "#zone form")
    expect(page.locator(".clocks time[data-zone='Asia/Tokyo']")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "tr")

    # A session is booked by a form, and dropped by another.
    row = page.locator(f"#s-{session.code}")
    row.locator("form[action$='/book'] button").click()
    expect(row.locator(".tag.me")).to_be_visible()
    page.goto(f"{EVENT}/agenda")
    row.locator("form[action$='/drop'] button").click()
    expect(row).to_have_count(0)


def test_the_keyboard_alone_suffices(new_page, site, mailbox):
    page = new_page()
    take_part(page, site, mailbox, name="Ada Example", email="keys@example.org")
    session = sessions_to_come(site)[0]

    # The first key of all leads past the frame.
    page.goto(f"{EVENT}/programme")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    # The strip of days is walked by arrows; each step is visible.
    days = page.locator("[data-strip] ol a")
    days.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(days.nth(2)).to_be_focused()
    assert days.nth(2).evaluate("link => getComputedStyle(link).outlineStyle") != "none"
    page.keyboard.press("End")
    expect(days.last).to_be_focused()
    page.keyboard.press("Home")
    expect(days.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"day=\d{4}-\d\d-\d\d"))
    expect(page.locator("[data-strip] a[aria-current]")).to_have_count(1)

    # Booking by Enter happens in place, and the focus stays with it.
    page.goto(f"{EVENT}/programme?view=list")
    page.locator(f"#s-{session.code} form[action$='/book'] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#s-{session.code} form[action$='/drop'] button")).to_be_focused()
    expect(page.locator("#says")).not_to_be_empty()

    # What unfolds is opened by Enter and closed by Escape.
    page.locator("details.account > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.account form button")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("details.account form button")).to_be_hidden()
    expect(page.locator("details.account > summary")).to_be_focused()


def test_on_a_phone_the_menu_leads_everywhere(new_page, site, mailbox):
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    take_part(page, site, mailbox, name="Ada Example", email="small@example.org")
    book(page, sessions_to_come(site)[0])

    page.goto(f"{EVENT}/")
    menu = page.locator("details.menu")
    expect(page.locator("nav.ways")).to_be_hidden()
    menu.locator("summary").tap()
    menu.locator(f"a[href='{EVENT}/programme']").tap()
    page.wait_for_url(f"**{EVENT}/programme")
    menu.locator("summary").tap()
    menu.locator(f"a[href='{EVENT}/agenda']").tap()
    page.wait_for_url(f"**{EVENT}/agenda")
    expect(page.locator("section.next")).to_be_visible()
    assert not is_wider_than_window(page)
    menu.locator("summary").tap()
    menu.locator("form[action$='/sign-out'] button").tap()
    page.wait_for_url(lambda address: "/agenda" not in address)
    menu.locator("summary").tap()
    expect(menu.locator("a[href$='/sign-in']")).to_be_visible()


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_browsers_language_is_spoken_and_kept(new_page, language):
    page = new_page(language=language)

    page.goto(f"{EVENT}/programme?view=list")

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".tools > nav.langs [aria-current]")).to_have_attribute("lang", language)
    first = page.locator("#programme ol.tt > li a [lang]").first
    expect(first).to_have_attribute("lang", language)
    other = "tr" if language != "tr" else "de"
    page.locator(f".tools > nav.langs a[hreflang={other}]").click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    page.goto(f"{EVENT}/")
    expect(page.locator("html")).to_have_attribute("lang", other)


def test_the_visitors_own_zone_is_found_and_shown_beside_the_events(new_page):
    page = new_page(zone="Asia/Tokyo")

    page.goto(f"{EVENT}/programme?view=list")

    for zone in ("Europe/Berlin", "Europe/Istanbul", "Asia/Tokyo"):
        expect(page.locator(f".clocks time[data-zone='{zone}']")).to_be_visible()


def test_paper_shows_what_is_to_be_read_and_none_of_what_is_pressed(new_page):
    page = new_page()
    sign_in(page, "participant@example.org")
    page.emulate_media(media="print")

    page.goto(f"{EVENT}/agenda")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for part in (".mast nav", ".strip", "#agenda aside", "#suggestions", ".foot ul"):
        assert not page.locator(part).first.is_visible(), part
    page.goto(f"{EVENT}/programme?view=list")
    assert page.locator(".tt > li").first.is_visible()
    for part in (".filters", ".views", ".head details"):
        assert not page.locator(part).first.is_visible(), part
    page.goto(page.locator(".tt a[href*='/sessions/']").first.get_attribute("href"))
    assert page.locator("a[href*='/s/']").last.is_visible()
    assert page.locator(".no-print, .btn").locator("visible=true").count() == 0
