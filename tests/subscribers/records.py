"""A calendar as plain values: what any parser makes of the same bytes, spelled one way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Values = tuple[str, ...]

OBSERVANCES = ("STANDARD", "DAYLIGHT")
"""Of the definition of a zone: the one place where clocks of no zone stand."""


@dataclass(frozen=True)
class Property:
    """A line.

    :ivar name: in capitals.
    :ivar values: texts as people read them; instants ``2027-06-08T08:00:00Z``, days ``2027-06-08``, spans ``PT15M``.
    :ivar parameters: by name in capitals, but for VALUE, which parsers use up.
    """

    name: str
    values: Values
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Component:
    """A calendar, an entry, an alarm: its properties by name, and what it holds in the order of the file."""

    name: str
    properties: tuple[Property, ...]
    parts: tuple["Component", ...] = field(default=(), repr=False)

    def __getitem__(self, name: str) -> str:
        """Return the one value of a property."""
        (found,) = self.all(name)
        return found

    def __contains__(self, name: str) -> bool:
        return any(line.name == name for line in self.properties)

    def all(self, name: str) -> Values:
        """Return all values of a property, which may be repeated."""
        return tuple(value for line in self.properties if line.name == name for value in line.values)

    def parts_called(self, name: str) -> Iterator["Component"]:
        """Yield what it holds of one kind."""
        return (part for part in self.parts if part.name == name)

    @property
    def entries(self) -> dict[str, "Component"]:
        """The entries of a calendar by their uids.

        :raises AssertionError: two have the same.
        """
        found = {entry["UID"]: entry for entry in self.parts_called("VEVENT")}
        assert len(found) == len(list(self.parts_called("VEVENT"))), "two entries have the same uid"
        return found


def text_as_written(written: str) -> str:
    """Return the text of a property that a parser does not know and leaves as it is (RFC 7265 section 5.2).

    All that we write of such properties are texts (RFC 5545 section 3.3.11).
    """
    return re.sub(r"\\([\\;,nN])", lambda sign: "\n" if sign[1] in "nN" else sign[1], written)


def component(name: str, lines: list[Property], parts: list[Component]) -> Component:
    """Return a component with its lines in the order of their names, and repeated ones joined.

    Some parsers make several lines of one with several values: the order of values is kept, which line they
    stood in is not.
    """
    by_name: dict[str, Property] = {}
    for line in lines:
        known = by_name.get(line.name)
        values = known.values + line.values if known else line.values
        parameters = known.parameters if known else tuple(sorted(line.parameters))
        by_name[line.name] = Property(line.name, values, parameters)
    return Component(name, tuple(by_name[key] for key in sorted(by_name)), tuple(parts))
