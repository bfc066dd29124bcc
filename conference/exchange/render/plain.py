"""Markdown as plain paragraphs, cut at a word."""

from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False})
_BLOCKS = frozenset({"inline", "code_block", "fence"})


def paragraphs(markdown: str, at_most: int) -> list[str]:
    """Return the paragraphs of a text without its marks, together no longer than ``at_most`` characters."""
    found: list[str] = []
    left = at_most
    for token in _markdown.parse(markdown):
        if token.type not in _BLOCKS:
            continue
        parts = [
            child.content if child.type in {"text", "code_inline"} else " "
            for child in token.children or []
            if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
        ]
        text = " ".join(("".join(parts) if token.children else token.content).split())
        if not text:
            continue
        if len(text) > left:
            found.append(text[:left].rpartition(" ")[0].rstrip(",;:.–- ") + " …")
            break
        left -= len(text)
        found.append(text)
    return found
