"""What a search found, ready to be shown: marked, with excerpts, and with offers where it found nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from conference.programme.document import Programme, Session
from conference.programme.rules.filters import Filter, Found, Part, find
from conference.programme.rules.search import (
    Excerpt,
    Marker,
    Offers,
    Piece,
    asked,
    offers,
    sessions_index,
    spelled,
)
from conference.translated import Translated, beside, language_of
from conference.web.locale import current_language

MOST_SPELLINGS = 3
MOST_ALSO = 2
"""So many texts that a row would not show are added to it, where what was searched for stands in them."""


@dataclass(frozen=True, slots=True)
class Result:
    """A session that was found.

    :ivar marker: marks what was searched for.
    :ivar further_title: its title in a language that is not shown, where only that one holds what was searched for.
    :ivar excerpt: of its abstract; None where nothing of the search is in it.
    :ivar also: texts that its row does not show otherwise, in which what was searched for stands: language and pieces.
    :ivar has_day: whether its row names the day, since no heading does.
    """

    session: Session
    marker: Marker
    further_title: tuple[str, tuple[Piece, ...]] | None
    excerpt: Excerpt | None
    also: tuple[tuple[str, tuple[Piece, ...]], ...]
    has_day: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A word that stands nowhere, and what it was taken for.

    :ivar typed: as it was typed.
    :ivar words: of the programme, as it spells them.
    """

    typed: str
    words: tuple[str, ...]


def marker_of(wanted: Filter, found: Found) -> Marker:
    """Return what marks the words of a filter."""
    return Marker(asked(wanted.text), found.hits.near if found.hits else {})


def results_of(
    programme: Programme, marker: Marker, sessions: Sequence[Session], *, have_day: bool
) -> dict[str, Result]:
    """Return sessions with what is marked in them, by code."""
    language = current_language()
    return {
        session.code: Result(
            session,
            marker,
            _further_title(programme, marker, session.title),
            marker.excerpt(session.abstract, language),
            _also(programme, marker, session),
            have_day,
        )
        for session in sessions
    }


def taken_for(programme: Programme, wanted: Filter, found: Found) -> list[Taken]:
    """Return which words of a search were found only with typing errors."""
    if found.hits is None or not found.hits.near:
        return []
    near = found.hits.near
    return [
        Taken(
            wish.typed,
            tuple(dict.fromkeys(spelled(programme, word) for word in sorted(near[wish.words[0]])[:MOST_SPELLINGS])),
        )
        for wish in asked(wanted.text).wishes
        if wish.words[0] in near
    ]


def offers_for(programme: Programme, wanted: Filter, found: Found) -> Offers | None:
    """Return what comes near to a search that found nothing; None where it found something, or searched for nothing."""
    if found.sessions or found.hits is None:
        return None
    passing = find(programme, wanted.without(Part.TEXT)).codes
    spell = partial(spelled, programme)
    return offers(sessions_index(programme), asked(wanted.text), found.hits, passing, spell)


def _also(programme: Programme, marker: Marker, session: Session) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    language = current_language()
    speakers, moderators = programme.speakers_of(session), programme.moderators_of(session)
    texts = [
        *((theme.title, theme.short) for theme in programme.themes_of(session)),
        *(({"": person.name},) for person in (*moderators, *programme.interpreters_of(session))),
        *((person.affiliation,) for person in (*speakers, *moderators)),
    ]
    found: dict[str, tuple[str, tuple[Piece, ...]]] = {}
    for alternatives in texts:
        # The reader's own language comes first, and of a title and its short form one will do.
        ways = sorted(
            ((code != language, place, code, text[code]) for place, text in enumerate(alternatives) for code in text)
        )
        for _, _, code, text in ways:
            pieces = marker.pieces(text)
            if any(piece.is_marked for piece in pieces):
                found.setdefault(text, (code, pieces))
                break
    return tuple(found.values())[:MOST_ALSO]


def _further_title(programme: Programme, marker: Marker, title: Translated) -> tuple[str, tuple[Piece, ...]] | None:
    second = beside(title, current_language(), programme.event.languages)
    shown = {language_of(title, current_language()), *((second[0],) if second else ())}
    pieces = {language: marker.pieces(text) for language, text in title.items() if text}
    marked = [language for language, of in pieces.items() if any(piece.is_marked for piece in of)]
    if not marked or shown.intersection(marked):
        return None
    return marked[0], pieces[marked[0]]
