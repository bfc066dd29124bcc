"""The accessibility scan, by axe-core, and what else must hold on every page."""

from playwright.sync_api import BrowserContext, Page

from config import ROOT
from tests.browser.chromium import is_wider_than_window

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = frozenset({"serious", "critical"})
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on light or dark."""

_RUN = """rules => axe.run(document, {
    runOnly: rules, resultTypes: ['violations'], preload: false, iframes: false, elementRef: false,
})"""

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 360, "height": 740}


def bring_axe(context: BrowserContext) -> None:
    """Have axe ready on all pages of a context, those that are opened from now on."""
    context.add_init_script(path=AXE)


def serious_faults(page: Page, rules: tuple[str, ...] = RULES) -> list[str]:
    """Return what axe finds serious on a page: the rule, how often, and the first place. See :func:`bring_axe`."""
    found = page.evaluate(_RUN, list(rules))
    return [
        f"{fault['id']} x{len(fault['nodes'])}: {fault['nodes'][0]['html'][:160]}"
        for fault in found["violations"]
        if fault["impact"] in SERIOUS
    ]


def faults_in_every_guise(page: Page) -> list[str]:
    """Look at the page shown on a wide screen and on a phone, by day and by night; return what is wrong.

    It is loaded once: our style sheets turn with window and colours. What axe finds beside colours is the same by day
    and by night, so it is asked for everything once for each width.
    """
    faults = [f"wide, light: {fault}" for fault in serious_faults(page)]
    page.emulate_media(color_scheme="dark")
    faults += [f"wide, dark: {fault}" for fault in serious_faults(page, COLOURS)]
    page.set_viewport_size(PHONE)
    faults += [f"phone, dark: {fault}" for fault in serious_faults(page)]
    page.emulate_media(color_scheme="light")
    faults += [f"phone, light: {fault}" for fault in serious_faults(page, COLOURS)]
    for size in (PHONE, NARROWEST, WIDE):
        page.set_viewport_size(size)
        if is_wider_than_window(page):
            faults.append(f"wider than a window of {size['width']} pixels")
    return faults
