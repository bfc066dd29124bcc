"""How a table is declared that may hold something of a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute

from conference.db import Base
from conference.events.tables import Event
from conference.privacy.queries.person import Person
from conference.privacy.rules import Fate
from conference.registrations.tables import Registration

Column = InstrumentedAttribute[Any]
Whose = Callable[[Person], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a table holds of a person, how they are told of it, and what becomes of it when they go.

    :ivar whose: the condition that a row is of a person; None where no row is one person's alone.
    :ivar told_as: the key in the data a person gets; several tables may share one.
    :ivar tells: what stands there of each row, by key.
    :ivar untold: columns with text of which nothing is told, and why not all is: secrets, and what others wrote.
    :ivar is_one: whether a person has one row at most: then it is told by itself, not as a list.
    :ivar blanks: for rows that stay without their person: what is put into which column.
    :ivar strikes: columns of any row in which the person may be named, and is struck out.
    :ivar spares: rows in which nothing is struck: they name somebody else of the same name.
    :ivar why: half a sentence for those who read this.
    """

    table: type[Base]
    fate: Fate
    whose: Whose | None = None
    told_as: str = ""
    tells: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    untold: str = ""
    is_one: bool = False
    blanks: Mapping[str, Any] = field(default_factory=dict)
    strikes: tuple[Column, ...] = ()
    spares: Whose | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """The table's own name."""
        return str(self.table.__tablename__)


def facts(table: type[Base], names: str = "", **others: Any) -> dict[str, Any]:
    """Return what is told of a table's rows: columns under their own names, and others under names given here.

    :param names: of columns, with spaces between them.
    """
    return {**others, **{name: getattr(table, name) for name in names.split()}}


def by_account(column: Column) -> Whose:
    """Rows whose column names the account."""
    return lambda person: column == person.account_id


def by_registration(column: Column) -> Whose:
    """Rows whose column names one of the person's registrations."""
    return lambda person: column.in_(person.registrations)


def by_speaker(column: Column) -> Whose:
    """Rows whose column names an entry of a speaker with the person's address."""
    return lambda person: column.in_(person.speakers)


def by_proposal(column: Column) -> Whose:
    """Rows whose column names a proposal with the person's address."""
    return lambda person: column.in_(person.proposals)


def by_email(column: Column) -> Whose:
    """Rows whose column bears the person's address."""
    return lambda person: func.lower(column) == person.email


def event_named(column: Column) -> ScalarSelect[Any]:
    """Return the slug of the event that a column names."""
    return select(Event.slug).where(Event.id == column).scalar_subquery()


def event_of_registration(column: Column) -> ScalarSelect[Any]:
    """Return the slug of the event of the registration that a column names."""
    return (
        select(Event.slug)
        .join(Registration, Registration.event_id == Event.id)
        .where(Registration.id == column)
        .scalar_subquery()
    )


def named_by(table: type[Base], name: str, key: Column) -> ScalarSelect[Any]:
    """Return what another table's row is called, by its key."""
    return select(getattr(table, name)).where(table.id == key).scalar_subquery()  # type: ignore[attr-defined]
