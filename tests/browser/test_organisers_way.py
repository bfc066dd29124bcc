"""The whole way of an organiser: from nothing to release 1, and what visitors see of it."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from conference import clock
from tests.browser.deeds import press, sessions_to_come, take_part
from tests.browser.organising import choose, create_event, fill, fill_in_session, publish, store


def clock_change_in_spring() -> date:
    """Return the next last Sunday of March that lies well ahead: Berlin's clocks jump from 02:00 to 03:00."""
    today = clock.now().date()
    for year in (today.year, today.year + 1):
        last_day = date(year, 3, 31)
        sunday = last_day - timedelta(days=(last_day.weekday() + 1) % 7)
        if sunday > today + timedelta(days=2):
            return sunday
    raise AssertionError


@pytest.fixture
def organiser(new_page, sign_in_as) -> Page:
    """A page on which the organiser of the example is signed in."""
    page = new_page()
    sign_in_as(page, "organiser@example.org")
    return page


def test_an_event_grows_from_nothing_to_release_one(organiser, new_page):  # noqa: PLR0915 - one way, step by step
    sunday = clock_change_in_spring()
    slug = "harbours"
    page = organiser
    visitor = new_page()

    # The organiser comes by the list of events.
    page.goto("/")
    page.locator("a[href$='/events/new']").click()
    page.wait_for_url("**/events/new")
    create_event(page, slug, sunday - timedelta(days=1))
    page.wait_for_url(f"**/{slug}/organise/")
    assert visitor.goto(f"/{slug}/").status == 404

    # A theme, in one language at first: the form says which one is missing.
    page.goto(f"/{slug}/organise/themes/new")
    fill(page, title__de="Wasser", colour="#14693f")
    store(page)
    page.locator("main a[href$='/themes/wasser']").first.click()
    expect(page.locator("#title-tr-missing")).to_be_visible()
    expect(page.locator("#title-de-missing")).to_have_count(0)
    fill(page, title__tr="Su")
    store(page)

    # A room, a speaker, and a partnership of two new municipalities.
    page.goto(f"/{slug}/organise/rooms/new")
    fill(page, name__de="Hafenbecken", name__tr="Liman Havuzu", join_url="https://meet.example.org/harbour")
    store(page)
    page.goto(f"/{slug}/organise/speakers/new")
    fill(page, name="İpek Işık", affiliation__de="Stadt Çanakkale", affiliation__tr="Çanakkale Belediyesi")
    store(page)
    page.goto(f"/{slug}/organise/partnerships/new")
    for side, (name, country) in {"first": ("Osnabrück", "DE"), "second": ("Çanakkale", "TR")}.items():
        choose(page, **{side: "+"})
        field = page.locator(f"[name={side}_name]")
        if not field.is_visible():
            page.locator("details.new-town", has=field).locator("summary").click()
        field.fill(name)
        choose(page, **{f"{side}_country": country})
    fill(page, since="2004")
    store(page)

    # A session at a time that the clocks jump over: it is named, what was typed stays, and nothing is stored.
    fill_in_session(page, slug, title__de="Wie Häfen sauber werden", title__tr="Limanlar nasıl temizlenir")
    fill(page, day=sunday.isoformat(), start="02:30", minutes="60")
    page.locator("select[name=room]").select_option(index=1)
    page.locator("select[name=themes]").first.select_option("wasser")
    page.locator("input[name=speakers]").first.fill("İpek Işık")
    page.locator("input[name=partnerships]").first.fill("Osnabrück – Çanakkale")
    page.locator("input[name=passport][value='spoken:de']").check()
    press(page, "main form.wide")
    expect(page.locator("#start-error")).to_contain_text("03:00")
    expect(page.locator("[name='title-tr']")).to_have_value("Limanlar nasıl temizlenir")
    expect(page.locator("[name=start]")).to_have_value("02:30")
    fill(page, start="03:30")
    store(page)
    session_page = page.url

    # Release 1.
    publish(page, slug)
    assert visitor.goto(f"/{slug}/programme?view=list&lang=de").status == 200
    expect(visitor.locator("main")).to_contain_text("Wie Häfen sauber werden")
    visitor.locator("main ol.tt a", has_text="Wie Häfen sauber werden").click()
    expect(visitor.locator(".bigtime")).to_contain_text("03:30")
    expect(visitor.locator("main")).to_contain_text("İpek Işık")
    expect(visitor.locator("main")).to_contain_text("Osnabrück")
    visitor.goto(f"{visitor.url}?lang=tr")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Limanlar nasıl temizlenir")

    # What is edited afterwards is seen by nobody before the next release.
    page.goto(session_page)
    fill(page, title__de="Ein ganz anderer Titel")
    store(page)
    visitor.goto(f"/{slug}/programme?view=list&lang=de")
    expect(visitor.locator("main")).to_contain_text("Wie Häfen sauber werden")
    expect(visitor.locator("main")).not_to_contain_text("Ein ganz anderer Titel")
    publish(page, slug)
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("Ein ganz anderer Titel")


def test_a_time_that_the_clocks_show_twice_is_asked_back(organiser):
    page = organiser
    sunday = date(clock_change_in_spring().year, 10, 31)
    sunday -= timedelta(days=(sunday.weekday() + 1) % 7)
    create_event(page, "autumn", sunday - timedelta(days=1))

    fill_in_session(page, "autumn", title__de="Nachts im Hafen", day=sunday.isoformat(), start="02:30", minutes="60")
    press(page, "main form.wide")
    expect(page.locator("#fold-error")).to_be_visible()
    page.locator("input[name=fold][value='1']").check()
    store(page)

    expect(page.locator("input[name=fold][value='1']")).to_be_checked()


def test_the_next_who_waits_gets_a_seat_that_is_given_up(organiser, new_page, site, mailbox):
    slug = "small-room"
    day = clock_change_in_spring() + timedelta(days=1)
    create_event(organiser, slug, day)
    fill_in_session(organiser, slug, title__de="Werkstatt", title__tr="Atölye", day=day.isoformat(), start="10:00")
    fill(organiser, minutes="60", seats="1")
    store(organiser)
    publish(organiser, slug)
    (session,) = sessions_to_come(site, f"/{slug}")
    first, second = new_page(), new_page(language="tr")

    take_part(first, site, mailbox, name="Ada Example", email="first@example.org", event=f"/{slug}")
    take_part(second, site, mailbox, name="Barış Örnek", email="second@example.org", event=f"/{slug}")
    for page in (first, second):
        page.goto(f"/{slug}/sessions/{session.code}")
        press(page, "#seats form")
        page.locator("#seats form[action$='/drop']").wait_for()
    expect(second.locator("#seats .tag.wait")).to_be_visible()
    expect(first.locator("#seats .tag.wait")).to_have_count(0)
    letters = len(mailbox.letters_to("second@example.org"))
    press(first, "#seats form[action$='/drop']")

    letter = mailbox.next_letter_to("second@example.org", after=letters)
    assert "Atölye" in str(letter["subject"])
    second.reload()
    expect(second.locator("#seats .tag.wait")).to_have_count(0)
    second.goto(f"/{slug}/agenda")
    expect(second.locator(f"#s-{session.code} .tag.me")).to_be_visible()
