"""An entry as a tree of its lines (RFC 5545 section 3.1), as we ourselves wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_FOLD = re.compile(r"\r\n[ \t]")
_HEAD = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):')
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class Line:
    """A property of a component.

    :ivar parameters: by name, as they stand, without quotes.
    :ivar value: as it stands; ``text`` is what it means where it is a text.
    :ivar folded: the line as it stands, over one line or several, with LF.
    """

    name: str
    parameters: tuple[tuple[str, str], ...]
    value: str
    folded: str

    @property
    def text(self) -> str:
        """The value without its escapes (RFC 5545 section 3.3.11)."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)

    @property
    def without_value(self) -> str:
        """The line up to its colon."""
        parameters = "".join(f";{name}={value}" for name, value in self.parameters)
        return f"{self.name}{parameters}:\n"


@dataclass(frozen=True, slots=True)
class Component:
    """A component: its properties, and the components within."""

    name: str
    lines: tuple[Line, ...]
    parts: tuple["Component", ...]

    def line(self, name: str) -> Line | None:
        """Return the first property of a name."""
        return next((line for line in self.lines if line.name == name), None)


@lru_cache(maxsize=1024)
def component_of(content: bytes) -> Component:
    """Return the tree of a calendar.

    :raises ValueError: it is none.
    """
    lines = iter(re.split(r"\r\n(?![ \t])", content.decode().removesuffix("\r\n")))
    return _component(next(lines).removeprefix("BEGIN:"), lines)


def _component(name: str, lines: Iterator[str]) -> Component:
    own: list[Line] = []
    parts: list[Component] = []
    for folded in lines:
        line = _line(folded)
        if line.name == "BEGIN":
            parts.append(_component(line.value, lines))
        elif line.name == "END":
            return Component(name, tuple(own), tuple(parts))
        else:
            own.append(line)
    raise ValueError(name)


def _line(folded: str) -> Line:
    whole = _FOLD.sub("", folded)
    head = _HEAD.match(whole)
    if head is None:
        raise ValueError(whole)
    parameters = tuple((name.upper(), value.replace('"', "")) for name, value in _PARAMETER.findall(head[2]))
    return Line(head[1].upper(), parameters, whole[head.end() :], folded.replace("\r\n", "\n") + "\n")
