"""Markdown as the words that a reader sees."""

import re

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\)")
_SIGNS = re.compile(
    r"\\([!-/:-@\[-`{-~])|^[ \t]*(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]+|[*`]+|(?<!\w)_+|_+(?!\w)", re.MULTILINE
)
_ANY_SIGN = re.compile(r"[*_`#>|\\\[]")
_ANY_LIST = re.compile(r"^[ \t]*(?:[-+]|\d{1,9}[.)])[ \t]", re.MULTILINE)


def plain(markdown: str) -> str:
    """Return a text without the signs of Markdown and the addresses of its links, in one line."""
    if not _ANY_SIGN.search(markdown) and not _ANY_LIST.search(markdown):
        return " ".join(markdown.split())
    return " ".join(_SIGNS.sub(r"\1", _LINK.sub(r"\1", markdown)).replace("|", " ").split())
