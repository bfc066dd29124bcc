"""Lines folded so that no program shows half of anything (RFC 5545 section 3.1)."""

import unicodedata

LONGEST_LINE = 75
"""Octets in a line; the space that begins a continuation is one of them."""

_ZWJ = "\u200d"
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_NEVER_FIRST = (
    range(0x200C, 0x200E),  # joiners
    range(0x1160, 0x1200),  # vowels and last consonants of Hangul
    range(0x1F3FB, 0x1F400),  # tones of skin
    range(0xE0020, 0xE0080),  # tags, as in the flag of Scotland
)


def folded(content: bytes) -> bytes:
    """Return lines, however folded, with CRLF after each, folded anew at 75 octets.

    A line is never cut within a character or an escape, nor between what stands as one sign: a letter and its
    marks, an emoji of several, a flag. Only a single sign longer than a line is cut, between its characters.
    """
    lines = content.replace(b"\r\n ", b"").split(b"\r\n")
    return b"\r\n".join(line if len(line) <= LONGEST_LINE else b"\r\n ".join(_pieces(line)) for line in lines)


def _pieces(line: bytes) -> list[bytes]:
    pieces = []
    begin, room = 0, LONGEST_LINE
    while len(line) - begin > room:
        end = _cut(line, begin, begin + room)
        pieces.append(line[begin:end])
        begin, room = end, LONGEST_LINE - 1
    return [*pieces, line[begin:]]


def _cut(line: bytes, begin: int, end: int) -> int:
    """Return where to cut at ``end`` or before it, later than ``begin``."""
    while line[end] & 0xC0 == 0x80:
        end -= 1
    # What follows the cut decides, so it belongs to what is looked at; so do flags that begin in front of it.
    text = line[begin : end + 4].decode(errors="ignore")
    last = place = len(line[begin:end].decode())
    while place > 0 and _belong_together(text, place):
        place -= 1
    if place == 0:  # one sign, longer than a line
        place = last - _is_within_escape(text, last)
    return begin + len(text[:place].encode())


def _belong_together(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if before.isascii() and after.isascii():
        return before == "\\" and _is_within_escape(text, place)
    return (
        unicodedata.category(after)[0] == "M"
        or any(ord(after) in signs for signs in _NEVER_FIRST)
        or before == _ZWJ
        or (ord(after) in _FLAG_LETTERS and _letters_before(text, place) % 2 == 1)
        or (before == "\\" and _is_within_escape(text, place))
    )


def _is_within_escape(text: str, place: int) -> bool:
    slashes = place - len(text[:place].rstrip("\\"))
    return slashes % 2 == 1


def _letters_before(text: str, place: int) -> int:
    count = 0
    while count < place and ord(text[place - 1 - count]) in _FLAG_LETTERS:
        count += 1
    return count
