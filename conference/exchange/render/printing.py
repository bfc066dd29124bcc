"""Setting a booklet as PDF with Typst. Whatever people wrote goes in as data alone, never as markup."""

import json
from dataclasses import asdict
from pathlib import Path

import typst

from conference.exchange.render.booklet import Booklet
from conference.exchange.render.glyphs import printable

TEMPLATE = Path(__file__).with_name("programme.typ")


def pdf_of(booklet: Booklet, *, fonts: Path) -> bytes:
    """Return a booklet as a tagged PDF: the same booklet always gives the same bytes.

    What no font can show is left out or replaced, see :func:`~conference.exchange.render.glyphs.printable`.

    :param fonts: folder of Archivo and Newsreader as TTF.
    """
    data = printable(json.dumps(asdict(booklet), ensure_ascii=False, default=str), fonts=fonts)
    compiler = typst.Compiler(  # type: ignore[misc]
        TEMPLATE.read_bytes(), font_paths=[str(fonts)], ignore_system_fonts=True, sys_inputs={"data": data}
    )
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=int(booklet.made_at.timestamp()))
    return made if isinstance(made, bytes) else b"".join(made or ())
