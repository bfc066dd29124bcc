"""What an import would do, row by row: the plan that people read before they let it. Pure."""

import dataclasses
from datetime import datetime
from typing import Any

import msgspec

from conference.exchange import document, rules
from conference.exchange.sheets import refusals


class FieldChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field of a row that would change.

    :ivar field: its name in the draft; ``language`` of a text in several.
    :ivar before: as people read it, empty for nothing; ``after`` likewise. Instants are ISO 8601.
    """

    field: str
    before: str
    after: str
    language: str = ""


class PlannedRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What would become of one record of the file.

    :ivar kind: ``session``, ``speaker``, ``room`` or ``theme``.
    :ivar action: ``added``, ``changed`` or ``same``.
    :ivar key: its id in the file; ``code`` that in the draft, where it is there.
    :ivar row: of a table, its number.
    """

    kind: str
    action: str
    key: str
    title: str
    code: str = ""
    row: int | None = None
    starts_at: datetime | None = None
    minutes: int | None = None
    room: str = ""
    speakers: tuple[str, ...] = ()
    changes: tuple[FieldChange, ...] = ()


class WrongRow(msgspec.Struct, frozen=True):
    """A cell that keeps everything from being imported.

    :ivar column: its heading.
    :ivar refusal: name of the refusal's type, and its facts.
    """

    row: int
    column: str
    title: str
    refusal: str
    facts: dict[str, Any]


class Plan(msgspec.Struct, frozen=True):
    """What an import would do.

    :ivar left: how many sessions of the draft the file does not name.
    :ivar remarks: types and facts of what was mended in reading.
    :ivar event: what of the event itself would change.
    :ivar draft: digest of the draft that it was made for.
    """

    rows: tuple[PlannedRow, ...]
    wrong: tuple[WrongRow, ...]
    left: int
    remarks: tuple[tuple[str, dict[str, Any]], ...]
    event: tuple[FieldChange, ...]
    draft: str

    def count(self, kind: str, action: str) -> int:
        """Return how many records of a kind would fare so."""
        return sum(row.kind == kind and row.action == action for row in self.rows)

    @property
    def does_anything(self) -> bool:
        """Whether it would change the draft at all."""
        return bool(self.event) or any(row.action != "same" for row in self.rows)

    @property
    def may_run(self) -> bool:
        """Whether nothing is wrong, so that it can be imported."""
        return not self.wrong and self.does_anything


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Plan).decode


def plan_to_json(plan: Plan) -> str:
    """Write a plan."""
    return _encode(plan).decode()


def plan_from_json(text: str) -> Plan:
    """Read a plan again."""
    return _decode(text)


def facts_of(record: Any) -> tuple[str, dict[str, Any]]:
    """Return a refusal or a remark as its type and facts, fit for JSON."""
    return type(record).__name__, {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def refusal_of(name: str, facts: dict[str, Any]) -> rules.Misfit:
    """Return a refusal again."""
    kind: type[rules.Misfit] = getattr(rules, name, None) or getattr(refusals, name)
    return kind(**facts)


def remark_of(name: str, facts: dict[str, Any]) -> Any:
    """Return a remark again."""
    return getattr(document, name)(**{key: _tuples(value) for key, value in facts.items()})


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
