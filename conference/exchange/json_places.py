"""JSON with the way to each value, so that every refusal can say where. Pure."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NoReturn

from conference.draft.rules import limits
from conference.events.rules import FIRST_YEAR, LAST_YEAR
from conference.exchange import rules

MOST_PARTS = 1_000_000
"""Lists and objects in a file, far more than any programme has; each takes many times its own bytes in memory."""

_UNUSABLE = re.compile(r"[\x00\ud800-\udfff]")
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "whole number"),
    (float, "number"),
    (str, "text"),
    (list, "list"),
    (dict, "object"),
)


def parsed(data: bytes) -> "Place":
    """Return the content of a JSON file in UTF-8, with or without a byte order mark.

    :raises conference.exchange.rules.NotUtf8: and NotJson, NestedTooDeep, TooMany.
    """
    if data.count(b"[") + data.count(b"{") > MOST_PARTS:
        raise rules.TooMany("the file", MOST_PARTS)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise rules.NotUtf8(error.start) from None
    try:
        return Place(json.loads(text, parse_constant=_refuse_constant), "")
    except json.JSONDecodeError as error:
        raise rules.NotJson(error.lineno, error.colno, error.msg) from None
    except RecursionError:
        raise rules.NestedTooDeep from None
    except ValueError as error:  # a number with thousands of digits
        raise rules.NotJson(1, 1, str(error)) from None


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is no JSON"
    raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Place:
    """A value and where it stands; absent values are None, as ``null`` is.

    :ivar path: such as ``sessions[12].room``; empty for the whole.
    """

    value: Any
    path: str

    def __getitem__(self, key: str) -> "Place":
        """Return the value of a key of this object."""
        self._must_be(dict, "object")
        return Place(self.value.get(key), f"{self.path}.{key}" if self.path else key)

    @property
    def is_there(self) -> bool:
        """Whether there is anything."""
        return self.value is not None

    def objects(self, at_most: int) -> Iterator["Place"]:
        """Yield the objects of a list; nothing where there is no list."""
        for item in self.items(at_most):
            if not isinstance(item.value, dict):
                item.refuse_type("object")
            yield item

    def items(self, at_most: int) -> Iterator["Place"]:
        """Yield the values of a list; nothing where there is no list."""
        if self.value is None:
            return
        self._must_be(list, "list")
        if len(self.value) > at_most:
            raise rules.TooMany(self.path, at_most)
        for number, item in enumerate(self.value):
            yield Place(item, f"{self.path}[{number}]")

    def text(self, at_most: int) -> str | None:
        """Return a text without blanks around it, None where there is none."""
        if self.value is None:
            return None
        self._must_be(str, "text")
        if _UNUSABLE.search(self.value):
            raise rules.UnusableText(self.path)
        text = str(self.value).strip()
        if len(text) > at_most:
            raise rules.TooLong(self.path, at_most)
        return text or None

    def line(self, at_most: int) -> str | None:
        """Return a text as one line."""
        text = self.text(at_most)
        return " ".join(text.split()) if text else None

    def needed_line(self, at_most: int) -> str:
        """Return a text as one line; it must be there."""
        return self.line(at_most) or self.refuse_missing()

    def id(self, at_most: int = limits.EXTERNAL_ID) -> str | None:
        """Return an id: a text, or a whole number as one."""
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return Place(str(self.value), self.path).text(at_most)
        return self.line(at_most)

    def needed_id(self) -> str:
        """Return an id; it must be there."""
        return self.id() or self.refuse_missing()

    def whole_number(self, at_least: int, at_most: int) -> int | None:
        """Return a whole number within bounds, None where there is none. ``30.0`` is one."""
        number = self.value
        if number is None:
            return None
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        if isinstance(number, bool) or not isinstance(number, int):
            self.refuse_type("whole number")
        if not at_least <= number <= at_most:
            raise rules.OutOfRange(self.path, number, at_least, at_most)
        return int(number)

    def day(self) -> date | None:
        """Return a day written ``YYYY-MM-DD``."""
        text = self.line(limits.NAME)
        if text is None:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise rules.Malformed(self.path, "day", text) from None
        self._check_year(day.year)
        return day

    def instant(self) -> datetime | None:
        """Return an ISO 8601 time with its offset as an instant in UTC, in whole seconds."""
        text = self.line(limits.NAME)
        if text is None:
            return None
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            raise rules.Malformed(self.path, "time", text) from None
        self._check_year(when.year)
        if when.tzinfo is None:
            raise rules.TimeWithoutOffset(self.path, text)
        return when.astimezone(UTC).replace(microsecond=0)

    def refuse_missing(self) -> NoReturn:
        """Say that it must be there."""
        raise rules.Missing(self.path)

    def refuse_type(self, wanted: str) -> NoReturn:
        """Say what it should have been."""
        found = next((name for kind, name in _KINDS if isinstance(self.value, kind)), "nothing")
        raise rules.WrongType(self.path or "the file", wanted, found)

    def _check_year(self, year: int) -> None:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise rules.OutOfRange(self.path, year, FIRST_YEAR, LAST_YEAR)

    def _must_be(self, kind: type, name: str) -> None:
        if not isinstance(self.value, kind):
            self.refuse_type(name)
