"""The agenda of a delegation: who goes where, what is wished, what is proposed, and what is missing."""

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import standing
from conference.agenda.rules import is_open
from conference.delegations import services
from conference.delegations.queries import Member, belonging, plan_of
from conference.delegations.rules.days import days_of
from conference.delegations.rules.gaps import gaps_of
from conference.delegations.views.blueprint import bp
from conference.delegations.views.frame import Seen, page, seen_by_member
from conference.programme.document import Session
from conference.web.frame import visitor_id
from conference.web.guards import account, safe_next, signed_in
from conference.web.locale import current_language, shown_zones
from conference.zones import local_day

Answer = Response | tuple[str, int]
MOST_COLUMNS = 8
"""Members who have a column of their own; more than these are named instead."""


@dataclass(frozen=True)
class Called:
    """How a member is called in narrow places.

    :ivar short: the first name, with as many letters of the rest as tell them apart.
    """

    member: Member
    short: str


@bp.get("/<event>/delegations/<int:number>/agenda")
@signed_in
def show_plan(event: str, number: int) -> Answer:
    """Show who of the delegation goes where, day by day, and what is missing."""
    seen = _seen(event, number)
    now = clock.now()
    programme = seen.published.programme
    plan = plan_of(seen.delegation, now=now, language=current_language())
    sessions = tuple(programme.sessions.values())
    zones = shown_zones(programme.zones)
    days = days_of(plan.companions, sessions, proposed=plan.proposed, zone=zones[0], now=now)
    return page(
        "delegations/show_plan.html", seen.published, stand=standing(seen.published, visitor_id()),
        delegation=seen.delegation, own=seen.own, plan=plan, people=called(plan.members), most_columns=MOST_COLUMNS,
        coming=[day for day in days if not day.is_over], past=[day for day in days if day.is_over],
        gaps=gaps_of(plan.companions, sessions, now=now),
        wishable=_by_day([one for one in sessions if is_open(one, now)], zones[0]),
        own_wishes=next((one.wishes for one in plan.companions if one.id == seen.own.id), frozenset()),
    )  # fmt: skip


@bp.post("/<event>/delegations/<int:number>/wishes")
@signed_in
def wish(event: str, number: int) -> Answer:
    """Wish that somebody of the delegation is in a session, or no longer."""
    seen = _seen(event, number)
    session = _session(seen, request.form.get("code", ""))
    if session is None:
        flash(_("Choose a session first."), "error")
        return _back(event, number)
    wanted = request.form.get("wanted", "yes") == "yes"
    services.wish(seen.published.event_id, number, account_id=account().id, session_uid=session.uid, wanted=wanted)
    return _back(event, number, f"s-{session.code}" if wanted else None)


@bp.post("/<event>/delegations/<int:number>/split")
@signed_in
def share_out(event: str, number: int) -> Answer:
    """Propose who covers what is wished."""
    seen = _seen(event, number)
    count = services.share_out(seen.published.event_id, number, now=clock.now())
    if count:
        flash(
            ngettext(
                "%(num)s session is proposed to somebody. Each decides for themselves.",
                "%(num)s sessions are proposed to members. Each decides for themselves.",
                count,
            ),
            "success",
        )
    else:
        flash(_("There is nothing to propose: what is wished is covered, or nobody is free for it."), "warning")
    return _back(event, number)


@bp.post("/<event>/delegations/<int:number>/split/<code>/decline")
@signed_in
def decline_proposal(event: str, number: int, code: str) -> Answer:
    """Decline to go to a session for the delegation."""
    seen = _seen(event, number)
    session = _session(seen, code) or abort(404)
    services.decline_proposal(seen.published.event_id, number, account_id=account().id, session_uid=session.uid)
    flash(_("You are not asked for this session again."), "success")
    return _back(event, number)


def _by_day(sessions: list[Session], zone: str) -> list[tuple[date, list[Session]]]:
    days: dict[date, list[Session]] = {}
    for one in sessions:
        assert one.slot is not None  # noqa: S101 - what is open has a slot
        days.setdefault(local_day(one.slot.starts_at, zone), []).append(one)
    return list(days.items())


def called(members: tuple[Member, ...]) -> list[Called]:
    """Return how members are called where there is little room: by the first name, longer where two share it."""
    firsts = [one.name.split()[0] if one.name.split() else one.name for one in members]
    return [
        Called(one, first if firsts.count(first) == 1 else one.name) for one, first in zip(members, firsts, strict=True)
    ]


def _seen(event: str, number: int) -> Seen:
    """Return a delegation for a member who takes part in the event; others who belong to it get 403."""
    seen = seen_by_member(event, number)
    if not belonging(seen.own, seen.published.event_id):
        abort(403)
    return seen


def _session(seen: Seen, code: str) -> Session | None:
    return seen.published.programme.sessions.get(code)


def _back(event: str, number: int, anchor: str | None = None) -> Response:
    target = safe_next(request.form.get("next")) or url_for(
        "delegations.show_plan", event=event, number=number, _anchor=anchor
    )
    return redirect(target, 303)
