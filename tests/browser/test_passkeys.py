"""Passkeys, with Chromium's own virtual authenticator in place of a finger. Browsers allow them only under a name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.chromium import Watch, open_page
from tests.browser.deeds import PASSWORD
from tests.site import Site, environment, free_port, run_command, running_site

EMAIL = "passkeys@example.org"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named_site(tmp_path: Path) -> Iterator[Site]:
    """A Meridian that is reached as localhost, with one account."""
    environ = environment(tmp_path)
    run_command(environ, "db", "upgrade")
    port = free_port()
    with running_site(tmp_path, works=False, port=port, BASE_URL=f"http://localhost:{port}") as site:
        site.url = f"http://localhost:{port}"
        run_command(site.environ, "account", "create", EMAIL, "--password-stdin", stdin=PASSWORD)
        yield site


def with_authenticator(page: Page) -> tuple[CDPSession, str]:
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return cdp, made["authenticatorId"]


DEVICES = re.compile(r"^[^?]*/account/devices$")
"""The page itself, not one that only names it as where to go on to."""


def sign_in_by_password(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/account")
    page.locator("main").get_by_role("button", name="Sign out", exact=True).click()


def test_a_passkey_is_added_then_signs_in_alone_and_as_second_factor(named_site, chromium):
    watch = Watch(named_site.url)
    page = open_page(chromium, named_site.url, watch)
    cdp, key = with_authenticator(page)
    sign_in_by_password(page)

    page.goto("/account/passkeys/new")
    page.get_by_label("Name of the passkey").fill("Ada’s laptop")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator("#codes li").count() == 10
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_text("Ada’s laptop").first.wait_for()
    assert len(cdp.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1

    sign_out(page)
    page.goto("/sign-in?next=/account/devices")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(DEVICES)

    sign_out(page)
    sign_in_by_password(page)
    page.wait_for_url("**/sign-in/second")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"/$"))
    page.goto("/account")
    assert page.url.endswith("/account")

    page.goto("/account/prove?next=/account/devices")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(DEVICES)

    # A device that does not verify its owner is not enough where nothing else was shown
    sign_out(page)
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That did not work, or was called off.").wait_for()
    assert watch.faults == []
    page.context.close()


@pytest.mark.parametrize(("width", "is_dark"), [(390, False), (1280, True)])
def test_pages_of_safety_fit(named_site, chromium, width, is_dark):
    watch = Watch(named_site.url)
    page = open_page(chromium, named_site.url, watch, width=width, is_dark=is_dark)
    sign_in_by_password(page)

    for path in ("/account", "/account/safety", "/account/devices", "/account/authenticator", "/account/passkeys/new"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert watch.faults == []
    page.context.close()


def test_without_scripts_the_page_says_what_is_missing(named_site, chromium):
    page = open_page(chromium, named_site.url, Watch(named_site.url), has_scripts=False)
    page.goto("/sign-in")

    page.get_by_text("Passkeys need JavaScript").wait_for()
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    page.context.close()
