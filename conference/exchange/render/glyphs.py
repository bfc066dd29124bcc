"""Which characters the booklet's fonts can show. One that none of them has would keep the whole from being printed."""

import unicodedata
from functools import lru_cache
from pathlib import Path

import typst

INSTEAD = "\u25a1"
"""Stands where a letter cannot be shown: an empty square."""
_FIRST = "\u0250"
"""All letters before this one are in the fonts that Meridian brings along."""
_ABSENT = (
    (0x2E80, 0xA4CF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x1F000, 0x1FAFF),
    (0x20000, 0x3FFFF),
)  # fmt: skip
"""Chinese, Japanese, Korean and emoji: thousands of characters that need not be tried one by one."""
_TRIAL = b'#set document(title: "-"); #set text(font: ("Archivo", "Newsreader")); #sys.inputs.one'


def printable(text: str, *, fonts: Path) -> str:
    """Return a text with what no font has left out, where it is a sign, or replaced, where it is a letter.

    :param fonts: folder of Archivo and Newsreader as TTF.
    """
    unusual = {one for one in set(text) if one >= _FIRST}
    instead: dict[str, str | int | None] = {one: _instead(one) for one in unusual if not _is_shown(one, fonts)}
    return text.translate(str.maketrans(instead)) if instead else text


def _instead(one: str) -> str:
    return INSTEAD if unicodedata.category(one)[0] in "LN" else ""


@lru_cache(maxsize=20_000)
def _is_shown(one: str, fonts: Path) -> bool:
    if any(first <= ord(one) <= last for first, last in _ABSENT):
        return False
    if unicodedata.category(one) in {"Cn", "Co", "Cs"}:
        return False
    try:
        typst.Compiler(  # type: ignore[misc]
            _TRIAL, font_paths=[str(fonts)], ignore_system_fonts=True, sys_inputs={"one": one}
        ).compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError:
        return False
    return True
