"""All events under one account: those one takes part in, those one organises, and what comes next in each."""

from flask import render_template

from conference import clock
from conference.accounts.views.blueprint import bp
from conference.agenda.queries import standing
from conference.agenda.rules import agenda_of
from conference.events.queries import events_organised_by
from conference.programme.queries import newest_release_of
from conference.programme.rules.course import upcoming
from conference.registrations.queries import registrations_of
from conference.web.guards import account, signed_in


@bp.get("/account/events")
@signed_in
def list_own_events() -> str:
    """List the events that one takes part in, each with one's next session, and those one organises, with theirs."""
    now, attended, organised = clock.now(), [], []
    for registration in registrations_of(account().id):
        published = newest_release_of(registration.event_id)
        if published is not None:
            event = published.programme.event
            coming = agenda_of(standing(published, account().id), zone=event.zone, now=now).next
            attended.append((event, coming.session if coming else None))
    for row in events_organised_by(account().id):
        published = newest_release_of(row.id)
        ahead = upcoming(published.programme, now, limit=1).sessions if published else ()
        organised.append((row, ahead[0] if ahead else None, published is not None))
    return render_template(
        "accounts/list_own_events.html",
        here="events",
        attended=attended,
        organised=organised,
    )
