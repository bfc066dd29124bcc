"""Telling the calendars of those who want it, once each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from conference.db import db, insert_if_missing, transaction
from conference.invitations.queries import (
    Reader,
    readers,
    registrations_to_look_at,
    seats_of,
    sent_to,
    told_from,
)
from conference.invitations.rules import Message, Method, as_told, goes_out_at, messages_of
from conference.invitations.tables import InvitationWatch, SentInvitation
from conference.letter_wishes.queries import wants, wishes_of_all
from conference.letter_wishes.rules import LetterKind
from conference.mail.services import put_letter
from conference.programme.queries import Published, newest_release_of
from conference.registrations.tables import Registration
from conference.zones import Night

ENTRIES = "invitations/entries"
"""The letter that brings entries for a calendar."""

AT_ONCE = 250
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
    known = set(
        db.session.scalars(select(InvitationWatch.registration_id).where(InvitationWatch.registration_id.in_(present)))
    )
    for key in present:
        if key not in known:
            insert_if_missing(InvitationWatch, {"registration_id": key})
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
    seats, sent, wishes = seats_of(keys), sent_to(keys), wishes_of_all(keys)
    programmes = {event_id: newest_release_of(event_id) for event_id in {reader.event_id for reader in found}}
    put = 0
    for reader in found:
        published = programmes[reader.event_id]
        if published is None:
            continue
        key = reader.registration_id
        booked = seats[key] if reader.takes_part else set()
        put += _write_to(reader, published, booked, sent[key], wishes[key].quiet, watches[key], now)
    return put


def _write_to(
    reader: Reader,
    published: Published,
    booked: Collection[UUID],
    sent: Mapping[UUID, SentInvitation],
    quiet: Night,
    watch: InvitationWatch,
    now: datetime,
) -> bool:
    told = {uid: told_from(row) for uid, row in sent.items()}
    messages = messages_of(published.programme, booked, told, now=now)
    if messages:
        until = goes_out_at(messages, zone=reader.zone, quiet=quiet, now=now)
        if until > now:
            watch.waits_until, watch.waits_release, watch.waits_revision = (
                until, published.number, reader.agenda_revision,
            )  # fmt: skip
            return False
        _put(reader, published, messages, now)
        for message in messages:
            _note(reader, published, message, sent.get(message.session.uid), now)
    watch.release, watch.agenda_revision, watch.waits_until = published.number, reader.agenda_revision, None
    return bool(messages)


def _put(reader: Reader, published: Published, messages: Sequence[Message], now: datetime) -> None:
    event = published.programme.event
    put_letter(
        ENTRIES,
        event_id=published.event_id,
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
        now=now,
    )


def _note(reader: Reader, published: Published, message: Message, row: SentInvitation | None, now: datetime) -> None:
    if row is None:
        row = SentInvitation(registration_id=reader.registration_id, session_uid=message.session.uid)
        db.session.add(row)
    for name, value in asdict(as_told(published.programme, message, reader.language)).items():
        setattr(row, name, value)
    row.put_at = now


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
    rows = sent_to([registration_id])[registration_id]
    entries = [one for one in data["entries"] if _is_last(one, rows)]
    return {**data, "entries": entries} if entries else None


def _is_last(entry: Mapping[str, Any], rows: Mapping[UUID, SentInvitation]) -> bool:
    row = rows.get(UUID(entry["uid"]))
    return row is not None and row.sequence == entry["sequence"]


def _take_back(registration_id: int, entries: Sequence[Mapping[str, Any]]) -> None:
    """Note that a letter does not go out: the calendar holds what it held before."""
    with transaction():
        watch = db.session.get(InvitationWatch, registration_id, with_for_update=True, populate_existing=True)
        if watch is None:  # its registration is gone
            return
        watch.release = 0
        rows = sent_to([registration_id])[registration_id]
        for entry in entries:
            if _is_last(entry, rows):
                rows[UUID(entry["uid"])].stands = entry["method"] == Method.CANCEL
