"""Colours of themes: the organiser's own, corrected until they can be read on every surface. Pure.

Contrast is WCAG 2.2's (section 1.4.3); lightness is moved in OKLCH, so that hue stays what it was.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

LIGHT_SURFACES = ("#f6f1e1", "#fdfaf0", "#ece5cf")
"""Paper, sheet and shade of the light mode, as static/css/tokens.css has them."""

DARK_SURFACES = ("#0c1424", "#131d31", "#1a263d")
"""The same of the dark mode."""

READABLE = 4.5
"""The least contrast of text (WCAG 2.2, level AA), which every corrected colour has on every surface."""

COMFORTABLE_AT_NIGHT = 6.9
"""What is aimed at in the dark mode, where a colour that is just readable looks dull."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_STEP = 0.004
_NEUTRAL = "#5a5a5a"


@dataclass(frozen=True, slots=True)
class ThemeColour:
    """A theme's colour in the light and in the dark mode, each ``#rrggbb``."""

    light: str
    dark: str


class Coloured(Protocol):
    """A theme, published or of a draft."""

    @property
    def colour(self) -> str:
        """The colour as the organiser chose it."""


@cache
def readable_colour(colour: str) -> ThemeColour:
    """Return the nearest readable neighbours of a colour.

    A colour that can already be read is kept as it is. Else its lightness is moved, and chroma
    lowered only as far as sRGB demands.

    :param colour: ``#rrggbb``; anything else gives a neutral grey rather than an unreadable page.
    """
    if not _HEX.fullmatch(colour):
        colour = _NEUTRAL
    colour = colour.lower()
    return ThemeColour(
        light=_corrected(colour, LIGHT_SURFACES, READABLE, step=-_STEP),
        dark=_corrected(colour, DARK_SURFACES, COMFORTABLE_AT_NIGHT, step=_STEP),
    )


def theme_css(themes: Iterable[Coloured]) -> str:
    """Return a stylesheet: ``--c`` for ``.l0`` (ink) and for the number of each theme.

    :param themes: of a programme or of a draft, in their order from 1.
    """
    rules = ["@layer tokens {", "  .l0 { --c: var(--ink); }"]
    for number, theme in enumerate(themes, start=1):
        both = readable_colour(theme.colour)
        rules.append(f"  .l{number} {{ --c: light-dark({both.light}, {both.dark}); }}")
    return "\n".join([*rules, "}", ""])


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _corrected(colour: str, surfaces: tuple[str, ...], wanted: float, *, step: float) -> str:
    if _least_contrast(colour, surfaces) >= wanted:
        return colour
    lightness, chroma, hue = _to_oklch(colour)
    while 0.0 <= lightness <= 1.0:
        lightness += step
        found = _from_oklch(lightness, chroma, hue)
        if _least_contrast(found, surfaces) >= wanted:
            return found
    return "#000000" if step < 0 else "#ffffff"


def _least_contrast(colour: str, surfaces: tuple[str, ...]) -> float:
    return min(contrast(colour, surface) for surface in surfaces)


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _to_linear(red), _to_linear(green), _to_linear(blue)


def _to_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _to_gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma and hue (radians): Ottosson's OKLab in polar form."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the sRGB colour, its chroma lowered until it exists."""
    while True:
        channels = _oklch_to_linear(lightness, chroma, hue)
        if chroma <= 0.0 or all(-0.0005 <= value <= 1.0005 for value in channels):
            break
        chroma = max(0.0, chroma - 0.004)
    return "#" + "".join(f"{round(255 * _to_gamma(min(1.0, max(0.0, value)))):02x}" for value in channels)


def _oklch_to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
