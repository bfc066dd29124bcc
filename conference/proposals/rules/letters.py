"""Letters about a decision: what stands for what in their words."""

import re
from collections.abc import Mapping

PLACEHOLDERS = ("name", "title", "event", "link")
"""What organisers can write in braces."""

LINK = "{link}"
"""Is filled in only when the letter is sent: the private address is a secret."""

_BRACES = re.compile(r"\{([a-z]+)\}")


def unknown_placeholders(text: str) -> list[str]:
    """Return the words in braces that stand for nothing, each once."""
    return list(dict.fromkeys(name for name in _BRACES.findall(text) if name not in PLACEHOLDERS))


def filled_in(text: str, facts: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in, once; those that ``facts`` lacks stay."""
    return _BRACES.sub(lambda match: facts.get(match[1], match[0]), text)
