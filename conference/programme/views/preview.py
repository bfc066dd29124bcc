"""What visitors will see once the draft is published: the same pages by the same code, for organisers only.

Each page of the programme has a twin below ``/organise/preview``. Links lead from twin to twin, nothing can be booked,
and nothing of it is kept: neither by a browser or proxy nor in the shelves that pages of visitors are taken from.
"""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

from flask import Response, g, make_response

from conference import clock
from conference.draft.queries import draft_document
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import Document, Programme, changes_between, succeed
from conference.programme.queries import Published, ReleaseNews, newest_release_of
from conference.programme.views import changes, people, programme, sessions, welcome
from conference.programme.views.blueprint import bp
from conference.web.guards import organiser

PREVIEWED: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("", welcome.show_welcome),
    ("themes.css", welcome.show_theme_css),
    ("programme", programme.show_programme),
    ("sessions/<code>", sessions.show_session),
    ("speakers", people.list_speakers),
    ("speakers/<code>", people.show_speaker),
    ("themes/<slug>", people.show_theme),
    ("partnerships", people.list_partnerships),
    ("partnerships/<slug>", people.show_partnership),
    ("changes", changes.list_changes),
    ("releases/<int:number>", changes.show_release),
)
"""The pages of visitors that have a twin, by their place below the preview."""


def _twin(view: Callable[..., Any]) -> Callable[..., Response]:
    """Return a view that shows the page of another from the draft."""

    @organiser(Action.SEE_DRAFT)
    def preview(event: Event, **values: Any) -> Response:
        g.previewed, g.coming = _next_release(event)
        response = make_response(view(event=event.slug, **values))
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    preview.__doc__ = view.__doc__
    return preview


def _next_release(event: Event) -> tuple[Published, ReleaseNews]:
    """Return the draft as the release that would follow now, and what that would bring."""
    now = clock.now()
    newest = newest_release_of(event.id)
    before: Document | None = newest.programme.document if newest else None
    document = succeed(before, draft_document(event), published_at=now)
    return (
        Published(event.id, 0, document.number, f"preview-{token_hex()}", now, Programme(document)),
        ReleaseNews(document.number, now, {}, changes_between(before, document)),
    )


for place, view in PREVIEWED:
    bp.add_url_rule(f"/<event>/organise/preview/{place}", f"preview_{view.__name__}", _twin(view))
