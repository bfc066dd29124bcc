"""A programme as big as Meridian's makers expect: 400 sessions in two weeks, invented by counting."""

from datetime import UTC, date, datetime, timedelta

import msgspec

from conference.codes import ALPHABET
from conference.programme.document import Document, Format, Passport, Room, Session, Speaker, Theme
from conference.translated import Translated
from tests.factories.programme import document, session

SESSIONS = 400
DAYS = 14
ROOMS = 8
SPEAKERS = 300
FIRST_DAY = date(2027, 6, 3)
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
COLOURS = ("#1f4fa8", "#8a2a6b", "#2e7d32", "#9a5b00")
SENTENCES: Translated = {
    "de": "Wir zeigen an einem Beispiel, was gelang und was nicht, und sprechen darüber, wie es andere machen können. ",
    "tr": "Bir örnekle neyin işe yarayıp neyin yaramadığını gösteriyor, başkaları nasıl yapabilir, konuşuyoruz. ",
    "en": "We show by one example what worked and what did not, and talk about how others can do the same. ",
}


def big_document(slug: str, *, sessions: int = SESSIONS, days: int = DAYS, first: int = 0) -> Document:
    """Build the document of the whole programme.

    :param first: number of its first session, for a second programme in the same installation.
    """
    last_day = FIRST_DAY + timedelta(days=days - 1)
    base = document(
        [_session(number, days, code(first + number)) for number in range(sessions)],
        slug=slug,
        first_day=FIRST_DAY,
        last_day=last_day,
    )
    themes = tuple(
        Theme(slug=f"theme-{n}", title=_in_all("Thema", "Konu", "Theme", n), colour=colour)
        for n, colour in enumerate(COLOURS)
    )
    rooms = tuple(Room(key=f"room-{n}", name=_in_all("Raum", "Oda", "Room", n)) for n in range(ROOMS))
    speakers = tuple(Speaker(code=code(10_000 + n), name=f"Ayşe Müller-{n}") for n in range(SPEAKERS))
    return msgspec.structs.replace(base, themes=themes, rooms=rooms, speakers=speakers)


def _session(number: int, days: int, its_code: str) -> Session:
    day, place = number % days, number // days
    hour, room = divmod(place, ROOMS)
    starts_at = datetime(2027, 6, 3, 7, tzinfo=UTC) + timedelta(days=day, minutes=75 * hour)
    return session(
        its_code,
        title=_in_all("Erfahrungen aus der Zusammenarbeit", "Birlikte çalışma deneyimleri", "Working together", number),
        abstract={language: text * 4 for language, text in SENTENCES.items()},
        starts_at=starts_at,
        room=f"room-{room}",
        themes=(f"theme-{number % len(COLOURS)}",),
        format=list(Format)[number % len(Format)],
        passport=Passport(spoken=("de", "tr", "en")[: 1 + number % 3], interpreted=("en",)),
        speakers=(code(10_000 + number % SPEAKERS), code(10_000 + (7 * number + 1) % SPEAKERS)),
        seats=None if number % 3 else 40,
    )


def code(number: int) -> str:
    """Return the code that stands for a number."""
    letters = ""
    for _ in range(6):
        number, place = divmod(number, len(ALPHABET))
        letters = ALPHABET[place] + letters
    return letters


def _in_all(de: str, tr: str, en: str, number: int) -> Translated:
    return {"de": f"{de} {number}", "tr": f"{tr} {number}", "en": f"{en} {number}"}
