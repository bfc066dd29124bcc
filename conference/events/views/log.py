"""The audit log: who changed what of an event, when, what from and what to."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Response, jsonify, render_template, request
from flask_babel import gettext as _

from conference import clock, zones
from conference.accounts.tables import Account
from conference.agenda.queries import shared_bookings
from conference.draft.queries import organise_frame
from conference.events.queries import (
    LogFilter,
    acting_people,
    count_entries,
    kinds_in_log,
    log_entries,
    names_in_log,
)
from conference.events.render import csv_table
from conference.events.rules import Action
from conference.events.tables import AuditEntry, Event
from conference.events.views.blueprint import bp
from conference.events.views.log_words import NOTHING, action_name, actor_name, keys_in, kind_name, lines_of
from conference.translated import sort_key
from conference.web.forms import trimmed
from conference.web.guards import account, organiser
from conference.web.locale import current_language
from conference.web.paging import page_of_query

PAGE_SIZE = 50
NOBODY = "nobody"
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
ACTIONS = ("added", "changed", "removed")


@bp.get("/<event>/organise/log")
@organiser(Action.SEE_LOG)
def show_log(event: Event) -> str:
    """Show the changes of an event, filtered, the newest first, a page at a time."""
    wanted = _filter(event)
    found = page_of_query(
        lambda limit, offset: log_entries(event.id, wanted, limit=limit, offset=offset),
        count_entries(event.id, wanted),
        request.args.get("page", 1, type=int),
        size=PAGE_SIZE,
    )
    frame = organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id))
    names = names_in_log(event.id, keys_in(entry for entry, _account in found.items))
    return render_template(
        "events/show_log.html",
        **frame,
        here="log",
        found=found,
        rows=[
            (
                entry,
                actor_name(entry, who.name if who else None),
                kind_name(entry.kind),
                action_name(entry.action),
                lines_of(entry, names, event.zone),
            )
            for entry, who in found.items
        ],
        wanted=wanted,
        arguments={name: value for name, value in request.args.to_dict().items() if name in _ARGUMENTS and value},
        people=sorted(acting_people(event.id), key=lambda one: sort_key(one.name, current_language())),
        kinds=sorted(((kind, kind_name(kind)) for kind in kinds_in_log(event.id)), key=lambda pair: pair[1]),
        actions=[(action, action_name(action)) for action in ACTIONS],
        history_of=_named(event, wanted, names),
        nobody=NOBODY,
    )


@bp.get("/<event>/organise/log.csv")
@organiser(Action.SEE_LOG)
def download_log_table(event: Event) -> Response:
    """Give the changes as a table, one row for each field, filtered as the page is."""
    entries = log_entries(event.id, _filter(event))
    names = names_in_log(event.id, keys_in(entry for entry, _account in entries))
    heading = [
        _("Time (UTC)"), _("Time (%(zone)s)", zone=event.zone), _("Who"), _("E-mail"), _("What was done"), _("Kind"),
        _("Key"), _("Name"), _("Field"), _("Before"), _("After"),
    ]  # fmt: skip
    rows = [
        (
            entry.changed_at.isoformat(timespec="seconds"),
            zones.to_local(entry.changed_at, event.zone).isoformat(timespec="seconds"),
            actor_name(entry, who.name if who else None), who.email if who else "", action_name(entry.action),
            kind_name(entry.kind),
            entry.key, entry.name, line.label, line.before, line.after,
        )
        for entry, who in entries
        for line in lines_of(entry, names, event.zone) or [NOTHING]
    ]  # fmt: skip
    return _as_file(Response(csv_table(heading, rows), mimetype="text/csv"), f"{event.slug}-log.csv")


@bp.get("/<event>/organise/log.json")
@organiser(Action.SEE_LOG)
def download_log_facts(event: Event) -> Response:
    """Give the changes as they are stored, filtered as the page is."""
    entries = [_facts(entry, who) for entry, who in log_entries(event.id, _filter(event))]
    return _as_file(jsonify(event=event.slug, exported_at=clock.now().isoformat(), entries=entries), "log.json")


_ARGUMENTS = ("person", "kind", "key", "action", "since", "until", "q")


def _filter(event: Event) -> LogFilter:
    """Return what the address asks for; what makes no sense is left open."""
    arguments = request.args
    person = arguments.get("person", "")
    since, until = _day(arguments.get("since", "")), _day(arguments.get("until", ""))
    wanted = LogFilter(
        account_id=0 if person == NOBODY else int(person) if person.isdecimal() and len(person) < 10 else None,  # noqa: PLR2004
        kind=_text("kind", 20),
        key=_text("key", 320),
        action=arguments.get("action", "") if arguments.get("action") in ACTIONS else "",
        text=_text("q", 200),
    )
    return replace(
        wanted,
        since=zones.day_bounds(since, event.zone)[0] if since else None,
        until=zones.day_bounds(until + timedelta(days=1), event.zone)[0] if until else None,
    )


def _text(name: str, at_most: int) -> str:
    """Return an argument without what no database can look for."""
    return (trimmed(request.args.get(name)) or "")[:at_most]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def _named(event: Event, wanted: LogFilter, names: dict[tuple[str, str], str]) -> str | None:
    """Return the name of the one thing whose history is shown; None where all are."""
    if not (wanted.kind and wanted.key):
        return None
    thing = (wanted.kind, wanted.key)
    return names.get(thing) or names_in_log(event.id, [thing]).get(thing) or wanted.key


def _facts(entry: AuditEntry, who: Account | None) -> dict[str, Any]:
    return {
        "at": entry.changed_at.isoformat(),
        "by": {"name": who.name, "email": who.email} if who else None,
        "action": entry.action,
        "kind": entry.kind,
        "key": entry.key,
        "name": entry.name,
        "before": entry.before,
        "after": entry.after,
    }


def _as_file(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
