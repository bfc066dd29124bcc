"""Telling the calendars of those who want it, once each."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from conference.agenda.queries import booked_by
from conference.db import db, transaction
from conference.invitations.queries import (
    Reader,
    readers,
    registrations_to_look_at,
    told_to,
)
from conference.invitations.rules import Message, Told, as_told, goes_out_at, messages_of
from conference.invitations.tables import InvitationWatch, SentInvitation
from conference.letter_wishes.queries import wants, wishes_of_all
from conference.letter_wishes.rules import LetterKind
from conference.mail.services import BulkLetter, put_letters
from conference.programme.queries import Published, newest_release_of
from conference.registrations.tables import Registration
from conference.zones import Night

ENTRIES = "invitations/entries"
"""The letter that brings entries for a calendar."""

AT_ONCE = 100
"""How many are looked at in one transaction: few enough that bookings need not wait for it."""


def put_invitations(*, now: datetime) -> int:
    """Put a letter to each whose calendar is to be told something, and return how many letters were put.

    It looks for agendas and releases that calendars do not know yet, so it heals whatever broke off before; done
    twice, or by several workers at once, it still tells each calendar everything once. All that came together since
    is one letter, be it ten bookings or a whole release. One small query where there is nothing to do.
    """
    put = 0
    while keys := registrations_to_look_at(now=now, limit=AT_ONCE):
        with transaction():
            watches = _held(keys)
            found = readers(watches, now=now)
            put += _tell(found, watches, now)
        if not found:  # another worker is at it
            break
    return put


def _held(keys: Collection[int]) -> dict[int, InvitationWatch]:
    """Return the rows of registrations, locked and made where missing; none that another worker holds."""
    # The registration first, so that none is made for one that is just being erased.
    present = db.session.scalars(
        select(Registration.id)
        .where(Registration.id.in_(keys))
        .order_by(Registration.id)
        .with_for_update(read=True, key_share=True, skip_locked=True)
    ).all()
    if present:
        made = _insert()(InvitationWatch).values([{"registration_id": key} for key in present])
        db.session.execute(made.on_conflict_do_nothing())
    rows = db.session.scalars(
        select(InvitationWatch)
        .where(InvitationWatch.registration_id.in_(present))
        .order_by(InvitationWatch.registration_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return {row.registration_id: row for row in rows}


def _tell(found: Sequence[Reader], watches: Mapping[int, InvitationWatch], now: datetime) -> int:
    keys = [reader.registration_id for reader in found]
    seats, told, wishes = booked_by(keys), told_to(keys), wishes_of_all(keys)
    programmes = {event_id: newest_release_of(event_id) for event_id in {reader.event_id for reader in found}}
    letters: defaultdict[int, list[BulkLetter]] = defaultdict(list)
    noted: list[dict[str, object]] = []
    for reader in found:
        published = programmes[reader.event_id]
        if published is None:
            continue
        key = reader.registration_id
        booked = seats[key] if reader.takes_part else set()
        messages = messages_of(published.programme, booked, told[key], now=now)
        if not _is_settled(watches[key], reader, published, messages, wishes[key].quiet, now) or not messages:
            continue
        letters[reader.event_id].append(_letter(reader, published, messages, now))
        noted += [_note(reader, published, message, now) for message in messages]
    for event_id, some in letters.items():
        put_letters(ENTRIES, some, event_id=event_id, now=now)
    _store(noted)
    return sum(map(len, letters.values()))


def _is_settled(
    watch: InvitationWatch,
    reader: Reader,
    published: Published,
    messages: Sequence[Message],
    quiet: Night,
    now: datetime,
) -> bool:
    """Note how far a calendar is, and say whether its messages go out now, rather than at the end of a night."""
    until = goes_out_at(messages, zone=reader.zone, quiet=quiet, now=now) if messages else now
    if until > now:
        watch.waits_until = until
        watch.waits_release, watch.waits_revision = published.number, reader.agenda_revision
        return False
    watch.waits_until = None
    watch.release, watch.agenda_revision = published.number, reader.agenda_revision
    return True


def _letter(reader: Reader, published: Published, messages: Sequence[Message], now: datetime) -> BulkLetter:
    event = published.programme.event
    return BulkLetter(
        to=reader.email,
        language=reader.language,
        data={
            "registration": reader.registration_id,
            "name": reader.name,
            "zone": reader.zone,
            "attendee": reader.email,
            "event": {"slug": event.slug, "title": dict(event.title), "zones": list(published.programme.zones)},
            "release": published.number,
            "made_at": now.isoformat(),
            "entries": [_facts(message) for message in messages],
        },
        due_at=now,
    )


def _note(reader: Reader, published: Published, message: Message, now: datetime) -> dict[str, object]:
    """Return the row that says what a calendar was told."""
    told = as_told(published.programme, message, reader.language)
    return {
        "registration_id": reader.registration_id,
        "session_uid": message.session.uid,
        "sequence": told.sequence,
        "starts_at": told.starts_at,
        "minutes": told.minutes,
        "shown": told.shown,
        "language": told.language,
        "stands": told.stands,
        "put_at": now,
    }


def _store(rows: Sequence[Mapping[str, object]]) -> None:
    """Store what calendars were told, in place of what they were told before."""
    if not rows:
        return
    keys = ("registration_id", "session_uid")
    statement = _insert()(SentInvitation.__table__)
    newer = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=newer), list(rows))


def _insert() -> Callable[..., Any]:
    """Return the statement that knows of conflicts."""
    return postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert


def _facts(message: Message) -> dict[str, object]:
    before = message.before
    return {
        "uid": str(message.session.uid),
        "code": message.session.code,
        "title": dict(message.session.title),
        "method": message.method.value,
        "reason": message.reason.value,
        "sequence": message.sequence,
        "starts_at": message.slot.starts_at.isoformat(),
        "minutes": message.slot.minutes,
        "before": {"starts_at": before.starts_at.isoformat(), "minutes": before.minutes} if before else None,
    }


def still_to_tell(data: Mapping[str, Any], *, now: datetime) -> dict[str, Any] | None:  # noqa: ARG001 - a Check
    """Return what a letter in the outbox has to say now; None where there is nothing left to say.

    What a later letter tells otherwise is left out: were it held up until that one has come, a calendar would take
    it for new. Whoever wants no invitations any more gets none, and is told what this one held if they want them
    again.
    """
    registration_id = data["registration"]
    if not wants(registration_id, LetterKind.INVITATIONS):
        _take_back(registration_id, data["entries"])
        return None
    told = told_to([registration_id])[registration_id]
    entries = [one for one in data["entries"] if _is_last(one, told)]
    return {**data, "entries": entries} if entries else None


def _is_last(entry: Mapping[str, Any], told: Mapping[UUID, Told]) -> bool:
    last = told.get(UUID(entry["uid"]))
    return last is not None and last.sequence == entry["sequence"]


def _take_back(registration_id: int, entries: Sequence[Mapping[str, Any]]) -> None:
    """Note that a letter does not go out: the calendar holds what it held before."""
    with transaction():
        watch = db.session.get(InvitationWatch, registration_id, with_for_update=True, populate_existing=True)
        if watch is None:  # its registration is gone
            return
        watch.release = 0
        for entry in entries:
            db.session.execute(
                update(SentInvitation)
                .where(
                    SentInvitation.registration_id == registration_id,
                    SentInvitation.session_uid == UUID(entry["uid"]),
                    SentInvitation.sequence == entry["sequence"],
                )
                .values(_held_before(entry))
            )


def _held_before(entry: Mapping[str, Any]) -> dict[str, object]:
    """Return what the calendar holds of a session if a message about it does not go out.

    Which title and room it was told is not known any more: another hash lets it be told these anew.
    """
    before = entry["before"]
    if before is None:
        return {"stands": False}
    starts_at = datetime.fromisoformat(before["starts_at"])
    return {"stands": True, "starts_at": starts_at, "minutes": before["minutes"], "shown": ""}
