"""One session's slot: the plain form, and the same for the editor's script."""

from datetime import date, datetime
from typing import Any

import msgspec
from flask import flash, jsonify, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.draft.forms.timetable import PlaceForm
from conference.draft.queries import draft_state, session_of, themes_in_order
from conference.draft.queries.rows import NotThere
from conference.draft.queries.timetable import draft_revision, last_change_of, rooms_in_order
from conference.draft.rules.clashes import clashes_of, find_clashes, rooms_during, with_session
from conference.draft.services.timetable import Place
from conference.draft.services.timetable import place_session as store_place
from conference.draft.tables import Session
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import circumstances_now, page, stored
from conference.draft.views.timetable_facts import (
    Timetable,
    place_facts,
    placed_words,
    stale_words,
    timetable_now,
)
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import Slot
from conference.translated import pick
from conference.web.guards import account, organiser
from conference.web.locale import current_language

UNDO = "timetable_undo"
"""Where the cookie keeps what the page that follows a change offers to undo."""


@bp.route("/timetable/<code>", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def place_session(event: Event, code: str) -> Response | tuple[Response, int] | tuple[str, int]:
    """Give a session its slot, another one, or none."""
    row = session_of(event.id, code)
    form = _form(event, row)
    before: list[Place] = []

    def store() -> None:
        before.append(store_place(event.id, code, form.place(), now=clock.now(), version=form.version.data)[1])

    is_stored = stored(form, store)
    if request.accept_mimetypes.best == "application/json":
        return _told(event, code, form, before[0] if is_stored else None)
    if not is_stored:
        return _shown(event, form, row)
    timetable = _timetable_with(event, code)
    told = timetable.session(code)
    flash(placed_words(timetable.programme, timetable.programme.sessions[code]), "success")
    cookie[UNDO] = {"event": event.id, "code": code, "version": told["version"], **place_facts(event, before[0])}
    return redirect(url_for("draft.show_timetable", event=event.slug, day=told["day"]), 303)


def undo_offered(event: Event) -> dict[str, Any] | None:
    """Return what was done on the page before, as the fields of the form that undoes it. Only once."""
    offer: dict[str, Any] | None = cookie.pop(UNDO, None)
    return offer if offer and offer.get("event") == event.id else None


def _told(event: Event, code: str, form: PlaceForm, before: Place | None) -> tuple[Response, int]:
    """Answer the script: how the session stands now, and what that means for the rest; or why it does not."""
    name, words = form.first_error
    if before is None and form.stale is None:
        return jsonify(error=words, field=name), 422
    timetable = _timetable_with(event, code)
    programme, session = timetable.programme, timetable.programme.sessions[code]
    facts = {
        "session": timetable.session(code),
        "clashes": timetable.clashes_in_words(),
        "pending": timetable.pending(),
        "revision": draft_revision(event),
    }
    if before is None:
        who = last_change_of(event.id, code)
        error = stale_words(programme, session, who, account_id=account().id, now=clock.now())
        return jsonify(error=error, **facts), 409
    return jsonify(before=place_facts(event, before), words=placed_words(programme, session), **facts), 200


def _timetable_with(event: Event, code: str) -> Timetable:
    """Return the timetable as it is now; not there, where somebody has just removed the session from it."""
    timetable = timetable_now(event, draft_state(event, now=clock.now()))
    if code not in timetable.programme.sessions or code not in timetable.marks:
        raise NotThere
    return timetable


def _form(event: Event, row: Session) -> PlaceForm:
    language, languages = current_language(), event.languages
    rooms = rooms_in_order(event.id)
    known: dict[str, Any] = {"minutes": row.minutes, "version": row.version, "theme": ""}
    if row.starts_at:
        local = zones.to_local(row.starts_at, event.zone)
        known |= {"day": local.date(), "start": local.time().replace(tzinfo=None, fold=0), "fold": str(local.fold)}
        known["room"] = next((room.key for room in rooms if room.id == row.room_id), "")
    elif wanted := _day_wanted():
        known["day"] = wanted
    form = PlaceForm(data=known)
    form.offer(
        zone=event.zone,
        rooms=[(room.key, pick(room.name, language, languages)) for room in rooms],
        themes=[(theme.slug, pick(theme.title, language, languages)) for theme in themes_in_order(event.id)],
    )
    if row.starts_at and not form.is_submitted():
        form.find_readings(datetime.combine(known["day"], known["start"]))
    if form.is_submitted() and (form.day.data, form.start.data) != (known.get("day"), known.get("start")):
        # Which of two readings was meant is known of the stored start alone
        form.fold.data = request.form.get("fold")
    return form


def _day_wanted() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _shown(event: Event, form: PlaceForm, row: Session) -> tuple[str, int]:
    state = draft_state(event, now=clock.now())
    document, session = state.programme.document, state.programme.sessions[row.code]
    is_preview = bool(form.preview.data) and not form.errors
    if is_preview:
        place = form.place()
        slot = Slot(starts_at=place.starts_at, minutes=place.minutes, room=place.room) if place.starts_at else None
        session = msgspec.structs.replace(session, slot=slot)
        document = with_session(document, session)
    story = None
    if form.stale:
        who = last_change_of(event.id, row.code)
        story = stale_words(state.programme, session, who, account_id=account().id, now=clock.now())
    return page(
        "draft/timetable/place_session.html",
        event,
        state=state,
        form=form,
        session=session,
        is_preview=is_preview,
        stale_story=story,
        in_the_way=clashes_of(find_clashes(document, circumstances_now(event, document)), row.code),
        in_rooms=rooms_during(document, session) if session.slot else {},
        status=form.status,
        here="timetable",
    )
