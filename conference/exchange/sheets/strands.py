"""The further sheets of a workbook that Meridian wrote: event, themes, rooms and speakers. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from conference import zones
from conference.draft.rules import limits
from conference.exchange import rules
from conference.exchange.document import PlainEvent, PlainProgramme, PlainRoom, PlainSpeaker, PlainTheme
from conference.exchange.sheets.cells import Wrong
from conference.exchange.sheets.reading import Taken
from conference.exchange.sheets.table import FORMULA, Row, Table, cell_name
from conference.translated import LANGUAGES, Translated

_TEXTS = {
    "Speakers": {"affiliation": limits.NOTE, "biography": limits.BODY},
    "Rooms": {"name": limits.NAME, "note": limits.NOTE},
    "Themes": {"title": limits.TITLE, "short": limits.SHORT, "summary": limits.SUMMARY},
}
SHEETS = frozenset({*_TEXTS, "Event"})


def event_in(tables: Sequence[Table]) -> PlainEvent | None:
    """Return the event that a workbook describes; None where it has no such sheet, or says too little."""
    table = next((table for table in tables if table.name == "Event"), None)
    if table is None:
        return None
    said = {row[0]: row[1] for row in table.rows if not row[1].startswith(FORMULA)}
    named = [part.strip() for part in said.get("languages", "").split(";")]
    languages = tuple(code for code in named if code in LANGUAGES)
    try:
        first_day, last_day = (date.fromisoformat(said.get(name, "")) for name in ("first day", "last day"))
    except ValueError:
        return None
    zone = said.get("zone", "")
    second = said.get("second zone", "")
    if not languages or not zones.is_zone(zone) or last_day < first_day:
        return None
    return PlainEvent(
        slug=said.get("slug", ""), title=_texts(said, "title", limits.TITLE), zone=zone, first_day=first_day,
        last_day=last_day, languages=languages, second_zone=second if zones.is_zone(second) else None,
        summary=_texts(said, "summary", limits.SUMMARY),
    )  # fmt: skip


def _texts(said: Mapping[str, str], name: str, at_most: int) -> Translated:
    return {
        heading.removeprefix(f"{name} "): text[:at_most]
        for heading, text in said.items()
        if heading.startswith(f"{name} ") and text
    }


def with_strands(taken: Taken, tables: Sequence[Table]) -> Taken:
    """Return what was taken of the sessions, joined with what the other sheets say of themes, rooms and speakers."""
    wrong: list[Wrong] = []
    found = {table.name: dict(_records(table, wrong)) for table in tables if table.name in _TEXTS}
    programme = taken.programme
    themes = [PlainTheme(id=key, **facts) for key, facts in found.get("Themes", {}).items() if facts.get("title")]
    rooms = [PlainRoom(id=key, **facts) for key, facts in found.get("Rooms", {}).items() if facts.get("name")]
    speakers = [PlainSpeaker(id=key, **facts) for key, facts in found.get("Speakers", {}).items() if facts.get("name")]
    joined: PlainProgramme = replace(
        programme,
        themes=_joined(themes, programme.themes),
        rooms=_joined(rooms, programme.rooms),
        speakers=_joined(speakers, programme.speakers),
    )
    return replace(taken, programme=joined, wrong=(*taken.wrong, *wrong))


def _joined(described: Sequence[Any], met: Sequence[Any]) -> tuple[Any, ...]:
    ids = {one.id for one in described}
    return (*described, *(one for one in met if one.id not in ids))


def _records(table: Table, wrong: list[Wrong]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield id and fields of each row; what is wrong is noted."""
    heading = table.rows[0].cells
    if "id" not in heading:
        return
    bounds = _TEXTS[table.name]
    plain = {"Speakers": "name", "Themes": "colour"}.get(table.name)
    met: set[str] = set()
    for row in table.rows[1 : rules.MOST_SPEAKERS]:
        key = row[heading.index("id")]
        if not key or key.startswith("\0") or len(key) > limits.EXTERNAL_ID or key in met:
            continue
        met.add(key)
        facts: dict[str, Any] = {name: {} for name in bounds}
        for number, title in enumerate(heading):
            text = row[number]
            name, _, code = title.partition(" ")
            if not text or text.startswith("\0"):
                continue
            if title == plain:
                facts[title] = text
            elif code and name in bounds:
                facts[name][code] = text
        for refusal, column in _faults(table, row, facts, bounds):
            wrong.append(Wrong(row.number, f"{table.name}: {column}", refusal))
        yield key, facts


def _faults(
    table: Table, row: Row, facts: Mapping[str, Any], bounds: Mapping[str, int]
) -> Iterator[tuple[rules.Misfit, str]]:
    place = f"{table.name}!{cell_name(row.number, 0)}"
    for name, at_most in bounds.items():
        if any(len(text) > at_most for text in facts[name].values()):
            yield rules.TooLong(place, at_most), name
    if len(facts.get("name", "")) > limits.NAME and table.name == "Speakers":
        yield rules.TooLong(place, limits.NAME), "name"
    if facts.get("colour") and not limits.is_colour(facts["colour"]):
        yield rules.Malformed(place, "colour", facts["colour"]), "colour"
