"""Giving up a seat for another that was waited for.

The seat waited for comes first, in the transaction of whoever freed it; what is given up for it follows at once in
one of its own. So locks are taken in one order only, whatever wishes lead from session to session, and nobody is
ever left with neither seat. A crash between the two heals: the worker does what is due.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, select

from conference.agenda.services.desk import Desk
from conference.agenda.tables import Booking, BookingState, SwapWish
from conference.db import db, transaction


def finish_swaps(registration_ids: Collection[int] | None = None, *, now: datetime) -> int:
    """Give up what was to be given up for seats gained since, and so on for whoever moves up by that.

    :param registration_ids: of whom; None for everybody.
    :returns: how many seats were given up.
    """
    given_up = 0
    due = _due(registration_ids)
    while due:
        gained: set[int] = set()
        for registration_id, waited, given in due:
            done, moved = _finish(registration_id, waited, given, now)
            given_up += done
            gained |= moved
        due = _due(gained) if gained else []
    return given_up


def _due(registration_ids: Collection[int] | None) -> list[tuple[int, UUID, UUID]]:
    statement = (
        select(SwapWish.registration_id, SwapWish.waited_uid, SwapWish.given_uid)
        .join(
            Booking,
            and_(
                Booking.registration_id == SwapWish.registration_id,
                Booking.session_uid == SwapWish.waited_uid,
                Booking.state == BookingState.BOOKED,
            ),
        )
        .order_by(SwapWish.registration_id, SwapWish.waited_uid, SwapWish.given_uid)
    )
    if registration_ids is not None:
        statement = statement.where(SwapWish.registration_id.in_(registration_ids))
    return [(mine, waited, given) for mine, waited, given in db.session.execute(statement)]


def _finish(registration_id: int, waited: UUID, given: UUID, now: datetime) -> tuple[int, set[int]]:
    with transaction():
        desk = Desk(registration_id, (waited, given), now)
        key = (registration_id, waited, given)
        wish = db.session.get(SwapWish, key, populate_existing=True)
        if wish is None or desk.state_of(waited) != BookingState.BOOKED:
            return 0, set()
        dropped = desk.state_of(given) == BookingState.BOOKED and desk.drop(given)
        db.session.execute(
            delete(SwapWish).where(
                SwapWish.registration_id == registration_id,
                SwapWish.waited_uid == waited,
                SwapWish.given_uid == given,
            )
        )
        desk.close()
        return int(dropped), desk.gained if desk.moved else set()
