"""The form of a session."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.draft import services
from conference.draft.forms.sessions import SessionChoices, session_form
from conference.draft.queries import DraftState, draft_state, session_of
from conference.draft.rules.clashes import clashes_of, find_clashes, rooms_during, span, with_session
from conference.draft.rules.missing import missing_of
from conference.draft.services.session_facts import PARTS
from conference.draft.tables import Session
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import circumstances_now, page, stored
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import Session as Drafted
from conference.translated import LANGUAGES, pick, sort_key
from conference.web.fields import offered
from conference.web.guards import organiser
from conference.web.locale import current_language


@bp.route("/sessions/new", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def create_session(event: Event) -> Response | tuple[str, int]:
    """Add a session. Its day, or the session that it comes after, may be named by the address."""
    state = draft_state(event, now=clock.now())
    before = state.programme.sessions.get(request.args.get("after", ""))
    form = _form(event, state, {**_beginning(event, before), "passport": _passport_of(before)})
    made: list[Session] = []
    if stored(form, lambda: made.append(services.add_session(event.id, form.session(), now=clock.now()))):
        return _onward(event, form, made[0], _("“%(title)s” is added."))
    return _shown(event, state, form, None, before=before)


@bp.route("/sessions/<code>", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_session(event: Event, code: str) -> Response | tuple[str, int]:
    """Change a session."""
    session = session_of(event.id, code)
    state = draft_state(event, now=clock.now())
    known = {**services.facts_of(session), "version": session.version}
    if session.starts_at:
        known |= _local(session.starts_at, event.zone)
    form = _form(event, state, known)
    if stored(
        form,
        lambda: services.edit_session(event.id, code, form.session(), now=clock.now(), version=form.version.data),
    ):
        return _onward(event, form, session, _("“%(title)s” is saved."))
    return _shown(event, state, form, session)


def _onward(event: Event, form: Any, session: Session, words: str) -> Response:
    """Say what was saved, and lead on: to the session itself, or to a form for the next one."""
    flash(words % {"title": pick(session.title, current_language(), event.languages)}, "success")
    added = dict.fromkeys(name for part in PARTS for name in form[part].new_names)
    if added:
        names = ", ".join(added)
        flash(_("Added to the speakers: %(names)s.", names=names), "success")
    if form.another.data:
        return redirect(url_for("draft.create_session", event=event.slug, after=session.code), 303)
    return redirect(url_for("draft.edit_session", event=event.slug, code=session.code), 303)


def _beginning(event: Event, before: Drafted | None) -> dict[str, Any]:
    """Return what a new session's form begins with: as its predecessor, from when that ends."""
    if before is None:
        return {"minutes": 60, "day": _day_wanted()}
    begun: dict[str, Any] = {"format": before.format}
    if before.slot is None:
        return {**begun, "minutes": 60}
    ends_at = span(before)[1]
    return {**begun, "minutes": before.slot.minutes, "room": before.slot.room or "", **_local(ends_at, event.zone)}


def _passport_of(before: Drafted | None) -> dict[str, list[str]]:
    return {way: list(getattr(before.passport, way)) for way in before.passport.__struct_fields__} if before else {}


def _local(instant: datetime, zone: str) -> dict[str, Any]:
    local = zones.to_local(instant, zone)
    return {"day": local.date(), "start": local.time().replace(tzinfo=None, fold=0), "fold": str(local.fold)}


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


def _codes(passport: dict[str, list[str]]) -> list[str]:
    return [code for codes in passport.values() for code in codes]


def _day_wanted() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _shown(
    event: Event, state: DraftState, form: Any, session: Session | None, *, before: Drafted | None = None
) -> tuple[str, int]:
    document = state.programme.document
    circumstances = circumstances_now(event, document)
    clashes = find_clashes(document, circumstances)
    drafted = state.programme.sessions.get(session.code) if session else None
    in_the_way = clashes_of(clashes, session.code) if session else []
    is_preview = bool(form.preview.data) and not form.errors
    if is_preview:
        drafted = form.as_drafted(session.uid if session else UUID(int=0), session.code if session else "")
        in_the_way = clashes_of(find_clashes(with_session(document, drafted), circumstances), drafted.code)
    return page(
        "draft/edit_session.html",
        event,
        state=state,
        clashes=clashes,
        form=form,
        session=session,
        before=before,
        drafted=drafted,
        is_preview=is_preview,
        published=state.newest.programme.sessions.get(session.code) if session and state.newest else None,
        lacking=missing_of(drafted, state.programme.rooms, tuple(event.languages)) if drafted else [],
        in_the_way=in_the_way,
        in_rooms=rooms_during(document, drafted) if drafted and drafted.slot else {},
        status=form.status,
        here="sessions",
    )
