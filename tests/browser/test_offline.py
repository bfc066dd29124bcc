"""Without a connection: the agenda and the programme stay readable, and nothing stays behind after signing out."""

import json

from playwright.sync_api import expect

from tests.browser.deeds import EVENT, book, fetch, sessions_to_come, take_part


def kept(page) -> list[str]:
    """Return the paths of the pages that this browser keeps."""
    return page.evaluate(
        """async () => (await (await caches.open("pages-1")).keys()).map((one) => new URL(one.url).pathname)"""
    )


def wait_until_kept(page, path: str) -> None:
    """Wait until the browser keeps a page."""
    page.wait_for_function(
        """async (path) => {
          const pages = await (await caches.open("pages-1")).keys();
          return pages.some((one) => new URL(one.url).pathname === path);
        }""",
        arg=path,
    )


def test_agenda_and_programme_are_read_without_a_connection(new_page, site, mailbox, watch):
    page = new_page()
    take_part(page, site, mailbox, name="Ada Example", email="offline@example.org")
    session = sessions_to_come(site)[0]
    book(page, session)
    page.goto(f"{EVENT}/agenda")
    wait_until_kept(page, f"{EVENT}/agenda")
    wait_until_kept(page, f"{EVENT}/programme")
    page.reload()
    assert not page.locator("#no-connection").is_visible()

    page.context.set_offline(True)

    page.goto(f"{EVENT}/agenda")
    expect(page.locator(f"#s-{session.code}")).to_be_visible()
    expect(page.locator("#no-connection")).to_be_visible()
    page.goto(f"{EVENT}/programme")
    expect(page.locator(f"#s-{session.code}")).to_be_visible()
    page.goto(f"{EVENT}/partnerships")
    expect(page.locator("h1")).to_have_text("No connection")
    expect(page.locator("#kept-pages a", has_text="My agenda")).to_be_visible()

    page.context.set_offline(False)
    watch.faults.clear()
    page.goto(f"{EVENT}/agenda")
    page.locator("details.account > summary").click()
    page.locator("details.account form[action$='/sign-out'] button").click()
    page.wait_for_url(lambda address: "/agenda" not in address)
    assert f"{EVENT}/agenda" not in kept(page)


def test_what_is_on_its_way_while_somebody_signs_out_is_not_kept(new_page, site, mailbox):
    page = new_page()
    take_part(page, site, mailbox, name="Ada Example", email="in-a-hurry@example.org")
    page.goto(f"{EVENT}/agenda")
    wait_until_kept(page, f"{EVENT}/agenda")
    page.locator("details.account > summary").click()

    page.evaluate(
        """async (path) => {
          const worker = (await navigator.serviceWorker.ready).active;
          worker.postMessage({ keep: Array.from({ length: 60 }, (_, number) => `${path}?number=${number}`) });
          document.querySelector("details.account form[action$='/sign-out'] button").click();
        }""",
        f"{EVENT}/agenda",
    )
    page.wait_for_url(lambda address: "/agenda" not in address)
    page.wait_for_load_state("networkidle")

    assert f"{EVENT}/agenda" not in kept(page)


def test_it_can_be_installed_as_an_app(site):
    status, content = fetch(f"{site.url}/manifest.webmanifest")
    manifest = json.loads(content)

    assert status == 200
    assert (manifest["display"], manifest["start_url"]) == ("standalone", "/")
    for icon in manifest["icons"]:
        assert fetch(f"{site.url}{icon['src']}")[0] == 200
