"""Sessions: their list and form, calling off, removing."""

from collections.abc import Callable, Collection
from datetime import date
from itertools import groupby

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.draft import services
from conference.draft.queries import draft_state, session_of
from conference.draft.rules.clashes import clashes_of, find_clashes
from conference.draft.rules.listing import Order, Standing, filter_from, sessions_found
from conference.draft.rules.missing import MissingKind, Place, find_missing, missing_by_key
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import PAGE_SIZE, circumstances_now, page
from conference.draft.views.undo import removed_page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import Session as Drafted
from conference.translated import pick
from conference.web.guards import organiser
from conference.web.locale import current_language
from conference.web.paging import page_of

FILTERS = ("q", "theme", "room", "day", "standing")
"""The arguments by which the list is filtered: these alone go on to its other pages."""


@bp.get("/sessions")
@organiser(Action.SEE_DRAFT)
def list_sessions(event: Event) -> tuple[str, int]:
    """Show the sessions, filtered, a page at a time."""
    state = draft_state(event, now=clock.now())
    document = state.programme.document
    circumstances = circumstances_now(event, document)
    clashes = find_clashes(document, circumstances)
    missing = find_missing(document, circumstances.accepted)
    kinds = {change.code: change.kind for change in state.pending.changes} if state.newest else {}
    lacking = missing_by_key(missing, Place.SESSION)
    marked: dict[Standing | MissingKind, Collection[str]] = {
        Standing.CLASHING: {code for clash in clashes for code in (clash.first, clash.second) if code},
        Standing.INCOMPLETE: lacking.keys(),
        Standing.CHANGED: kinds.keys(),
        **{
            kind: {code for code, ones in lacking.items() if any(one.kind is kind for one in ones)}
            for kind in MissingKind
        },
    }
    wanted = filter_from(request.args)
    found = page_of(
        sessions_found(state.programme, wanted, marked, language=current_language()),
        request.args.get("page", 1, type=int),
        size=PAGE_SIZE,
    )
    by_day = wanted.order is Order.TIME
    return page(
        "draft/list_sessions.html",
        event,
        state=state,
        clashes=clashes,
        wanted=wanted,
        standings=list(Standing),
        missing_kinds=list(MissingKind),
        found=found,
        by_day=by_day,
        found_by_day=[
            (day, list(group))
            for day, group in groupby(found.items, lambda one: _day_of(one, event.zone) if by_day else None)
        ],
        lacking=lacking,
        in_the_way={session.code: clashes_of(clashes, session.code) for session in found.items},
        kinds=kinds,
        arguments={name: value for name in FILTERS if (value := request.args.get(name))},
    )


@bp.post("/sessions/<code>/cancel")
@organiser(Action.EDIT_DRAFT)
def cancel_session(event: Event, code: str) -> Response:
    """Call a session off."""
    words = _("The session is called off. You can let it take place after all.")
    return _changed(event, code, services.cancel_session, words)


@bp.post("/sessions/<code>/revive")
@organiser(Action.EDIT_DRAFT)
def revive_session(event: Event, code: str) -> Response:
    """Let a cancelled session take place."""
    return _changed(event, code, services.revive_session, _("The session takes place after all."))


@bp.post("/sessions/<code>/unschedule")
@organiser(Action.EDIT_DRAFT)
def unschedule_session(event: Event, code: str) -> Response:
    """Take a session out of the timetable."""
    return _changed(event, code, services.unschedule_session, _("The session has no slot now."))


@bp.route("/sessions/<code>/remove", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def remove_session(event: Event, code: str) -> tuple[str, int]:
    """Remove a session, after saying what goes with it."""
    session = session_of(event.id, code)
    if request.method == "POST":
        title = pick(session.title, current_language(), event.languages)
        return removed_page(event, services.remove_session(event.id, code), title)
    return page("draft/remove_session.html", event, session=session, here="sessions")


def _changed(event: Event, code: str, change: Callable[..., object], words: str) -> Response:
    change(event.id, code, now=clock.now())
    flash(words, "success")
    return redirect(url_for("draft.edit_session", event=event.slug, code=code), 303)


def _day_of(session: Drafted, zone: str) -> date | None:
    return zones.local_day(session.slot.starts_at, zone) if session.slot else None
