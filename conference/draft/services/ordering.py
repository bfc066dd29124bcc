"""The order in which organisers put themes and rooms."""

from collections.abc import Sequence
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
        _store(table, event_id, order)


def arrange(table: type[Ordered], event_id: int, keys: Sequence[str]) -> None:
    """Put themes or rooms into an order; those that it does not name follow in the order they have."""
    column = KEYS[table]
    with transaction():
        event = locked_event(event_id)
        rows = db.session.scalars(
            select(table).where(table.event_id == event_id).order_by(table.position, table.id)
        ).all()
        before: list[str] = [getattr(row, column.key) for row in rows]
        order = [*(key for key in keys if key in before), *(key for key in before if key not in keys)]
        if order == before:
            return
        for place, row in enumerate(rows, start=1):
            key = getattr(row, column.key)
            record(
                event_id,
                table.__name__.lower(),
                key,
                name=row_name(event, row),
                before={"position": place},
                after={"position": order.index(key) + 1},
            )
        _store(table, event_id, order)


def _store(table: type[Ordered], event_id: int, order: Sequence[str]) -> None:
    for position, key in enumerate(order, start=1):
        # Past the mapper, whose version is for what people write: a form open elsewhere stays valid.
        db.session.execute(
            update(table).where(table.event_id == event_id, KEYS[table] == key).values(position=position)
        )
