"""Which properties are asked for (RFC 4918 section 14), and how much of the data of entries (RFC 4791 section 9.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from conference.caldav.rules.components import Component
from conference.caldav.rules.names import ALLPROP, CALENDAR_DATA, PROP, PROPNAME, Refused, c, d

MOST_NAMES = 200
LONGEST_NAMES = 16 * 1024
"""All names together: they come back for each thing that is told of."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which parts of a component are wanted.

    :ivar lines: names of properties, and whether without their values; None for all.
    :ivar parts: of the components within; None for all.
    """

    name: str
    lines: Mapping[str, bool] | None
    parts: tuple["Selection", ...] | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The properties asked for.

    :ivar names: of them; with ``is_all`` those beside the usual ones.
    :ivar is_all: all that are usual.
    :ivar only_names: names without values.
    :ivar selection: of the data of entries; None for all of it.
    """

    names: tuple[str, ...] = ()
    is_all: bool = False
    only_names: bool = False
    selection: Selection | None = None


def wanted_by(root: Element | None) -> Wanted:
    """Return what a request asks for; a PROPFIND without a body asks for all (RFC 4918 section 9.1).

    :raises Refused: it asks for more than any program knows, or for data in another form than ours.
    """
    if root is None:
        return Wanted(is_all=True)
    if root.find(PROPNAME) is not None:
        return Wanted(only_names=True)
    prop = root.find(PROP)
    if prop is None:
        more = root.find(d("include"))
        return Wanted(_names(more), is_all=root.find(ALLPROP) is not None)
    return Wanted(_names(prop), selection=_selection_of_data(prop.find(CALENDAR_DATA)))


def wanted_by_propfind(root: Element | None) -> Wanted:
    """Return what a PROPFIND asks for.

    :raises Refused: its body is something else.
    """
    if root is not None:
        kinds = [child for child in root if child.tag in {ALLPROP, PROPNAME, PROP}]
        if root.tag != d("propfind") or len(kinds) != 1:
            raise Refused(400)
    return wanted_by(root)


def _names(prop: Element | None) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(child.tag for child in prop)) if prop is not None else ()
    if len(names) > MOST_NAMES or sum(map(len, names)) > LONGEST_NAMES:
        raise Refused(413)
    return names


def _selection_of_data(data: Element | None) -> Selection | None:
    """Return what of an entry is wanted. Nothing of ours recurs, so expanding or limiting leaves it as it is."""
    if data is None:
        return None
    if data.get("content-type", "text/calendar") != "text/calendar" or data.get("version", "2.0") != "2.0":
        raise Refused(403, c("supported-calendar-data"))
    for name in ("expand", "limit-recurrence-set", "limit-freebusy-set"):
        for found in data.findall(c(name)):
            span_of(found, is_whole=True)
    whole = data.find(c("comp"))
    return None if whole is None else _selection(whole)


def _selection(comp: Element) -> Selection:
    """Return a selection. What is named twice counts once, or an entry would come back as often as it is named."""
    lines = {one.get("name", "").upper(): one.get("novalue") == "yes" for one in comp.findall(c("prop"))}
    parts = {part.name: part for part in map(_selection, comp.findall(c("comp")))}
    return Selection(
        comp.get("name", "").upper(),
        None if comp.find(c("allprop")) is not None else lines,
        None if comp.find(c("allcomp")) is not None else tuple(parts.values()),
    )


def selected(component: Component, selection: Selection | None) -> str:
    """Return a component, or what is wanted of it, with LF after each line: XML keeps no other (RFC 4791, 9.6)."""
    lines = [f"BEGIN:{component.name}\n"]
    for line in component.lines:
        if selection is None or selection.lines is None:
            lines.append(line.folded)
        elif line.name in selection.lines:
            lines.append(line.without_value if selection.lines[line.name] else line.folded)
    for part in component.parts:
        if selection is None or selection.parts is None:
            lines.append(selected(part, None))
        else:
            lines += [selected(part, one) for one in selection.parts if one.name == part.name]
    return "".join([*lines, f"END:{component.name}\n"])


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time, its end excluded; one of both may be open."""

    starts_at: datetime | None
    ends_at: datetime | None


def span_of(element: Element, *, is_whole: bool = False) -> Span:
    """Return the span that an element names (RFC 4791 section 9.9), both in UTC.

    :param is_whole: whether it must have both ends.
    :raises Refused: it is none.
    """
    try:
        start, end = (instant_of(text) if (text := element.get(name)) else None for name in ("start", "end"))
    except ValueError as error:
        raise Refused(403, c("valid-filter")) from error
    if (start is None and end is None) or (is_whole and (start is None or end is None)):
        raise Refused(403, c("valid-filter"))
    if start is not None and end is not None and end <= start:
        raise Refused(403, c("valid-filter"))
    return Span(start, end)


def instant_of(text: str) -> datetime:
    """Return an instant as iCalendar writes it: ``20270608T073700Z``.

    :raises ValueError: it is none, or not in UTC.
    """
    if not (len(text) == len("20270608T073700Z") and text.isascii()):
        raise ValueError(text)
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
