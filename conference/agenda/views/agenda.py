"""One's own agenda."""

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import bookings_of, kept_clashes, moves_of, registration_of, standing
from conference.agenda.rules import agenda_of
from conference.agenda.views.blueprint import bp
from conference.live.rules import Phase, phase_of, turning_points
from conference.programme.queries import newest_release
from conference.programme.rules.course import stage_of
from conference.web.frame import event_frame
from conference.web.guards import account, signed_in


@bp.get("/<event>/agenda")
@signed_in
def show_agenda(event: str) -> Response:
    """Show what one booked, by day: what is next, what clashes, what moved."""
    published = newest_release(event)
    stand = standing(published, account().id)
    registration = registration_of(published.event_id, account().id)
    if registration is None:
        return make_response(redirect(url_for("agenda.register", event=event), 303))
    now = clock.now()
    frame = event_frame(published, stand)
    agenda = agenda_of(
        stand,
        zone=frame["zones"][0],
        now=now,
        moves=moves_of(published, bookings_of(registration.id)),
        kept=kept_clashes(registration.id),
    )
    is_open = agenda.next is not None and phase_of(agenda.next.session, now) is Phase.OPEN
    return make_response(
        render_template(
            "agenda/show_agenda.html",
            **frame,
            agenda=agenda,
            registration=registration,
            stage=stage_of(published.programme, now),
            turns=turning_points(agenda.next.session, now) if agenda.next else [],
            door=url_for("live.open_door", code=agenda.next.session.code) if agenda.next and is_open else None,
        )
    )
