"""What a new event can begin with: templates of a two-week conference and of a longer series. Content, as data.

Days are counted from the first day of the event, from 0; where a session would fall on a weekend it is put on the
Monday after. Times are by the clocks of the event's zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from conference import zones
from conference.programme.document import Format
from conference.translated import Translated


@dataclass(frozen=True)
class TemplateTheme:
    """A theme of a template."""

    title: Translated
    short: Translated
    colour: str


@dataclass(frozen=True, kw_only=True)
class TemplateSession:
    """A session of a template.

    :ivar day: days after the first; None for one without a slot.
    :ivar start: local.
    :ivar theme: number of its theme, from 1; None for one of no theme.
    :ivar room: number of its room, from 1.
    """

    title: Translated
    format: Format
    minutes: int
    day: int | None = None
    start: time = time(10)
    theme: int | None = None
    room: int = 1


@dataclass(frozen=True, kw_only=True)
class EventTemplate:
    """What a new event begins with.

    :ivar key: by which the form knows it.
    :ivar days: how long it lasts, the first and the last included.
    """

    key: str
    days: int
    themes: tuple[TemplateTheme, ...]
    rooms: tuple[Translated, ...]
    sessions: tuple[TemplateSession, ...]

    def last_day(self, first_day: date) -> date:
        """Return the last day of an event that begins on a day."""
        return first_day + timedelta(days=self.days - 1)


def start_of(session: TemplateSession, first_day: date, last_day: date, zone: str) -> datetime | None:
    """Return when a template's session starts in an event, UTC; None where it has no slot or its day lies outside."""
    if session.day is None:
        return None
    day = first_day + timedelta(days=session.day)
    if day.weekday() >= _SATURDAY:
        monday = day + timedelta(days=_WEEK - day.weekday())
        friday = day - timedelta(days=day.weekday() - _SATURDAY + 1)
        day = monday if monday <= last_day else friday
    if not first_day <= day <= last_day:
        return None
    return zones.to_instant(datetime.combine(day, session.start), zone, fold=0)


def in_languages(text: Translated, languages: Iterable[str]) -> Translated:
    """Return a template's text in the languages of an event."""
    return {language: text[language] for language in languages if language in text}


_SATURDAY, _WEEK = 5, 7

_THEMES = (
    TemplateTheme(
        {"de": "Digitalisierung", "tr": "Dijitalleşme", "en": "Digitalisation"},
        {"de": "Digital", "tr": "Dijital", "en": "Digital"}, "#1d4ed8",
    ),
    TemplateTheme(
        {
            "de": "Nachhaltige Stadtentwicklung", "tr": "Sürdürülebilir kentsel gelişim",
            "en": "Sustainable urban development",
        },
        {"de": "Stadt", "tr": "Kent", "en": "City"}, "#15803d",
    ),
    TemplateTheme(
        {
            "de": "Schutz von Benachteiligten und Geflüchteten",
            "tr": "Dezavantajlı grupların ve mültecilerin korunması",
            "en": "Protecting marginalised groups and refugees",
        },
        {"de": "Schutz", "tr": "Koruma", "en": "Protection"}, "#a21caf",
    ),
    TemplateTheme(
        {"de": "Beteiligung der Jugend", "tr": "Gençlerin katılımı", "en": "Youth participation"},
        {"de": "Jugend", "tr": "Gençlik", "en": "Youth"}, "#b45309",
    ),
)  # fmt: skip
_HALL: Translated = {"de": "Plenum", "tr": "Genel kurul", "en": "Plenary hall"}
_ROOMS: tuple[Translated, ...] = (
    _HALL,
    {"de": "Raum 1", "tr": "Salon 1", "en": "Room 1"},
    {"de": "Raum 2", "tr": "Salon 2", "en": "Room 2"},
)
_OPENING: Translated = {"de": "Eröffnung", "tr": "Açılış", "en": "Opening"}
_HALFWAY: Translated = {"de": "Halbzeit: Was nehmen wir mit?", "tr": "Devre arası: Neler öğrendik?",
                        "en": "Halfway: what have we learnt?"}  # fmt: skip
_CLOSING: Translated = {"de": "Abschluss und Ausblick", "tr": "Kapanış ve sonraki adımlar",
                        "en": "Closing and what comes next"}  # fmt: skip
_EXCHANGE: Translated = {"de": "Offener Austausch", "tr": "Serbest sohbet", "en": "Open exchange"}
_PRACTICE: Translated = {"de": "Beispiel aus der Praxis", "tr": "İyi uygulama örneği", "en": "Example of best practice"}


def _begins(theme: TemplateTheme) -> Translated:
    words = {"de": "Einführung: %s", "tr": "Giriş: %s", "en": "Introduction: %s"}
    return {language: words[language] % title for language, title in theme.title.items()}


TWO_WEEKS = EventTemplate(
    key="two-weeks", days=14, themes=_THEMES, rooms=_ROOMS,
    sessions=(
        TemplateSession(title=_OPENING, format=Format.PLENARY, minutes=90, day=0, start=time(12)),
        *(
            TemplateSession(title=_begins(theme), format=Format.PANEL, minutes=60, day=day, theme=number, room=2)
            for number, (theme, day) in enumerate(zip(_THEMES, (1, 4, 5, 6), strict=True), 1)
        ),
        TemplateSession(title=_HALFWAY, format=Format.PLENARY, minutes=60, day=7, start=time(16)),
        *(
            TemplateSession(title=_EXCHANGE, format=Format.MEETING, minutes=45, day=day, start=time(17), room=3)
            for day in (2, 9)
        ),
        *(
            TemplateSession(title=_PRACTICE, format=Format.TALK, minutes=60, theme=theme)
            for theme in range(1, len(_THEMES) + 1)
        ),
        TemplateSession(title=_CLOSING, format=Format.PLENARY, minutes=90, day=13, start=time(12)),
    ),
)  # fmt: skip
SIX_WEEKS = EventTemplate(
    key="six-weeks", days=40, themes=_THEMES, rooms=_ROOMS[:2],
    sessions=(
        TemplateSession(title=_OPENING, format=Format.PLENARY, minutes=90, day=0, start=time(16)),
        *(
            TemplateSession(
                title=_begins(theme), format=Format.WORKSHOP, minutes=90, day=_WEEK * week + 1, start=time(16),
                theme=week, room=2,
            )
            for week, theme in enumerate(_THEMES, 1)
        ),
        *(
            TemplateSession(title=_EXCHANGE, format=Format.MEETING, minutes=45, day=_WEEK * week + 3, start=time(12))
            for week in range(1, 5)
        ),
        TemplateSession(title=_CLOSING, format=Format.PLENARY, minutes=90, day=39, start=time(16)),
    ),
)  # fmt: skip
TEMPLATES: dict[str, EventTemplate] = {template.key: template for template in (TWO_WEEKS, SIX_WEEKS)}
"""All templates, by key."""
