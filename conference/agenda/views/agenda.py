"""One's own agenda."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.agenda import services
from conference.agenda.forms import ElsewhereForm, SuggestionsForm
from conference.agenda.queries import bookings_of, kept_clashes, moves_of, others_from_city, standing
from conference.agenda.render import week_of
from conference.agenda.rules import Agenda, Standing, agenda_of, alternatives_to, suggestions_for
from conference.agenda.views.blueprint import bp
from conference.live.rules import Phase, phase_of, turning_points
from conference.programme.document import Programme, Session
from conference.programme.queries import newest_release
from conference.programme.rules.course import stage_of
from conference.registrations.queries import registration_of
from conference.web.frame import event_frame
from conference.web.guards import account, signed_in

VIEWS = ("list", "week", "day")

ONE_DAY = timedelta(days=1)
AROUND = timedelta(days=31)
"""How far before and after the event one can leaf."""


@bp.get("/<event>/agenda")
@signed_in
def show_agenda(event: str) -> Response:
    """Show what one booked: as a list by day, as a week or as a day; what is next, what clashes, what moved.

    ``?view=`` names the way of looking, ``?day=`` the day (or its week), and ``?zone=`` an IANA zone by whose
    clocks the days are divided, for those who will be elsewhere.
    """
    published = newest_release(event)
    stand = standing(published, account().id)
    registration = registration_of(published.event_id, account().id)
    if registration is None:
        return make_response(redirect(url_for("registrations.register", event=event), 303))
    now = clock.now()
    frame = event_frame(published, stand)
    other_zone = request.args.get("zone", "")
    if not zones.is_zone(other_zone):
        other_zone = ""
    shown_zones = list(dict.fromkeys((other_zone, *frame["zones"]))) if other_zone else frame["zones"]
    agenda = agenda_of(
        stand,
        zone=shown_zones[0],
        now=now,
        moves=moves_of(published, bookings_of(registration.id)),
        kept=kept_clashes(registration.id),
    )
    view = request.args.get("view", "")
    day = _day_looked_at(agenda, published.programme, zones.local_day(now, shown_zones[0]))
    is_open = agenda.next is not None and phase_of(agenda.next.session, now) is Phase.OPEN
    return make_response(
        render_template(
            "agenda/show_agenda.html",
            **frame | {"zones": shown_zones},
            agenda=agenda,
            registration=registration,
            view=view if view in VIEWS else "list",
            day_looked_at=day,
            day_before=day - ONE_DAY,
            day_after=day + ONE_DAY,
            week=week_of(agenda.entries, published.programme, day, shown_zones=shown_zones, now=now),
            other_zone=other_zone,
            elsewhere_form=ElsewhereForm(data={"zone": other_zone or shown_zones[0]}),
            alternatives=_alternatives(agenda, published.programme, stand),
            stage=stage_of(published.programme, now),
            suggestions=suggestions_for(stand, others_from_city(registration), zone=shown_zones[0], now=now)
            if registration.wants_suggestions and not agenda.is_empty
            else [],
            turns=turning_points(agenda.next.session, now) if agenda.next else [],
            door=url_for("live.open_door", code=agenda.next.session.code) if agenda.next and is_open else None,
        )
    )


@bp.post("/<event>/agenda/suggestions")
@signed_in
def choose_suggestions(event: str) -> Response:
    """Switch the suggestions of one's agenda off, or on again."""
    published = newest_release(event)
    registration = registration_of(published.event_id, account().id) or abort(404)
    form = SuggestionsForm()
    if not form.validate_on_submit():
        abort(400)
    services.want_suggestions(registration.id, wanted=bool(form.wanted.data))
    if not form.wanted.data:
        flash(_("Your agenda suggests nothing any more. You can switch it on again below."), "success")
    return redirect(url_for("agenda.show_agenda", event=event, _anchor="suggestions"), 303)


def _day_looked_at(agenda: Agenda, programme: Programme, today: date) -> date:
    """Return the day that was asked for; else today within the event, else the first day with something on it."""
    first, last = programme.event.first_day, programme.event.last_day
    days: Sequence[date] = [day.day for day in (*agenda.coming, *agenda.past)]
    with suppress(ValueError):
        asked = date.fromisoformat(request.args.get("day", ""))
        if asked in days or first - AROUND <= asked <= last + AROUND:
            return asked
    if first <= today <= last:
        return today
    return days[0] if days else first


def _alternatives(agenda: Agenda, programme: Programme, stand: Standing) -> dict[str, object]:
    """Return what one can do instead of each session to come that clashes or leaves no pause, by code."""
    now, chosen = clock.now(), stand.chosen
    pressed: dict[str, Session] = {}
    for entry in agenda.entries:
        pairs = [(clash.first, clash.second) for clash in entry.clashes if not clash.is_kept]
        if entry.pause and entry.pause.is_tight:
            pairs.append((entry.pause.before, entry.pause.after))
        if not entry.is_over:
            pressed.update((session.code, session) for pair in pairs for session in pair)
    return {code: alternatives_to(session, programme, chosen=chosen, now=now) for code, session in pressed.items()}
