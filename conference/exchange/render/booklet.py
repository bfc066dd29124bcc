"""What stands in the printable programme: one language, the event's zones, lines in the colours of themes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import segno

from conference import zones
from conference.exchange.render.plain import paragraphs
from conference.programme.document import Programme, Session, SessionState
from conference.programme.document.index import ends_at
from conference.programme.render import readable_colour
from conference.translated import Translated, beside, pick, sort_key

ABSTRACT = 900
"""Characters of an abstract on paper; the whole of it is on its page, which the booklet names."""
MOST_RAILS = 8
"""With more themes than this, one line carries the colour of each session's main theme."""


@dataclass(frozen=True, kw_only=True)
class PrintWords:
    """The words of a booklet in its language.

    :ivar day: names a day in full; ``day_short`` in few letters, as (weekday, number).
    :ivar city: names a zone.
    :ivar language_name: names a language by its code.
    """

    language: str
    programme: str
    contents: str
    themes: str
    speakers: str
    unscheduled: str
    cancelled: str
    address: str
    page_of: str
    release: str
    interpreted: str
    nothing: str
    day: Callable[[date], str]
    day_short: Callable[[date], tuple[str, str]]
    span: str
    city: Callable[[str], str]
    language_name: Callable[[str], str]


@dataclass(frozen=True)
class Line:
    """A theme: its number, names and colour on paper."""

    number: int
    title: str
    beside: str
    colour: str


@dataclass(frozen=True)
class Row:
    """A session.

    :ivar times: (start, end, other day) by the clocks of each zone.
    :ivar lines: numbers of its themes.
    """

    code: str
    times: list[tuple[str, str, str]]
    lines: list[int]
    title: str
    beside: str
    facts: list[str]
    text: list[str]
    is_cancelled: bool
    address: str


@dataclass(frozen=True)
class PrintDay:
    """A day with its sessions."""

    key: str
    title: str
    weekday: str
    number: str
    lines: list[int]
    rows: list[Row]
    offsets: list[str]


@dataclass(frozen=True)
class Entry:
    """A speaker in the index, with the sessions by code and title."""

    name: str
    affiliation: str
    sessions: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Booklet:
    """All that the template sets; nothing in it is markup."""

    language: str
    title: str
    beside: str
    span: str
    summary: list[str]
    cities: list[str]
    words: dict[str, str]
    address: str
    qr: str
    release: str
    made_at: datetime
    lines: list[Line]
    days: list[PrintDay]
    unscheduled: list[Row]
    speakers: list[Entry]
    rails: int = field(default=0)
    runs_on: bool = False


def booklet_of(
    programme: Programme, words: PrintWords, *, site: str, made_at: datetime, runs_on: bool = False
) -> Booklet:
    """Return the booklet of a programme.

    :param site: address of the event's page, without a slash at its end; the door of each session is beside it.
    :param made_at: of the release.
    :param runs_on: whether days follow one another on a page, without a list of contents: for few sessions.
    """
    return replace(_Maker(programme, words, site, made_at).booklet(), runs_on=runs_on)


class _Maker:
    """Makes one booklet."""

    def __init__(self, programme: Programme, words: PrintWords, site: str, made_at: datetime) -> None:
        self._programme = programme
        self._words = words
        self._site = site
        self._made_at = made_at
        self._languages = programme.event.languages

    def booklet(self) -> Booklet:
        """Return the whole."""
        programme, words = self._programme, self._words
        event = programme.event
        lines = [
            Line(number, self._text(theme.title), self._beside(theme.title), readable_colour(theme.colour).light)
            for number, theme in enumerate(programme.themes.values(), start=1)
        ]
        return Booklet(
            language=words.language,
            title=self._text(event.title),
            beside=self._beside(event.title),
            span=words.span,
            summary=paragraphs(self._text(event.summary), ABSTRACT),
            cities=[words.city(zone) for zone in programme.zones],
            words={
                name: getattr(words, name)
                for name in ("programme", "contents", "themes", "speakers", "unscheduled", "cancelled", "address",
                             "page_of", "nothing")
            },
            address=self._site,
            qr=segno.make(self._site, error="m").svg_inline(border=0, dark="#121d33"),
            release=words.release,
            made_at=self._made_at.astimezone(UTC),
            lines=lines,
            rails=len(lines) if len(lines) <= MOST_RAILS else 1,
            days=[self._day(one.day, one.sessions) for one in programme.days.values()],
            unscheduled=[self._row(one) for one in programme.sessions.values() if one.slot is None],
            speakers=self._speakers(),
        )  # fmt: skip

    def _text(self, text: Translated) -> str:
        return pick(text, self._words.language, self._languages)

    def _beside(self, text: Translated) -> str:
        found = beside(text, self._words.language, self._languages)
        return found[1] if found else ""

    def _day(self, day: date, sessions: Iterable[Session]) -> PrintDay:
        held = list(sessions)
        weekday, number = self._words.day_short(day)
        noon = zones.day_bounds(day, self._programme.event.zone)[0]
        noon = held[0].slot.starts_at if held and held[0].slot else noon
        return PrintDay(
            key=day.isoformat(), title=self._words.day(day), weekday=weekday, number=number,
            lines=sorted({line for one in held for line in self._lines(one)}),
            rows=[self._row(one) for one in held],
            offsets=[zones.offset_text(noon, zone) for zone in self._programme.zones],
        )  # fmt: skip

    def _lines(self, session: Session) -> list[int]:
        return [self._programme.theme_number(slug) for slug in session.themes if slug in self._programme.themes]

    def _row(self, session: Session) -> Row:
        return Row(
            code=session.code,
            times=[self._times(session, zone) for zone in self._programme.zones] if session.slot else [],
            lines=self._lines(session),
            title=self._text(session.title) or session.code,
            beside=self._beside(session.title),
            facts=self._facts(session),
            text=paragraphs(self._text(session.abstract), ABSTRACT),
            is_cancelled=session.state is SessionState.CANCELLED,
            address=f"{self._site.rpartition('/')[0]}/s/{session.code}",
        )

    def _times(self, session: Session, zone: str) -> tuple[str, str, str]:
        starts_at = session.slot.starts_at if session.slot else self._made_at
        start, end = zones.to_local(starts_at, zone), zones.to_local(ends_at(session), zone)
        here = zones.local_day(starts_at, self._programme.event.zone)
        other = "" if start.date() == here else " ".join(self._words.day_short(start.date()))
        return f"{start:%H:%M}", f"{end:%H:%M}", other

    def _facts(self, session: Session) -> list[str]:
        words, programme = self._words, self._programme
        room = programme.room_of(session)
        passport = session.passport
        named = ", ".join(words.language_name(code) for code in passport.spoken)
        interpreted = ", ".join(words.language_name(code) for code in passport.interpreted)
        facts = [
            ", ".join(person.name for person in programme.speakers_of(session)),
            ", ".join(
                " – ".join(town.name for town in programme.municipalities_of(tie))
                for tie in programme.partnerships_of(session)
            ),
            self._text(room.name) if room else "",
            named,
            words.interpreted % {"languages": interpreted} if interpreted else "",
        ]
        return [fact for fact in facts if fact]

    def _speakers(self) -> list[Entry]:
        programme = self._programme
        people = sorted(programme.speakers.values(), key=lambda one: sort_key(one.name, self._words.language))
        return [
            Entry(
                person.name,
                self._text(person.affiliation),
                [(one.code, self._text(one.title) or one.code) for one in programme.sessions_of_speaker(person.code)],
            )
            for person in people
            if programme.sessions_of_speaker(person.code)
        ]
