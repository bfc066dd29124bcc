"""The organiser's first page: what is there, and what is missing before publishing."""

from collections import Counter

from conference import clock
from conference.draft.queries import draft_state
from conference.draft.rules.clashes import find_clashes
from conference.draft.rules.missing import MissingKind, Place, find_missing
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import circumstances_now, page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.queries import release_history
from conference.web.guards import organiser

SHOWN = 8
"""How many of a kind are named before the page merely counts them."""


@bp.get("/")
@organiser(Action.SEE_DRAFT)
def show_overview(event: Event) -> tuple[str, int]:
    """Show what is there, what is missing, and what changed since the newest release."""
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
