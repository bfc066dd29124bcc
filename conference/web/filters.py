"""Jinja filters and globals: texts, dates and numbers in the reader's language."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import nh3
from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.numbers import format_decimal
from babel.units import format_unit
from flask import Flask, current_app, request, url_for
from markdown_it import MarkdownIt
from markupsafe import Markup

import config
from conference import clock, translated, zones
from conference.mailto import mailto
from conference.translated import Translated
from conference.web.locale import LANGUAGE_NAMES, current_language

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": False}).enable("table")
_TAGS = {
    "p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "hr", "table", "thead",
    "tbody", "tr", "th", "td",
}  # fmt: skip


def init_app(app: Flask) -> None:
    """Register every filter under its function's name, and the globals that templates may call."""
    for function in (
        translated_text, lang_of, beside, clock_time, clock_beside, day_in, day_long, day_full, day_month, day_short,
        day_month_short, month_short,
        weekday_short, day_span, day_span_short, moment, moment_full, time_until, zone_city, zone_offset, language_name,
        country_name, markdown, number, mailto,
    ):  # fmt: skip
        app.add_template_filter(function, _NAMES.get(function.__name__, function.__name__))
    app.add_template_global(asset)
    app.add_template_global(url_for_language)
    app.add_template_global(public_address)
    app.context_processor(lambda: {"now": clock.now()})


_NAMES = {"translated_text": "translated", "clock_time": "clock"}


def _locale(language: str | None = None) -> Locale:
    return Locale.parse(language or current_language())


def translated_text(text: Translated, language: str | None = None) -> str:
    """Return a text in the reader's language, else in one that it has."""
    return translated.pick(text, language or current_language())


def lang_of(text: Translated, language: str | None = None) -> str:
    """Return the language in which the filter ``translated`` shows a text."""
    return translated.language_of(text, language or current_language())


def beside(text: Translated, languages: Iterable[str]) -> tuple[str, str] | None:
    """Return the text's second language beside the reader's, as (language, text), or None."""
    return translated.beside(text, current_language(), tuple(languages))


def clock_time(instant: datetime, zone: str) -> str:
    """Return what the clocks of a zone show, such as 10:00: 24 hours in all three languages."""
    return zones.to_local(instant, zone).strftime("%H:%M")


def clock_beside(instant: datetime, zone: str, first: str, language: str | None = None) -> str:
    """Return what the clocks of a zone show, to stand beside those of the zone ``first``.

    Where it is another day there, its weekday comes before: ``Sat 01:00``.
    """
    day = zones.local_day(instant, zone)
    time = clock_time(instant, zone)
    return time if day == zones.local_day(instant, first) else f"{weekday_short(day, language)} {time}"


def day_in(instant: datetime, zone: str) -> date:
    """Return the local day of an instant."""
    return zones.local_day(instant, zone)


_PATTERNS = {
    "long": {"de": "EEEE, d. MMMM", "tr": "d MMMM EEEE", "en": "EEEE d MMMM"},
    "full": {"de": "EEEE, d. MMMM y", "tr": "d MMMM y EEEE", "en": "EEEE d MMMM y"},
    "month": {"de": "d. MMMM", "tr": "d MMMM", "en": "d MMMM"},
    "month_year": {"de": "d. MMMM y", "tr": "d MMMM y", "en": "d MMMM y"},
    "month_short": {"de": "d. MMM", "tr": "d MMM", "en": "d MMM"},
    "month_alone": {"de": "LLL", "tr": "LLL", "en": "LLL"},
    "number": {"de": "d.", "tr": "d", "en": "d"},
    "short": {"de": "EEE, d. MMM", "tr": "d MMM EEE", "en": "EEE d MMM"},
}


def _day(day: date, form: str, language: str | None) -> str:
    return _day_in_words(day, form, language or current_language())


@lru_cache(maxsize=4096)
def _day_in_words(day: date, form: str, language: str) -> str:
    return format_date(day, _PATTERNS[form].get(language, _PATTERNS[form]["en"]), locale=_locale(language))


def day_long(day: date, language: str | None = None) -> str:
    """Return ``Dienstag, 8. Juni``."""
    return _day(day, "long", language)


def day_full(day: date, language: str | None = None) -> str:
    """Return ``Dienstag, 8. Juni 2027``."""
    return _day(day, "full", language)


def day_month(day: date, language: str | None = None) -> str:
    """Return ``8. Juni``."""
    return _day(day, "month", language)


def day_month_short(day: date, language: str | None = None) -> str:
    """Return ``8. Nov.``, ``8 Kas`` or ``8 Nov``: for where there is little room."""
    return _day(day, "month_short", language)


def month_short(day: date, language: str | None = None) -> str:
    """Return a month by itself and short: ``Nov``, ``Kas``."""
    return _day(day, "month_alone", language).rstrip(".")


def weekday_short(day: date, language: str | None = None) -> str:
    """Return ``Di``, ``Sal`` or ``Tue``."""
    return format_date(day, "EEE", locale=_locale(language)).rstrip(".")


def day_short(day: date, language: str | None = None) -> str:
    """Return ``Di 8.``, ``8 Sal`` or ``Tue 8``: for where the month is known."""
    language = language or current_language()
    weekday, number_of_day = weekday_short(day, language), _day(day, "number", language)
    return f"{number_of_day} {weekday}" if language == "tr" else f"{weekday} {number_of_day}"


def day_span(first_day: date, last_day: date, language: str | None = None) -> str:
    """Return ``3.–16. Juni 2027`` or ``28. Juni – 3. Juli 2027``: a month or year that is the same is named once."""
    last = _day(last_day, "month_year", language)
    if first_day == last_day:
        return last
    if first_day.year != last_day.year:
        return f"{_day(first_day, 'month_year', language)} – {last}"
    if first_day.month != last_day.month:
        return f"{_day(first_day, 'month', language)} – {last}"
    return f"{_day(first_day, 'number', language)}–{last}"


def day_span_short(first_day: date, last_day: date, language: str | None = None) -> str:
    """Return ``3.–9. Juni`` or ``28. Juni – 3. Juli``: a span within an event, whose year is known."""
    last = _day(last_day, "month", language)
    if first_day == last_day:
        return last
    if first_day.month != last_day.month:
        return f"{_day(first_day, 'month', language)} – {last}"
    return f"{_day(first_day, 'number', language)}–{last}"


def moment(instant: datetime, zone: str, language: str | None = None) -> str:
    """Return a day and a time, ``Di, 8. Juni, 10:00``, by the clocks of a zone."""
    return f"{_day(day_in(instant, zone), 'short', language)}, {clock_time(instant, zone)}"


def moment_full(instant: datetime, zone: str, language: str | None = None) -> str:
    """Return a day with its year and a time."""
    return f"{day_full(day_in(instant, zone), language)}, {clock_time(instant, zone)}"


def time_until(
    instant: datetime, now: datetime, length: Literal["short", "long"] = "short", language: str | None = None
) -> str:
    """Return how long it is until an instant: ``4 days``, ``38 hr`` or ``23 min``, never below one minute.

    static/js/countdown.js says the same as time goes on: both take the words from Unicode's CLDR.

    :param length: short, or long as in ``23 minutes``.
    """
    minutes = max(1, -((now - instant) // timedelta(minutes=1)))
    size, unit = next((size, unit) for least, size, unit in _UNITS_OF_TIME if minutes >= least)
    name = f"duration-{unit}"
    words = format_unit(minutes // size, name, length=length, locale=_locale(language))
    # Where CLDR's long form is its short one, as with days in Turkish, Babel finds none and writes the unit's name.
    return format_unit(minutes // size, name, length="short", locale=_locale(language)) if name in words else words


_UNITS_OF_TIME = ((2 * 1440, 1440, "day"), (2 * 60, 60, "hour"), (0, 1, "minute"))
"""From so many minutes on, a span is told in units of so many minutes, called so."""


def zone_city(zone: str, language: str | None = None) -> str:
    """Return the city by which people know a zone, in their language: ``Berlin``, ``İstanbul``."""
    return _zone_city(zone, language or current_language())


@cache
def _zone_city(zone: str, language: str) -> str:
    if zone == "UTC":
        return "UTC"
    return get_timezone_location(zone, locale=Locale.parse(language), return_city=True)


def zone_offset(instant: datetime, zone: str) -> str:
    """Return a zone's offset at an instant: ``UTC+2``."""
    return zones.offset_text(instant, zone)


def language_name(code: str) -> str:
    """Return a language as its own speakers call it, where Meridian speaks it, else in the reader's: ``Kurdisch``.

    A code that names no language is returned as it is.
    """
    return LANGUAGE_NAMES.get(code) or _locale().languages.get(code.lower().replace("-", "_"), code)


def country_name(code: str) -> str:
    """Return a country (ISO 3166-1 alpha-2) in the reader's language. A code of no country is returned as it is."""
    return str(_locale().territories.get(code.upper(), code))


def markdown(text: str) -> Markup:
    """Return Markdown as safe HTML: no raw HTML, no pictures, no scripts, links without referrer.

    Headings start at the third level, below those of the page.
    """
    html = _markdown.render(text)
    for level in (1, 2):
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return Markup(  # noqa: S704 - cleaned by nh3
        nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    )


def number(value: float, language: str | None = None) -> str:
    """Return a number with the separators of the reader's language."""
    return format_decimal(value, locale=_locale(language))


def asset(path: str) -> str:
    """Return the address of a file below ``static/``, with its version, so that it can be kept for a year."""
    return f"/static/{path}?v={_version(path)}"


@cache
def _version(path: str) -> str:
    file = Path(config.ROOT, "static", path)
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "0"


def public_address(path: str) -> str:
    """Return the whole address of a path, for what is read outside this site, whatever host the request named."""
    base: str = current_app.config["SETTINGS"].base_url
    return base + path


def url_for_language(language: str) -> str:
    """Return the address of the page shown, in another language."""
    if request.endpoint is None:
        return f"/?lang={language}"
    # Not as arguments of url_for: some names mean something to it, such as _scheme.
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{url_for(request.endpoint, **(request.view_args or {}))}?{urlencode([*arguments, ('lang', language)])}"
