"""The two notations of every feed, told apart by the ending of its address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from conference.calendars.render.jcal import jcal_bytes
from conference.calendars.views.blueprint import bp
from conference.web.conditional import ICALENDAR_SUFFIX, JCAL_SUFFIX

View = TypeVar("View", bound=Callable[..., BaseResponse])


@dataclass(frozen=True, slots=True)
class Notation:
    """A way to write a calendar.

    :ivar ending: of its addresses and files.
    :ivar content_type: with the charset where the type knows one.
    :ivar written: gives a feed in it, from its content lines.
    """

    ending: str
    content_type: str
    written: Callable[[bytes], bytes]


ICALENDAR = Notation(ICALENDAR_SUFFIX, "text/calendar; charset=utf-8", lambda lines: lines)

JCAL = Notation(JCAL_SUFFIX, "application/calendar+json", jcal_bytes)
"""RFC 7265 registers the type, without a charset, as JSON has none, and no ending. Ours is its name: ``.json`` would
promise nothing of the many things that JSON holds, and another file of the event bears it already."""


def asked_notation() -> Notation:
    """Return the notation that the address of this request asks for; what is accepted does not matter."""
    return JCAL if request.path.endswith(JCAL.ending) else ICALENDAR


def feed(place: str) -> Callable[[View], View]:
    """Register a view as what answers at a place in both notations, at first under ``.ics``: links lead there."""

    def register(view: View) -> View:
        for notation in (ICALENDAR, JCAL):
            bp.add_url_rule(f"{place}{notation.ending}", view_func=view)
        return view

    return register
