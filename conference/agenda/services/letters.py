"""Letters about seats: facts only, worded by their templates when they are sent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, true, tuple_

from conference.accounts.tables import Account
from conference.agenda.services.moving import Moved
from conference.agenda.tables import Booking, SwapWish
from conference.db import db
from conference.letter_wishes.queries import wanting
from conference.letter_wishes.rules import LetterKind
from conference.mail.services import put_letter
from conference.programme.document import Programme, Session
from conference.registrations.tables import Registration

CAN_BE_STOPPED = {"agenda/offer_lapsed": LetterKind.WAITING_LIST}
"""Which of these letters ask for nothing and tell of no seat: who wants none gets none."""


def write_of_moves(moved: Sequence[Moved], programme: Programme, now: datetime) -> None:
    """Put a letter to everyone who moved up: that they have a seat, or are offered one."""
    if not moved:
        return
    given_up = _to_be_given_up([one.booking for one in moved], programme)
    write_to_all("agenda/seat_gained", [one.booking for one in moved if one.token is None], programme, now=now,
                 more={one.booking.id: {"given_up": given_up[one.booking.id]} for one in moved})  # fmt: skip
    offered = [one for one in moved if one.token is not None]
    write_to_all(
        "agenda/seat_offered",
        [one.booking for one in offered],
        programme,
        now=now,
        more={
            one.booking.id: {
                "respond_by": one.booking.respond_by.isoformat() if one.booking.respond_by else None,
                "given_up": given_up[one.booking.id],
            }
            for one in offered
        },
        tokens={one.booking.id: one.token for one in offered if one.token},
    )


def write_to_all(
    name: str,
    bookings: Sequence[Booking],
    programme: Programme,
    *,
    now: datetime,
    more: Mapping[int, Mapping[str, Any]] | None = None,
    tokens: Mapping[int, str] | None = None,
) -> None:
    """Put the letter of a name to the holder of each booking. Those whose session is not known read nothing.

    :param more: further facts, by the booking's key.
    :param tokens: secrets, by the booking's key.
    """
    told = [booking for booking in bookings if booking.session_uid in programme.by_uid]
    if not told:
        return
    kind = CAN_BE_STOPPED.get(name)
    rows = db.session.execute(
        select(Registration.id, Registration.event_id, Account)
        .join(Account, Account.id == Registration.account_id)
        .where(Registration.id.in_({booking.registration_id for booking in told}), wanting(kind) if kind else true())
    )
    people = {row.id: (row.Account, row.event_id) for row in rows}
    for booking in told:
        if booking.registration_id not in people:
            continue
        account, event_id = people[booking.registration_id]
        token = (tokens or {}).get(booking.id)
        put_letter(
            name,
            event_id=event_id,
            to=account.email,
            language=account.language,
            data={
                "registration": booking.registration_id,
                "name": account.name,
                "zone": account.zone,
                "session": _session_facts(programme.by_uid[booking.session_uid]),
                "event": _programme_facts(programme),
                **(more or {}).get(booking.id, {}),
            },
            now=now,
            secrets={"token": token} if token else None,
        )


def _to_be_given_up(bookings: Sequence[Booking], programme: Programme) -> Mapping[int, list[dict[str, str]]]:
    """Return the titles of the sessions given up for a seat, by the booking's key."""
    by_pair: dict[tuple[int, UUID], int] = {(one.registration_id, one.session_uid): one.id for one in bookings}
    wishes = db.session.scalars(
        select(SwapWish)
        .where(tuple_(SwapWish.registration_id, SwapWish.waited_uid).in_(by_pair))
        .order_by(SwapWish.given_uid)
    )
    titles: defaultdict[int, list[dict[str, str]]] = defaultdict(list)
    for wish in wishes:
        session = programme.by_uid.get(wish.given_uid)
        if session is not None:
            titles[by_pair[wish.registration_id, wish.waited_uid]].append(dict(session.title))
    return titles


def _session_facts(session: Session) -> dict[str, object]:
    slot = session.slot
    return {
        "code": session.code,
        "title": dict(session.title),
        "starts_at": slot.starts_at.isoformat() if slot else None,
        "minutes": slot.minutes if slot else None,
    }


def _programme_facts(programme: Programme) -> dict[str, object]:
    event = programme.event
    return {"slug": event.slug, "title": dict(event.title), "zones": list(programme.zones)}
