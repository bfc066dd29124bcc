"""A table and what its columns are for: to plain records, with every cell named that cannot be taken over. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from conference.draft.rules import limits
from conference.exchange import rules
from conference.exchange.document import (
    DayFromAbove,
    EncodingTaken,
    Holdings,
    IdsMade,
    KeptIn,
    LengthDiffers,
    LengthMended,
    LocalTimes,
    PlainProgramme,
    PlainSession,
    Remark,
    Unscheduled,
)
from conference.exchange.sheets.cells import Cells, Wrong
from conference.exchange.sheets.columns import Field, Heading
from conference.exchange.sheets.finding import Finder, Into, SessionIds
from conference.exchange.sheets.naming import Naming
from conference.exchange.sheets.table import Row, cell_name
from conference.exchange.sheets.times import Span, Texts, is_clock_alone, span_of
from conference.exchange.sheets.values import format_of, languages_of, minutes_of, number_of, zone_of
from conference.translated import Translated, folded
from conference.zones import local_day

MOST_WRONG = 2_000
"""Wrong cells that are named one by one."""
EXAMPLES = 3
CANCELLED = frozenset({"cancelled", "canceled", "abgesagt", "fallt aus", "ausgefallen", "iptal", "iptal edildi"})
_WAYS = {
    Field.INTERPRETED: "interpreted",
    Field.CAPTIONED: "captioned",
    Field.SIGNED: "signed",
    Field.EASY: "easy",
}


@dataclass(frozen=True)
class Taken:
    """What a table came to.

    :ivar programme: of the rows without fault.
    :ivar rows: numbers of the rows, by the ids of their sessions.
    :ivar titles: of the rows that have one, by number.
    """

    programme: PlainProgramme
    wrong: tuple[Wrong, ...]
    rows: Mapping[str, int]
    titles: Mapping[int, str]


def read_rows(
    heading: Heading, columns: Mapping[int, str], into: Into, *, format_name: str, encoding: str | None = None
) -> Taken:
    """Read the rows under a heading.

    :param columns: what each is for, by its number: see :func:`~conference.exchange.sheets.columns.guessed`.
    :param encoding: of the text, where it had to be guessed.
    :raises conference.exchange.rules.TooMany: there are more rows than a programme has sessions.
    """
    return _Reading(heading, columns, into).taken(format_name, encoding)


class _Reading:
    """One reading of a table."""

    def __init__(self, heading: Heading, columns: Mapping[int, str], into: Into) -> None:
        self.heading = heading
        self.event = into.programme.event
        self.main = self.event.languages[0]
        self.finder = Finder(into)
        self.cells = Cells(heading, columns)
        self.naming = Naming(self.cells, self.finder)
        self.there = {session.id: session for session in into.programme.sessions}
        self.remarks: list[Remark] = []
        self.kept: Counter[str] = Counter()
        self.unscheduled: list[str] = []
        self.carried: list[str] = []
        self.day_above = ""
        self.local: Counter[str] = Counter()
        self.used: set[str] = set()
        self.titles: dict[int, str] = {}

    def taken(self, format_name: str, encoding: str | None) -> Taken:
        """Return what all rows come to."""
        rows = [row for row in self.heading.below if self.cells.is_filled(row)]
        if len(rows) > rules.MOST_SESSIONS:
            raise rules.TooMany(cell_name(self.heading.row, 0), rules.MOST_SESSIONS)
        for row in rows:
            self.titles[row.number] = next(iter(self.cells.texts(row, Field.TITLE, self.main).values()), "")
        self.ids = SessionIds(tuple(self.there.values()), [text for text in self.titles.values() if text])
        sessions: list[PlainSession] = []
        numbers: dict[str, int] = {}
        for row in rows:
            before = len(self.cells.wrong)
            session = self.session(row)
            if session and len(self.cells.wrong) == before:
                sessions.append(session)
                numbers[session.id] = row.number
        finder = self.finder
        programme = PlainProgramme(
            event=self.event, themes=tuple(finder.themes.values()), rooms=tuple(finder.rooms.values()),
            speakers=tuple(finder.speakers.values()), sessions=tuple(sessions),
            remarks=tuple(self.summary(len(rows), encoding)),
            holds=Holdings(
                format=format_name, sessions=len(rows), speakers=len(finder.speakers), themes=len(finder.themes),
                rooms=len(finder.rooms),
                days=len({local_day(one.starts_at, self.event.zone) for one in sessions if one.starts_at}),
            ),
        )  # fmt: skip
        return Taken(programme, tuple(self.cells.wrong[:MOST_WRONG]), numbers, self.titles)

    def summary(self, rows: int, encoding: str | None) -> Iterable[Remark]:
        """Yield what was mended, and what people should know of the whole."""
        if encoding:
            yield EncodingTaken(encoding, is_declared=False)
        if rows and not self.cells.has(Field.ID):
            yield IdsMade("sessions", rows, 0, ("title", "start"))
        for zone, count in self.local.items():
            yield LocalTimes(count, zone)
        if self.carried:
            yield DayFromAbove(len(self.carried), tuple(self.carried[:EXAMPLES]))
        for what, count in self.kept.items():
            yield KeptIn(what, "abstract", count)
        if self.unscheduled:
            yield Unscheduled("no time", len(self.unscheduled), tuple(self.unscheduled[:EXAMPLES]))
        yield from self.remarks

    def session(self, row: Row) -> PlainSession | None:
        """Return the session of a row; None where it has no title. What is wrong with it is noted."""
        cells = self.cells
        cells.note_formulas(row)
        spoken = cells.read(row, Field.SPOKEN, languages_of) or ()
        language = next((code for code in spoken if code in self.event.languages), spoken[0] if spoken else self.main)
        held = self.there.get(cells.text(row, Field.ID))
        title = cells.texts(row, Field.TITLE, language, limits.TITLE) or (held.title if held else {})
        if not title:
            place = cells.place(row, Field.TITLE)
            if all(one.refusal.place != place for one in cells.wrong[-len(self.heading.columns) :]):
                cells.note(row, Field.TITLE, rules.Missing(place))
            return None
        span = self.span(row)
        key = self.key(row, title, span)
        held = self.there.get(key)
        texts: dict[str, Any] = {
            "title": title,
            "abstract": self.abstract(row, language),
            "label": cells.texts(row, Field.LABEL, language, limits.LABEL),
            "remains": cells.texts(row, Field.REMAINS, language, limits.BODY),
        }
        if held:  # languages of which the table says nothing are kept
            texts = {name: {**getattr(held, name), **text} for name, text in texts.items()}
        themes = self.naming.themes(row, language)
        ways: dict[str, Any] = {name: cells.read(row, way, languages_of) or () for way, name in _WAYS.items()}
        known = format_of(cells.text(row, Field.FORMAT))
        return PlainSession(
            id=key, **texts, **ways, spoken=spoken, theme=themes[0] if themes else None, more_themes=tuple(themes[1:]),
            starts_at=span.starts_at, minutes=span.minutes, seats=self.seats(row),
            join_url=cells.read(row, Field.JOIN_URL, _address),
            recording_url=cells.read(row, Field.RECORDING_URL, _address), format=str(known.format) if known else None,
            is_cancelled=folded(cells.text(row, Field.STATE)) in CANCELLED,
            speakers=self.naming.speakers(row, held),
            moderators=self.naming.people(row, Field.MODERATORS, Field.MODERATOR_IDS),
            interpreters=self.naming.people(row, Field.INTERPRETERS, Field.INTERPRETER_IDS),
            partnerships=self.naming.partnerships(row), uid=rules.uuid_in(cells.text(row, Field.UID)),
            room=self.naming.room(row, language) if span.starts_at else None,
        )  # fmt: skip

    def key(self, row: Row, title: Translated, span: Span) -> str:
        """Return the id of a row's session."""
        own = self.cells.text(row, Field.ID)
        if not own:
            stamp = span.starts_at.astimezone(UTC).strftime("%Y%m%d%H%M") if span.starts_at else "unscheduled"
            return self.ids.made(title, span.starts_at, stamp)
        place = self.cells.place(row, Field.ID)
        if len(own) > limits.EXTERNAL_ID:
            self.cells.note(row, Field.ID, rules.TooLong(place, limits.EXTERNAL_ID))
        elif own in self.used:
            self.cells.note(row, Field.ID, rules.GivenTwice(place, own))
        self.used.add(own)
        return own

    def span(self, row: Row) -> Span:
        """Return when it takes place, and note what was mended."""
        cells = self.cells
        start = Field.START if cells.has(Field.START) or not cells.has(Field.START_UTC) else Field.START_UTC
        zone = "UTC" if start is Field.START_UTC else cells.read(row, Field.ZONE, zone_of) or self.event.zone
        said_start = cells.text(row, start)
        day = cells.text(row, Field.DAY)
        if not day and self.day_above and is_clock_alone(said_start):
            day = self.day_above
            self.carried.append(self.titles[row.number])
        self.day_above = day or self.day_above
        texts = Texts(
            day=(day, cells.place(row, Field.DAY)),
            start=(said_start, cells.place(row, start)),
            end=(cells.text(row, Field.END), cells.place(row, Field.END)),
            minutes=cells.read(row, Field.LENGTH, minutes_of),
        )  # fmt: skip
        try:
            span = span_of(texts, zone)
        except rules.Misfit as refusal:
            cells.note_at(row, cells.number_of(refusal.place), refusal)
            return Span()
        title = self.titles[row.number]
        if span.said is not None and span.minutes is not None:
            place = cells.place(row, Field.LENGTH)
            mended = LengthMended(title, span.said, span.minutes)
            self.remarks.append(mended if span.is_mended else LengthDiffers(place, span.said, span.minutes))
        if span.starts_at is None and (texts.day[0] or texts.start[0]):
            self.unscheduled.append(title)
        if span.is_local and span.starts_at and start is Field.START:
            self.local[zone] += 1
        return span

    def abstract(self, row: Row, language: str) -> Translated:
        """Return the abstract, with what has no field of its own above and below it."""
        cells = self.cells
        texts = cells.texts(row, Field.ABSTRACT, language, limits.BODY)
        for code, subtitle in cells.texts(row, Field.SUBTITLE, language, limits.TITLE).items():
            texts[code] = f"**{subtitle}**\n\n{texts.get(code, '')}".strip()
            self.kept["subtitle"] += 1
        below = cells.filled(row, Field.MORE)
        for number, text in cells.filled(row, Field.FORMAT):
            known = format_of(text)
            if known is None or not known.is_exact:
                below.append((number, text))
        if below:
            lines = [f"{cells.name(number).replace('_', ' ')}: {text}" for number, text in below]
            first = next(iter(texts), language)
            texts[first] = "\n\n".join([texts[first], *lines] if first in texts else lines)
            self.kept.update({cells.name(number) for number, _text in below})
        if any(len(text) > limits.BODY for text in texts.values()):
            cells.note(row, Field.ABSTRACT, rules.TooLong(cells.place(row, Field.ABSTRACT), limits.BODY))
        return texts

    def seats(self, row: Row) -> int | None:
        """Return how many can take part."""
        seats = self.cells.read(row, Field.SEATS, number_of)
        if seats is not None and not 1 <= seats <= limits.MOST_SEATS:
            place = self.cells.place(row, Field.SEATS)
            self.cells.note(row, Field.SEATS, rules.OutOfRange(place, seats, 1, limits.MOST_SEATS))
            return None
        return seats


def _address(text: str, place: str) -> str:
    if len(text) > limits.URL:
        raise rules.TooLong(place, limits.URL)
    if not limits.is_secure_address(text):
        raise rules.Malformed(place, "address", text)
    return text
