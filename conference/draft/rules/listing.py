"""Which rows of the draft a list shows, and in which order."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from conference import zones
from conference.draft.rules.missing import MissingKind
from conference.programme.document import (
    Municipality,
    Partnership,
    Programme,
    Session,
    SessionState,
    Speaker,
    people_of,
)
from conference.programme.rules.search import Field, Index, asked
from conference.translated import pick, sort_key

Row = TypeVar("Row")


class Standing(StrEnum):
    """How a session stands in the draft."""

    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    CANCELLED = "cancelled"
    CLASHING = "clashing"
    INCOMPLETE = "incomplete"
    CHANGED = "changed"
    """It differs from the newest release."""


class Order(StrEnum):
    """In which order a list of sessions stands."""

    TIME = "time"
    TITLE = "title"


class SpeakerStanding(StrEnum):
    """What may be amiss with a speaker."""

    IDLE = "idle"
    """They present no session."""
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, kw_only=True)
class SessionFilter:
    """What to show of the sessions, and in which order; ``None`` and ``""`` show all.

    :ivar day: local day in the event's zone.
    :ivar lacking: only those that lack this.
    """

    text: str = ""
    theme: str = ""
    room: str = ""
    day: date | None = None
    standing: Standing | None = None
    lacking: MissingKind | None = None
    order: Order = Order.TIME

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != SessionFilter(order=self.order)


Marked = Mapping[Standing | MissingKind, Collection[str]]


def filter_from(arguments: Mapping[str, str]) -> SessionFilter:
    """Read a filter from the arguments of an address; what cannot be read shows all."""
    try:
        day = date.fromisoformat(arguments.get("day", ""))
    except ValueError:
        day = None
    standing, lacking = arguments.get("standing", ""), arguments.get("lacking", "")
    return SessionFilter(
        text=arguments.get("q", "").strip()[:200],
        theme=arguments.get("theme", ""),
        room=arguments.get("room", ""),
        day=day,
        standing=Standing(standing) if standing in set(Standing) else None,
        lacking=MissingKind(lacking) if lacking in set(MissingKind) else None,
        order=Order.TITLE if arguments.get("order") == Order.TITLE else Order.TIME,
    )


def sessions_found(programme: Programme, wanted: SessionFilter, marked: Marked, *, language: str) -> list[Session]:
    """Return the sessions that a filter lets through, in order of time, the unscheduled last, or as it says.

    :param marked: codes of the sessions that clash, are incomplete or changed, and of those that lack something.
    :param language: of the reader, by which titles are sorted.
    """

    def texts(session: Session) -> Iterable[str]:
        names = [programme.speakers[code].name for code in people_of(session) if code in programme.speakers]
        towns = [town.name for tie in programme.partnerships_of(session) for town in programme.municipalities_of(tie)]
        return (session.code, *session.title.values(), *names, *towns)

    passing = (session for session in programme.sessions.values() if _is_wanted(programme, session, wanted, marked))
    found = _having(wanted.text, passing, texts)
    if wanted.order is Order.TITLE:
        languages = programme.event.languages
        found.sort(key=lambda session: sort_key(pick(session.title, language, languages), language))
    return found


def speakers_found(
    programme: Programme, text: str, *, language: str, only: Collection[str] | None = None
) -> list[Speaker]:
    """Return the speakers whose name, code or affiliation fulfils a search, sorted for readers of a language.

    :param only: codes of those to choose among; None for all.
    """
    passing = (speaker for speaker in programme.speakers.values() if only is None or speaker.code in only)
    found = _having(text, passing, lambda speaker: (speaker.name, speaker.code, *speaker.affiliation.values()))
    return sorted(found, key=lambda speaker: sort_key(speaker.name, language))


def municipalities_found(programme: Programme, text: str, *, language: str) -> list[Municipality]:
    """Return the municipalities whose name fulfils a search, sorted for readers of a language."""
    found = _having(text, programme.municipalities.values(), lambda town: (town.name,))
    return sorted(found, key=lambda town: sort_key(town.name, language))


def partnerships_found(programme: Programme, text: str, *, language: str) -> list[Partnership]:
    """Return the partnerships whose municipalities' names fulfil a search, sorted likewise."""

    def names(tie: Partnership) -> tuple[str, ...]:
        return tuple(town.name for town in programme.municipalities_of(tie))

    found = _having(text, programme.partnerships.values(), names)
    return sorted(found, key=lambda tie: [sort_key(name, language) for name in names(tie)])


def _having(text: str, rows: Iterable[Row], texts: Callable[[Row], Iterable[str]]) -> list[Row]:
    """Return the rows whose texts fulfil a search, in their order, by the matching that visitors' pages have."""
    several = list(rows)
    if not text.strip():
        return several
    index = Index((number, [Field(1, list(texts(row)))]) for number, row in enumerate(several))
    return [several[number] for number in sorted(index.find(asked(text)).scores)]


def _is_wanted(programme: Programme, session: Session, wanted: SessionFilter, marked: Marked) -> bool:
    slot = session.slot
    if wanted.theme and wanted.theme not in session.themes:
        return False
    if wanted.room and (slot is None or slot.room != wanted.room):
        return False
    if wanted.day and (slot is None or zones.local_day(slot.starts_at, programme.event.zone) != wanted.day):
        return False
    is_lacking = not wanted.lacking or session.code in marked.get(wanted.lacking, ())
    return is_lacking and (not wanted.standing or _stands(session, wanted.standing, marked))


def _stands(session: Session, standing: Standing, marked: Marked) -> bool:
    match standing:
        case Standing.SCHEDULED:
            return session.slot is not None and session.state is SessionState.PLANNED
        case Standing.UNSCHEDULED:
            return session.slot is None
        case Standing.CANCELLED:
            return session.state is SessionState.CANCELLED
        case _:
            return session.code in marked.get(standing, ())
