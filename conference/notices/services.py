"""Telling participants of releases, once each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from conference.db import db, transaction
from conference.mail.rules import due_after
from conference.mail.services import put_letter
from conference.notices.queries import (
    Recipient,
    Untold,
    full_sessions,
    recipients,
    untold_release,
    untold_releases,
)
from conference.notices.rules import (
    alternatives,
    chosen_alternatives,
    clashing,
    in_order,
    may_wait,
    news_of,
)
from conference.notices.tables import Announcement, Notice
from conference.programme.document import Change, ChangeKind, Programme, Session, SessionState, Slot
from conference.programme.document.index import takes_place

AT_ONCE = 250
"""How many are told in one transaction: few enough that bookings need not wait for it."""


def announce_releases(*, now: datetime) -> int:
    """Put a letter to everybody whose sessions a release moved, cancelled or revived; return how many were put.

    It looks for releases that are news and not told to all yet, so it heals whatever broke off before; done twice,
    or by several workers at once, it still tells each account of each release once.
    """
    return sum(_announce(release_id, now) for release_id in untold_releases())


def _announce(release_id: int, now: datetime) -> int:
    untold = untold_release(release_id)
    news = news_of(untold.changes, now=now)
    proposals = _Proposals(untold, now)
    told = 0
    while True:
        with transaction():
            announcement = _held(release_id, now)
            if announcement is None:  # told to all, or another worker is at it
                return told
            people = recipients(untold, list(news), limit=AT_ONCE) if news else []
            first = _first_told(release_id, [person.account_id for person in people], now)
            for person in people:
                if person.account_id in first:
                    _write_to(person, untold, news, proposals, now)
            told += len(first)
            if len(people) < AT_ONCE:
                announcement.finished_at = now
                return told


def _held(release_id: int, now: datetime) -> Announcement | None:
    """Return the release's row, locked, or None where there is nothing left to do or another worker does it."""
    _insert(Announcement, [{"release_id": release_id, "started_at": now}], Announcement.release_id)
    return db.session.scalar(
        select(Announcement)
        .where(Announcement.release_id == release_id, Announcement.finished_at.is_(None))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _first_told(release_id: int, account_ids: Sequence[int], now: datetime) -> set[int]:
    """Note that accounts are told, and return those whom nobody has told before."""
    rows = [{"release_id": release_id, "account_id": account_id, "told_at": now} for account_id in account_ids]
    return set(_insert(Notice, rows, Notice.account_id)) if rows else set()


def _insert(table: type[Announcement | Notice], rows: Sequence[Mapping[str, object]], column: Any) -> list[int]:
    """Insert those rows that are not there yet, and return a column of these."""
    insert: Callable[..., Any] = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(list(rows)).on_conflict_do_nothing().returning(column)
    return list(db.session.scalars(statement))


class _Proposals:
    """What might be attended in place of each cancelled session: worked out once, for all who lose it."""

    def __init__(self, untold: Untold, now: datetime) -> None:
        self._untold = untold
        self._now = now
        self._full = full_sessions(untold.event_id, untold.programme)
        self._found: dict[UUID, list[Session]] = {}

    def of(self, change: Change) -> list[Session]:
        """Return the candidates in place of a session, the best first."""
        if change.uid not in self._found:
            programme = self._untold.programme
            lost = programme.by_uid.get(change.uid)
            self._found[change.uid] = (
                alternatives(programme, lost, change.before, full=self._full, now=self._now) if lost else []
            )
        return self._found[change.uid]


def _write_to(
    person: Recipient,
    untold: Untold,
    news: Mapping[UUID, Change],
    proposals: _Proposals,
    now: datetime,
) -> None:
    programme = untold.programme
    own = [programme.by_uid[uid] for uid in person.states if uid in programme.by_uid]
    own_happening = [session for session in own if takes_place(session)]
    theirs = [uid for uid in person.states if uid in news and person.booked_at[uid] <= untold.published_at]
    morning = due_after(now, person.zone, person.quiet)
    put_letter(
        "notices/sessions_changed",
        event_id=untold.event_id,
        due_at=morning if may_wait((news[uid] for uid in theirs), until=morning) else now,
        to=person.email,
        language=person.language,
        data={
            "registration": person.registration_id,
            "name": person.name,
            "zone": person.zone,
            "event": {
                "slug": programme.event.slug,
                "title": dict(programme.event.title),
                "zones": list(programme.zones),
            },
            "release": untold.number,
            "note": dict(untold.notes),
            "changes": [
                _change_facts(
                    change,
                    is_called_off=_is_called_off(programme, change),
                    is_waiting=person.states[change.uid] == "waiting",
                    clashes=clashing(programme.by_uid[change.uid], own_happening)
                    if change.uid in programme.by_uid
                    else [],
                    instead=chosen_alternatives(proposals.of(change), own_happening)
                    if change.kind is ChangeKind.CANCELLED
                    else [],
                )
                for change in in_order(news, theirs)
            ],
        },
        now=now,
    )


def _is_called_off(programme: Programme, change: Change) -> bool:
    """Say whether a session is cancelled, rather than merely without a time."""
    session = programme.by_uid.get(change.uid)
    return session is not None and session.state is SessionState.CANCELLED


def _change_facts(
    change: Change, *, is_called_off: bool, is_waiting: bool, clashes: Sequence[Session], instead: Sequence[Session]
) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "code": change.code,
        "title": dict(change.title),
        "before": _slot_facts(change.before),
        "after": _slot_facts(change.after),
        "is_called_off": is_called_off,
        "is_waiting": is_waiting,
        "clashes": [_session_facts(session) for session in clashes],
        "instead": [_session_facts(session) for session in instead],
    }


def _session_facts(session: Session) -> dict[str, object]:
    return {"code": session.code, "title": dict(session.title), "slot": _slot_facts(session.slot)}


def _slot_facts(slot: Slot | None) -> dict[str, object] | None:
    return {"starts_at": slot.starts_at.isoformat(), "minutes": slot.minutes} if slot else None
