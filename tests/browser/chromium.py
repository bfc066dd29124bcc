"""A real Chromium: which one, how it is started, and a watch over what its pages do."""

import os
import shutil
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def find_chromium() -> str:
    """Return the Chromium of this machine. Without one the test is skipped; in CI that is a failure."""
    named = os.environ.get("E2E_BROWSER")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    reason = "no Chromium on this machine: install it (Debian: apt install chromium) or name it in E2E_BROWSER"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def options() -> list[str]:
    """Return how Chromium is started: quiet, without the network; its sandbox is impossible for root alone."""
    return [*OPTIONS, "--no-sandbox"] if os.geteuid() == 0 else list(OPTIONS)


@dataclass
class Watch:
    """Notes what no page may do: errors in the console, and requests to anybody but us.

    :ivar faults: what was seen; a test that provokes one clears the list.
    """

    origin: str
    faults: list[str] = field(default_factory=list)
    _documents: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of a context."""
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.faults.append(f"script failed: {error.error}"))

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.faults.append(f"asked a third party: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._documents.add(response.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        address = message.location.get("url", "")
        # A page that answers 404 or 422 is the test's own matter; a script or picture that does is a fault.
        if message.text.startswith("Failed to load resource") and address in self._documents:
            return
        self.faults.append(f"console: {message.text} ({address})")


_browsers = count()


def open_page(
    chromium: Browser,
    url: str,
    watch: Watch,
    *,
    width: int = 1280,
    height: int = 800,
    language: str = "en",
    zone: str = "Europe/Berlin",
    is_dark: bool = False,
    has_scripts: bool = True,
    **more: Any,
) -> Page:
    """Open a page in a browser without cookies, which has a network address of its own.

    :param more: whatever else Playwright's ``new_context`` takes.
    """
    number = next(_browsers)
    context = chromium.new_context(
        base_url=url,
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
    return context.new_page()


def is_wider_than_window(page: Page) -> bool:
    """Say whether a page scrolls sideways as a whole."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
