"""Text fit for iCalendar: clean, in NFC, and Markdown as people read it."""

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\ufeff": None})


def cleaned(text: str) -> str:
    """Return text as RFC 5545 section 3.3.11 allows it, normalised to NFC.

    Every kind of line break becomes LF; other control characters and lone surrogates go, the tab stays. Marks
    of writing direction are text, and stay too.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", kept)


def one_line(text: str) -> str:
    """Return cleaned text without line breaks and repeated spaces: a title, a name."""
    return " ".join(cleaned(text).split())


def plain_text(markdown: str) -> str:
    """Return Markdown as plain text: paragraphs apart, points with a dot, links with their address behind."""
    page = _Page()
    for token in _markdown.parse(cleaned(markdown)):
        page.take(token)
    return _without_gaps("\n".join(page.lines))


class _Page:
    """The lines of a text, written token by token."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._lists: list[int | None] = []
        """The open lists, the innermost last: the next number of each, None for one of points."""
        self._lead = ""

    def take(self, token: Token) -> None:
        """Write down one token of Markdown."""
        match token.type:
            case "inline":
                self.lines.append(self._lead + _inline(token.children or []))
                self._lead = ""
            case "code_block" | "fence":
                self.lines += [token.content.rstrip("\n"), ""]
            case "paragraph_close" | "heading_close" | "tr_close" if not self._lists:
                self.lines.append("")
            case _:
                self._take_list(token)

    def _take_list(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                self._lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                if not self._lists:
                    self.lines.append("")
            case "list_item_open":
                number = self._lists[-1]
                self._lead = "  " * (len(self._lists) - 1) + ("• " if number is None else f"{number}. ")
                if number is not None:
                    self._lists[-1] = number + 1


def _inline(tokens: list[Token]) -> str:
    parts: list[str] = []
    targets: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "image":
                parts.append(token.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "link_open":
                targets.append((str(token.attrGet("href") or ""), len(parts)))
            case "link_close":
                target, begin = targets.pop()
                shown = "".join(parts[begin:])
                if target and target.removeprefix("mailto:") != shown:
                    parts.append(f" ({target})")
    return "".join(parts)


def _without_gaps(text: str) -> str:
    """Return the text with at most one empty line between paragraphs."""
    kept: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept).strip("\n")
