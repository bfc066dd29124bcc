"""The whole way of a participant: from the first visit to a calendar that follows every change."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.deeds import (
    EVENT,
    entries_of,
    fetch,
    fill_in_registration,
    link_in,
    pairs_that_overlap,
    press,
    take_part,
)

EMAIL = "seyma@example.org"


def subscription(page, name: str):
    return page.locator(".subscriptions > li").filter(has=page.locator("h3", has_text=name))


def subscribe(page, name: str) -> str:
    """Make a private address of that name and return it."""
    form = page.locator(f"form[action$='{EVENT}/agenda/subscriptions']")
    form.locator("input[name=name]").fill(name)
    form.locator("button[type=submit]").click()
    return subscription(page, name).get_by_label("Private address").inner_text().strip()


def test_a_newcomer_books_subscribes_and_sees_each_change(  # noqa: PLR0915 - one way, step by step
    new_page, site, mailbox, sign_in_as
):
    first, second = pairs_that_overlap(site)[-1]
    page = new_page(zone="Europe/Istanbul")

    # They come to the event, register, and confirm by the letter.
    page.goto(f"{EVENT}/")
    page.locator(f"main a[href*='{EVENT}/register']").first.click()
    fill_in_registration(page, name="Şeyma Gökçe", email=EMAIL)
    press(page, "main form.form")
    page.wait_for_url("**/account/check-mail")
    letter = mailbox.next_letter_to(EMAIL)
    page.goto(link_in(letter, site, "/account/confirm/"))
    press(page)
    page.wait_for_url(f"**{EVENT}/agenda")
    expect(page.locator(".empty-state")).to_be_visible()

    # They book one session in the list, in place.
    page.goto(f"{EVENT}/programme?view=list")
    row = page.locator(f"#s-{first.code}")
    row.locator("form button").click()
    expect(row.locator(f"form[action$='/{first.code}/drop']")).to_be_visible()
    expect(row.locator(".tag.me")).to_be_visible()

    # The other one tells of the clash, with both named, before it is booked.
    page.goto(second.page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(second.title)
    expect(page.locator("#seats .clash")).to_contain_text(first.title)
    press(page, "#seats form")
    page.locator(f"#seats form[action$='/{second.code}/drop']").wait_for()

    # The agenda has both, what is next, and the clash.
    page.goto(f"{EVENT}/agenda")
    expect(page.locator("section.next")).to_contain_text(first.title)
    for session in (first, second):
        expect(page.locator(f"#s-{session.code}")).to_contain_text(session.title)
    expect(page.locator("li.clash-row")).to_have_count(1)

    # They make two addresses; a calendar program gets both sessions from each.
    page.goto(f"{EVENT}/agenda/subscriptions")
    phone = subscribe(page, "Phone")
    laptop = subscribe(page, "Laptop")
    assert phone.startswith(f"{site.url}/feeds/")
    assert phone != laptop
    before = entries_of(phone)
    assert before.keys() == entries_of(laptop).keys() == {first.uid, second.uid}
    page.reload()
    expect(subscription(page, "Phone")).to_contain_text("Thunderbird")

    # The organiser moves one of them by the form and publishes.
    moved_to = second.starts_at + timedelta(hours=4)
    organiser = new_page()
    sign_in_as(organiser, "organiser@example.org")
    organiser.goto(second.edit_page)
    local = moved_to.astimezone(ZoneInfo("Europe/Berlin"))
    organiser.locator("input[name=day]").fill(local.date().isoformat())
    organiser.locator("input[name=start]").fill(f"{local:%H:%M}")
    press(organiser, "main form.wide")
    expect(organiser.locator(".flash.success")).to_be_visible()
    assert entries_of(phone)[second.uid].decoded("DTSTART") == before[second.uid].decoded("DTSTART")
    organiser.goto(f"{EVENT}/organise/publish")
    expect(organiser.locator(f"ul.changes a[href$='/sessions/{second.code}']")).to_be_visible()
    organiser.locator("textarea[name=notes-en]").first.fill("One session moved to the evening.")
    press(organiser)
    expect(organiser.locator(".flash.success")).to_be_visible()

    # The feed, the page of changes and the agenda say so; the clash is gone.
    after = entries_of(phone)
    assert after.keys() == before.keys()
    assert after[second.uid].decoded("DTSTART").astimezone(UTC) == moved_to
    assert after[second.uid]["SEQUENCE"] == before[second.uid]["SEQUENCE"] + 1
    assert after[first.uid]["SEQUENCE"] == before[first.uid]["SEQUENCE"]
    newest = new_page()
    newest.goto(f"{EVENT}/changes")
    release = newest.locator("section.release").first
    expect(release).to_contain_text("One session moved to the evening.")
    expect(release.locator(".kind.moved")).to_contain_text(second.title)
    page.goto(f"{EVENT}/agenda")
    expect(page.locator(f"#s-{second.code} time").first).to_have_attribute("datetime", moved_to.isoformat())
    expect(page.locator("li.clash-row")).to_have_count(0)

    # Dropped, it is gone from the feed at once.
    page.locator(f"#s-{first.code} form[action$='/drop'] button").click()
    expect(page.locator(f"#s-{first.code}")).to_have_count(0)
    assert entries_of(phone).keys() == {second.uid}

    # One address is revoked; the other goes on.
    page.goto(f"{EVENT}/agenda/subscriptions")
    subscription(page, "Phone").locator("a[href$='/revoke']").click()
    press(page)
    page.wait_for_url(lambda address: "/agenda/subscriptions?like=" in address)
    assert fetch(phone)[0] in {404, 410}
    assert entries_of(laptop).keys() == {second.uid}


def test_a_clash_that_was_not_seen_is_shown_before_anything_is_booked(page, site, mailbox, watch):
    first, second = pairs_that_overlap(site)[0]
    take_part(page, site, mailbox, name="Ada Example", email="clash@example.org")
    page.goto(f"{EVENT}/programme?view=list")

    # The page was drawn before the first was booked, so the second's button knows of no clash.
    page.locator(f"#s-{first.code} form button").click()
    expect(page.locator(f"#s-{first.code} form[action$='/drop']")).to_be_visible()
    page.locator(f"#s-{second.code} form button").click()

    expect(page.get_by_role("alert")).to_be_visible()
    for session in (first, second):
        expect(page.locator("main")).to_contain_text(session.title)
    watch.faults.clear()  # the script's own try was answered by 409, which Chromium notes as an error
    instead = page.locator("form:has(input[name=instead])")
    instead.locator("button").click()
    page.goto(f"{EVENT}/agenda")
    expect(page.locator(f"#s-{second.code}")).to_be_visible()
    expect(page.locator(f"#s-{first.code}")).to_have_count(0)


def test_a_forgotten_password_is_chosen_anew_by_letter(page, new_page, site, mailbox):
    email = "forgetful@example.org"
    take_part(page, site, mailbox, name="Ada Example", email=email)
    elsewhere = new_page()
    letters = len(mailbox.letters_to(email))

    elsewhere.goto("/sign-in")
    elsewhere.locator("main a[href$='/account/forgot']").click()
    elsewhere.locator("input[name=email]").fill(email)
    press(elsewhere)
    elsewhere.wait_for_url("**/account/forgot/sent")
    elsewhere.goto(link_in(mailbox.next_letter_to(email, after=letters), site, "/account/reset/"))
    elsewhere.locator("input[name=password]").fill("short")
    press(elsewhere)
    expect(elsewhere.locator("#password-error")).to_be_visible()
    elsewhere.locator("input[name=password]").fill("a brand new one")
    press(elsewhere)
    elsewhere.wait_for_url("**/sign-in")
    elsewhere.locator("input[name=email]").fill(email)
    elsewhere.locator("input[name=password]").fill("a brand new one")
    press(elsewhere)

    elsewhere.wait_for_url(f"**{EVENT}/agenda")
    page.goto("/account")
    expect(page.locator("input[name=password]")).to_be_visible()


def test_an_address_confirmed_in_another_browser_needs_the_password(new_page, site, mailbox):
    email = "phone@example.org"
    here, elsewhere = new_page(), new_page(width=390)
    here.goto(f"{EVENT}/register")
    fill_in_registration(here, name="Ada Example", email=email)
    press(here, "main form.form")

    elsewhere.goto(link_in(mailbox.next_letter_to(email), site, "/account/confirm/"))
    press(elsewhere)
    expect(elsewhere.locator("#password-error")).to_be_visible()
    elsewhere.locator("input[name=password]").fill("meridian-example")
    press(elsewhere)

    elsewhere.wait_for_url(f"**{EVENT}/agenda")
