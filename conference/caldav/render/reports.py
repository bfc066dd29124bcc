"""Reports on calendars (RFC 4791 section 7, RFC 6578 section 3)."""

from xml.etree.ElementTree import Element

from conference.caldav.render.multistatus import cut, gone, multistatus, told_of, within
from conference.caldav.rules.asked import Span, Wanted, span_of
from conference.caldav.rules.components import Component
from conference.caldav.rules.filters import filter_from, matches
from conference.caldav.rules.names import HREF, SYNC_TOKEN, Refused, c, d
from conference.caldav.rules.places import Place, entry_place, place_of_href
from conference.caldav.rules.sync import Changes

LONGEST_NUMBER = 9


def calendar_query(place: Place, root: Element, wanted: Wanted, depth: str, *, is_brief: bool) -> bytes:
    """Answer with the entries that a filter means (RFC 4791 section 7.8).

    :raises Refused: the filter says nothing sensible, or something that we do not know.
    """
    _check_zone(root)
    condition = filter_from(root)
    found = [one for one in within(place, depth) if one.entry is not None and matches(condition, one.entry.component)]
    return multistatus(told_of(one, wanted, is_brief=is_brief, has_data=True) for one in found)


def _check_zone(root: Element) -> None:
    """Refuse a time zone that is none. Of a right one nothing depends: our entries name instants."""
    zone = root.findtext(c("timezone"))
    if zone is not None and not (zone.strip().startswith("BEGIN:VCALENDAR") and "BEGIN:VTIMEZONE" in zone):
        raise Refused(403, c("valid-calendar-data"))


def calendar_multiget(place: Place, root: Element, wanted: Wanted, *, is_brief: bool) -> bytes:
    """Answer with the entries that are named (RFC 4791 section 7.9), each once; what is not there is said so."""
    addresses = dict.fromkeys((one.text or "").strip() for one in root.findall(HREF))
    if not addresses:
        raise Refused(400)
    told: dict[str, Element] = {}
    for address in addresses:
        found = place_of_href(place.holder, address)
        if found is None or found.entry is None or not found.path.startswith(place.path):
            told.setdefault(address, gone(address))
        elif found.path not in told:
            told[found.path] = told_of(found, wanted, is_brief=is_brief, has_data=True)
    return multistatus(told.values())


def entries_in(place: Place, depth: str) -> list[Component]:
    """Return the entries that a report is about, as trees."""
    return [one.entry.component for one in within(place, depth) if one.entry is not None]


def span_asked(root: Element) -> Span:
    """Return the span of a question for when somebody is busy.

    :raises Refused: there is none.
    """
    span = root.find(c("time-range"))
    if span is None:
        raise Refused(400)
    return span_of(span)


def asked_sync(root: Element, depth: str) -> tuple[str, int | None]:
    """Return the token that a program has, ``""`` for none, and how many entries it wants to hear of at most.

    Programs from before the standard say in Depth what ``sync-level`` says now (RFC 6578 appendix A). Thunderbird says
    both, Depth: 1 beside a level: where there is a level, it holds, whatever Depth says.

    :raises Refused: one of these is none.
    """
    token, level = root.find(SYNC_TOKEN), root.findtext(d("sync-level"))
    if token is None:
        raise Refused(400)
    if (depth if level is None else level).strip() not in {"1", "infinite", "infinity"}:
        raise Refused(400)
    limit = root.find(d("limit"))
    if limit is None:
        return (token.text or "").strip(), None
    text = (limit.findtext(d("nresults")) or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER and int(text)):
        raise Refused(400)
    return (token.text or "").strip(), int(text)


def sync_collection(place: Place, changes: Changes, token: str, wanted: Wanted, *, is_brief: bool) -> bytes:
    """Answer with what changed (RFC 6578 section 3.2).

    :param token: of the state that the answer leads to.
    """
    if place.agenda is None:
        raise ValueError(place.path)
    by_name = {entry.name: entry_place(place.holder, place.agenda, entry) for entry in place.agenda.entries}
    responses = [told_of(by_name[name], wanted, is_brief=is_brief, has_data=True) for name in changes.changed]
    responses += [gone(f"{place.path}{name}") for name in changes.removed]
    responses += [] if changes.is_all else [cut(place.path)]
    return multistatus(responses, token=token)
