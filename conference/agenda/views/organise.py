"""The organiser's pages about seats: how they are given, and who is expected."""

from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock, translated
from conference.agenda import rules, services
from conference.agenda.forms import SeatRulesForm, session_seat_rules_form
from conference.agenda.queries import Expected, expected_in, said_of_event, seats_of, shared_bookings
from conference.agenda.tables import BookingState
from conference.agenda.views.blueprint import bp
from conference.draft.queries import organise_frame, session_of
from conference.draft.queries.hosts import hosts_of
from conference.draft.queries.rows import NotThere
from conference.events.queries import role_of
from conference.events.render import csv_table
from conference.events.rules import Action, may
from conference.events.tables import Event
from conference.programme.document import Session
from conference.programme.queries import Published, newest_release_of
from conference.registrations.queries import groups_of
from conference.web.guards import account, organiser
from conference.web.locale import current_language


@bp.route("/<event>/organise/seats", methods=["GET", "POST"])
@organiser(Action.EDIT_EVENT)
def list_seats(event: Event) -> Response | tuple[str, int]:
    """Show the seats of all sessions, and say how they are given in the event. It holds at once."""
    form = SeatRulesForm()
    if not form.is_submitted():
        form.show(rules.rules_of(said_of_event(event.id)))
    elif form.validate_on_submit():
        try:
            services.edit_event_seat_rules(event.id, form.said(), now=clock.now())
        except rules.SeatRuleInvalid as refusal:
            _mark(form, refusal)
        else:
            flash(_("Saved. It holds at once."), "success")
            return redirect(url_for("agenda.list_seats", event=event.slug), 303)
    published, said, counted = newest_release_of(event.id), said_of_event(event.id), seats_of(event.id)
    rows = []
    for session in published.programme.sessions.values() if published else ():
        counts = counted.get(session.uid)
        by = rules.rules_of(said, counts.rules if counts else {})
        rows.append((session, counts, rules.capacity_of(session, by), by, bool(counts and counts.rules)))
    return _page("agenda/list_seats.html", event, form=form, rows=rows), 422 if form.errors else 200


@bp.route("/<event>/organise/seats/<code>", methods=["GET", "POST"])
@organiser(Action.EDIT_EVENT)
def edit_seats(event: Event, code: str) -> Response | tuple[str, int]:
    """Say how the seats of one session are given. It holds at once."""
    _published, session = _session(event, code)
    counts = seats_of(event.id).get(session.uid)
    own = counts.rules if counts else {}
    language = current_language()
    form = session_seat_rules_form([(one.key, translated.pick(one.name, language)) for one in groups_of(event.id)])()
    if not form.is_submitted():
        form.show(rules.rules_of(said_of_event(event.id), own))
        form.own.data = "own" if own else ""
    elif form.validate_on_submit():
        wanted = rules.as_facts(form.said()) if form.own.data else {}
        try:
            services.edit_session_seat_rules(event.id, session.uid, wanted, now=clock.now())
        except rules.SeatRuleInvalid as refusal:
            _mark(form, refusal)
        else:
            flash(_("Saved. It holds at once."), "success")
            return redirect(url_for("agenda.list_seats", event=event.slug, _anchor=f"s-{code}"), 303)
    page = _page("agenda/edit_seats.html", event, form=form, session=session, here="seats")
    return page, 422 if form.errors else 200


@bp.route("/<event>/organise/seats/<code>/people", methods=["GET", "POST"])
@organiser(Action.HOST)
def list_expected(event: Event, code: str) -> Response | tuple[str, int]:
    """Show who is expected in a session: to its hosts, and to editors and owners. Ticks note who was there."""
    _published, session = _let_in(event, code)
    if request.method == "POST":
        present = {int(key) for key in request.form.getlist("present") if key.isascii() and key.isdigit()}
        count = services.note_attendance(event.id, session.uid, present, now=clock.now())
        flash(ngettext("Noted: %(num)s person was there.", "Noted: %(num)s people were there.", count), "success")
        return redirect(url_for("agenda.list_expected", event=event.slug, code=code), 303)
    people = expected_in(session.uid)
    return _page("agenda/list_expected.html", event, session=session, people=people), 200


@bp.get("/<event>/organise/seats/<code>/people.csv")
@organiser(Action.HOST)
def export_expected(event: Event, code: str) -> Response:
    """Give the list of those who are expected as a table for other programs; no cell of it is ever reckoned."""
    _published, session = _let_in(event, code)
    heading = [_("Name"), _("Organisation"), _("Municipality"), _("Comes for"), _("State"), _("Coming"), _("Was there")]
    table = csv_table([str(word) for word in heading], [_cells(one) for one in expected_in(session.uid)])
    response = FlaskResponse(table, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}-{session.code}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _cells(one: Expected) -> list[str]:
    booking = one.booking
    states = {
        BookingState.BOOKED: _("Seat"),
        BookingState.OFFERED: _("Seat offered"),
        BookingState.WAITING: _("Waiting"),
    }
    return [
        one.name,
        one.organisation,
        one.municipality,
        translated.pick(one.group, current_language()),
        str(states[BookingState(booking.state)]),
        str(_("yes")) if booking.confirmed_at else "",
        str(_("yes")) if booking.attended_at else "",
    ]


def _session(event: Event, code: str) -> tuple[Published, Session]:
    published = newest_release_of(event.id)
    session = published.programme.sessions.get(code) if published else None
    if published is None or session is None:
        abort(404)
    return published, session


def _let_in(event: Event, code: str) -> tuple[Published, Session]:
    """Return the session, if whoever asks hosts it or may see the people of the event."""
    found = _session(event, code)
    if not may(role_of(event.id, account().id), Action.SEE_PEOPLE):
        try:
            drafted = session_of(event.id, code)
        except NotThere:
            abort(403)
        if account().id not in hosts_of(drafted.id):
            abort(403)
    return found


def _mark(form: Any, refusal: rules.SeatRuleInvalid) -> None:
    field = {"offer_minutes": "offer_hours", "release_minutes": "release_hours"}.get(refusal.field, refusal.field)
    words = _("Choose a number from %(least)s to %(most)s.", least=refusal.least, most=refusal.most)
    form[field].errors = [*form[field].errors, words]


def _page(template: str, event: Event, **context: Any) -> str:
    frame = organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id))
    return render_template(template, **frame | context)
