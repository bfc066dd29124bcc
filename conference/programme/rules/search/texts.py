"""What of a programme is searched: its sessions, its people and its partnerships, in all languages at once."""

from collections.abc import Iterable

from conference.programme.document import Format, Partnership, Programme, Session, Speaker
from conference.programme.rules.kept import once_per_programme
from conference.programme.rules.search.folding import placed_words
from conference.programme.rules.search.index import Field, Index
from conference.programme.rules.search.plain import plain

TITLE, NAME, PLACE, TEXT = 8.0, 4.0, 2.0, 1.0
"""Weights: of titles; of people, towns and themes; of rooms, organisations and kinds; of longer texts."""

FORMAT_NAMES = {
    Format.TALK: ("Vortrag", "Sunum", "Talk"),
    Format.WORKSHOP: ("Workshop", "Atölye"),
    Format.PANEL: ("Podium", "Panel"),
    Format.PLENARY: ("Plenum", "Genel oturum", "Plenary"),
    Format.MEETING: ("Treffen", "Buluşma", "Meeting"),
}
"""What kinds of sessions are called on the pages: one searches in all languages, whichever one reads."""


@once_per_programme
def sessions_index(programme: Programme) -> Index[str]:
    """Return the index of a programme's sessions, by code, in the programme's order."""
    return Index((session.code, _of_session(programme, session)) for session in programme.sessions.values())


@once_per_programme
def people_index(programme: Programme) -> Index[str]:
    """Return the index of a programme's speakers, by code."""
    return Index((speaker.code, _of_person(speaker)) for speaker in programme.speakers.values())


@once_per_programme
def partnerships_index(programme: Programme) -> Index[str]:
    """Return the index of a programme's partnerships, by slug."""
    return Index((tie.slug, _of_partnership(programme, tie)) for tie in programme.partnerships.values())


def spelled(programme: Programme, word: str) -> str:
    """Return a word of the sessions' vocabulary as a text of the programme spells it."""
    code = sessions_index(programme).has(word)
    if code is None:
        return word
    for field in _of_session(programme, programme.sessions[code]):
        for text in field.texts:
            for placed in placed_words(text):
                if placed.word == word:
                    return text[placed.starts[0] : placed.ends[-1]]
    return word


def _of_session(programme: Programme, session: Session) -> Iterable[Field]:
    yield Field(TITLE, (session.code, *session.title.values(), *session.label.values()))
    people = (*programme.speakers_of(session), *programme.moderators_of(session))
    towns = [town for tie in programme.partnerships_of(session) for town in programme.municipalities_of(tie)]
    themes = programme.themes_of(session)
    yield Field(NAME, [person.name for person in people])
    yield Field(NAME, list(dict.fromkeys(town.name for town in towns)))
    yield Field(NAME, [text for theme in themes for text in (*theme.title.values(), *theme.short.values())])
    room = programme.room_of(session)
    yield Field(
        PLACE,
        [
            *(text for person in people for text in person.affiliation.values()),
            *(person.name for person in programme.interpreters_of(session)),
            *(room.name.values() if room else ()),
            *FORMAT_NAMES[session.format],
        ],
    )
    yield Field(TEXT, [plain(text) for text in session.abstract.values()])


def _of_person(speaker: Speaker) -> Iterable[Field]:
    yield Field(TITLE, [speaker.name])
    yield Field(PLACE, list(speaker.affiliation.values()))


def _of_partnership(programme: Programme, tie: Partnership) -> Iterable[Field]:
    yield Field(TITLE, [town.name for town in programme.municipalities_of(tie)])
    yield Field(TEXT, [plain(text) for text in tie.summary.values()])
