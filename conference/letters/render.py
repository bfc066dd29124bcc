"""From what organisers write to paragraphs of a letter. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from conference.translated import pick

_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}’”']")


def values_of(data: Mapping[str, Any], language: str, link: Callable[..., str]) -> dict[str, str]:
    """Return what placeholders stand for in a letter: as far as its facts tell it.

    :param data: the facts of the letter.
    :param link: gives the whole address of a page by its endpoint.
    """
    values = {name: data[name] for name in ("name", "organisation", "municipality") if isinstance(data.get(name), str)}
    event, session, group = data.get("event"), data.get("session"), data.get("group")
    if isinstance(event, Mapping) and "slug" in event:
        values["event"] = pick(event.get("title", {}), language)
        values["agenda"] = link("agenda.show_agenda", event=event["slug"])
        values["programme"] = link("programme.show_programme", event=event["slug"])
    if isinstance(session, Mapping):
        values["session"] = pick(session.get("title", {}), language)
    if isinstance(group, Mapping):
        values["group"] = pick(group, language)
    return values


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: words, or the address of a page."""

    text: str
    is_address: bool = False


def paragraphs(text: str) -> list[list[list[Piece]]]:
    """Return the paragraphs of a text, as lines of pieces: empty lines part paragraphs, addresses become links.

    Nothing else in it means anything; whoever prints the pieces escapes them.
    """
    return [
        [_pieces(line.strip()) for line in block.splitlines()]
        for block in re.split(r"\n\s*\n", text.strip())
        if block.strip()
    ]


def _pieces(line: str) -> list[Piece]:
    pieces, end = [], 0
    for found in _ADDRESS.finditer(line):
        if found.start() > end:
            pieces.append(Piece(line[end : found.start()]))
        pieces.append(Piece(found[0], is_address=True))
        end = found.end()
    if end < len(line):
        pieces.append(Piece(line[end:]))
    return pieces
