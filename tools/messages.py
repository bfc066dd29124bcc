"""Keep the translation catalogues in step with the words in code and templates.

    python -m tools.messages           update the catalogues, count what is untranslated
    python -m tools.messages --check   change nothing; fail when anything is out of date or missing

Catalogues are sorted and carry neither places nor dates, so that two branches seldom touch
the same line: where a text stands, a search for it tells. Texts that changed come back empty:
no guess of a similar text is kept.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from tools.setup import CATALOGUES, ROOT, compile_catalogues

LANGUAGES = ("de", "tr")
"""English is what stands in code and templates; it needs no catalogue."""

SOURCES = ("conference", "templates")
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.svg", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_pgettext": ((1, "c"), 2)}
TRANSLATOR_NOTE = "Translators:"
NEEDED_HEADERS = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
OTHER_HEADERS = re.compile(rf'^"(?!({"|".join(NEEDED_HEADERS)}):)[\w-]+:.*\\n"\n', re.MULTILINE)


def main() -> None:
    """Update or check all catalogues."""
    parser = argparse.ArgumentParser(description="Keep the translation catalogues in step.")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on what is wrong")
    only_check = parser.parse_args().check

    if only_check:
        found = list(faults())
        sys.exit("\n".join([*found, "`make messages` brings the catalogues up to date."]) if found else 0)
    template = extract()
    for language in LANGUAGES:
        catalogue = updated(language, template)
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_text(text_of(catalogue), encoding="utf-8")
        print(f"  {language}: {len(catalogue)} texts, {len(list(untranslated(catalogue)))} untranslated")
    compile_catalogues()


def faults() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with the catalogues."""
    template = extract()
    for language in LANGUAGES:
        path = path_of(language)
        name = path.relative_to(ROOT)
        catalogue = updated(language, template)
        if not path.exists() or path.read_text(encoding="utf-8") != text_of(catalogue):
            yield f"{name} is out of date."
        for message in catalogue:
            if message.id and message.fuzzy:
                yield f"{name}: fuzzy: {shown(message)}"
        missing = list(untranslated(catalogue))
        for message in missing:
            yield f"{name}: untranslated: {shown(message)}"
        for message, errors in catalogue.check():
            if message not in missing:
                yield f"{name}: {errors[0]}: {shown(message)}"


def extract() -> Catalog:
    """Return all texts that code and templates ask gettext for."""
    template = Catalog(project="Meridian", charset="utf-8")
    for source in SOURCES:
        found = extract_from_dir(
            ROOT / source, METHODS, keywords=KEYWORDS, comment_tags=(TRANSLATOR_NOTE,), strip_comment_tags=True
        )
        for _file, _line, text, comments, context in sorted(found, key=lambda text: text[0]):
            template.add(text, auto_comments=comments, context=context)
    return template


def updated(language: str, template: Catalog) -> Catalog:
    """Return a language's catalogue with the texts of the template, and only those."""
    path = path_of(language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    else:
        catalogue = Catalog(locale=language, project="Meridian", charset="utf-8")
        catalogue.fuzzy = False
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False, keep_user_comments=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        if message.pluralizable and not any(message.string or ()):
            message.string = ("",) * catalogue.num_plurals  # Babel gives two, whatever the language has
    catalogue.header_comment = (
        f"# The words of Meridian in {catalogue.locale.english_name if catalogue.locale else language}."
    )
    return catalogue


def text_of(catalogue: Catalog) -> str:
    """Return the file of a catalogue: sorted, without places and dates."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, ignore_obsolete=True, no_location=True)
    head, blank, body = file.getvalue().decode().partition("\n\n")
    return OTHER_HEADERS.sub("", head + "\n") + blank[1:] + body


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """Yield the texts that have no translation, or not in all plural forms."""
    for message in catalogue:
        strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if message.id and not all(strings):
            yield message


def shown(message: Message) -> str:
    """Return a text as one line for people."""
    return repr(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def path_of(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    main()
