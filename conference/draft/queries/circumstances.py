"""What the clash checks ask beside the programme."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

import holidays
from babel.core import get_global
from sqlalchemy import select

from conference import zones
from conference.db import db
from conference.draft.rules.clashes import LEAST_PAUSE, Circumstances, Span
from conference.draft.rules.holiday_names import completed
from conference.draft.tables import AcceptedWarning, Room, RoomSpan, Speaker, SpeakerSpan
from conference.events.tables import Event
from conference.programme.document import Document
from conference.translated import Translated

_NOBODY: Mapping[UUID, frozenset[str]] = MappingProxyType({})


def circumstances_of(
    event: Event, document: Document, *, shared_bookings: Mapping[UUID, frozenset[str]] = _NOBODY
) -> Circumstances:
    """Return what decides, beside an event's draft itself, what clashes in it. In three queries.

    :param document: the draft, of which the municipalities' countries and zones and the days count.
    :param shared_bookings: who booked which session: ``conference.agenda.queries.shared_bookings``, which a
        view passes on, since draft and agenda know nothing of each other.
    """
    places = places_of(document)
    return Circumstances(
        people=speaker_spans(event.id),
        rooms=room_spans(event.id),
        least_pause=LEAST_PAUSE,
        booked_by=shared_bookings,
        night=zones.NIGHT,
        places=places,
        holidays=_holidays_of(document, (country for country, _ in places if country)),
        accepted=frozenset(
            db.session.scalars(select(AcceptedWarning.fingerprint).where(AcceptedWarning.event_id == event.id))
        ),
    )


def speaker_spans(event_id: int) -> dict[str, list[Span]]:
    """Return when the speakers of an event can come, by code; who can always is left out."""
    return _spans(SpeakerSpan, Speaker, SpeakerSpan.speaker_id, Speaker.code, event_id)


def room_spans(event_id: int) -> dict[str, list[Span]]:
    """Return when the rooms of an event can be had, by key; one that always can is left out."""
    return _spans(RoomSpan, Room, RoomSpan.room_id, Room.key, event_id)


def places_of(document: Document) -> list[tuple[str, str]]:
    """Return the (country, zone) of an event: of its own zones first, then of its municipalities, each once.

    A zone of no country has ``""``; a municipality whose zone nobody named is reckoned by the event's.
    """
    event = document.event
    own = [name for name in (event.zone, event.second_zone) if name]
    territories: Mapping[str, str] = get_global("zone_territories")
    return list(
        dict.fromkeys(
            [(territories.get(name, ""), name) for name in own]
            + [(town.country, town.zone or event.zone) for town in document.municipalities]
        )
    )


def _spans(table: Any, owner: Any, owner_id: Any, key: Any, event_id: int) -> dict[str, list[Span]]:
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    rows = db.session.execute(
        select(key, table.starts_at, table.ends_at)
        .join(owner, owner.id == owner_id)
        .where(owner.event_id == event_id)
        .order_by(table.starts_at, table.id)
    )
    for name, starts_at, ends_at in rows:
        spans[name].append((starts_at, ends_at))
    return dict(spans)


def _holidays_of(document: Document, countries: Iterable[str]) -> dict[tuple[date, str], Translated]:
    """Return the public holidays of some countries in the years of a programme, by day and country."""
    event = document.event
    years = {day.year for day in (event.first_day, event.last_day)}
    years |= {session.slot.starts_at.year for session in document.sessions if session.slot}
    found: dict[tuple[date, str], Translated] = {}
    for country in dict.fromkeys(countries):
        for year in sorted(years):
            found |= {(day, country): name for day, name in _public_holidays(country, year)}
    return found


@cache
def _public_holidays(country: str, year: int) -> Sequence[tuple[date, Translated]]:
    """Return the days that are holidays all over a country, with their names by language.

    :returns: nothing for a country that it does not know.
    """
    supported = holidays.list_localized_countries()
    if country not in holidays.list_supported_countries(include_aliases=False):
        return ()
    spoken = {"de": "de", "tr": "tr", "en": "en_US"}
    languages: dict[str, str | None] = {
        code: name for code, name in spoken.items() if name in supported.get(country, ())
    }
    names: defaultdict[date, Translated] = defaultdict(dict)
    for code, language in (languages or {"en": None}).items():  # in its own language, where in none of ours
        for day, name in holidays.country_holidays(country, years=year, language=language).items():
            names[day][code] = name
    return tuple((day, completed(texts)) for day, texts in sorted(names.items()))
