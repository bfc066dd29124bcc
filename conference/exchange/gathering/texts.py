"""Texts as files hold them: HTML becomes Markdown, stray signs go, and all fit their place."""

import html
import re
import unicodedata
from html.parser import HTMLParser

_TAG = re.compile(
    r"</?(?:p|br|a|b|i|em|strong|u|ul|ol|li|div|span|h[1-6]|blockquote|pre|code|hr|img|table|tr|td|th|tt|font|sup|sub)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_GAPS = re.compile(r"\n{3,}")
_BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\ufeff": None})
_FOLLOWED = re.compile(r"(?:https?://|mailto:|ftp://)\S")
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


MOST = 100_000
"""Characters of a text that are looked at; far more than any place holds."""


def cleaned(text: str) -> str:
    """Return text without control characters, with one kind of line break, in NFC."""
    text = text[:MOST]
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", kept).strip()


def one_line(text: str) -> str:
    """Return cleaned text on one line, as a title or name is; entities that were escaped twice are resolved."""
    line = " ".join(cleaned(text).split())
    return " ".join(html.unescape(line).split()) if _ENTITY.search(line) else line


def markdown_of(text: str) -> str:
    """Return a text as Markdown: HTML is translated, all else is left as it was written."""
    text = cleaned(text)
    if not _TAG.search(text):
        return html.unescape(text) if _ENTITY.search(text) and "\n" not in text.strip() else text
    page = _Markdown()
    page.feed(text)
    page.close()
    return page.text()


def link_of(title: str, url: str) -> str:
    """Return a link in Markdown; one that leads nowhere safe is written out."""
    shown = _SPECIAL.sub(r"\\\1", one_line(title) or url)
    target = url.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
    if _FOLLOWED.match(url):
        return f"[{shown}]({target})"
    plain = _SPECIAL.sub(r"\\\1", url)
    return shown if shown == plain else f"{shown}: {plain}"


class _Markdown(HTMLParser):
    """HTML to Markdown, as much of it as abstracts use. What is not known is left away, its text is kept."""

    _MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`"}  # noqa: RUF012
    _BLOCKS = frozenset(
        {"p", "div", "blockquote", "table", "ul", "ol", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
    )
    _SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._lists: list[int | None] = []
        self._targets: list[tuple[str, int]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in self._SILENT:
            self._silent += 1
        elif tag == "br":
            self._parts.append("  \n")
        elif tag == "li":
            self._open_item()
        elif tag == "a":
            self._targets.append((values.get("href", ""), len(self._parts)))
        elif tag == "img":
            self._parts.append(link_of(values.get("alt", ""), values["src"]) if values.get("src") else "")
        elif tag in self._BLOCKS:
            self._open_block(tag)
        elif tag in self._MARKS:
            self._parts.append(self._MARKS[tag])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in {"br", "img", "hr"}:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._targets:
            self._close_link()
        elif tag in {"ul", "ol"}:
            if self._lists:
                self._lists.pop()
            self._parts.append("\n" if self._lists else "\n\n")
        elif tag in {"tr", "dd", "dt"}:
            self._parts.append("\n")
        elif tag in {"td", "th"}:
            self._parts.append(" ")
        elif tag in self._BLOCKS and not self._lists:
            self._parts.append("\n\n")
        elif tag in self._MARKS:
            self._parts.append(self._MARKS[tag])

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        text = re.sub(r"\s+", " ", data)
        if not self._parts or self._parts[-1].endswith("\n"):
            text = text.lstrip()
        # A sign that HTML showed as it stands must not become markup.
        self._parts.append(_SPECIAL.sub(r"\\\1", text))

    def text(self) -> str:
        """Return the Markdown."""
        lines = "".join(self._parts).replace("\u00a0", " ").split("\n")
        kept = [line if line.endswith("  ") and line.strip() else line.rstrip() for line in lines]
        return _GAPS.sub("\n\n", "\n".join(kept)).strip()

    def _open_item(self) -> None:
        depth = max(0, len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        mark = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1
        lead = "" if not self._parts or self._parts[-1].endswith("\n") else "\n"
        self._parts.append(f"{lead}{'   ' * depth}{mark}")

    def _open_block(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            if not self._lists:
                self._parts.append("\n\n")
            self._lists.append(1 if tag == "ol" else None)
        elif self._lists:
            return
        elif tag == "hr":
            self._parts.append("\n\n---\n\n")
        else:
            self._parts.append("\n\n" + {"blockquote": "> "}.get(tag, f"{'#' * int(tag[1])} " if tag[0] == "h" else ""))

    def _close_link(self) -> None:
        target, begin = self._targets.pop()
        shown = "".join(self._parts[begin:])
        del self._parts[begin:]
        url = target.strip()
        if not shown.strip() or not _FOLLOWED.match(url):
            self._parts.append(shown)
        else:
            url = url.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C")
            self._parts.append(f"[{' '.join(shown.split())}]({url})")
