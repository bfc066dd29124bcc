"""The audit log in words: what each entry says, with names rather than keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.events.forms import ROLE_NAMES
from conference.events.tables import AuditEntry
from conference.translated import LANGUAGES
from conference.web.filters import day_full, language_name, moment_full, number, zone_city

KIND_NAMES: dict[str, Any] = {
    "event": _l("Event"),
    "session": _l("Session"),
    "import": _l("Import"),
    "speaker": _l("Speaker"),
    "theme": _l("Theme"),
    "room": _l("Room"),
    "municipality": _l("Municipality"),
    "partnership": _l("Partnership between municipalities"),
    "release": _l("Release"),
    "role": _l("Role"),
    "invitation": _l("Invitation"),
    "hosts": _l("Hosts of a session"),
    "link": _l("Speaker’s link"),
    "contribution": _l("What a speaker sent"),
    "proposal": _l("Proposal"),
    "call": _l("Call for proposals"),
    "clash": _l("Clash"),
    "availability": _l("Availability"),
}
"""Kinds of entries; one that is not here is shown as it is."""

FIELD_NAMES: dict[str, Any] = {
    "title": _l("Title"), "abstract": _l("Abstract"), "label": _l("Label"), "remains": _l("What remains of it"),
    "format": _l("Format"), "passport": _l("Languages"), "seats": _l("Seats"), "starts_at": _l("Start"),
    "minutes": _l("Length in minutes"), "join_url": _l("Address of the meeting"), "state": _l("State"),
    "recording_url": _l("Address of the recording"), "room": _l("Room"), "themes": _l("Themes"),
    "speakers": _l("Speakers"), "partnerships": _l("Partnerships"), "name": _l("Name"), "email": _l("E-mail"),
    "affiliation": _l("Where they work"), "biography": _l("About them"), "short": _l("Short title"),
    "summary": _l("Summary"), "colour": _l("Colour"), "position": _l("Place in the order"), "note": _l("Note"),
    "joining": _l("How to join"), "country": _l("Country"), "latitude": _l("Latitude"), "longitude": _l("Longitude"),
    "zone": _l("Time zone"), "second_zone": _l("Second time zone"), "geonames_id": _l("GeoNames number"),
    "first": _l("First municipality"), "second": _l("Second municipality"), "since": _l("Since"),
    "welcome": _l("Opening statement"), "first_day": _l("First day"), "last_day": _l("Last day"),
    "languages": _l("Languages"), "slug": _l("Address"), "role": _l("Role"), "language": _l("Language"),
    "moderators": _l("Moderators"), "interpreters": _l("Interpreters"), "hosts": _l("Hosts"), "notes": _l("Notes"),
    "availability": _l("Availability"), "reason": _l("Reason"), "answer": _l("Answer"), "words": _l("Words"),
    "url": _l("Address"), "status": _l("State"), "warning": _l("Warning"),
}  # fmt: skip
"""Fields; one that is not here is shown by its own name."""

_VALUES: dict[tuple[str, str], Any] = {
    ("format", "talk"): _l("Talk"), ("format", "workshop"): _l("Workshop"), ("format", "panel"): _l("Panel"),
    ("format", "plenary"): _l("Plenary"), ("format", "meeting"): _l("Meeting"),
    ("state", "planned"): _l("Takes place"), ("state", "cancelled"): _l("Cancelled"),
    ("answer", "confirmed"): _l("confirmed"), ("answer", "declined"): _l("declined"),
    ("state", "accepted"): _l("accepted"), ("state", "declined"): _l("declined"),
    ("warning", "away"): _l("Somebody who is not free"), ("warning", "no_pause"): _l("Too short a pause"),
    ("warning", "booked_both"): _l("Both booked by many"), ("warning", "night"): _l("At night"),
    ("warning", "holiday"): _l("On a public holiday"), ("warning", "outside_event"): _l("Outside the event’s days"),
    ("warning", "missing_translation"): _l("A translation"), ("warning", "missing_abstract"): _l("An abstract"),
    ("warning", "missing_speaker"): _l("A speaker"), ("warning", "missing_theme"): _l("A theme"),
    ("warning", "missing_slot"): _l("A slot"), ("warning", "missing_passport"): _l("A language"),
}  # fmt: skip
_WAYS = {
    "spoken": _l("Spoken"), "interpreted": _l("Interpreted"), "captioned": _l("Captions"),
    "signed": _l("Sign language"), "easy": _l("Easy language"),
}  # fmt: skip
NAMED_BY = {
    "themes": "theme", "speakers": "speaker", "partnerships": "partnership", "room": "room", "rooms": "room",
    "moderators": "speaker", "interpreters": "speaker", "sessions": "session", "session": "session",
}  # fmt: skip
"""Fields that name other things by their keys, and of which kind these are."""

LONG = 160
"""Characters beyond which a value is folded."""

Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Line:
    """One thing that an entry tells.

    :ivar label: of the field.
    :ivar language: of the texts; None where they are none of one language.
    :ivar before: in words, ``""`` for nothing; ``after`` likewise.
    """

    label: str
    language: str | None
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        """Whether it would fill the page."""
        return max(len(self.before), len(self.after)) > LONG


NOTHING = Line("", None, "", "")


def keys_in(entries: Iterable[AuditEntry]) -> set[tuple[str, str]]:
    """Return all things, by kind and key, that the entries name in their values."""
    found: set[tuple[str, str]] = set()
    for entry in entries:
        for facts in (entry.before, entry.after):
            for field, kind in NAMED_BY.items():
                value = facts.get(field)
                keys = value if isinstance(value, list) else [value]
                found.update((kind, key) for key in keys if isinstance(key, str) and key)
    return found


def lines_of(entry: AuditEntry, names: Names, zone: str) -> list[Line]:
    """Return what an entry tells, field by field; fields that were empty and stayed so are left out.

    :param names: of things, by kind and key.
    :param zone: whose clocks tell the times.
    """
    return list(_lines(entry, names, zone))


def kind_name(kind: str) -> str:
    """Return a kind of entry in words."""
    return str(KIND_NAMES.get(kind, kind))


def action_name(action: str) -> str:
    """Return what was done, in a word."""
    words: dict[str, str] = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    return words.get(action, action)


def _lines(entry: AuditEntry, names: Names, zone: str) -> Iterator[Line]:
    order = {field: place for place, field in enumerate(FIELD_NAMES)}
    for field in sorted({**entry.before, **entry.after}, key=lambda one: (order.get(one, len(order)), one)):
        label = str(FIELD_NAMES.get(field, field.replace("_", " ")))
        old, new = entry.before.get(field), entry.after.get(field)
        if _is_translated(old) and _is_translated(new):
            for language in dict.fromkeys((*(old or {}), *(new or {}))):
                before, after = (old or {}).get(language, ""), (new or {}).get(language, "")
                if before != after:
                    yield Line(f"{label} ({language_name(language)})", language, before, after)
            continue
        before, after = (_words(field, value, names, zone) for value in (old, new))
        if before or after:
            yield Line(label, None, before, after)


def _is_translated(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, dict) and all(key in LANGUAGES and isinstance(text, str) for key, text in value.items())


def _words(field: str, value: Any, names: Names, zone: str) -> str:  # noqa: PLR0911 - one for each kind of value
    match value:
        case None:
            return ""
        case bool():
            return str(_("yes") if value else _("no"))
        case int() | float():
            return number(value) if field not in {"since", "geonames_id", "latitude", "longitude"} else str(value)
        case str():
            return _text(field, value, names, zone)
        case list():
            parts = (_words(field, part, names, zone) for part in value)
            return ", ".join(part for part in parts if part)
        case dict() if field == "passport":
            told = ((_WAYS.get(way, way), [language_name(code) for code in codes]) for way, codes in value.items())
            return "; ".join(f"{way}: {', '.join(codes)}" for way, codes in told if codes)
        case dict():
            told_parts = ((key, _words(key, part, names, zone)) for key, part in value.items())
            return "; ".join(f"{FIELD_NAMES.get(key, key)}: {part}" for key, part in told_parts if part)
    return str(value)


def _text(field: str, value: str, names: Names, zone: str) -> str:
    known = _VALUES.get((field, value))
    if known is not None:
        return str(known)
    if field in NAMED_BY:
        return names.get((NAMED_BY[field], value), value)
    if field == "role":
        return str(ROLE_NAMES.get(value, value))
    if field in {"languages", "language"}:
        return language_name(value)
    read = _READERS.get(field.rpartition("_")[2])
    return (read(value, zone) if read else None) or value


def _instant(value: str, zone: str) -> str | None:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return f"{moment_full(instant, zone)} {zone_city(zone)}" if instant.tzinfo else None


def _day(value: str, _zone: str) -> str | None:
    try:
        return day_full(date.fromisoformat(value))
    except ValueError:
        return None


_READERS: dict[str, Callable[[str, str], str | None]] = {"at": _instant, "day": _day}
"""How a text is read whose field ends like this."""
