"""Registering on a phone, with questions of the organisers' own that depend on the group."""

import pytest
from playwright.sync_api import expect

from tests.browser.deeds import EVENT, fill_in_registration, link_in, press, sign_in
from tests.browser.organising import choose, fill, store

MEDIUM = "Für welches Medium berichten Sie?"
GUARDIANS = "Falls ich noch nicht 18 bin"
PHONE = 390


def test_the_chosen_group_decides_what_is_asked_and_what_was_written_stays(new_page, site, mailbox):
    page = new_page(width=PHONE, language="de")
    email = "presse.phone@example.org"
    page.goto(f"{EVENT}/register")
    medium, guardians = page.get_by_label(MEDIUM), page.get_by_label(GUARDIANS)

    expect(medium).to_be_hidden()
    fill_in_registration(page, name="Perihan Presse", email=email)
    expect(medium).to_be_hidden()
    page.locator("select[name=group]").select_option("press")
    expect(medium).to_be_visible()
    expect(guardians).to_be_hidden()
    expect(page.get_by_text("Nur für:").first).to_be_hidden()
    medium.fill("Kilis Postası")
    page.locator("select[name=group]").select_option("youth")
    expect(medium).to_be_hidden()
    expect(guardians).to_be_visible()
    page.locator("select[name=group]").select_option("press")
    expect(medium).to_have_value("Kilis Postası")
    page.get_by_label("Türkisch").check()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(page, "main form.form")

    page.goto(link_in(mailbox.next_letter_to(email), site, "/account/confirm/"))
    press(page)
    page.wait_for_url(f"**{EVENT}/agenda")
    page.get_by_role("link", name="Meine Anmeldung").click()
    expect(page.get_by_label(MEDIUM)).to_have_value("Kilis Postası")
    expect(page.get_by_label("Türkisch")).to_be_checked()


@pytest.mark.parametrize("group", ["administration", "press"])
def test_without_scripts_each_question_says_whom_it_is_for(new_page, group):
    page = new_page(width=PHONE, language="de", has_scripts=False)
    page.goto(f"{EVENT}/register")

    expect(page.get_by_text("Nur für: Presse")).to_be_visible()
    fill_in_registration(page, name="Nil Ohne", email=f"ohne.{group}@example.org")
    page.locator("select[name=group]").select_option(group)
    press(page, "main form.form")

    if group == "press":
        expect(page.locator(".errors a", has_text=MEDIUM)).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Nil Ohne")
    else:
        page.wait_for_url("**/account/check-mail")


def test_a_chosen_file_is_there_again_when_the_form_comes_back(new_page):
    desk = new_page()
    sign_in(desk, "organiser@example.org")
    desk.goto(f"{EVENT}/organise/registration/questions/new")
    fill(desk, label__de="Leseprobe", label__tr="Örnek metin", label__en="Sample")
    fill(desk, purpose__de="Zum Lesen", purpose__tr="Okumak için", purpose__en="To read it")
    choose(desk, kind="file")
    desk.locator("[name=file_kinds][value=pdf]").check()
    desk.locator("[name=groups][value=other]").check()
    store(desk)
    page = new_page(width=PHONE)
    page.goto(f"{EVENT}/register")
    fill_in_registration(page, name="Feride File", email="no-address")
    page.locator("select[name=group]").select_option("other")
    sample = page.get_by_label("Sample")
    inputs = "[...document.querySelectorAll('input[type=file]')]"
    chosen = f"{inputs}.flatMap(one => [...one.files]).map(file => [file.name, file.size])"
    sample.set_input_files({"name": "sample.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"})

    press(page, "main form.form")
    expect(page.locator(".errors")).to_be_visible()
    expect(page.get_by_text("Please choose the file once more")).to_have_count(0)
    assert page.evaluate(chosen) == [["sample.pdf", 15]]

    page.locator("input[name=email]").fill("feride.file@example.org")
    page.locator("input[name=password]").fill("meridian-example")
    press(page, "main form.form")
    page.wait_for_url("**/account/check-mail")
    page.goto(f"{EVENT}/register")
    fill_in_registration(page, name="Feride File", email="no-address")
    press(page, "main form.form")
    expect(page.locator(".errors")).to_be_visible()
    assert page.evaluate(chosen) == []
