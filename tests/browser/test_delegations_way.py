"""The way of two people who come as a delegation: asked, joined, one wish each, a split, and one calendar."""

import re

from playwright.sync_api import Page, expect

from tests.browser.deeds import EVENT, PASSWORD, entries_of, link_in, pairs_that_overlap, press, take_part

CONTACT, OTHER = "gudrun@example.org", "okan@example.org"


def wish(page: Page, code: str) -> None:
    page.locator("#code").select_option(code)
    press(page, "#wish form")
    expect(page.locator(f"tr#s-{code}")).to_be_visible()


def test_two_people_come_as_a_delegation_and_share_sessions_out(  # noqa: PLR0915 - one way, step by step
    new_page, site, mailbox
):
    first, second = pairs_that_overlap(site)[-2]
    contact = new_page()
    take_part(contact, site, mailbox, name="Gudrun Meyer", email=CONTACT)

    # The contact makes a delegation and asks somebody, by a line.
    contact.goto(f"{EVENT}/agenda")
    contact.locator("#delegation a").click()
    contact.locator(f"main a[href$='{EVENT}/delegations/new']").click()
    contact.locator("input[name=name]").fill("Rathaus und Belediye")
    press(contact, "main form.form")
    contact.wait_for_url(re.compile(r"/delegations/\d+$"))
    home = contact.url
    contact.locator("details:has(textarea) > summary").click()
    contact.locator("textarea[name=lines]").fill(f"Okan Arslan <{OTHER}> tr")
    press(contact, "form[action$='/members/several']")
    expect(contact.locator("main .delegates")).to_contain_text(["Gudrun Meyer", "Okan Arslan"])
    expect(contact.locator("main")).not_to_contain_text(OTHER)

    # The other one follows the letter, registers by the usual form, which is filled in, and confirms the address.
    other = new_page(zone="Europe/Istanbul")
    invitation = link_in(mailbox.next_letter_to(OTHER), site, "/joining/")
    other.goto(invitation)
    other.locator(f"main a[href*='{EVENT}/register']").click()
    expect(other.locator("input[name=name]")).to_have_value("Okan Arslan")
    expect(other.locator("input[name=email]")).to_have_value(OTHER)
    other.locator("input[name=password]").fill(PASSWORD)
    other.locator("select[name=group]").select_option("youth")
    other.locator("input[name=consent]").check()
    press(other, "main form.form")
    other.goto(link_in(mailbox.next_letter_to(OTHER, after=1), site, "/account/confirm/"))
    press(other)
    other.wait_for_url(f"**{EVENT}/delegations")

    # Only now they say that they join; the link of the letter is used up.
    other.locator("main a[href*='/delegations/asked/']").click()
    press(other, "main form.form")
    other.wait_for_url(home.replace(site.url, "**"))
    assert other.goto(invitation).status == 410
    other.go_back()
    contact.goto(home)
    expect(contact.locator("main")).to_contain_text(OTHER)

    # Two sessions at once are wished, one by each, and shared out.
    contact.goto(f"{home}/agenda")
    wish(contact, first.code)
    other.goto(f"{home}/agenda")
    wish(other, second.code)
    press(other, "form[action$='/split']")
    contact.goto(f"{home}/agenda")

    # Each takes up what is proposed to them by booking it; nobody was booked before.
    for page in (contact, other):
        assert page.locator("td.deed .tag.me").count() == 0
        press(page, "td.deed:has(form[action$='/decline']) form[action$='/book']")
        expect(page.locator("td.deed .tag.me")).to_be_visible()
    contact.goto(f"{home}/agenda")
    for code in (first.code, second.code):
        expect(contact.locator(f"tr#s-{code} .there.me")).to_have_count(1)

    # One calendar holds both, with who goes, until its owner leaves.
    other.goto(f"{home}/calendar")
    other.locator("input[name=name]").fill("Telefon")
    press(other, "main form.form")
    address = other.locator(".subscriptions code.addr").inner_text().strip()
    found = entries_of(address)
    assert {first.uid, second.uid} == set(found)
    told = "".join(str(entry["DESCRIPTION"]) for entry in found.values())
    assert "Gudrun Meyer" in told
    assert "Okan Arslan" in told
    other.goto(f"{home}/leave")
    press(other)
    other.wait_for_url(f"**{EVENT}/delegations")
    contact.goto(home)
    expect(contact.locator("main")).not_to_contain_text("Okan Arslan")
    contact.goto(f"{home}/dissolve")
    press(contact)
    contact.wait_for_url(f"**{EVENT}/delegations")
