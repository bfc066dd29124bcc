"""Templates mirror the parts, carry a title, and hold nothing that our content security policy forbids."""

import re
from pathlib import Path

import pytest

from conference.web.errors import PAGES
from config import ROOT

TEMPLATES = ROOT / "templates"
PARTS = ROOT / "conference"
SHARED = frozenset({"errors", "layouts", "macros"})

ALL = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".svg", ".txt"})
HTML = [path for path in ALL if path.suffix == ".html" and path.parent.name != "mail" and path.stem != "letter"]
PAGES_OF_PARTS = [path for path in HTML if path.parent.name not in SHARED and not path.name.startswith("_")]

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an address of a third party's file": re.compile(
        r"<(script|link|img)\b[^>]*\b(src|href)=[\"']https?:", re.IGNORECASE
    ),
    "a trans block (its spaces get lost; use _() or ngettext())": re.compile(r"\{%-?\s*trans\b"),
    "a form in a paragraph (browsers end the paragraph before it)": re.compile(
        r"<p\b[^>]*>(?:(?!</p>).)*(?:\{\{ *post_button\(|<form\b)"
    ),
    "a text marked as safe": re.compile(r"\|\s*safe\b"),
}


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def sources() -> str:
    code = sorted(PARTS.rglob("*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in [*code, *ALL])


def test_there_are_templates():
    assert len(PAGES_OF_PARTS) > 10


@pytest.mark.parametrize("path", PAGES_OF_PARTS, ids=name_of)
def test_every_page_has_a_title(path):
    assert re.search(r"\{%-?\s*block title\b", path.read_text(encoding="utf-8")), f"{name_of(path)} has no title block"


@pytest.mark.parametrize("path", HTML, ids=name_of)
def test_no_template_holds_what_the_policy_forbids(path):
    source = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"\{\{(?![^}]*\|\s*safe\b).*?\}\}", "", source, flags=re.DOTALL)

    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_every_folder_of_templates_belongs_to_a_part():
    folders = {path.relative_to(TEMPLATES).parts[0] for path in ALL}

    assert {folder for folder in folders - SHARED if not (PARTS / folder).is_dir()} == set()


def test_every_template_is_used():
    text = sources()
    letters = re.compile(r"^(?P<part>\w+)/mail/(?P<name>\w+)\.(txt|html)$")

    def is_used(path: Path) -> bool:
        name = name_of(path)
        letter = letters.match(name)
        return f'"{letter["part"]}/{letter["name"]}"' in text if letter else f'"{name}"' in text

    assert [name_of(path) for path in ALL if path.parent.name != "errors" and not is_used(path)] == []


def test_every_error_has_its_page():
    assert {path.name for path in (TEMPLATES / "errors").glob("[0-9]*.html")} == {f"{status}.html" for status in PAGES}
