"""Where else a session could be."""

from datetime import date, time
from typing import TypeVar

from flask import request

from conference import clock, zones
from conference.agenda.queries import agendas_of
from conference.draft.queries import draft_state, session_of
from conference.draft.rules.limits import LONGEST, SHORTEST
from conference.draft.rules.prospects import FIRST_HOUR, LAST_HOUR, Prospect, prospects_of, starts_between
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import circumstances_now, page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.web.guards import organiser

Asked = TypeVar("Asked", date, time)

SHOWN = 12
"""How many slots are offered at once."""
MOST_DAYS = 60
"""In longer events slots are looked for from the day asked for, or the first, on so many days."""


@bp.get("/sessions/<code>/slots")
@organiser(Action.EDIT_DRAFT)
def list_prospects(event: Event, code: str) -> tuple[str, int]:
    """Show the slots for a session that would hurt least, on one day or on all that are to come."""
    now = clock.now()
    row = session_of(event.id, code)
    state = draft_state(event, now=now)
    document = state.programme.document
    day = _asked(date, "day")
    first, last = _asked(time, "from") or FIRST_HOUR, _asked(time, "until") or LAST_HOUR
    minutes = min(max(request.args.get("minutes", row.minutes, type=int), SHORTEST), LONGEST)
    days = [day] if day else zones.days_between(event.first_day, event.last_day)[:MOST_DAYS]
    agendas = agendas_of(event.id)
    starts = starts_between(days, event.zone, minutes=minutes, first=first, last=last)
    found = prospects_of(
        document, state.programme.sessions[code], circumstances_now(event, document), agendas,
        starts=(starts_at for starts_at in starts if starts_at > now), minutes=minutes,
    )  # fmt: skip
    return page(
        "draft/list_prospects.html", event, state=state, session=state.programme.sessions[code], row=row,
        found=[(prospect, _local(prospect, event.zone)) for prospect in found[:SHOWN]], more=len(found) > SHOWN,
        holders=sum(row.uid in uids for uids in agendas.values()), day=day, first=first, last=last, minutes=minutes,
        here="sessions",
    )  # fmt: skip


def _asked(kind: type[Asked], name: str) -> Asked | None:
    """Return an argument of the address as a day or an hour; None where there is none that can be read."""
    try:
        return kind.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _local(prospect: Prospect, zone: str) -> dict[str, str]:
    """Return a slot as the fields of the form that takes it."""
    local = zones.to_local(prospect.slot.starts_at, zone)
    return {
        "day": local.date().isoformat(), "start": f"{local:%H:%M}", "fold": str(local.fold),
        "minutes": str(prospect.slot.minutes), "room": prospect.slot.room or "", "theme": "",
    }  # fmt: skip
