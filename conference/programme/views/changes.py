"""What each release brought: a page, and an Atom feed of it."""

from uuid import NAMESPACE_URL, uuid5

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from conference.programme.queries import Published, ReleaseNews, release_history
from conference.programme.render.atom import AtomEntry, AtomFeed, atom_xml
from conference.programme.rules.news import changes_by_kind
from conference.programme.views.blueprint import bp, opened
from conference.translated import pick
from conference.web.filters import public_address
from conference.web.locale import current_language

RELEASES_IN_FEED = 30


@bp.get("/<event>/changes")
def list_changes(event: str) -> str:
    """List the releases, the newest first, with what changed in each."""
    published, frame = opened(event)
    news = [(release, changes_by_kind(release.changes)) for release in release_history(published.event_id)]
    return render_template("programme/list_changes.html", **frame, news=news)


@bp.get("/<event>/changes.atom")
def show_changes_feed(event: str) -> Response:
    """Send the releases as an Atom feed (RFC 4287), in the language of the request."""
    published, frame = opened(event)
    language = current_language()
    response = Response(_feed(published, frame["zones"], language), mimetype="application/atom+xml")
    response.set_etag(f"{published.digest[:20]}-{language}")
    response.last_modified = published.published_at
    response.vary.update(("Cookie", "Accept-Language"))
    response.cache_control.private = True
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _feed(published: Published, zones: list[str], language: str) -> bytes:
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
            updated_at=published.published_at,
            entries=tuple(
                _entry(release, page, published, zones)
                for release in release_history(published.event_id)[:RELEASES_IN_FEED]
            ),
        )
    )


def _entry(release: ReleaseNews, page: str, published: Published, zones: list[str]) -> AtomEntry:
    address = f"{page}#release-{release.number}"
    return AtomEntry(
        id=uuid5(NAMESPACE_URL, address).urn,
        title=_("Release %(number)s", number=release.number),
        page=address,
        updated_at=release.published_at,
        html=render_template(
            "programme/_release.html",
            release=release,
            kinds=changes_by_kind(release.changes),
            programme=published.programme,
            zones=zones,
        ),
    )
