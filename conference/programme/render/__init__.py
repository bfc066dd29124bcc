"""Geometry of the diagrams: programme and bookings in, frozen shapes out. Pure, and never a word of markup."""

from collections.abc import Callable
from typing import Any

from conference.programme.document.index import ends_at
from conference.programme.render.day_graph import DayGraph, day_graph_of
from conference.programme.render.lines import Standing, rails_of
from conference.programme.render.longitudes import Ruler, distance_km, longitudes_of
from conference.programme.render.network import Network, network_of
from conference.programme.render.palette import ThemeColour, readable_colour, theme_css
from conference.programme.render.strip import Strip, strip_of
from conference.programme.rules.course import days_elsewhere

FOR_TEMPLATES: dict[str, Callable[..., Any]] = {
    "days_elsewhere": days_elsewhere,
    "ends_at": ends_at,
    "rails_of": rails_of,
    "strip_of": strip_of,
}
"""Jinja globals that layouts and macros call."""

__all__ = [
    "FOR_TEMPLATES",
    "DayGraph",
    "Network",
    "Ruler",
    "Standing",
    "Strip",
    "ThemeColour",
    "day_graph_of",
    "distance_km",
    "longitudes_of",
    "network_of",
    "rails_of",
    "readable_colour",
    "strip_of",
    "theme_css",
]
