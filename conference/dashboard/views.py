"""The figures of an event, for organisers."""

from collections import Counter
from datetime import date
from itertools import chain, islice

from flask import Blueprint, render_template, request

from conference import clock, zones
from conference.agenda.queries import shared_bookings
from conference.calendars.queries import reach_in
from conference.dashboard import rules
from conference.dashboard.queries import attended_in, registered, seats_by_session
from conference.dashboard.render import column_chart_of, share_of
from conference.draft.queries import acceptances, draft_state, organise_frame
from conference.draft.rules.missing import MissingKind, find_missing
from conference.events.queries import kept_counts
from conference.events.rules import Action
from conference.events.tables import CountKind, Event
from conference.registrations.queries import groups_of
from conference.translated import pick
from conference.web.guards import account, organiser
from conference.web.locale import current_language
from conference.web.paging import page_of

bp = Blueprint("dashboard", __name__, url_prefix="/<event>/organise")

NARROW = 360.0
"""Width of the drawings on a phone."""
MOST_CITIES = 20
PAGE_SIZE = 20


@bp.get("/figures")
@organiser(Action.SEE_DRAFT)
def show_figures(event: Event) -> str:
    """Show what is missing, who registered when and from where, and how full the sessions are."""
    now = clock.now()
    state = draft_state(event, now=now)
    people = registered(event.id)
    gone = kept_counts(event.id)
    spans = rules.registrations_over_time(
        (one.registered_at for one in people),
        event.zone,
        until=zones.local_day(now, event.zone),
        others={date.fromisoformat(day): count for day, count in gone[CountKind.DAY].items()},
    )
    # What visitors book is in the newest release; before the first there is nothing to book.
    programme = state.newest.programme if state.newest else None
    seats = seats_by_session(event.id)
    fillings = rules.fillings(programme, seats) if programme else []
    cities = rules.by_name(
        chain((one.municipality for one in people), Counter(gone[CountKind.MUNICIPALITY]).elements())
    )
    kinds = Counter(pick(one.group, current_language(), event.languages) for one in people)
    for group in groups_of(event.id) if gone[CountKind.GROUP] else ():
        kinds[pick(group.name, current_language(), event.languages)] += gone[CountKind.GROUP].get(group.key, 0)
    missing = Counter(one.kind for one in find_missing(state.programme.document, acceptances(event.id)))
    return render_template(
        "dashboard/show_figures.html",
        **organise_frame(event, account().id, now=now, state=state, shared_bookings=shared_bookings(event.id)),
        here="figures",
        missing={kind: missing[kind] for kind in MissingKind if missing[kind]},
        people=len(people) + sum(gone[CountKind.DAY].values()),
        gone=sum(gone[CountKind.DAY].values()),
        attended=sum(gone[CountKind.ATTENDED].values()) + attended_in(event.id),
        taken=sum(taken for taken, _waiting in seats.values()),
        waiting=sum(waiting for _taken, waiting in seats.values()),
        reach=reach_in(event.id, releases=1),
        spans=spans,
        wide=column_chart_of(spans),
        narrow=column_chart_of(spans, width=NARROW, most_names=4),
        fillings=page_of(fillings, request.args.get("page", 1, type=int), size=PAGE_SIZE),
        by_theme=rules.bookings_by_theme(programme, seats) if programme else [],
        cities=list(islice(cities, MOST_CITIES)),
        other_cities=sum(count for _name, count in cities[MOST_CITIES:]),
        kinds=[(name, count) for name, count in kinds.most_common() if count],
        share_of=share_of,
    )
