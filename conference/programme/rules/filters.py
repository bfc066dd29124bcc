"""Which sessions of a programme a reader asked for: by day, theme, language, format, city and words.

A filter is read from the address of the page, so it may hold anything. What the programme does not
know is kept as it came and finds nothing: the page then says so and offers to drop it.
"""

import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

from conference import zones
from conference.programme.document import Format, Programme, Session
from conference.programme.rules.kept import once_per_programme
from conference.programme.rules.search import LONGEST_TEXT, Hits, asked, sessions_index

HELD_ANSWERS = 64
"""How many answers are kept for each programme: what many ask for is worked out once."""


class Part(StrEnum):
    """What one can filter by, named as in the address."""

    DAY = "day"
    THEME = "theme"
    LANGUAGE = "language"
    FORMAT = "format"
    CITY = "city"
    TEXT = "q"


@dataclass(frozen=True)
class Filter:
    """What a reader asked for. An empty part lets everything pass.

    :ivar day: ISO date in the event's zone, as it stood in the address.
    :ivar themes: slugs; a session of any of them passes.
    :ivar language: a language in which one wants to follow, by code.
    :ivar format: as in :class:`Format`.
    :ivar city: key of a municipality whose partnership the session belongs to.
    :ivar text: what is searched for, see :mod:`conference.programme.rules.search`.
    """

    day: str = ""
    themes: tuple[str, ...] = ()
    language: str = ""
    format: str = ""
    city: str = ""
    text: str = ""

    @property
    def chosen_day(self) -> date | None:
        """The day asked for, or None where none was, or where what was asked for is no date."""
        return _as_day(self.day)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not self.parts

    @property
    def parts(self) -> list[tuple[Part, str]]:
        """What was asked for, one value at a time, in the order in which pages name it."""
        values = [
            (Part.DAY, self.day),
            *((Part.THEME, slug) for slug in self.themes),
            (Part.LANGUAGE, self.language),
            (Part.FORMAT, self.format),
            (Part.CITY, self.city),
            (Part.TEXT, self.text),
        ]
        return [(part, value) for part, value in values if value]

    def without(self, part: Part, value: str | None = None) -> "Filter":
        """Return the filter without one part, of several themes without just this ``value``."""
        if part is Part.THEME:
            return replace(self, themes=tuple(slug for slug in self.themes if value is not None and slug != value))
        emptied: dict[str, Any] = {"text" if part is Part.TEXT else part.value: ""}
        return replace(self, **emptied)

    def as_arguments(self) -> dict[str, Any]:
        """Return the filter as arguments of an address; empty parts are left out."""
        found: dict[str, Any] = {}
        for part, value in self.parts:
            if part is Part.THEME:
                found.setdefault(part.value, []).append(value)
            else:
                found[part.value] = value
        return found


def filter_from(arguments: Mapping[str, Sequence[str]]) -> Filter:
    """Read a filter from the arguments of an address; whatever stands there, it gives a filter."""

    def one(part: Part) -> str:
        value = next((value for value in arguments.get(part.value, ()) if value.strip()), "")
        return unicodedata.normalize("NFC", value).strip()[:LONGEST_TEXT]

    day = _as_day(one(Part.DAY))
    themes = dict.fromkeys(slug.strip()[:LONGEST_TEXT] for slug in arguments.get(Part.THEME.value, ()) if slug.strip())
    return Filter(
        day=day.isoformat() if day else one(Part.DAY),
        themes=tuple(themes),
        language=one(Part.LANGUAGE),
        format=one(Part.FORMAT),
        city=one(Part.CITY),
        text=" ".join(one(Part.TEXT).split()),
    )


def unknown_parts(programme: Programme, wanted: Filter) -> list[tuple[Part, str]]:
    """Return what was asked for and does not exist in this programme at all, such as a theme or a day."""
    known = {
        Part.DAY: wanted.chosen_day in programme.days,
        Part.LANGUAGE: wanted.language in languages_followed(programme),
        Part.FORMAT: wanted.format in {form.value for form in Format},
        Part.CITY: wanted.city in programme.municipalities,
        Part.TEXT: True,
    }
    return [
        (part, value)
        for part, value in wanted.parts
        if not (value in programme.themes if part is Part.THEME else known[part])
    ]


@dataclass(frozen=True)
class Found:
    """What a filter finds in a programme.

    :ivar sessions: those found, in the programme's order.
    :ivar counts: for each part and each of its values, how many sessions it would find together with
        all other parts of the filter: the numbers beside the choices.
    :ivar nearly: for each part that was asked for, how many sessions would be found without it.
    :ivar hits: what the words find by themselves; None where none were asked for.
    """

    sessions: tuple[Session, ...]
    counts: Mapping[Part, Mapping[str, int]] = field(default_factory=dict)
    nearly: Mapping[Part, int] = field(default_factory=dict)
    hits: Hits[str] | None = None

    @property
    def best_first(self) -> list[Session]:
        """The sessions found, those first that fit the words best; without words in the programme's order."""
        if self.hits is None:
            return list(self.sessions)
        by_code = {session.code: session for session in self.sessions}
        return [by_code[code] for code in self.hits.scores if code in by_code]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the sessions found."""
        return frozenset(session.code for session in self.sessions)

    def count(self, part: str, value: str) -> int:
        """Return how many sessions a choice would find."""
        return self.counts.get(Part(part), {}).get(value, 0)


def find(programme: Programme, wanted: Filter) -> Found:
    """Return the sessions that pass a filter, and what each other choice would find. Kept for the next."""
    answers = _answers(programme)
    found = answers.get(wanted)
    if found is None:
        found = answers[wanted] = _find(programme, wanted)
        while len(answers) > HELD_ANSWERS:
            answers.popitem(last=False)
    return found


@once_per_programme
def _answers(_: Programme) -> OrderedDict[Filter, Found]:
    return OrderedDict()


def _find(programme: Programme, wanted: Filter) -> Found:
    hits = sessions_index(programme).find(asked(wanted.text)) if wanted.text else None
    known = _values_of(programme)
    demands = [
        (part, {value for of_part, value in wanted.parts if of_part is part})
        for part in dict.fromkeys(part for part, _ in wanted.parts)
        if part is not Part.TEXT
    ]
    passing: list[str] = []
    nearly: dict[Part, list[str]] = {part: [] for part in Part}
    for code, values in known.items():
        failed: list[Part] = [part for part, wishes in demands if wishes.isdisjoint(values[part])]
        if hits is not None and code not in hits.scores:
            failed.append(Part.TEXT)
        if not failed:
            passing.append(code)
        elif len(failed) == 1:
            nearly[failed[0]].append(code)
    asked_for = dict.fromkeys(part for part, _ in wanted.parts)
    return Found(
        tuple(programme.sessions[code] for code in passing),
        {part: Counter(chain.from_iterable(known[code][part] for code in passing + nearly[part])) for part in Part},
        {part: len(nearly[part]) + len(passing) for part in asked_for},
        hits,
    )


@once_per_programme
def values_offered(programme: Programme) -> dict[Part, frozenset[str]]:
    """Return for each part the values that at least one session has: what there is to choose from."""
    known = _values_of(programme).values()
    return {part: frozenset().union(*(values[part] for values in known)) for part in Part}


def languages_followed(programme: Programme) -> list[str]:
    """Return the languages in which at least one session can be followed: the event's first, then others by code."""
    followed = values_offered(programme)[Part.LANGUAGE]
    own = [language for language in programme.event.languages if language in followed]
    return own + sorted(followed.difference(own))


def sessions_by_day(programme: Programme, sessions: Iterable[Session]) -> dict[date | None, list[Session]]:
    """Return sessions grouped by their day in the event's zone, in order; the unscheduled last, under None."""
    groups: dict[date | None, list[Session]] = {}
    for session in sessions:
        day = zones.local_day(session.slot.starts_at, programme.event.zone) if session.slot else None
        groups.setdefault(day, []).append(session)
    return groups


@once_per_programme
def _values_of(programme: Programme) -> dict[str, dict[Part, frozenset[str]]]:
    """Return for each session, by code, what it is filtered by. Held as long as the programme is in use."""
    known = {}
    for session in programme.sessions.values():
        towns = {key for tie in programme.partnerships_of(session) for key in (tie.first, tie.second)}
        day = zones.local_day(session.slot.starts_at, programme.event.zone).isoformat() if session.slot else None
        known[session.code] = {
            Part.DAY: frozenset({day} if day else ()),
            Part.THEME: frozenset(session.themes),
            Part.LANGUAGE: session.passport.followed_in,
            Part.FORMAT: frozenset({session.format.value}),
            Part.CITY: frozenset(towns),
            Part.TEXT: frozenset[str](),
        }
    return known


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
