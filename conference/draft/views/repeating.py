"""Repeating a session: choose how often, look at the days, add them."""

from datetime import date
from uuid import uuid4

import msgspec
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.draft import services
from conference.draft.forms.repeating import RepeatForm
from conference.draft.queries import DraftState, circumstances_of, draft_state, session_of
from conference.draft.rules.clashes import Clash, clashes_of, find_clashes
from conference.draft.rules.repeating import Repeat, TooManyRepeats, repeats_of
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import Session as Drafted
from conference.programme.document import Slot
from conference.web.guards import organiser


@bp.route("/sessions/<code>/repeat", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def repeat_session(event: Event, code: str) -> Response | tuple[str, int]:
    """Add a session again on other days, after showing which days these would be and what clashes there."""
    session_of(event.id, code)
    state = draft_state(event, now=clock.now())
    session = state.programme.sessions[code]
    if session.slot is None:
        return page("draft/repeat_session.html", event, state=state, session=session, form=None, here="sessions")
    weekday = zones.local_day(session.slot.starts_at, event.zone).weekday()
    form = RepeatForm(data={"weekdays": [str(weekday)], "every_weeks": 1, "until": event.last_day})
    repeats = _repeats(event, session, form) if form.validate_on_submit() else None
    if "add" not in request.form:
        form.days.data = []  # ticks of days that were looked at before mean nothing for these
    elif repeats:
        starts = [one.starts_at for one in repeats if one.starts_at and one.day.isoformat() in (form.days.data or ())]
        if starts:
            services.repeat_session(event.id, code, starts=starts, now=clock.now())
            words = ngettext("%(num)s session is added.", "%(num)s sessions are added.", len(starts))
            flash(words, "success")
            return redirect(url_for("draft.list_sessions", event=event.slug), 303)
        form.days.errors = [_("Choose at least one day.")]
    return page(
        "draft/repeat_session.html", event, state=state, session=session, form=form, repeats=repeats,
        in_the_way=_clashes_on(event, state, session, repeats or []), status=422 if form.errors else 200,
        here="sessions",
    )  # fmt: skip


def _repeats(event: Event, session: Drafted, form: RepeatForm) -> list[Repeat] | None:
    if session.slot is None:
        return None
    try:
        return repeats_of(
            session.slot.starts_at, event.zone, weekdays={int(number) for number in form.weekdays.data or ()},
            every_weeks=form.every_weeks.data or 1, until=form.until.data or event.last_day,
        )  # fmt: skip
    except TooManyRepeats as refusal:
        words = _("That would be more than %(number)s sessions. Choose an earlier day.", number=refusal.at_most)
        form.until.errors = [*form.until.errors, words]
        return None


def _clashes_on(
    event: Event, state: DraftState, session: Drafted, repeats: list[Repeat]
) -> dict[date, tuple[Drafted, list[Clash]]]:
    """Return, by day, the session as it would stand there and what would be in its way."""
    if session.slot is None:
        return {}
    there = {
        repeat.day: msgspec.structs.replace(
            session, uid=uuid4(), code=repeat.day.isoformat(),
            slot=Slot(starts_at=repeat.starts_at, minutes=session.slot.minutes, room=session.slot.room),
        )
        for repeat in repeats if repeat.starts_at
    }  # fmt: skip
    document = state.programme.document
    repeated = msgspec.structs.replace(document, sessions=(*document.sessions, *there.values()))
    clashes = find_clashes(repeated, circumstances_of(event, repeated, shared_bookings={}))
    known = {*state.programme.sessions, None}
    return {
        day: (one, [clash for clash in clashes_of(clashes, one.code) if {clash.first, clash.second} & known])
        for day, one in there.items()
    }
