"""Pages in a real Chromium, on one whole Meridian with the example conference and a real mail server.

The tests share it: each brings people of its own, and says of what others may change only what it changed itself.
"""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from conference import clock, zones
from tests.browser.chromium import Watch, find_chromium, options
from tests.mailbox import Mailbox
from tests.site import Site, environment, run_command, running_site

DAYS_GONE = 5
"""How many days of the example have passed: "now" lies within it."""

PASSWORD = "meridian-example"


@pytest.fixture(scope="session")
def _example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example conference, loaded once."""
    instance = tmp_path_factory.mktemp("example")
    environ = environment(instance)
    first_day = zones.local_day(clock.now(), "Europe/Berlin") - timedelta(days=DAYS_GONE)
    run_command(environ, "db", "upgrade")
    run_command(environ, "demo", "load", "--starting", first_day.isoformat())
    return instance


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """The mail server to which all letters go."""
    box = Mailbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture(scope="session")
def site(_example: Path, mailbox: Mailbox) -> Iterator[Site]:
    """A running Meridian with the example conference.

    It believes what is said of network addresses, so that every browser has one of its own, as in real life: rate
    limits stay as they are.
    """
    with running_site(_example, SMTP_URL=mailbox.url, TRUSTED_PROXIES="1") as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    program = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=options(), chromium_sandbox=os.geteuid() != 0
        )
        yield browser
        browser.close()


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    """Fails the test when a page had an error or asked a third party. ``watch.faults.clear()`` forgives."""
    watching = Watch(site.url)
    yield watching
    assert watching.faults == []


_addresses = count(1)


@pytest.fixture
def new_page(chromium: Browser, site: Site, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``new_page()`` opens a page in a browser without cookies.

    It takes ``width`` and ``height`` of the window, ``language``, ``zone``, ``is_dark``, ``has_scripts``, and whatever
    else Playwright's ``new_context`` takes. ``page.goto("/")`` leads to our site.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        *,
        width: int = 1280,
        height: int = 800,
        language: str = "en",
        zone: str = "Europe/Berlin",
        is_dark: bool = False,
        has_scripts: bool = True,
        **more: Any,
    ) -> Page:
        number = next(_addresses)
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            locale=language,
            timezone_id=zone,
            color_scheme="dark" if is_dark else "light",
            java_script_enabled=has_scripts,
            reduced_motion="reduce",
            extra_http_headers={"X-Forwarded-For": f"198.51.{100 + number // 250}.{1 + number % 250}"},
            **more,
        )
        context.set_default_timeout(10_000)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page on a wide screen, in English, in Berlin."""
    return new_page()


@pytest.fixture
def sign_in_as() -> Callable[[Page, str], None]:
    """``sign_in_as(page, "participant@example.org")`` signs in by the page for it."""

    def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
        page.goto("/sign-in")
        page.locator("input[name=email]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(lambda address: "/sign-in" not in address)

    return sign_in
