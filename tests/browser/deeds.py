"""What people do at Meridian, in more than one of the journeys. Fields go by their names, so any language will do."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import combinations
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from icalendar import Calendar, Event
from playwright.sync_api import Page

from conference import clock
from tests.mailbox import Mailbox
from tests.site import Site

EVENT = "/city-partnerships"
PASSWORD = "meridian-example"
"""Of the example's two accounts, and of all that are opened here."""


@dataclass(frozen=True)
class Shown:
    """A session as the calendar of the whole event shows it.

    :ivar title: in English.
    """

    code: str
    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime

    @property
    def page(self) -> str:
        return f"{EVENT}/sessions/{self.code}"

    @property
    def edit_page(self) -> str:
        return f"{EVENT}/organise/sessions/{self.code}"


def fetch(address: str) -> tuple[int, bytes]:
    """Return what an address answers to a calendar program: the status and the content."""
    asked = Request(address, headers={"User-Agent": "Thunderbird/128.0 Lightning"})  # noqa: S310 - our own server
    try:
        with urlopen(asked, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read()
    except HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read()


def entries_of(address: str) -> dict[str, Event]:
    """Fetch a feed and return its entries by UID."""
    status, content = fetch(address)
    assert status == 200, f"{address} answered {status}"
    return {str(entry["UID"]): entry for entry in Calendar.from_ical(content).walk("VEVENT")}


def full_sessions(site: Site, event: str = EVENT) -> set[str]:
    """Return the codes of the sessions in which no seat is free, as the programme's list says."""
    status, content = fetch(f"{site.url}{event}/programme?view=list&lang=en")
    assert status == 200, f"the list answered {status}"
    rows = re.split(r'id="s-(\w+)"', content.decode())
    return {code for code, row in zip(rows[1::2], rows[2::2], strict=True) if "Full, " in row}


def sessions_to_come(site: Site, event: str = EVENT) -> list[Shown]:
    """Return the sessions that begin after the next hours and still have a seat, in order.

    Which come first depends on the hour of the day; whoever books the first must not meet a queue by chance.
    """
    found = [
        Shown(
            code=str(entry["URL"]).rpartition("/")[2],
            uid=uid,
            title=str(entry["SUMMARY"]),
            starts_at=entry.decoded("DTSTART").astimezone(UTC),
            ends_at=entry.decoded("DTEND").astimezone(UTC),
        )
        for uid, entry in entries_of(f"{site.url}{event}/calendar.ics?lang=en").items()
    ]
    later, full = clock.now() + timedelta(hours=6), full_sessions(site, event)
    coming = (one for one in found if one.starts_at > later and one.code not in full)
    return sorted(coming, key=lambda one: (one.starts_at, one.code))


def pairs_that_overlap(site: Site) -> list[tuple[Shown, Shown]]:
    """Return sessions to come of which nobody can be in both, by time."""
    return [
        (one, other)
        for one, other in combinations(sessions_to_come(site), 2)
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]


def link_in(letter: EmailMessage, site: Site, path: str) -> str:
    """Return the first link of a letter whose path begins so."""
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    found = re.search(rf"{re.escape(site.url)}{path}\S*", text)
    assert found, text
    return found[0]


MAIN_FORM = "main form:not([action$='/zone'])"
"""The page's own form, not the offer of a time zone above it."""


def press(page: Page, within: str = MAIN_FORM) -> None:
    """Press the button that sends a form."""
    page.locator(f"{within} button[type=submit]").first.click()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in by the page for it."""
    page.goto("/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    press(page)
    page.wait_for_url(lambda address: "/sign-in" not in address)


def fill_in_registration(page: Page, *, name: str, email: str) -> None:
    """Fill in the form by which newcomers take part, but do not send it."""
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("select[name=group]").select_option("administration")
    page.locator("input[name=municipality]").fill("Kilis")
    page.locator("input[name=consent]").check()


def take_part(page: Page, site: Site, mailbox: Mailbox, *, name: str, email: str, event: str = EVENT) -> None:
    """Register as a newcomer and confirm by the letter; ends signed in, at the agenda, with the letter that says so."""
    page.goto(f"{event}/register")
    fill_in_registration(page, name=name, email=email)
    press(page, "main form.form")
    page.goto(link_in(mailbox.next_letter_to(email), site, "/account/confirm/"))
    press(page)
    page.wait_for_url(f"**{event}/agenda")
    link_in(mailbox.next_letter_to(email, after=1), site, f"{event}/agenda")


def book(page: Page, session: Shown) -> None:
    """Book a session by its page, as its button says."""
    page.goto(session.page)
    press(page, "#seats form")
    page.locator(f"#seats form[action$='/{session.code}/drop']").wait_for()
