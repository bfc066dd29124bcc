"""Sessions: their list and form, calling off, removing."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.draft import services
from conference.draft.forms.sessions import FORMAT_LABELS, STATE_LABELS, SessionChoices, SlotForm, session_form
from conference.draft.queries import DraftState, draft_state, session_of
from conference.draft.rules.clashes import clashes_of, find_clashes
from conference.draft.rules.listing import Standing, filter_from, sessions_found
from conference.draft.rules.missing import find_missing, missing_of
from conference.draft.tables import Session
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import PAGE_SIZE, page, stored
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import Session as Drafted
from conference.translated import LANGUAGES, pick, sort_key
from conference.web.fields import offered
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
    clashes = find_clashes(document)
    missing = find_missing(document)
    kinds = {change.code: change.kind for change in state.pending.changes} if state.newest else {}
    marked = {
        Standing.CLASHING: {code for clash in clashes for code in (clash.first, clash.second) if code},
        Standing.INCOMPLETE: {one.key for one in missing},
        Standing.CHANGED: kinds.keys(),
    }
    wanted = filter_from(request.args)
    found = page_of(
        sessions_found(state.programme, wanted, marked), request.args.get("page", 1, type=int), size=PAGE_SIZE
    )
    shown = {session.code for session in found.items}
    return page(
        "draft/list_sessions.html",
        event,
        state=state,
        clashes=clashes,
        wanted=wanted,
        standings=list(Standing),
        found=found,
        found_by_day=[(day, list(group)) for day, group in groupby(found.items, lambda one: _day_of(one, event.zone))],
        lacking={code: [one for one in missing if one.key == code] for code in shown},
        in_the_way={code: clashes_of(clashes, code) for code in shown},
        kinds=kinds,
        arguments={name: value for name in FILTERS if (value := request.args.get(name))},
    )


@bp.route("/sessions/new", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def create_session(event: Event) -> Response | tuple[str, int]:
    """Add a session; its day may come with the address."""
    state = draft_state(event, now=clock.now())
    form = _form(event, state, {"minutes": 60, "day": _day_wanted(), "passport": {}})
    made: list[Session] = []
    if stored(form, lambda: made.append(services.add_session(event.id, form.session(), now=clock.now()))):
        flash(_("The session is added."), "success")
        return redirect(url_for("draft.edit_session", event=event.slug, code=made[0].code), 303)
    return _shown(event, state, form, None)


@bp.route("/sessions/<code>", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_session(event: Event, code: str) -> Response | tuple[str, int]:
    """Change a session."""
    session = session_of(event.id, code)
    state = draft_state(event, now=clock.now())
    known = {**services.facts_of(session), "version": session.version}
    if session.starts_at:
        local = zones.to_local(session.starts_at, event.zone)
        known |= {"day": local.date(), "start": local.time().replace(tzinfo=None), "fold": str(local.fold)}
    form = _form(event, state, known)
    if stored(
        form,
        lambda: services.edit_session(event.id, code, form.session(), now=clock.now(), version=form.version.data),
    ):
        flash(_("The session is stored."), "success")
        return redirect(url_for("draft.edit_session", event=event.slug, code=code), 303)
    return _shown(event, state, form, session)


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
def remove_session(event: Event, code: str) -> Response | tuple[str, int]:
    """Remove a session, after saying what goes with it."""
    session = session_of(event.id, code)
    if request.method == "POST":
        services.remove_session(event.id, code)
        title = pick(session.title, current_language(), event.languages)
        flash(_("“%(title)s” is removed from the draft.", title=title), "success")
        return redirect(url_for("draft.list_sessions", event=event.slug), 303)
    return page("draft/remove_session.html", event, session=session, here="sessions")


def _changed(event: Event, code: str, change: Callable[..., object], words: str) -> Response:
    change(event.id, code, now=clock.now())
    flash(words, "success")
    return redirect(url_for("draft.edit_session", event=event.slug, code=code), 303)


def _form(event: Event, state: DraftState, known: dict[str, Any]) -> Any:
    language, languages = current_language(), tuple(event.languages)
    programme = state.programme
    used = {code for session in programme.sessions.values() for code in session.passport.followed_in}
    passport_languages = dict.fromkeys((*languages, *LANGUAGES, *sorted(used), *_codes(known["passport"])))
    towns = programme.municipalities_of
    choices = SessionChoices(
        languages=languages,
        passport_languages=tuple(passport_languages),
        zone=event.zone,
        themes=[(theme.slug, pick(theme.title, language, languages)) for theme in programme.themes.values()],
        rooms=[(room.key, pick(room.name, language, languages)) for room in programme.rooms.values()],
        speakers=sorted(
            ((speaker.code, speaker.name) for speaker in programme.speakers.values()),
            key=lambda choice: sort_key(choice[1], language),
        ),
        partnerships=sorted(
            ((tie.slug, " – ".join(town.name for town in towns(tie))) for tie in programme.partnerships.values()),
            key=lambda choice: sort_key(choice[1], language),
        ),
    )
    form = session_form(choices)(data=known)
    form["room"].choices = offered([("", _("No room yet")), *choices.rooms])
    if isinstance(known.get("day"), date) and known.get("start") and not form.is_submitted():
        form.find_readings(datetime.combine(known["day"], known["start"]))
    return form


def _day_of(session: Drafted, zone: str) -> date | None:
    return zones.local_day(session.slot.starts_at, zone) if session.slot else None


def _codes(passport: dict[str, list[str]]) -> list[str]:
    return [code for codes in passport.values() for code in codes]


def _day_wanted() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _shown(event: Event, state: DraftState, form: SlotForm, session: Session | None) -> tuple[str, int]:
    clashes = find_clashes(state.programme.document)
    drafted = state.programme.sessions.get(session.code) if session else None
    return page(
        "draft/edit_session.html",
        event,
        state=state,
        clashes=clashes,
        form=form,
        session=session,
        drafted=drafted,
        published=state.newest.programme.sessions.get(session.code) if session and state.newest else None,
        lacking=missing_of(drafted, state.programme.rooms, tuple(event.languages)) if drafted else [],
        in_the_way=clashes_of(clashes, session.code) if session else [],
        format_labels=FORMAT_LABELS,
        state_labels=STATE_LABELS,
        status=form.status,
        here="sessions",
    )
