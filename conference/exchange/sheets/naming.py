"""Whom and what a row names: speakers, moderators, themes, room, partnerships. Pure."""

from conference.exchange import rules
from conference.exchange.document import PlainSession
from conference.exchange.sheets.cells import Cells, apart
from conference.exchange.sheets.columns import Field
from conference.exchange.sheets.finding import Finder
from conference.exchange.sheets.table import Row
from conference.exchange.sheets.values import email_of, names_of

NOTHING = "-"
"""Stands for what one of several has not, so that the others keep their places."""


class Naming:
    """Finds what rows name."""

    def __init__(self, cells: Cells, finder: Finder) -> None:
        self.cells = cells
        self.finder = finder

    def speakers(self, row: Row, held: PlainSession | None) -> tuple[str, ...]:
        """Return the ids of who presents it. Where the table has no column of these, it leaves them as they are.

        :param held: the session as the draft has it.
        """
        if not self.cells.has(Field.SPEAKERS, Field.SPEAKER_IDS):
            for key in held.speakers if held else ():
                self.finder.keep_speaker(key)
            return held.speakers if held else ()
        names, keys = self._names(row, Field.SPEAKERS, Field.SPEAKER_IDS)
        if len(names) > rules.MOST_PER_SESSION:
            place = self.cells.place(row, Field.SPEAKERS)
            self.cells.note(row, Field.SPEAKERS, rules.TooMany(place, rules.MOST_PER_SESSION))
            return ()
        emails = self._emails(row, len(names))
        places = self._affiliations(row, len(names))
        found = []
        for name, key, email, affiliation in zip(names, keys, emails, places, strict=True):
            with self.cells.noting(row, Field.SPEAKERS) as place:
                found.append(
                    self.finder.speaker(name, key=key, email=email or None, affiliation=affiliation, place=place)
                )
        return tuple(dict.fromkeys(found))

    def people(self, row: Row, field: Field, ids: Field) -> tuple[str, ...]:
        """Return the ids of who moderates or interprets."""
        found = []
        for name, key in zip(*self._names(row, field, ids), strict=True):
            with self.cells.noting(row, field) as place:
                found.append(self.finder.speaker(name, key=key, email=None, affiliation="", place=place))
        return tuple(dict.fromkeys(found))

    def _names(self, row: Row, field: Field, ids: Field) -> tuple[list[str], list[str]]:
        """Return names, and as many ids, which are empty where the table does not tell them."""
        keys = self.cells.parts(row, ids)
        if keys and len(keys) == len(names := self.cells.parts(row, field)):
            return names, keys
        names = [name for _number, text in self.cells.filled(row, field) for name in names_of(text)]
        return names, [""] * len(names)

    def _emails(self, row: Row, count: int) -> list[str]:
        found = []
        for text in self.cells.parts(row, Field.EMAILS, commas=True):
            with self.cells.noting(row, Field.EMAILS) as place:
                found.append("" if text == NOTHING else email_of(text, place))
        if len(found) > count:
            self.cells.note(row, Field.EMAILS, rules.TooMany(self.cells.place(row, Field.EMAILS), count))
        return (found + [""] * count)[:count]

    def _affiliations(self, row: Row, count: int) -> list[str]:
        if count == 1:
            found = [self.cells.text(row, Field.AFFILIATIONS)]
        else:
            found = self.cells.parts(row, Field.AFFILIATIONS)
            # One for all of them, or as many as there are; else nobody knows whose is whose.
            found = found * count if len(found) == 1 else found if len(found) == count else [""] * count
        return ["" if text == NOTHING else text for text in found]

    def themes(self, row: Row, language: str) -> list[str]:
        """Return the ids of its themes, the main one first.

        :param language: of a column that names none.
        """
        keys = self.cells.parts(row, Field.THEME_ID)
        columns = [
            (target.partition(".")[2] or language, [text for number in numbers for text in apart(row[number])])
            for target, numbers in self.cells.columns.items()
            if target.partition(".")[0] == Field.THEME
        ]
        count = max([len(keys), *(len(texts) for _code, texts in columns)], default=0)
        found = []
        for number in range(min(count, rules.MOST_PER_SESSION)):
            names = {code: texts[number] for code, texts in columns if number < len(texts) and texts[number] != NOTHING}
            with self.cells.noting(row, Field.THEME) as place:
                found.append(self.finder.theme(names, keys[number] if number < len(keys) else "", place))
        return [key for key in dict.fromkeys(found) if key]

    def room(self, row: Row, language: str) -> str | None:
        """Return the id of its room.

        :param language: of a column that names none.
        """
        names = self.cells.texts(row, Field.ROOM, language)
        found = []
        with self.cells.noting(row, Field.ROOM) as place:
            found.append(self.finder.room(names, self.cells.text(row, Field.ROOM_ID), place))
        return found[0] if found else None

    def partnerships(self, row: Row) -> tuple[str, ...]:
        """Return the slugs of its partnerships."""
        found = []
        for text in self.cells.parts(row, Field.PARTNERSHIPS):
            with self.cells.noting(row, Field.PARTNERSHIPS) as place:
                found.append(self.finder.partnership(text, place))
        return tuple(dict.fromkeys(found))
