"""Words in braces that stand for what differs from reader to reader: ``Hello {name}``.

A text of organisers is only ever searched for these, never run: nothing in it is a program.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from conference.errors import DomainError

_IN_BRACES = re.compile(r"\{([^{}\n]{1,60})\}")


@dataclass
class UnknownPlaceholder(DomainError):
    """Texts have words in braces that stand for nothing.

    :ivar names: these words, as they were written.
    """

    names: tuple[str, ...]


def placeholders_in(text: str) -> list[str]:
    """Return the words in braces of a text, in their order, each once."""
    return list(dict.fromkeys(name.strip() for name in _IN_BRACES.findall(text)))


def check_placeholders(texts: Iterable[str], known: Collection[str]) -> None:
    """Refuse texts with a placeholder that is not known.

    :raises UnknownPlaceholder: names all that are not.
    """
    unknown = [name for text in texts for name in placeholders_in(text) if name not in known]
    if unknown:
        raise UnknownPlaceholder(tuple(dict.fromkeys(unknown)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with what its placeholders stand for. What a value says is not looked at again.

    :raises UnknownPlaceholder: it has one that has no value.
    """
    check_placeholders([text], values)
    return _IN_BRACES.sub(lambda found: values[found[1].strip()], text)
