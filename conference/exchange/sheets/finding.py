"""Who and what a table names: themes, rooms, speakers, partnerships, found again in the draft or new. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conference.draft.rules import limits
from conference.events.rules import slug_from
from conference.exchange import rules
from conference.exchange.document import PlainProgramme, PlainRoom, PlainSession, PlainSpeaker, PlainTheme
from conference.exchange.sheets.refusals import NotOffered
from conference.exchange.sheets.values import name_and_place
from conference.translated import Translated, folded


@dataclass(frozen=True)
class Into:
    """What a table is read into.

    :ivar programme: the draft as plain records; without anything but its event where that is new.
    :ivar ties: slugs of its partnerships, by the names of both municipalities.
    """

    programme: PlainProgramme
    ties: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def _spread(names: Iterable[tuple[str, Translated]]) -> dict[str, str]:
    """Return ids by each of their names; a name of two is nobody's."""
    found: dict[str, str] = {}
    double: set[str] = set()
    for key, texts in names:
        for text in {folded(text) for text in texts.values()}:
            if found.setdefault(text, key) != key:
                double.add(text)
    return {text: key for text, key in found.items() if text not in double}


class Finder:
    """Finds what cells name, and keeps what is new, in the order in which it is met."""

    def __init__(self, into: Into) -> None:
        there = into.programme
        self.into = into
        self.main = there.event.languages[0]
        self.themes: dict[str, PlainTheme] = {}
        self.rooms: dict[str, PlainRoom] = {}
        self.speakers: dict[str, PlainSpeaker] = {}
        self._theme_ids = {theme.id for theme in there.themes}
        self._room_ids = {room.id for room in there.rooms}
        self._known_speakers = {speaker.id: speaker for speaker in there.speakers}
        self._theme_names = _spread((theme.id, theme.title) for theme in there.themes)
        self._room_names = _spread((room.id, room.name) for room in there.rooms)
        self._speaker_names = _spread((speaker.id, {"": speaker.name}) for speaker in there.speakers)

    def theme(self, names: Translated, key: str, place: str) -> str | None:
        """Return the id of a theme; None where neither id nor name is given.

        :raises conference.exchange.rules.Misfit: the name is too long, or there are too many.
        """
        names = _fitting(names, limits.TITLE, place)
        found = key or self._found(names, self._theme_names) or slug_from(next(iter(names.values()), ""))
        found = found or (folded(next(iter(names.values()), ""))[: limits.EXTERNAL_ID])
        if not found:
            return None
        if found in self._theme_ids:
            names = {}  # a table of sessions renames no themes
        held = self.themes.get(found)
        if held is None and len(self.themes) >= rules.MOST_THEMES:
            raise rules.TooMany(place, rules.MOST_THEMES)
        self.themes[found] = replace(held, title={**held.title, **names}) if held else PlainTheme(id=found, title=names)
        if found not in self._theme_ids and not self.themes[found].title:
            self.themes[found] = replace(self.themes[found], title={self.main: key})
        self._theme_names.update({folded(name): found for name in names.values()})
        return found

    def room(self, names: Translated, key: str, place: str) -> str | None:
        """Return the id of a room; None where neither id nor name is given.

        :raises conference.exchange.rules.Misfit: the name is too long, or there are too many.
        """
        names = _fitting(names, limits.NAME, place)
        found = key or self._found(names, self._room_names) or slug_from(next(iter(names.values()), ""))
        found = found or (folded(next(iter(names.values()), ""))[: limits.EXTERNAL_ID])
        if not found:
            return None
        if found in self._room_ids:
            names = {}
        held = self.rooms.get(found)
        if held is None and len(self.rooms) >= rules.MOST_ROOMS:
            raise rules.TooMany(place, rules.MOST_ROOMS)
        self.rooms[found] = replace(held, name={**held.name, **names}) if held else PlainRoom(id=found, name=names)
        if found not in self._room_ids and not self.rooms[found].name:
            self.rooms[found] = replace(self.rooms[found], name={self.main: key})
        self._room_names.update({folded(name): found for name in names.values()})
        return found

    def speaker(self, name: str, *, key: str, email: str | None, affiliation: str, place: str) -> str:
        """Return the id of a speaker.

        :param key: their id, where the table has a column of these.
        :raises conference.exchange.rules.Misfit: the name is too long, or there are too many.
        """
        known_whole = self._speaker_names.get(folded(name))
        bare, behind = (name, "") if known_whole or key else name_and_place(name)
        if len(bare) > limits.NAME:
            raise rules.TooLong(place, limits.NAME)
        affiliation = affiliation or behind
        if len(affiliation) > limits.NOTE:
            raise rules.TooLong(place, limits.NOTE)
        found = key or known_whole or self._speaker_names.get(folded(bare)) or slug_from(bare)[: limits.EXTERNAL_ID]
        found = found or folded(bare)[: limits.EXTERNAL_ID]
        known = self._known_speakers.get(found)
        held = self.speakers.get(found)
        if held is None and len(self.speakers) >= rules.MOST_SPEAKERS:
            raise rules.TooMany(place, rules.MOST_SPEAKERS)
        said = {self.main: affiliation} if affiliation else {}
        if known and affiliation in {flat(text) for text in known.affiliation.values()} | set(
            known.affiliation.values()
        ):
            said = {}
        if held:
            held = replace(held, email=held.email or email, affiliation=held.affiliation or said)
        bare = known.name if known else bare
        self.speakers[found] = held or PlainSpeaker(id=found, name=bare, email=email, affiliation=said)
        self._speaker_names.setdefault(folded(bare), found)
        return found

    def keep_speaker(self, key: str) -> None:
        """Keep a speaker of the draft whom a session has and of whom the table says nothing."""
        self.speakers.setdefault(key, PlainSpeaker(id=key, name=self._known_speakers[key].name))

    def partnership(self, text: str, place: str) -> str:
        """Return the slug of a partnership, by its slug, both towns, or one that has no other.

        :raises NotOffered: the event has none such.
        """
        if text in self.into.ties:
            return text
        words = folded(text)
        both = [slug for slug, towns in self.into.ties.items() if all(folded(town) in words for town in towns)]
        one = [slug for slug, towns in self.into.ties.items() if words in {folded(town) for town in towns}]
        found = both or one
        if len(found) != 1:
            raise NotOffered(place, "partnership", text)
        return found[0]

    def _found(self, names: Translated, known: Mapping[str, str]) -> str | None:
        return next((known[text] for text in map(folded, names.values()) if text in known), None)


def _fitting(names: Translated, at_most: int, place: str) -> Translated:
    if any(len(name) > at_most for name in names.values()):
        raise rules.TooLong(place, at_most)
    return names


def flat(text: str) -> str:
    """Return a text as it stands in a cell of several: on one line, without what keeps them apart."""
    return " ".join(text.replace(";", ",").replace("|", ",").split())


class SessionIds:
    """Under which id a row's session is known: its own, else that of the draft's session that it must be."""

    def __init__(self, there: Sequence[PlainSession], titles: Sequence[str]) -> None:
        """Take over what the draft has.

        :param titles: of all rows: one that stands there twice tells no session apart.
        """
        self._by_start: dict[tuple[str, object], str] = {}
        by_title: dict[str, set[str]] = {}
        for session in there:
            for text in {folded(text) for text in session.title.values()}:
                self._by_start.setdefault((text, session.starts_at), session.id)
                by_title.setdefault(text, set()).add(session.id)
        repeated = {word for word, count in Counter(map(folded, titles)).items() if count > 1}
        self._by_title = {
            text: next(iter(ids)) for text, ids in by_title.items() if len(ids) == 1 and text not in repeated
        }
        self._used: set[str] = set()

    def made(self, title: Translated, starts_at: object, stamp: str) -> str:
        """Return the id for a row without one: the same for the same title and start, whenever it is asked.

        :param stamp: of the start, to tell two of one title apart.
        """
        for text in map(folded, title.values()):
            for found in (self._by_start.get((text, starts_at)), self._by_title.get(text)):
                if found and found not in self._used:
                    self._used.add(found)
                    return found
        name = slug_from(next(iter(title.values())), at_most=60) or "session"
        wanted = [name, f"{name}-{stamp}", *(f"{name}-{stamp}-{number}" for number in range(2, rules.MOST_SESSIONS))]
        free = next(key for key in wanted if key not in self._used)
        self._used.add(free)
        return free
