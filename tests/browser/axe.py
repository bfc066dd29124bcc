"""The accessibility scan, by axe-core, and what else must hold on every page."""

from typing import Literal

from playwright.sync_api import BrowserContext, Page

from config import ROOT
from tests.browser.chromium import is_wider_than_window

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = frozenset({"serious", "critical"})
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on light or dark."""

_RUN = """async ([rules, known, onlyNew]) => {
    const seen = new Set(known);
    const paints = new Map([[null, '']]);
    const paintBehind = element => {
        if (!paints.has(element)) {
            const style = getComputedStyle(element);
            paints.set(element, [
                paintBehind(element.parentElement), style.backgroundColor, style.backgroundImage, style.opacity,
                style.filter, style.mixBlendMode, style.position,
            ].join());
        }
        return paints.get(element);
    };
    const paint = element => {
        const style = getComputedStyle(element);
        return [
            paintBehind(element), getComputedStyle(element.parentElement).color, style.color, style.textShadow,
            style.textDecorationLine, style.borderBottomWidth,
        ].join();
    };
    const isLarge = element => {
        const style = getComputedStyle(element), pixels = parseFloat(style.fontSize);
        return pixels >= 24 || (pixels >= 18.66 && style.fontWeight >= 700);
    };
    const hasWords = element => element.matches('input, select, textarea')
        || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const isInSight = element => element.checkVisibility({ visibilityProperty: true })
        && element.getBoundingClientRect().width > 1;
    // What can be read small can be read large.
    const painted = [...document.body.querySelectorAll('*')]
        .filter(element => hasWords(element) && isInSight(element))
        .map(element => [element, paint(element)])
        .map(([element, paint]) => [element, `small ${paint}`, `${isLarge(element) ? 'large' : 'small'} ${paint}`])
        .map(([element, small, own]) => [element, own, seen.has(small) || seen.has(own)]);
    const shown = [...new Set(painted.map(([, own]) => own))];
    const fresh = painted.filter(([, , isKnown]) => !isKnown).map(([element]) => element);
    if (onlyNew && !fresh.length) return [[], shown];
    const found = await axe.run(onlyNew ? { include: fresh } : document, {
        runOnly: rules, resultTypes: ['violations'], preload: false, iframes: false, elementRef: false,
    });
    return [found.violations, shown];
}"""

Scheme = Literal["light", "dark"]

_sound_paints: dict[Scheme, set[str]] = {"light": set(), "dark": set()}
"""In which nothing was wrong, on whichever page."""

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 360, "height": 740}


def bring_axe(context: BrowserContext) -> None:
    """Have axe ready on all pages of a context, those that are opened from now on."""
    context.add_init_script(path=AXE)


def serious_faults(page: Page, scheme: Scheme = "light", *, only_new_paint: bool = False) -> list[str]:
    """Return what axe finds serious on a page: the rule, how often, and the first place. See :func:`bring_axe`.

    :param scheme: in which colours the page is shown.
    :param only_new_paint: ask for colours alone, and only of words in a paint that no look in this scheme found sound
        so far, on any page: the same colours on the same grounds, as large or smaller.
    """
    rules = COLOURS if only_new_paint else RULES
    sound = _sound_paints[scheme]
    found, paints = page.evaluate(_RUN, [list(rules), sorted(sound) if only_new_paint else [], only_new_paint])
    if not any(fault["id"] in COLOURS for fault in found):
        sound.update(paints)
    return [
        f"{fault['id']} x{len(fault['nodes'])}: {fault['nodes'][0]['html'][:160]}"
        for fault in found
        if fault["impact"] in SERIOUS
    ]


def faults_in_every_guise(page: Page) -> list[str]:
    """Look at the page shown on a wide screen and on a phone, by day and by night; return what is wrong.

    It is loaded once: our style sheets turn with window and colours. What axe finds beside colours is the same by day
    and by night, so it is asked for everything once for each width, once by day and once by night; the other two
    guises are asked for what has other colours in them.
    """
    faults = [f"wide, light: {fault}" for fault in serious_faults(page)]
    page.set_viewport_size(PHONE)
    faults += [f"phone, light: {fault}" for fault in serious_faults(page, only_new_paint=True)]
    page.emulate_media(color_scheme="dark")
    faults += [f"phone, dark: {fault}" for fault in serious_faults(page, "dark")]
    for size in (PHONE, NARROWEST, WIDE):
        page.set_viewport_size(size)
        if is_wider_than_window(page):
            faults.append(f"wider than a window of {size['width']} pixels")
    faults += [f"wide, dark: {fault}" for fault in serious_faults(page, "dark", only_new_paint=True)]
    page.emulate_media(color_scheme="light")
    return faults
