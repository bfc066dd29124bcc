"""The timetable editor: the board of weeks and days, and the facts that its script polls."""

from datetime import datetime

from flask import jsonify, request
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.draft.forms.sessions import FORMAT_LABELS
from conference.draft.queries import draft_state
from conference.draft.queries.timetable import draft_revision
from conference.draft.rules import timetable as rules
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.draft.views.timetable_facts import place_address, timetable_now
from conference.draft.views.timetable_slot import undo_offered
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import ChangeKind
from conference.translated import pick
from conference.web.guards import organiser
from conference.web.locale import current_language


@bp.get("/timetable")
@organiser(Action.SEE_DRAFT)
def show_timetable(event: Event) -> tuple[str, int]:
    """Show the timetable: as a board of all weeks, or some days by room or by theme."""
    now = clock.now()
    state = draft_state(event, now=now)
    timetable = timetable_now(event, state)
    programme, language = state.programme, current_language()
    look = rules.look_from(request.args, programme, today=zones.local_day(now, event.zone))
    side, weeks = rules.side_filter_from(request.args), rules.weeks_of(programme)
    room_hours, day_hours = rules.hours_of_rooms(programme, look.day)
    undo = undo_offered(event)
    return page(
        "draft/timetable/show_timetable.html",
        event,
        state=state,
        clashes=timetable.clashes,
        clash_links=[place_address(event, programme, clash.first) for clash in timetable.clashes],
        look=look,
        weeks=weeks,
        weeks_shown=rules.weeks_shown(weeks, look),
        beside=rules.days_beside(look, programme),
        full=rules.FULL,
        steps=rules.STEPS,
        most_days=rules.MOST_DAYS,
        side=side,
        unscheduled=rules.unscheduled_found(programme, side, language=language),
        unscheduled_count=sum(session.slot is None for session in programme.sessions.values()),
        formats=list(FORMAT_LABELS.items()),
        spoken=rules.languages_spoken(programme),
        marks=timetable.marks,
        standings=timetable.standings,
        moved={change.code for change in state.pending.of_kind(ChangeKind.MOVED)},
        room_hours=room_hours,
        day_hours=day_hours,
        ahead=rules.hours_ahead(programme),
        undo=undo if undo and undo["code"] in programme.sessions else None,
        here="timetable",
    )


@bp.get("/timetable.json")
@organiser(Action.SEE_DRAFT)
def show_timetable_facts(event: Event) -> Response:
    """Tell the editor's script all that it shows; nothing where it has the same already (RFC 9110 section 15.4.5)."""
    revision = draft_revision(event)
    tag = f"{revision}-{current_language()}"
    has_it = request.if_none_match.contains_weak(tag)
    response = Response(status=304) if has_it else jsonify(_facts(event, revision, now=clock.now()))
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _facts(event: Event, revision: str, *, now: datetime) -> dict[str, object]:
    timetable = timetable_now(event, draft_state(event, now=now))
    programme, language, languages = timetable.programme, current_language(), event.languages
    zone, *others = programme.zones
    return {
        "revision": revision,
        "zone": zone,
        "second_zone": others[0] if others else None,
        "first_day": event.first_day.isoformat(),
        "last_day": event.last_day.isoformat(),
        "sessions": timetable.sessions(),
        "clashes": timetable.clashes_in_words(),
        "rooms": [{"key": room.key, "name": pick(room.name, language, languages)} for room in programme.rooms.values()],
        "themes": [
            {"slug": theme.slug, "number": number, "name": pick(theme.short or theme.title, language, languages)}
            for number, theme in enumerate(programme.themes.values(), start=1)
        ],
        "pending": timetable.pending(),
    }
