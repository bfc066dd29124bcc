"""The organiser's first page: what is there, and what is missing before publishing."""

from collections import Counter

from flask import redirect, url_for
from werkzeug.wrappers import Response

from conference import clock
from conference.draft.queries import draft_state
from conference.draft.rules.clashes import find_clashes
from conference.draft.rules.missing import MissingKind, Place, find_missing
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import circumstances_now, page
from conference.events.queries import role_of
from conference.events.rules import Action, may
from conference.events.tables import Event
from conference.programme.queries import release_history
from conference.web.guards import account, organiser

SHOWN = 8
"""How many of a kind are named before the page merely counts them."""


@bp.get("/")
@organiser(Action.ENTER)
def show_overview(event: Event) -> Response | tuple[str, int]:
    """Show what is there, what is missing, and what changed since the newest release; lead hosts to their sessions."""
    if not may(role_of(event.id, account().id), Action.SEE_DRAFT):
        return redirect(url_for("draft.list_hosted", event=event.slug))
    state = draft_state(event, now=clock.now())
    document = state.programme.document
    circumstances = circumstances_now(event, document)
    missing = find_missing(document, circumstances.accepted)
    by_kind = {
        kind: [one for one in missing if one.place is Place.SESSION and one.kind is kind] for kind in MissingKind
    }
    untranslated = [one for one in missing if one.kind is MissingKind.TRANSLATION and one.place is not Place.SESSION]
    return page(
        "draft/show_overview.html",
        event,
        state=state,
        clashes=find_clashes(document, circumstances),
        missing=by_kind,
        untranslated=untranslated,
        unnamed=Counter(one.place for one in untranslated[SHOWN:]),
        formats=Counter(session.format for session in document.sessions),
        releases=release_history(event.id)[:3],
        shown=SHOWN,
    )
