"""The order in which organisers put themes and rooms."""

from typing import Literal, TypeVar

from sqlalchemy import select, update

from conference.db import db, transaction
from conference.draft.services.lookup import KEYS, in_draft
from conference.draft.services.noting import row_name
from conference.draft.tables import Room, Theme
from conference.events.services import locked_event, record

Ordered = TypeVar("Ordered", Theme, Room)


def move(table: type[Ordered], event_id: int, key: str, *, step: Literal[-1, 1]) -> None:
    """Move a theme or room one place up (-1) or down (1). At the end of the list it stays.

    :raises NotInDraft: the event has none of that key.
    """
    column = KEYS[table]
    with transaction():
        event = locked_event(event_id)
        row = in_draft(table, event_id, key)
        order = list(
            db.session.scalars(select(column).where(table.event_id == event_id).order_by(table.position, table.id))
        )
        place = order.index(key)
        order.insert(max(0, place + step), order.pop(place))
        record(
            event_id,
            table.__name__.lower(),
            key,
            name=row_name(event, row),
            before={"position": place + 1},
            after={"position": order.index(key) + 1},
        )
        for position, moved in enumerate(order, start=1):
            # Past the mapper, whose version is for what people write: a form open elsewhere stays valid.
            db.session.execute(
                update(table).where(table.event_id == event_id, column == moved).values(position=position)
            )
