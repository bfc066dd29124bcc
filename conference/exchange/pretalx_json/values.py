"""Values of JSON whose form nobody promised: whatever is there is taken, whatever is not is empty."""

from typing import Any

from conference.exchange.gathering import one_line
from conference.translated import LANGUAGES, Translated, pick

DEEPEST = 4
"""How deep lists and objects of no known form are spelt out."""


def text(value: Any) -> str:
    """Return a text: of several languages the first that Meridian speaks, of a number its digits."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    return pick(texts(value), "en", LANGUAGES)


def texts(value: Any) -> Translated:
    """Return a text in several languages; empty where it is in one."""
    if not isinstance(value, dict):
        return {}
    found = {str(code)[:2].lower(): one_line(words) for code, words in value.items() if isinstance(words, str)}
    return {code: words for code, words in found.items() if words and code.isalpha() and code.isascii()}


def first_text(found: dict[str, Any], *names: str) -> str:
    """Return the first text under these names."""
    return next((words for name in names if (words := text(found.get(name)))), "")


def spelt_out(value: Any, depth: int = 0) -> str:
    """Return all that a value says as one text, whatever its form: lists with commas, objects by their keys."""
    if words := text(value):
        return words
    if value is True:
        return "✓"
    if depth >= DEEPEST or not isinstance(value, dict | list):
        return ""
    if isinstance(value, list):
        return ", ".join(words for one in value if (words := spelt_out(one, depth + 1)))
    return "; ".join(f"{name}: {words}" for name, one in value.items() if (words := spelt_out(one, depth + 1)))


def items(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list, or of an object's values; empty where there are none."""
    if isinstance(value, dict):
        value = list(value.values())
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def as_object(value: Any) -> dict[str, Any]:
    """Return an object; an empty one where it is something else."""
    return value if isinstance(value, dict) else {}
