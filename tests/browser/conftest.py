"""Pages in a real Chromium, on one whole Meridian with the example conference and a real mail server.

The tests share it: each brings people of its own, and says of what others may change only what it changed itself.
"""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conference import clock, zones
from tests.browser.chromium import Watch, find_chromium, open_page, options
from tests.browser.deeds import sign_in
from tests.mailbox import Mailbox
from tests.site import Site, environment, run_command, running_site

DAYS_GONE = 5
"""How many days of the example have passed: "now" lies within it."""


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


@pytest.fixture
def new_page(chromium: Browser, site: Site, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``new_page()`` opens a page in a browser without cookies; see :func:`tests.browser.chromium.open_page`.

    ``page.goto("/")`` leads to our site.
    """
    pages: list[Page] = []

    def opened(**wishes: Any) -> Page:
        pages.append(open_page(chromium, site.url, watch, **wishes))
        return pages[-1]

    yield opened
    for page in pages:
        page.context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page on a wide screen, in English, in Berlin."""
    return new_page()


@pytest.fixture(scope="session")
def sign_in_as() -> Callable[..., None]:
    """``sign_in_as(page, "participant@example.org")`` signs in by the page for it."""
    return sign_in
