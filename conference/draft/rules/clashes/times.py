"""Clashes of one session with its time: outside the event, at night, on a holiday, or when nobody is free."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from conference import zones
from conference.draft.rules.clashes.facts import Circumstances, Clash, ClashKind, Span
from conference.draft.rules.clashes.slots import slot_facts, span
from conference.programme.document import Event, Session, people_of


def outside_event(event: Event, sessions: Iterable[Session]) -> Iterator[Clash]:
    """Yield the sessions that begin before the event's first day or end after its last."""
    opens_at, _ = zones.day_bounds(event.first_day, event.zone)
    _, closes_at = zones.day_bounds(event.last_day, event.zone)
    for session in sessions:
        starts_at, ends_at = span(session)
        if starts_at < opens_at or ends_at > closes_at:
            facts = (*slot_facts((starts_at, ends_at)), *slot_facts((opens_at, closes_at)))
            yield Clash(ClashKind.OUTSIDE_EVENT, session.code, None, "", starts_at, facts=facts)


def not_free(sessions: Sequence[Session], circumstances: Circumstances) -> Iterator[Clash]:
    """Yield the sessions in a room, or with a person, that is not to be had all the time they last."""
    rooms = _merged(circumstances.rooms)
    people = _merged(circumstances.people)
    for session in sessions:
        bounds = span(session)
        room = session.slot.room if session.slot else None
        if room is not None and room in rooms and not _is_within(bounds, rooms[room]):
            facts = slot_facts(bounds)
            yield Clash(ClashKind.ROOM_CLOSED, session.code, None, room, bounds[0], facts=facts)
        for code in people_of(session):
            if code in people and not _is_within(bounds, people[code]):
                yield Clash(ClashKind.AWAY, session.code, None, code, bounds[0], facts=slot_facts(bounds))


def at_night(sessions: Iterable[Session], night: zones.Night, names: Iterable[str]) -> Iterator[Clash]:
    """Yield the sessions that begin or end when it is night in one of the zones.

    Of zones whose clocks show the same the first alone is named.

    :param names: of the zones, the most important first.
    """
    names = tuple(dict.fromkeys(names))
    for session in sessions:
        starts_at, ends_at = span(session)
        shown = set()
        for name in names:
            local = zones.to_local(starts_at, name)
            clocks = (local.utcoffset(), (last := zones.to_local(ends_at - timedelta(minutes=1), name)).utcoffset())
            if clocks in shown:
                continue
            shown.add(clocks)
            if zones.is_night(local.time(), night) or zones.is_night(last.time(), night):
                facts = slot_facts((starts_at, ends_at))
                yield Clash(ClashKind.NIGHT, session.code, None, name, starts_at, facts=facts)


def on_holiday(sessions: Iterable[Session], circumstances: Circumstances) -> Iterator[Clash]:
    """Yield the sessions that begin on a public holiday, by the clocks of its country."""
    if not circumstances.holidays:
        return
    countries = {country for _, country in circumstances.holidays}
    places = [place for place in dict.fromkeys(circumstances.places) if place[0] in countries]
    for session in sessions:
        starts_at = span(session)[0]
        told = set()
        for country, zone in places:
            day = zones.local_day(starts_at, zone)
            name = circumstances.holidays.get((day, country))
            if name is not None and country not in told:
                told.add(country)
                facts = (day.isoformat(),)
                yield Clash(ClashKind.HOLIDAY, session.code, None, country, starts_at, name=name, facts=facts)


def _merged(spans: Mapping[str, Sequence[Span]]) -> dict[str, tuple[list[datetime], list[datetime]]]:
    """Return by key the starts and ends of the spans, in order, those that touch or overlap joined; none empty."""
    merged: dict[str, tuple[list[datetime], list[datetime]]] = {}
    for key, theirs in spans.items():
        starts: list[datetime] = []
        ends: list[datetime] = []
        for starts_at, ends_at in sorted(theirs):
            if ends and starts_at <= ends[-1]:
                ends[-1] = max(ends[-1], ends_at)
            else:
                starts.append(starts_at)
                ends.append(ends_at)
        if starts:
            merged[key] = starts, ends
    return merged


def _is_within(bounds: Span, merged: tuple[list[datetime], list[datetime]]) -> bool:
    starts, ends = merged
    place = bisect_right(starts, bounds[0]) - 1
    return place >= 0 and bounds[1] <= ends[place]
