"""Every page a visitor can reach, in a real browser: no error, no third party, no sideways scroll, nothing for axe."""

import pytest

from tests.browser.axe import serious_faults
from tests.browser.chromium import is_wider_than_window

EVENT = "/city-partnerships"
PAGES = (
    f"{EVENT}/",
    f"{EVENT}/programme",
    f"{EVENT}/programme?view=list",
    f"{EVENT}/programme?view=timetable",
    f"{EVENT}/speakers",
    f"{EVENT}/partnerships",
    f"{EVENT}/changes",
    f"{EVENT}/live",
    f"{EVENT}/register",
    "/sign-in",
    "/sign-up",
    "/privacy",
    "/nowhere",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("width", "is_dark"), [(1280, False), (390, True)], ids=["wide", "phone at night"])
def test_a_visitors_page_is_sound(new_page, address, width, is_dark):
    page = new_page(width=width, is_dark=is_dark)

    page.goto(address)

    assert page.title()
    assert serious_faults(page) == []
    assert not is_wider_than_window(page)
