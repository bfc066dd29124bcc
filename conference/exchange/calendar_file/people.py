"""Properties of calendar entries: their parts, and the people whom they name."""

import re
from typing import Any

from icalendar import Component
from icalendar.prop import vBroken

from conference.exchange.gathering import Entry, Person, one_line


def part(value: Any, name: str, otherwise: Any) -> Any:
    """Return a part of a property's value; what is malformed has none."""
    return otherwise if isinstance(value, vBroken) else getattr(value, name, otherwise)


def several(event: Component, name: str) -> list[Any]:
    """Return all values of a property that an entry may have several times."""
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def organisers(event: Component) -> list[str]:
    """Return the names of who organises an entry."""
    names = [str(part(one, "params", {}).get("CN", "")) for one in several(event, "ORGANIZER")]
    return [one_line(name.replace("\\n", " ").strip('"')) for name in names]


def attendees(event: Component) -> list[str]:
    """Return who only takes part: their names or addresses."""
    return [
        one_line(str(part(one, "params", {}).get("CN", ""))) or str(one).removeprefix("mailto:")
        for one in several(event, "ATTENDEE")
        if not _leads(one)
    ]


def take_people(entry: Entry, event: Component, *, organisers_speak: bool) -> None:
    """Take whom the entry names as giving it.

    :param organisers_speak: whether ORGANIZER differs from entry to entry, as in programmes that name speakers there.
    """
    for name in organisers(event):
        if organisers_speak:
            entry.persons += [Person(part) for part in re.split(r"\s*[,;]\s+", name) if part]
        elif name:
            entry.facts.append(("Organizer", name))
    for person in several(event, "ATTENDEE"):
        if _leads(person) and (name := one_line(str(part(person, "params", {}).get("CN", "")))):
            entry.persons.append(Person(name))
    if contact := one_line(str(event.get("CONTACT", ""))):
        entry.facts.append(("Contact", contact))
    if (geo := event.get("GEO")) is not None and (where := part(geo, "latitude", None)) is not None:
        entry.facts.append(("Geo", f"{where}, {geo.longitude}"))


def _leads(attendee: Any) -> bool:
    return str(part(attendee, "params", {}).get("ROLE", "")).upper() == "CHAIR"
