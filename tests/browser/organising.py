"""What organisers do, in more than one of the journeys."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.deeds import press


def fill(page: Page, **values: str) -> None:
    """Fill in fields by their names; ``title__de`` is the German text of ``title``."""
    for name, value in values.items():
        page.locator(f"main [name='{name.replace('__', '-')}']").fill(value)


def choose(page: Page, **values: str) -> None:
    """Choose in selects, by their names."""
    for name, value in values.items():
        page.locator(f"main select[name='{name}']").first.select_option(value)


def store(page: Page) -> None:
    """Send the form of an organiser's page, which is to succeed."""
    press(page, "main form.wide")
    expect(page.locator(".flash.success")).to_be_visible()


def create_event(page: Page, slug: str, first_day: date) -> None:
    """Create an event of three days, in German and Turkish."""
    page.goto("/events/new")
    fill(page, title__de="Treffen der Häfen", title__tr="Limanlar Buluşması", slug=slug)
    fill(page, first_day=first_day.isoformat(), last_day=(first_day + timedelta(days=2)).isoformat())
    choose(page, zone="Europe/Berlin", second_zone="Europe/Istanbul")
    for place, language in enumerate(("de", "tr", "")):
        page.locator("select[name=languages]").nth(place).select_option(language)
    store(page)


def fill_in_session(page: Page, slug: str, **values: str) -> None:
    """Open the form of a new session and fill in fields of it, but do not send it."""
    page.goto(f"/{slug}/organise/sessions/new")
    fill(page, **values)


def publish(page: Page, slug: str) -> None:
    """Publish the draft of an event."""
    page.goto(f"/{slug}/organise/publish")
    press(page)
    expect(page.locator(".flash.success")).to_be_visible()
