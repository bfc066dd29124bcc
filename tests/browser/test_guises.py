"""The scan of pages sees a fault in whichever guise it shows, though it does not ask everything of all four."""

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import bring_axe, faults_in_every_guise

PAGE = """<!doctype html><html lang="en"><title>Guises</title><style>
  :root {{ color-scheme: light dark; }}
  body {{ color: #111; background: #fff; }}
  @media (prefers-color-scheme: dark) {{ body {{ color: #eee; background: #111; }} }}
  @media (min-width: 800px) {{ .phone {{ display: none; }} }}
  @media (max-width: 799px) {{ .wide {{ display: none; }} }}
  @media {where} {{ {fault} }}
</style><main><h1>Guises</h1><p class="wide">On wide screens</p><p class="phone">On phones</p>
<section><p class="both">Everywhere</p></section></main></html>"""

WHERE = {
    "wide, light": "(min-width: 800px) and (prefers-color-scheme: light)",
    "wide, dark": "(min-width: 800px) and (prefers-color-scheme: dark)",
    "phone, light": "(max-width: 799px) and (prefers-color-scheme: light)",
    "phone, dark": "(max-width: 799px) and (prefers-color-scheme: dark)",
}
FAULTS = (
    ".both { color: #777; background: #888; }",
    "section { background: #777; } .both { color: #888; }",
    ".wide, .phone { color: #777; background: #888; }",
)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("guise", WHERE)
def test_a_fault_of_one_guise_is_found_there(chromium: Browser, guise, fault):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    bring_axe(context)
    page = context.new_page()
    page.goto("about:blank")
    page.set_content(PAGE.format(where=WHERE[guise], fault=fault))

    found = faults_in_every_guise(page)

    assert [one.split(" x")[0] for one in found] == [f"{guise}: color-contrast"]
    context.close()
