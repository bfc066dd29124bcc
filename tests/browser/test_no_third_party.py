"""No page asks anybody but us for anything, and none could.

That every page there is asks nobody else is seen by ``test_every_page``, whose :class:`Watch` notes each request of
each page for visitors, participants and organisers. Here is shown that the watch would notice, and that the content
security policy stops what slipped through.
"""

import pytest

from tests.browser.axe import bring_axe, faults_in_every_guise
from tests.browser.chromium import Watch, open_page
from tests.browser.deeds import EVENT, PASSWORD, press, sign_in, take_part

ELSEWHERE = "http://third-party.invalid"
WAYS = {
    "a picture": f"new Image().src = '{ELSEWHERE}/p.png'",
    "a script": f"document.head.append(Object.assign(document.createElement('script'), {{src: '{ELSEWHERE}/s.js'}}))",
    "a style": "document.head.append(Object.assign(document.createElement('link'), "
    f"{{rel: 'stylesheet', href: '{ELSEWHERE}/s.css'}}))",
    "a request of a script": f"fetch('{ELSEWHERE}/f').catch(() => 0)",
    "a beacon": f"navigator.sendBeacon('{ELSEWHERE}/b')",
    "a socket": f"try {{ new WebSocket('{ELSEWHERE.replace('http', 'ws')}/w') }} catch {{}}",
    "a frame": f"document.body.append(Object.assign(document.createElement('iframe'), {{src: '{ELSEWHERE}/i'}}))",
    "a font": f"new FontFace('x', 'url({ELSEWHERE}/f.woff2)').load().catch(() => 0)",
}
PAGES = (
    ("", f"{EVENT}/"),
    ("", "/privacy"),
    ("participant", f"{EVENT}/agenda"),
    ("participant", "/account/data"),
    ("organiser", f"{EVENT}/organise/registrations"),
)


@pytest.mark.parametrize(("role", "address"), PAGES)
def test_the_policy_lets_no_page_ask_a_third_party_whatever_it_holds(chromium, site, role, address):
    watch = Watch(site.url)
    page = open_page(chromium, site.url, watch)
    asked: list[str] = []
    page.context.route(f"{ELSEWHERE}/**", lambda route: (asked.append(route.request.url), route.abort()))
    if role:
        sign_in(page, f"{role}@example.org")
    page.goto(address)
    assert watch.faults == []

    for deed in WAYS.values():
        page.evaluate(f"() => {{ {deed} }}")
    page.wait_for_function(f"() => fetch('{ELSEWHERE}/last').then(() => false, () => true)")

    assert asked == []
    blocked = " ".join(watch.faults)
    assert "Content Security Policy" in blocked
    page.context.close()


def test_the_watch_notices_a_request_to_a_third_party(chromium, site):
    watch = Watch(site.url)
    page = open_page(chromium, site.url, watch, bypass_csp=True)
    page.goto("/privacy")
    assert watch.faults == []

    page.evaluate(f"() => fetch('{ELSEWHERE}/f').catch(() => 0)")

    assert f"asked a third party: {ELSEWHERE}/f" in watch.faults
    page.context.close()


def test_coming_and_going_for_good_asks_nobody_else_either(chromium, site, mailbox):
    watch = Watch(site.url)
    page = open_page(chromium, site.url, watch)
    bring_axe(page.context)
    take_part(page, site, mailbox, name="Ida Geht", email="ida.geht@example.org")
    page.goto("/account/consents")
    page.locator("a[href*='/account/consents/']").first.click()
    page.wait_for_url("**/account/consents/*")
    assert faults_in_every_guise(page) == []

    page.goto("/account/delete")
    page.locator("input[name=understood]").check()
    page.locator("input[name=password]").fill(PASSWORD)
    press(page, "main form.form")

    page.get_by_role("heading", name="Your account is deleted").wait_for()
    assert faults_in_every_guise(page) == []
    assert "ida.geht" not in page.content()
    page.goto("/account")
    page.wait_for_url("**/sign-in**")
    last = mailbox.next_letter_to("ida.geht@example.org", after=2)
    assert last["Subject"] == "Your account is deleted"
    assert watch.faults == []
    page.context.close()
