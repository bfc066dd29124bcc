"""What people write into cells: days, times, lengths, languages, formats, names. Pure."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from conference import zones
from conference.events.rules import FIRST_YEAR, LAST_YEAR
from conference.exchange.rules import OutOfRange
from conference.exchange.sheets.columns import LANGUAGE_OF_WORD, plain
from conference.exchange.sheets.refusals import DayUnclear, NotReadable
from conference.programme.document import Format
from conference.translated import folded

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)? ?([a-z]+)\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTHS = (
    "january jan januar ocak oca", "february feb februar subat sub", "march mar marz mrz maerz mart",
    "april apr nisan nis",
    "may mai mayis", "june jun juni haziran haz", "july jul juli temmuz tem", "august aug agustos agu",
    "september sep sept eylul eyl", "october oct oktober okt ekim eki", "november nov kasim kas",
    "december dec dezember dez aralik ara",
)  # fmt: skip
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_WEEKDAY = re.compile(
    r"(?:mo|tu|we|th|fr|sa|su|di|mi|do|so|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday|pazartesi|sali|carsamba"
    r"|persembe|cuma|cumartesi|pazar|pzt|sal|car|per|cum|cmt|paz)[.,]*\s+"
)
_CLOCK = re.compile(r"(?:saat )?(\d{1,2})(?:[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?)? ?(am|pm|a\.m\.|p\.m\.|uhr|h)?")
_FOUR = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_RANGE = re.compile(r"(.+?)\s*(?:–|—|-|bis| to )\s*(.+)")
_HOURS = re.compile(r"(\d{1,2})(?::|h ?)(\d{2})(?::(\d{2}))?(?:min|m)?")
_UNITS = re.compile(r"(?:(\d{1,2}(?:[.,]\d{1,2})?) ?(?:h|hours?|stunden?|std|saat|sa)\b\.? ?)?"
                    r"(?:(\d{1,4}) ?(?:m|min|mins|minutes?|minuten?|dk|dakika|’|')?\.?)?")  # fmt: skip
_PERIOD = re.compile(r"pt(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:\d+s)?")
_FORMATS: dict[Format, str] = {
    Format.TALK: "talk vortrag sunum konusma lecture presentation referat prasentation impuls input paper",
    Format.WORKSHOP: "workshop werkstatt atolye calistay tutorial hackathon training schulung egitim",
    Format.PANEL: "panel podium podiumsdiskussion discussion diskussion debate debatte tartisma roundtable",
    Format.PLENARY: "plenary plenum keynote genel opening eroffnung acilis closing abschluss kapanis",
    Format.MEETING: "meeting treffen sitzung toplanti social networking bulusma vernetzung austausch",
}
_FORMAT = {word: kind for kind, words in _FORMATS.items() for word in words.split()}
_EXACT = {
    "talk", "vortrag", "sunum", "konusma", "workshop", "calistay", "panel", "podium", "plenary", "plenum",
    "genel oturum", "meeting", "treffen", "toplanti", "bulusma",
}  # fmt: skip
_ZONES = {
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin",
    "trt": "Europe/Istanbul", "tsi": "Europe/Istanbul", "tr saati": "Europe/Istanbul", "utc": "UTC", "gmt": "UTC",
    "z": "UTC", "deutsche zeit": "Europe/Berlin", "turkiye saati": "Europe/Istanbul",
}  # fmt: skip
_LANGUAGES = {
    "franzosisch": "fr", "french": "fr", "fransizca": "fr", "francais": "fr", "arabisch": "ar", "arabic": "ar",
    "arapca": "ar", "kurdisch": "ku", "kurdish": "ku", "kurtce": "ku", "spanisch": "es", "spanish": "es",
    "ispanyolca": "es", "italienisch": "it", "italian": "it", "italyanca": "it", "russisch": "ru", "russian": "ru",
    "rusca": "ru", "ukrainisch": "uk", "ukrainian": "uk", "ukraynaca": "uk", "polnisch": "pl", "polish": "pl",
    "persisch": "fa", "farsi": "fa", "farsca": "fa", "griechisch": "el", "greek": "el", "yunanca": "el",
}  # fmt: skip
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{2,4})?")
_NAME = re.compile(r"([^()\[\]]+?)\s*[(\[]([^()\[\]]+)[)\]]")
_EMAIL = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]+\.[^@\s<>,;]+")


_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of no zone
_SERIAL = re.compile(r"[4-6]\d{4}")
"""A day as spreadsheet programs count them, where its cell lost the look of one: 2009 to 2091."""
_FRACTION = re.compile(r"0?\.(?:\d|\d{3,})")
"""A time of day as a part of one; with two digits it would be a time written with a dot."""
_SERIAL_TIME = re.compile(r"([4-6]\d{4})(\.\d+)")


def instant_of_serial(text: str) -> datetime | None:
    """Return day and time that a spreadsheet program counts in days, such as ``46176.5``; None for anything else."""
    found = _SERIAL_TIME.fullmatch(text.strip())
    return _SERIAL_START + timedelta(minutes=round(float(found[0]) * 24 * 60)) if found else None


def day_of(text: str, place: str) -> date:
    """Return a day, in one of the ways in which Germany, Turkey and the world write it.

    :raises DayUnclear: with slashes it could be two days.
    :raises NotReadable: it is none.
    :raises conference.exchange.rules.OutOfRange: in a year that Meridian does not reckon with.
    """
    words = _WEEKDAY.sub("", folded(text), count=1).strip(" ,")
    if _SERIAL.fullmatch(words):
        return (_SERIAL_START + timedelta(days=int(words))).date()
    if found := _ISO.fullmatch(words):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DOTTED.fullmatch(words):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0  # noqa: PLR2004 - written with two digits
    elif found := _SLASHED.fullmatch(words):
        first, second, year = (int(part) for part in found.groups())
        if first <= 12 and second <= 12 and first != second:  # noqa: PLR2004 - either could be the month
            raise DayUnclear(place, text)
        month, day = (first, second) if second > 12 else (second, first)  # noqa: PLR2004
    elif (found := _DAY_FIRST.fullmatch(words)) and found[2] in _MONTH:
        day, month, year = int(found[1]), _MONTH[found[2]], int(found[3])
    elif (found := _MONTH_FIRST.fullmatch(words)) and found[1] in _MONTH:
        month, day, year = _MONTH[found[1]], int(found[2]), int(found[3])
    else:
        raise NotReadable(place, "day", text)
    try:
        read = date(year, month, day)
    except ValueError:
        raise NotReadable(place, "day", text) from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise OutOfRange(place, read.year, FIRST_YEAR, LAST_YEAR)
    return read


def clock_of(text: str, place: str) -> time:
    """Return a time of day: 9:30, 09.30 Uhr, 9 am, saat 9.30.

    :raises NotReadable: it is none.
    """
    words = " ".join(folded(text).split())
    if found := _FOUR.fullmatch(words):
        return time(int(found[1]), int(found[2]))
    if _FRACTION.fullmatch(words):
        return (_SERIAL_START + timedelta(minutes=round(float(words) * 24 * 60))).time()
    found = _CLOCK.fullmatch(words)
    if not found or not (found[2] or found[4]):
        raise NotReadable(place, "clock", text)
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[4] or "").replace(".", "")
    if half in {"am", "pm"}:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock with twelve hours
            raise NotReadable(place, "clock", text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise NotReadable(place, "clock", text) from None


def parts_of_range(text: str) -> tuple[str, str] | None:
    """Return start and end of a span such as ``9:00–10:30``; None for a single time."""
    found = _RANGE.fullmatch(text.strip())
    if found and all(re.fullmatch(r"\D{0,5}\d{1,2}\D{0,5}(\d{2})?\D{0,5}", part) for part in found.groups()):
        return found[1], found[2]
    return None


def minutes_of(text: str, place: str) -> int:
    """Return a length: 90, 1:30, 1 h 30, 90 Minuten, 1,5 h, PT90M.

    :raises NotReadable: it is none.
    """
    words = " ".join(folded(text).split())
    if found := _HOURS.fullmatch(words):
        return int(found[1]) * 60 + int(found[2])
    found = _PERIOD.fullmatch(words)
    if found and (found[1] or found[2]):
        return int(found[1] or 0) * 60 + int(found[2] or 0)
    found = _UNITS.fullmatch(words)
    if not found or not (found[1] or found[2]):
        raise NotReadable(place, "length", text)
    return round(float((found[1] or "0").replace(",", ".")) * 60) + int(found[2] or 0)


def number_of(text: str, place: str) -> int:
    """Return a whole number.

    :raises NotReadable: it is none.
    """
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise NotReadable(place, "number", text)
    return int(text)


def zone_of(text: str, place: str) -> str:
    """Return the IANA zone that a text names: by its name, its city, or as people call it.

    :raises NotReadable: it names none.
    """
    if zones.is_zone(text):
        return text
    words = folded(text).strip()
    if words in _ZONES:
        return _ZONES[words]
    found = [name for name in zones.zone_names() if folded(name.rpartition("/")[2]).replace("_", " ") == words]
    if not found:
        raise NotReadable(place, "zone", text)
    return max(found, key=lambda name: (name.startswith("Europe/"), name))  # Istanbul lies in Europe and in Asia


def languages_of(text: str, place: str) -> tuple[str, ...]:
    """Return the codes of languages named by code or by name, several with anything between.

    :raises NotReadable: one of them is no language that is known here.
    """
    codes = []
    for part in re.split(r"[,;/|+&\n]| und | and | ve ", text):
        word = plain(part)
        if not word:
            continue
        code = LANGUAGE_OF_WORD.get(word) or _LANGUAGES.get(word)
        form = _CODE.fullmatch(part.strip().lower())
        if code is None and form is None:
            raise NotReadable(place, "language", part.strip())
        codes.append(code or (form[1] if form else ""))
    return tuple(dict.fromkeys(codes))


class KnownFormat(NamedTuple):
    """A format, and whether the words were just its name."""

    format: Format
    is_exact: bool


def format_of(text: str) -> KnownFormat | None:
    """Return the format that words stand for; None where nothing tells."""
    words = plain(text)
    if words in _EXACT:
        return KnownFormat(_FORMAT[words.split()[0]], is_exact=True)
    found = [_FORMAT[word] for word in words.split() if word in _FORMAT]
    if not found:
        found = [kind for known, kind in _FORMAT.items() if len(known) >= 4 and known in words]  # noqa: PLR2004 - Fachvortrag
    return KnownFormat(found[-1], is_exact=False) if found else None


def names_of(text: str) -> tuple[str, ...]:
    """Return the names in a cell: apart by semicolons, bars or lines, else by commas outside of brackets.

    ``Müller, Anna`` is one person.
    """
    if re.search(r"[;|\n]", text):
        parts = re.split(r"[;|\n]", text)
    else:
        parts = re.split(r",(?![^(\[]*[)\]])", text)
        if len(parts) == 2 and all(len(part.split()) == 1 for part in parts):  # noqa: PLR2004 - family name, first name
            parts = [text]
    names = [" ".join(part.split()) for part in parts]
    return tuple(dict.fromkeys(name for name in names if name))


def name_and_place(text: str) -> tuple[str, str]:
    """Return a name, and what stands in brackets behind it, if anything."""
    found = _NAME.fullmatch(text)
    return (found[1], found[2].strip()) if found else (text, "")


def email_of(text: str, place: str) -> str:
    """Return a mail address.

    :raises NotReadable: it is none.
    """
    address = text.strip().strip("<>")
    if not _EMAIL.fullmatch(address):
        raise NotReadable(place, "email", text)
    return address
