"""What each release brought: a page, and an Atom feed of it."""

import hashlib
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from flask import Response, abort, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from conference import clock
from conference.programme.document import Change
from conference.programme.queries import (
    Published,
    ReleaseNews,
    ReleaseNotFound,
    last_redacted_at,
    release_history,
    release_news,
    release_of,
)
from conference.programme.render.atom import AtomEntry, AtomFeed, atom_xml
from conference.programme.rules.differences import Difference, session_differences
from conference.programme.rules.news import changes_by_kind
from conference.programme.views.blueprint import bp, history_of, is_previewing, opened
from conference.programme.views.shelf import Shelf
from conference.translated import pick
from conference.web.conditional import Content, conditional_answer
from conference.web.filters import public_address
from conference.web.locale import current_language

RELEASES_IN_FEED = 30

HELD_RELEASES = 16
_releases: Shelf[Markup] = Shelf(size=HELD_RELEASES)


@bp.get("/<event>/changes")
def list_changes(event: str) -> str:
    """List the releases, the newest first, with what changed in each."""
    published, frame = opened(event)
    news = [(release, changes_by_kind(release.changes)) for release in history_of(published)]
    return render_template("programme/list_changes.html", **frame, news=news)


@bp.get("/<event>/releases/<int:number>")
def show_release(event: str, number: int) -> str:
    """Show one release, for good: its note, what it changed, and the programme as it was then."""
    published, frame = opened(event)
    try:
        release, then = _release_and_programme(published, number)
    except ReleaseNotFound:
        abort(404)
    return render_template(
        "programme/show_release.html",
        **frame,
        release=release,
        then=then.programme,
        content=_content_of(release, then, frame["zones"]),
    )


def _release_and_programme(published: Published, number: int) -> tuple[ReleaseNews, Published]:
    if is_previewing() and number == published.number:
        return history_of(published)[0], published
    return release_news(published.event_id, number), release_of(published.event_id, number)


def _content_of(release: ReleaseNews, then: Published, zones: list[str]) -> Markup:
    """Return what a release changed and held, as markup: made once for all, unless a person is taken out of it."""
    language = current_language()

    def render() -> Markup:
        older = release_of(then.event_id, release.number - 1).programme if release.number > 1 else None

        def differences(change: Change) -> list[Difference]:
            return session_differences(older, then.programme, change, language=language) if older else []

        page = render_template(
            "programme/_past_release.html",
            kinds=changes_by_kind(release.changes),
            older=older,
            programme=then.programme,
            differences=differences,
            zones=zones,
        )
        return Markup(page)  # noqa: S704 - rendered by Jinja

    redacted_at = last_redacted_at(then.event_id)
    return _releases.get((then.digest, redacted_at, release.number, language, tuple(zones)), render)


@bp.get("/<event>/changes.atom")
def show_changes_feed(event: str) -> Response:
    """Send the releases as an Atom feed (RFC 4287), in the language of the request."""
    published, frame = opened(event)
    language, zones = current_language(), frame["zones"]
    # Somebody may have been taken out of an older release alone.
    redacted_at = last_redacted_at(published.event_id)
    changed_at = max(published.changed_at, redacted_at or published.changed_at)
    matters = (published.digest, redacted_at, language, *zones)
    response = conditional_answer(
        lambda: Content(_feed(published, zones, language, changed_at)),
        tag=hashlib.sha256(" ".join(map(str, matters)).encode()).hexdigest()[:32],
        changed_at=changed_at,
        content_type="application/atom+xml; charset=utf-8",
        headers={"Cache-Control": "private, no-cache"},
        now=clock.now(),
        compresses=False,
    )
    response.vary.update(("Cookie", "Accept-Language"))
    return response


def _feed(published: Published, zones: list[str], language: str, changed_at: datetime) -> bytes:
    programme = published.programme
    page = public_address(url_for("programme.list_changes", event=programme.event.slug))
    title = pick(programme.event.title, language, programme.event.languages)
    return atom_xml(
        AtomFeed(
            id=uuid5(NAMESPACE_URL, page).urn,
            title=_("Changes: %(event)s", event=title),
            author=title,
            language=language,
            page=page,
            address=public_address(url_for("programme.show_changes_feed", event=programme.event.slug)),
            updated_at=changed_at,
            entries=tuple(
                _entry(release, page, published, zones)
                for release in release_history(published.event_id)[:RELEASES_IN_FEED]
            ),
        )
    )


def _entry(release: ReleaseNews, page: str, published: Published, zones: list[str]) -> AtomEntry:
    slug = published.programme.event.slug
    return AtomEntry(
        id=uuid5(NAMESPACE_URL, f"{page}#release-{release.number}").urn,
        title=_("Release %(number)s", number=release.number),
        page=public_address(url_for("programme.show_release", event=slug, number=release.number)),
        updated_at=release.published_at,
        html=render_template(
            "programme/_release.html",
            release=release,
            kinds=changes_by_kind(release.changes),
            programme=published.programme,
            zones=zones,
        ),
    )
