"""A programme as tables: CSV of its sessions, XLSX of all it has. The same programme gives the same rows. Pure."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from conference import zones
from conference.exchange.document import PlainProgramme, PlainSession
from conference.exchange.sheets.delimited import RISKY
from conference.exchange.sheets.finding import flat
from conference.translated import Translated

Cells = list[str | int]
APART = "; "
NOTHING = "-"
"""Stands for what one of several has not, so that the others keep their places."""
_WIDE = frozenset({"abstract", "remains", "biography", "summary", "note"})
_MADE_AT = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl wants it naive; the same bytes come out each time
WAYS = ("spoken", "interpreted", "captioned", "signed")


def write_csv(programme: PlainProgramme) -> bytes:
    """Write the sessions as CSV (RFC 4180): UTF-8 with a mark, by which spreadsheet programs know it.

    Texts that begin as formulas do are kept from being reckoned by an apostrophe before them.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in _sessions(programme):
        writer.writerow([_harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _harmless(cell: str | int) -> str | int:
    if isinstance(cell, str) and cell.lstrip("'").startswith(RISKY):
        return f"'{cell}"
    return cell


def write_workbook(programme: PlainProgramme) -> bytes:
    """Write everything as an XLSX workbook: sheets of sessions, speakers, rooms, themes and the event."""
    return write_rows(
        {
            "Sessions": _sessions(programme), "Speakers": _speakers(programme), "Rooms": _rooms(programme),
            "Themes": _themes(programme), "Event": _event(programme),
        }
    )  # fmt: skip


def write_rows(sheets: Mapping[str, Iterable[Cells]]) -> bytes:
    """Write an XLSX workbook.

    Every text is stored as one, so that none is taken for a formula.

    :param sheets: rows by the name of their sheet; the first row is its heading.
    """
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _MADE_AT
    for name, rows in sheets.items():
        _fill(book.create_sheet(name), list(rows))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: Any, rows: list[Cells]) -> None:
    heading = rows[0]
    sheet.freeze_panes = "A2"
    for number, name in enumerate(heading, 1):
        longest = max((len(str(row[number - 1])) for row in rows[:200]), default=0)
        at_most = 60 if str(name).split()[0] in _WIDE else 40
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, 8), at_most)
    for place, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=None)
            if isinstance(value, int):
                cell.value = value
            elif value:
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type = "s"
            if place == 0:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(vertical="top")
            cells.append(cell)
        sheet.append(cells)


def _languages(programme: PlainProgramme, texts: Iterable[Translated]) -> list[str]:
    """Return the event's languages, and behind them all others in which there is a text."""
    met = sorted({code for text in texts for code in text})
    return list(dict.fromkeys([*programme.event.languages, *met]))


def _sessions(programme: PlainProgramme) -> Iterable[Cells]:
    themes = {theme.id: theme.title for theme in programme.themes}
    rooms = {room.id: room.name for room in programme.rooms}
    people = {speaker.id: speaker for speaker in programme.speakers}
    main = programme.event.languages[0]

    def names(ids: Sequence[str]) -> str:
        text = APART.join(flat(people[key].name) for key in ids)
        # One name with a comma in it would be read as two.
        return f"{text};" if len(ids) == 1 and "," in text else text

    def affiliations(session: PlainSession) -> str:
        said = [flat(people[key].affiliation.get(main) or _any(people[key].affiliation)) for key in session.speakers]
        return APART.join(text or NOTHING for text in said) if any(said) else ""

    def theme_names(session: PlainSession, code: str) -> str:
        said = [flat(themes[key].get(code, "")) for key in _themes_of(session)]
        return APART.join(text or NOTHING for text in said) if any(said) else ""

    def in_languages(
        name: str, of: Callable[[PlainSession], Translated]
    ) -> list[tuple[str, Callable[[PlainSession], str]]]:
        codes = _languages(programme, map(of, programme.sessions))
        return [(f"{name} {code}", lambda session, code=code: of(session).get(code, "")) for code in codes]  # type: ignore[misc]

    zone = programme.event.zone
    theme_codes = _languages(programme, themes.values())
    room_codes = _languages(programme, rooms.values())
    columns: list[tuple[str, Callable[[PlainSession], str | int | None]]] = [
        ("id", lambda session: session.id),
        *in_languages("title", lambda session: session.title),
        ("start", lambda session: _clock(session.starts_at, zone)),
        ("end", lambda session: _clock(_end(session), zone)),
        ("length", lambda session: session.minutes),
        ("start utc", lambda session: _clock(session.starts_at, "UTC")),
        ("end utc", lambda session: _clock(_end(session), "UTC")),
        ("zone", lambda session: zone if session.starts_at else None),
        ("room id", lambda session: session.room),
        *[(f"room {code}", lambda session, code=code: flat(rooms[session.room].get(code, "")) if session.room else "")
          for code in room_codes],
        ("theme id", lambda session: APART.join(_themes_of(session))),
        *[(f"theme {code}", lambda session, code=code: theme_names(session, code)) for code in theme_codes],
        ("format", lambda session: session.format),
        ("speakers", lambda session: names(session.speakers)),
        ("affiliations", affiliations),
        ("speaker ids", lambda session: APART.join(session.speakers)),
        ("moderators", lambda session: names(session.moderators)),
        ("moderator ids", lambda session: APART.join(session.moderators)),
        ("interpreters", lambda session: names(session.interpreters)),
        ("interpreter ids", lambda session: APART.join(session.interpreters)),
        *[(way, lambda session, way=way: APART.join(getattr(session, way))) for way in WAYS],
        ("easy language", lambda session: APART.join(session.easy)),
        ("seats", lambda session: session.seats),
        ("partnerships", lambda session: APART.join(session.partnerships)),
        ("join link", lambda session: session.join_url),
        ("recording", lambda session: session.recording_url),
        ("state", lambda session: "cancelled" if session.is_cancelled else ""),
        *in_languages("abstract", lambda session: session.abstract),
        *in_languages("label", lambda session: session.label),
        *in_languages("remains", lambda session: session.remains),
        ("uid", lambda session: str(session.uid) if session.uid else ""),
    ]  # fmt: skip
    yield [name for name, _of in columns]
    for session in programme.sessions:
        yield [of(session) or "" for _name, of in columns]


def _themes_of(session: PlainSession) -> list[str]:
    return [key for key in (session.theme, *session.more_themes) if key]


def _any(text: Translated) -> str:
    return next((words for words in text.values() if words), "")


def _end(session: PlainSession) -> datetime | None:
    return session.starts_at + timedelta(minutes=session.minutes) if session.starts_at and session.minutes else None


def _clock(instant: datetime | None, zone: str) -> str:
    return zones.to_local(instant.astimezone(UTC), zone).isoformat(sep=" ", timespec="seconds") if instant else ""


def _records(
    programme: PlainProgramme, records: Sequence[Any], plain: Sequence[tuple[str, str]], texts: Sequence[str]
) -> Iterable[Cells]:
    """Yield a heading and a row for each record.

    :param plain: headings and names of fields; ``texts`` names of those in several languages.
    """
    codes = {name: _languages(programme, (getattr(one, name) for one in records)) for name in texts}
    yield [
        *(heading for heading, _name in plain),
        *chain(*([f"{name} {code}" for code in codes[name]] for name in texts)),
    ]
    for one in records:
        yield [
            *(getattr(one, name) or "" for _heading, name in plain),
            *(getattr(one, name).get(code, "") for name in texts for code in codes[name]),
        ]


def _speakers(programme: PlainProgramme) -> Iterable[Cells]:
    plain = (("id", "id"), ("name", "name"))
    return _records(programme, programme.speakers, plain, ("affiliation", "biography"))


def _rooms(programme: PlainProgramme) -> Iterable[Cells]:
    return _records(programme, programme.rooms, (("id", "id"),), ("name", "note"))


def _themes(programme: PlainProgramme) -> Iterable[Cells]:
    plain = (("id", "id"), ("colour", "colour"))
    return _records(programme, programme.themes, plain, ("title", "short", "summary"))


def _event(programme: PlainProgramme) -> Iterable[Cells]:
    event = programme.event
    yield ["what", "value"]
    yield ["slug", event.slug]
    for name, texts in (("title", event.title), ("summary", event.summary)):
        for code, text in texts.items():
            yield [f"{name} {code}", text]
    yield ["zone", event.zone]
    yield ["second zone", event.second_zone or ""]
    yield ["first day", event.first_day.isoformat()]
    yield ["last day", event.last_day.isoformat()]
    yield ["languages", APART.join(event.languages)]
