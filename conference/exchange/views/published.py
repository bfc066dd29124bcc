"""The newest release for apps and for paper: schedule.xml, schedule.json and a printable programme."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import msgspec
from flask import Blueprint, Response, current_app, redirect, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

import config
from conference import clock
from conference.agenda.queries import standing
from conference.exchange import frab, pretalx_json
from conference.exchange.queries import plain_programme
from conference.exchange.render import Kept, PrintWords, booklet_of, pdf_of
from conference.exchange.rules import MEGABYTE
from conference.exchange.timetabling import laid_out
from conference.programme.document import Programme
from conference.programme.queries import Published, newest_release
from conference.translated import LANGUAGES
from conference.web import filters
from conference.web.conditional import Content, conditional_answer, without_cookies
from conference.web.guards import account, signed_in
from conference.web.locale import current_language

bp = Blueprint("published", __name__)

FORM = "1"
"""Of these files as this part writes them; raised with every change of it, since tags rest on it."""

_kept = Kept(48 * MEGABYTE)
_printed = Kept(64 * MEGABYTE)


@bp.get("/<event>/schedule.xml")
def show_xml(event: str) -> Response:
    """Send the newest release as schedule.xml."""
    return _for_apps(event, "xml", "application/xml; charset=utf-8", frab.write)


@bp.get("/<event>/schedule.json")
def show_json(event: str) -> Response:
    """Send the newest release as schedule.json."""
    return _for_apps(event, "json", "application/json; charset=utf-8", pretalx_json.write)


@bp.get("/<event>/programme.pdf")
def show_pdf(event: str) -> Response:
    """Send the newest release as a booklet to print, in the reader's language."""
    published = newest_release(event)
    language = current_language()
    site = _site(event)
    key = (published.digest, language, site)

    def make() -> bytes:
        words = _print_words(published, language)
        booklet = booklet_of(published.programme, words, site=site, made_at=published.published_at)
        return pdf_of(booklet, fonts=config.ROOT / "static" / "vendor")

    response = conditional_answer(
        lambda: Content(_printed.get(key, make)),
        tag=_tag("pdf", *key),
        changed_at=published.changed_at,
        content_type="application/pdf",
        # The same address is another file in another language.
        headers={"Cache-Control": "private, no-cache", "Content-Disposition": f'inline; filename="{event}.pdf"'},
        now=clock.now(),
        compresses=False,
    )
    response.vary.update(("Cookie", "Accept-Language"))
    return response


@bp.get("/<event>/agenda.pdf")
@signed_in
def show_agenda_pdf(event: str) -> BaseResponse:
    """Send one's own agenda to print, as it is now: like the booklet, of the sessions one chose alone."""
    published = newest_release(event)
    stand = standing(published, account().id)
    if not stand.is_registered:
        return redirect(url_for("agenda.show_agenda", event=event), 303)
    now = clock.now()
    document = published.programme.document
    own = Programme(msgspec.structs.replace(document, sessions=tuple(stand.chosen)))
    words = replace(
        _print_words(published, current_language()),
        programme=_("Agenda of %(name)s", name=account().name),
        release=_("As of %(when)s", when=filters.moment_full(now, document.event.zone, current_language())),
        nothing=_("Nothing is booked yet"),
    )
    booklet = booklet_of(own, words, site=_site(event), made_at=now, runs_on=True)
    response = Response(pdf_of(booklet, fonts=config.ROOT / "static" / "vendor"), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{event}-agenda.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _for_apps(event: str, ending: str, content_type: str, write: Callable[..., bytes]) -> Response:
    """Answer an app. One address has one content: the language is that of ``?lang=``, else the event's main one."""
    without_cookies()
    published = newest_release(event)
    languages = published.programme.event.languages
    language = next((one for one in (request.args.get("lang"), *languages) if one in LANGUAGES), "en")
    site = _site(event)
    key = (published.digest, ending, language, site)

    def make() -> bytes:
        layout = laid_out(plain_programme(published), site=site, language=language)
        return write(layout, version=str(published.number))

    return conditional_answer(
        lambda: Content(_kept.get(key, make)),
        tag=_tag(*key),
        changed_at=published.changed_at,
        content_type=content_type,
        headers={
            "Cache-Control": "public, max-age=300, stale-while-revalidate=600",
            "Content-Disposition": f'inline; filename="{event}-schedule.{ending}"',
            "Access-Control-Allow-Origin": "*",
        },
        now=clock.now(),
        compresses=_installation().compress_feeds,
    )


def _installation() -> config.Settings:
    found: config.Settings = current_app.config["SETTINGS"]
    return found


def _site(event: str) -> str:
    return filters.public_address(url_for("programme.show_welcome", event=event)).rstrip("/")


def _tag(*parts: str) -> str:
    return hashlib.sha256("\x1f".join((FORM, *parts)).encode()).hexdigest()[:32]


def _print_words(published: Published, language: str) -> PrintWords:
    """Return the words of a booklet."""
    event = published.programme.event
    with force_locale(language):
        return PrintWords(
            language=language,
            programme=_("Programme"),
            contents=_("Contents"),
            themes=_("Themes"),
            speakers=_("Speakers"),
            unscheduled=_("Without a time so far"),
            cancelled=_("Cancelled"),
            address=_("The programme as it is today, with the way into each session:"),
            page_of=_("Page %(page)s of %(pages)s", page="%(page)s", pages="%(pages)s"),
            release=_(
                "Release %(number)s, published %(when)s", number=published.number,
                when=filters.moment(published.published_at, event.zone, language),
            ),
            interpreted=_("Interpreted into: %(languages)s", languages="%(languages)s"),
            nothing=_("Nothing is published yet."),
            day=lambda day: filters.day_full(day, language),
            day_short=lambda day: (filters.weekday_short(day, language), str(day.day)),
            span=filters.day_span(event.first_day, event.last_day, language),
            city=lambda zone: filters.zone_city(zone, language),
            language_name=filters.language_name,
        )  # fmt: skip
