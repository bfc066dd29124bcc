"""What organisers do in the timetable editor, by mouse and by keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count

from playwright.sync_api import Locator, Page, expect

import config
from conference.app import create_app
from tests.browser.deeds import sign_in
from tests.factories import accounts, draft, events
from tests.factories.programme import at
from tests.site import Site

TUESDAY = "2027-06-08"
_numbers = count(1)


@dataclass(frozen=True)
class Plan:
    """An event of June 2027 that is being planned, in the rooms Hase and Neckar.

    "Stadtgrün" is on Tuesday 8 June, 10:00 to 11:00 in Berlin, in Hase; "Radwege" at 14:00 in Neckar; both of the theme
    Klima. "Offene Daten", of the theme Jugend, has no slot.

    :ivar olga: the address of its owner, Olga Organiser; ``emre`` is Emre Editor.
    """

    slug: str
    olga: str
    emre: str


def new_plan(site: Site, *, first_day: date = date(2027, 6, 3), last_day: date = date(2027, 6, 16)) -> Plan:
    """Store a plan of its own."""
    with inside(site):
        number = next(_numbers)
        slug = f"plan-{number}"
        event = events.event(slug, first_day=first_day, last_day=last_day)
        people = [
            accounts.account(f"{name.split()[0].lower()}-{number}@example.org", name=name)
            for name in ("Olga Organiser", "Emre Editor")
        ]
        for one in people:
            events.role(event, holder=one)
        climate, youth = draft.theme(event, "Klima"), draft.theme(event, "Jugend", colour="#8a2a6b")
        hase, neckar = draft.room(event, "Hase"), draft.room(event, "Neckar")
        draft.session(event, "Stadtgrün", starts_at=at(8, 10), room=hase.key, themes=(climate.slug,))
        draft.session(event, "Radwege", starts_at=at(8, 14), room=neckar.key, themes=(climate.slug,))
        draft.session(event, "Offene Daten", themes=(youth.slug,))
        return Plan(slug, *(one.email for one in people))


@contextmanager
def inside(site: Site) -> Iterator[None]:
    """Work on the database of a running Meridian."""
    with create_app(config.from_environment(site.environ)).app_context():
        yield


_IS_THERE = """([x, y]) => {
  const dragged = document.querySelector(".ghost");
  const list = document.elementFromPoint(x, y)?.closest("[data-day-list], [data-unscheduled]");
  return !dragged || !list || list.contains(dragged);
}"""


@dataclass(frozen=True)
class Editor:
    """The timetable editor on somebody's screen."""

    page: Page
    slug: str

    @classmethod
    def of(cls, page: Page, plan: Plan, email: str) -> "Editor":
        """Sign in, to work on a plan in English."""
        sign_in(page, email)
        page.goto("/?lang=en")
        return cls(page, plan.slug)

    def open(self, view: str = "rooms", *, day: str = TUESDAY, days: int = 1, step: int = 15) -> None:
        """Open the editor: its ``board``, or ``rooms`` or ``themes`` from a day on."""
        self.page.goto(f"/{self.slug}/organise/timetable?view={view}&day={day}&days={days}&step={step}")
        self.wait()

    def wait(self) -> None:
        """Wait until the scripts have the page."""
        self.page.locator("#timetable[data-ready]").wait_for()

    def card(self, title: str) -> Locator:
        """A session on the board or the grid: its link."""
        return self.page.locator(":is([data-grid] .ec-event, [data-board] .card) a", has_text=title)

    def entry(self, title: str) -> Locator:
        """A session in the list of those without a slot."""
        return self.page.locator("[data-unscheduled] li", has_text=title)

    def expect_at(self, title: str, start: str, where: str = "") -> None:
        """Expect a session to start so, and its link to name a place."""
        expect(self.card(title)).to_contain_text(start)
        expect(self.card(title)).to_contain_text(where)

    def expect_saved(self) -> None:
        """Expect the page to say that all is saved."""
        expect(self.page.locator("[data-saved='saved']")).to_contain_text("Saved at")

    def expect_said(self, words: str) -> None:
        """Expect screen readers to be told something."""
        expect(self.page.locator("#says")).to_contain_text(words)

    def press(self, title: str, *keys: str) -> None:
        """Press keys on a session."""
        self.card(title).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def drag_to(self, what: Locator, column: str, clock: str) -> None:
        """Drag something to a time of day in a column of the grid, and let its upper edge go just below that line."""
        self.page.locator(f".ec-sidebar time[datetime*='T{clock[:2]}:00']").scroll_into_view_if_needed()
        box(what)  # brings both into sight, where the window is high enough
        head, body = box(self.page.locator(".ec-col-head", has_text=column).first), box(self.page.locator(".ec-body"))
        hours = int(clock[:2]) + int(clock[3:]) / 60
        self.drag(what, head["x"] + head["width"] / 2, body["y"] + hours * body["height"] / 24 + 4)

    def drag(self, what: Locator, x: float, y: float) -> None:
        """Drag something to a point of the screen, by its upper edge."""
        start = box(what)
        self.page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 4)
        self.page.mouse.down()
        self.page.mouse.move(start["x"] + start["width"] / 2 + 8, start["y"] + 12, steps=3)
        self.page.mouse.move(x, y, steps=8)
        # Sortable looks every 50 ms where the pointer is: on a busy machine one could let go before it has looked.
        self.page.wait_for_function(_IS_THERE, arg=[x, y])
        self.page.mouse.up()

    def drag_edge(self, title: str, pixels: float) -> None:
        """Drag the lower edge of a session up or down."""
        edge = box(self.card(title).locator("xpath=ancestor::article"))
        x, y = edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] - 3
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x, y + pixels / 2, steps=4)
        self.page.mouse.move(x, y + pixels, steps=4)
        self.page.mouse.up()

    def hear_of_others(self) -> None:
        """Have the page ask now what others changed, as when one comes back to it."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def box(place: Locator) -> dict[str, float]:
    """Return where on the screen something is, once it is in sight."""
    place.scroll_into_view_if_needed()
    found = place.bounding_box()
    assert found
    return dict(found)
