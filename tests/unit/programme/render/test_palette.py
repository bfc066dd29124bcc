"""Colours of themes are readable wherever they stand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.programme.render.palette import (
    COMFORTABLE_AT_NIGHT,
    DARK_SURFACES,
    LIGHT_SURFACES,
    READABLE,
    contrast,
    readable_colour,
    theme_css,
)
from config import ROOT
from tests.unit.programme.render.programmes import programme

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_black_on_white_has_the_greatest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


def test_contrast_knows_no_order():
    assert contrast("#1a4fb8", "#f6f1e1") == contrast("#f6f1e1", "#1a4fb8")


@given(COLOURS)
def test_any_colour_becomes_readable_on_every_surface_of_both_modes(colour):
    found = readable_colour(colour)

    assert min(contrast(found.light, surface) for surface in LIGHT_SURFACES) >= READABLE
    assert min(contrast(found.dark, surface) for surface in DARK_SURFACES) >= COMFORTABLE_AT_NIGHT > READABLE


@given(COLOURS)
def test_what_is_corrected_once_stays_as_it_is(colour):
    found = readable_colour(colour)

    assert readable_colour(found.light).light == found.light
    assert readable_colour(found.dark).dark == found.dark


def test_a_colour_that_can_be_read_is_kept():
    assert readable_colour("#1A4FB8").light == "#1a4fb8"
    assert readable_colour("#ffee00").dark == "#ffee00"


def test_a_corrected_colour_keeps_its_hue():
    found = readable_colour("#ff0000")
    red, green, blue = (int(found.light[place : place + 2], 16) for place in (1, 3, 5))

    assert red > 3 * max(green, blue)


@pytest.mark.parametrize("broken", ["", "red", "#12", "#12345g", "1a4fb8", "#1a4fb8; } body { display: none"])
def test_what_is_no_colour_becomes_a_readable_grey_and_nothing_else(broken):
    found = readable_colour(broken)

    assert re.fullmatch(r"#[0-9a-f]{6}", found.light)
    assert found.light[1:3] == found.light[3:5] == found.light[5:7]


def test_the_stylesheet_numbers_the_themes_from_one_and_keeps_zero_for_ink():
    css = theme_css(programme(themes=3).themes.values())

    assert re.findall(r"\.l(\d+) ", css) == ["0", "1", "2", "3"]
    assert "light-dark(#1a4fb8, #" in css


def test_the_surfaces_are_those_of_the_stylesheet():
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    pairs = [
        re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", tokens).groups() for name in ("paper", "sheet", "shade")
    ]

    assert tuple(pair[0] for pair in pairs) == LIGHT_SURFACES
    assert tuple(pair[1] for pair in pairs) == DARK_SURFACES


@pytest.mark.parametrize("name", ["ink", "soft", "cross"])
def test_the_inks_of_the_stylesheet_are_readable_too(name):
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, dark = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", tokens).groups()

    assert min(contrast(light, surface) for surface in LIGHT_SURFACES) >= READABLE
    assert min(contrast(dark, surface) for surface in DARK_SURFACES) >= READABLE
