"""Answers about several things at once (RFC 4918 section 13)."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from conference.caldav.render.elements import document, el, href
from conference.caldav.render.properties import USUAL, properties_of, property_of
from conference.caldav.rules.asked import Wanted, selected
from conference.caldav.rules.names import (
    CALENDAR_DATA,
    ERROR,
    PROP,
    PROPSTAT,
    RESPONSE,
    STATUS,
    SYNC_TOKEN,
    Refused,
    d,
)  # fmt: skip
from conference.caldav.rules.places import Kind, Place

OK, MISSING, CUT = "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 507 Insufficient Storage"


def told_of(place: Place, wanted: Wanted, *, is_brief: bool = False, has_data: bool = False) -> Element:
    """Return what is told of a place: properties that it has, and the names of those that it has not.

    :param is_brief: whether the latter are left out (RFC 8144 section 2.1).
    :param has_data: whether the data of entries may be asked for: in reports (RFC 4791 section 9.6).
    """
    found: list[Element] = []
    missing: list[Element] = []
    for name in _names(place, wanted):
        if wanted.only_names:
            found.append(el(name))
        elif has_data and name == CALENDAR_DATA and place.entry is not None:
            found.append(el(name, text=selected(place.entry.component, wanted.selection)))
        elif (made := property_of(place, name)) is not None:
            found.append(made)
        else:
            missing.append(el(name))
    return response(place.path, found, missing if not is_brief else [])


def _names(place: Place, wanted: Wanted) -> Iterable[str]:
    if wanted.only_names:
        return properties_of(place)
    usual = [name for name in properties_of(place) if name in USUAL] if wanted.is_all else []
    return dict.fromkeys((*usual, *wanted.names))


def response(path: str, found: list[Element], missing: list[Element]) -> Element:
    """Return a response with properties."""
    told = [el(PROPSTAT, el(PROP, *found), el(STATUS, text=OK))] if found or not missing else []
    if missing:
        told.append(el(PROPSTAT, el(PROP, *missing), el(STATUS, text=MISSING)))
    return el(RESPONSE, href(path), *told)


def gone(path: str) -> Element:
    """Return a response about what is not there, or no more."""
    return el(RESPONSE, href(path), el(STATUS, text=MISSING))


def cut(path: str) -> Element:
    """Return a response that says of a collection that not all of it was told (RFC 6578 section 3.6)."""
    too_many = el(ERROR, el(d("number-of-matches-within-limits")))
    return el(RESPONSE, href(path), el(STATUS, text=CUT), too_many)


def multistatus(responses: Iterable[Element], *, token: str | None = None) -> bytes:
    """Return a whole answer.

    :param token: of the state that it leads to.
    """
    more = [] if token is None else [el(SYNC_TOKEN, text=token)]
    return document(el(d("multistatus"), *responses, *more))


def propfind(place: Place, wanted: Wanted, depth: str, *, is_brief: bool) -> bytes:
    """Return the properties of a place, and with depth 1 of what it holds (RFC 4918 section 9.1).

    :raises Refused: all the depth is asked for.
    """
    if depth == "infinity" and place.is_collection:
        raise Refused(403, d("propfind-finite-depth"))
    places = [place, *(place.children() if depth == "1" else [])]
    return multistatus(told_of(one, wanted, is_brief=is_brief) for one in places)


def within(place: Place, depth: str) -> list[Place]:
    """Return the entries that a report is about (RFC 3253 section 3.6)."""
    if place.kind is Kind.ENTRY:
        return [place]
    return [one for one in place.children() if one.kind is Kind.ENTRY] if depth != "0" else []
