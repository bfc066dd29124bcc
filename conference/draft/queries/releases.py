"""Releases that are planned, and those there are."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.db import db
from conference.draft.tables import PlannedRelease, PlanState
from conference.errors import DomainError
from conference.programme.tables import Release

SHOWN_PAST = 5
"""How many plans that are done are still shown."""


class NoSuchPlan(DomainError):
    """The event has no planned release of that key."""


@dataclass(frozen=True)
class PlanLine:
    """A planned release, for a list.

    :ivar author: name of whoever planned it last; None where that account is no more.
    """

    plan: PlannedRelease
    author: str | None

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to come."""
        return self.plan.state == PlanState.PLANNED


@dataclass(frozen=True)
class ReleaseLine:
    """A release, for a list of all."""

    number: int
    published_at: datetime
    author: str | None


def plans_of(event_id: int) -> list[PlanLine]:
    """Return the planned releases of an event: those to come by time, then the last few that are done."""
    rows = db.session.execute(
        select(PlannedRelease, Account.name)
        .outerjoin(Account, Account.id == PlannedRelease.author_id)
        .where(PlannedRelease.event_id == event_id)
        .order_by(PlannedRelease.due_at, PlannedRelease.id)
    ).all()
    lines = [PlanLine(plan, author) for plan, author in rows]
    done = [line for line in lines if not line.is_waiting]
    done.sort(key=lambda line: (line.plan.done_at or line.plan.due_at, line.plan.id), reverse=True)
    return [line for line in lines if line.is_waiting] + done[:SHOWN_PAST]


def plan_of(event_id: int, plan_id: int) -> PlannedRelease:
    """Return a planned release, whatever became of it.

    :raises NoSuchPlan: there is none; another event's counts as none.
    """
    plan = db.session.scalar(
        select(PlannedRelease).where(PlannedRelease.event_id == event_id, PlannedRelease.id == plan_id)
    )
    if plan is None:
        raise NoSuchPlan(plan_id)
    return plan


def releases_of(event_id: int) -> list[ReleaseLine]:
    """Return all releases of an event, the newest first, with who published each."""
    rows = db.session.execute(
        select(Release.number, Release.published_at, Account.name)
        .outerjoin(Account, Account.id == Release.author_id)
        .where(Release.event_id == event_id)
        .order_by(Release.number.desc())
    )
    return [ReleaseLine(number, published_at, author) for number, published_at, author in rows]
