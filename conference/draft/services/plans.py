"""Publishing at a set time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from conference.db import act_as, acting_account_id, db, transaction
from conference.draft.rules import limits
from conference.draft.services.publish import NothingChanged, publish_release
from conference.draft.tables import PlannedRelease, PlanState
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import record
from conference.translated import Translated


@dataclass
class TimeHasPassed(DomainError):
    """A release cannot be planned for a time that lies behind.

    :ivar due_at: the time asked for, UTC.
    """

    due_at: datetime


@dataclass
class PlanNotFound(DomainError):
    """The event has no planned release of that key; another event's counts as none."""

    plan_id: int


@dataclass
class PlanDone(DomainError):
    """It was published, failed or was withdrawn meanwhile, so nothing of it can be changed.

    :ivar state: what became of it.
    """

    state: str


def plan_release(
    event_id: int, *, due_at: datetime, notes: Translated, author_id: int | None, now: datetime
) -> PlannedRelease:
    """Let the draft, as it will be then, be published at a set time.

    :param due_at: UTC; in the future.
    :param notes: by language, what the release will say of itself.
    :raises TimeHasPassed: it is not in the future.
    :raises TextTooLong: a note is too long.
    """
    _check(due_at, notes, now)
    with transaction():
        plan = PlannedRelease(event_id=event_id, due_at=due_at, notes=notes, author_id=author_id, created_at=now)
        db.session.add(plan)
        db.session.flush()
        _note(plan, before=None)
    return plan


def change_plan(
    event_id: int, plan_id: int, *, due_at: datetime, notes: Translated, author_id: int | None, now: datetime
) -> PlannedRelease:
    """Give a planned release another time or other notes.

    :param author_id: who does so: becomes the author of the release.
    :raises PlanNotFound: there is none.
    :raises PlanDone: it is too late.
    :raises TimeHasPassed: the new time is not in the future.
    :raises TextTooLong: a note is too long.
    """
    _check(due_at, notes, now)
    with transaction():
        plan = _waiting(event_id, plan_id)
        before = _facts(plan)
        plan.due_at, plan.notes, plan.author_id = due_at, notes, author_id
        _note(plan, before=before)
    return plan


def withdraw_plan(event_id: int, plan_id: int, *, now: datetime) -> PlannedRelease:
    """Let a planned release not be published.

    :raises PlanNotFound: there is none.
    :raises PlanDone: it is too late.
    """
    with transaction():
        plan = _waiting(event_id, plan_id)
        before = _facts(plan)
        plan.state, plan.done_at = PlanState.WITHDRAWN, now
        _note(plan, before=before)
    return plan


def publish_due(*, now: datetime) -> list[int]:
    """Publish what is due, and return the keys of the events of which something was published.

    Each plan is carried out once, however many workers ask: whoever locks its row publishes and notes so in one
    transaction. Where nothing had changed, that is noted in its place. Whoever calls it then settles the bookings of
    these events.
    """
    due = list(
        db.session.execute(
            select(PlannedRelease.id, PlannedRelease.event_id)
            .where(PlannedRelease.state == PlanState.PLANNED, PlannedRelease.due_at <= now)
            .order_by(PlannedRelease.due_at, PlannedRelease.id)
        )
    )
    return list(dict.fromkeys(event_id for plan_id, event_id in due if _carry_out(plan_id, now)))


def _carry_out(plan_id: int, now: datetime) -> bool:
    acting = acting_account_id()
    with transaction():
        plan = db.session.scalar(
            select(PlannedRelease)
            .where(
                PlannedRelease.id == plan_id, PlannedRelease.state == PlanState.PLANNED, PlannedRelease.due_at <= now
            )
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        if plan is None:  # another worker does it or did it, or it was changed meanwhile
            return False
        before = _facts(plan)
        act_as(plan.author_id)  # the audit log names who planned it
        try:
            plan.number = publish_release(
                plan.event_id, author_id=plan.author_id, note=dict(plan.notes), now=now
            ).number
            plan.state = PlanState.PUBLISHED
        except NothingChanged as refusal:
            plan.state, plan.failure, plan.number = PlanState.FAILED, "nothing_changed", refusal.number
        except DomainError:
            plan.state, plan.failure = PlanState.FAILED, "refused"
        finally:
            plan.done_at = now
            _note(plan, before=before)
            act_as(acting)
        return plan.state == PlanState.PUBLISHED


def _check(due_at: datetime, notes: Translated, now: datetime) -> None:
    check_length("notes", notes, limits.RELEASE_NOTE)
    if due_at <= now:
        raise TimeHasPassed(due_at)


def _waiting(event_id: int, plan_id: int) -> PlannedRelease:
    """Return a plan that is not done, its row locked."""
    plan = db.session.scalar(
        select(PlannedRelease)
        .where(PlannedRelease.event_id == event_id, PlannedRelease.id == plan_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if plan is None:
        raise PlanNotFound(plan_id)
    if plan.state != PlanState.PLANNED:
        raise PlanDone(plan.state)
    return plan


def _facts(plan: PlannedRelease) -> dict[str, Any]:
    return {"due_at": plan.due_at, "note": dict(plan.notes), "state": str(plan.state), "failure": plan.failure}


def _note(plan: PlannedRelease, *, before: dict[str, Any] | None) -> None:
    name = f"{plan.due_at:%Y-%m-%d %H:%M} UTC"
    record(plan.event_id, "planned_release", str(plan.id), name=name, before=before, after=_facts(plan))
