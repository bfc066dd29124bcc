"""What public feeds are called, in words and as files, in the language they speak."""

import re

from babel import Locale
from flask_babel import force_locale
from flask_babel import gettext as _

from conference.calendars.views.feeds import title_of
from conference.calendars.views.words import words_of
from conference.programme.document import Format, Partnership, Programme, Room, Theme
from conference.programme.rules.filters import Filter, Part
from conference.translated import pick
from conference.web.filters import day_long

LONGEST_PART = 60
"""Characters of each thing that a view asks for, as they stand in its name."""

LONGEST_FILE = 60
_FIT_FOR_FILES = re.compile(r"[A-Za-z0-9-]+")


def of_part(programme: Programme, language: str, name: str) -> str:
    """Return the name of the feed of a part of the event."""
    return words_of(language).part % {"event": title_of(programme, language), "name": name}


def of_theme(programme: Programme, language: str, theme: Theme) -> str:
    """Return the name of a theme's feed."""
    return of_part(programme, language, pick(theme.title, language, programme.event.languages))


def of_room(programme: Programme, language: str, room: Room) -> str:
    """Return the name of a room's feed."""
    name = pick(room.name, language, programme.event.languages)
    return of_part(programme, language, words_of(language).room % {"names": name})


def of_partnership(programme: Programme, language: str, tie: Partnership) -> str:
    """Return the name of a partnership's feed: that of its two towns."""
    return of_part(programme, language, towns(programme, tie))


def towns(programme: Programme, tie: Partnership) -> str:
    """Return the names of a partnership's two towns."""
    return " – ".join(town.name for town in programme.municipalities_of(tie))


def of_language(programme: Programme, language: str, code: str) -> str:
    """Return the name of the feed of all that is spoken in the language ``code``."""
    spoken = words_of(language).spoken % {"languages": _language(code, language)}
    return of_part(programme, language, spoken)


def of_view(programme: Programme, language: str, wanted: Filter) -> str:
    """Return the name of the feed of a view: all that it asks for, one after the other; the event's without."""
    if wanted.is_empty:
        return title_of(programme, language)
    with force_locale(language):
        parts = [*_themes(programme, language, wanted), *_others(programme, language, wanted)]
    return of_part(programme, language, " · ".join(parts))


def file_of_view(programme: Programme, wanted: Filter) -> str:
    """Return the name of a view's file without its ending, in ASCII: as much of it as stands in plain letters."""
    plain = [value for _part, value in wanted.parts if _FIT_FOR_FILES.fullmatch(value)]
    return "-".join([programme.event.slug, *plain])[:LONGEST_FILE].rstrip("-")


def _themes(programme: Programme, language: str, wanted: Filter) -> list[str]:
    themes = [programme.themes.get(slug) for slug in wanted.themes]
    names = [
        pick(theme.short or theme.title, language, programme.event.languages) if theme else _cut(slug)
        for theme, slug in zip(themes, wanted.themes, strict=True)
    ]
    return [", ".join(names)] if names else []


def _others(programme: Programme, language: str, wanted: Filter) -> list[str]:
    formats = {
        Format.TALK: _("Talk"),
        Format.WORKSHOP: _("Workshop"),
        Format.PANEL: _("Panel"),
        Format.PLENARY: _("Plenary"),
        Format.MEETING: _("Meeting"),
    }
    named = []
    for part, value in wanted.parts:
        match part:
            case Part.DAY:
                day = wanted.chosen_day
                named.append(day_long(day, language) if day else _cut(value))
            case Part.LANGUAGE:
                named.append(_("To follow in %(language)s", language=_language(value, language)))
            case Part.FORMAT:
                known = {form.value: name for form, name in formats.items()}
                named.append(known.get(value, _cut(value)))
            case Part.CITY:
                town = programme.municipalities.get(value)
                named.append(town.name if town else _cut(value))
            case Part.TEXT:
                named.append(_("“%(title)s”", title=_cut(value)))
            case Part.THEME:
                pass
    return named


def _language(code: str, language: str) -> str:
    """Return a language's name in another; of a code that names none, the code."""
    return str(Locale.parse(language).languages.get(code.lower().replace("-", "_"), _cut(code)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_PART else f"{text[: LONGEST_PART - 1]}…"
