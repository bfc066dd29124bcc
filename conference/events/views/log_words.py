"""The audit log in words: what each entry says, with names rather than keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from conference.events.forms import ROLE_NAMES
from conference.events.tables import AuditEntry
from conference.events.views.log_names import (
    ALIASES,
    BY_LINK,
    FIELD_NAMES,
    IMPORTED,
    KIND_NAMES,
    NAMED_BY,
    NAMED_LIKE,
    UNTOLD,
    VALUE_NAMES,
    WAYS,
)
from conference.translated import LANGUAGES, pick
from conference.web.filters import day_full, language_name, moment_full, number, zone_city
from conference.web.locale import current_language

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
    words: dict[str, str] = {
        "added": _("added"), "changed": _("changed"), "removed": _("removed"), "same": _("unchanged"),
    }  # fmt: skip
    return words.get(action, action)


def field_name(field: str) -> str:
    """Return a field of an entry in words."""
    thing, _space, deed = field.partition(" ")
    if deed and thing in IMPORTED:
        return f"{IMPORTED[thing]}: {action_name(deed)}"
    return str(FIELD_NAMES.get(NAMED_LIKE.get(field, field), field.replace("_", " ")))


def actor_name(entry: AuditEntry, account_name: str | None) -> str:
    """Return who made a change: also those who have no account and came by a private address.

    :param account_name: of the account that made it; None where none did.
    """
    if account_name is not None:
        return account_name
    if entry.was_by_person:
        return str(_("a person whose account is deleted"))
    if BY_LINK in entry.after or (entry.kind == "contribution" and entry.action == "added"):
        return str(_("%(name)s, by their private link", name=entry.name))
    if entry.kind == "proposal" and entry.after.get("state") == "withdrawn":
        return str(_("who proposed it, by their private link"))
    return str(_("Meridian itself"))


def _lines(entry: AuditEntry, names: Names, zone: str) -> Iterator[Line]:
    order = {field: place for place, field in enumerate(FIELD_NAMES)}
    for field in sorted({**entry.before, **entry.after}, key=lambda one: (order.get(one, len(order)), one)):
        if field in UNTOLD:
            continue
        old, new = entry.before.get(field), entry.after.get(field)
        told_as = ALIASES.get((entry.kind, field), field)
        label = field_name(told_as)
        if _is_translated(old) and _is_translated(new):
            for language in dict.fromkeys((*(old or {}), *(new or {}))):
                before, after = (old or {}).get(language, ""), (new or {}).get(language, "")
                if before != after:
                    yield Line(f"{label} ({language_name(language)})", language, before, after)
            continue
        before, after = (_words(told_as, value, names, zone) for value in (old, new))
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
        case list() if field == "spans":
            ends = ((_instant(str(one), zone) or str(one) for one in span) for span in value)
            return "; ".join(" – ".join(span) for span in ends)
        case list() if field == "choices":
            language = current_language()
            asked = (choice for choice in value if choice.get("is_asked", True))
            return ", ".join(pick(choice.get("label", {}), language) for choice in asked)
        case list():
            parts = (_words(field, part, names, zone) for part in value)
            return ", ".join(part for part in parts if part)
        case dict() if field == "passport":
            told = ((WAYS.get(way, way), [language_name(code) for code in codes]) for way, codes in value.items())
            return "; ".join(f"{way}: {', '.join(codes)}" for way, codes in told if codes)
        case dict():
            told_parts = ((key, _words(key, part, names, zone)) for key, part in value.items())
            return "; ".join(f"{FIELD_NAMES.get(key, key)}: {part}" for key, part in told_parts if part)
    return str(value)


def _text(field: str, value: str, names: Names, zone: str) -> str:
    known = VALUE_NAMES.get((field, value))
    if known is not None:
        return str(known)
    if field == "formats":
        return str(VALUE_NAMES.get(("format", value), value))
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
