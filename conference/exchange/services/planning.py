"""The dry run of an import: all that it would do, taken down and not done."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from conference.draft.services import SessionFacts
from conference.draft.services.session_facts import checked
from conference.events.rules import check_days
from conference.events.tables import Event
from conference.exchange.document import PlainProgramme, PlainSession
from conference.exchange.plan import FieldChange, Plan, PlannedRow, WrongRow, facts_of
from conference.exchange.queries import sessions_in_draft
from conference.exchange.services import matching
from conference.exchange.services.importing import Rehearsal, rehearse, widened
from conference.exchange.sheets import Wrong
from conference.programme.document import Document, document_to_json
from conference.translated import Translated, pick

SHOWN = 400
"""Characters of a text that a plan shows."""
KINDS = ("session", "speaker", "room", "theme")


class _Desk:
    """Takes down what an import asks of the draft."""

    def __init__(self) -> None:
        self.added: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.edited: dict[tuple[str, str], Mapping[str, Any]] = {}

    def add_theme(self, _event_id: int, *, slug: str, **facts: Any) -> None:
        self.added["theme", slug] = facts

    def edit_theme(self, _event_id: int, slug: str, **facts: Any) -> None:
        self.edited["theme", slug] = facts

    def add_room(self, _event_id: int, *, key: str, **facts: Any) -> None:
        self.added["room", key] = facts

    def edit_room(self, _event_id: int, key: str, **facts: Any) -> None:
        self.edited["room", key] = facts

    def add_speaker(self, _event_id: int, *, external_id: str, **facts: Any) -> SimpleNamespace:
        self.added["speaker", external_id] = facts
        return SimpleNamespace(code=f"+{external_id}")

    def edit_speaker(self, _event_id: int, code: str, **facts: Any) -> None:
        self.edited["speaker", code] = facts

    def add_session(self, _event_id: int, facts: SessionFacts, *, external_id: str, **_rest: Any) -> None:
        self.added["session", external_id] = checked(facts)

    def edit_session(self, _event_id: int, code: str, facts: SessionFacts, **_rest: Any) -> None:
        self.edited["session", code] = checked(facts)


def plan_import(
    event: Event,
    programme: PlainProgramme,
    *,
    now: datetime,
    wrong: Sequence[Wrong] = (),
    rows: Mapping[str, int] | None = None,
    titles: Mapping[int, str] | None = None,
) -> Plan:
    """Return what the import of a programme into an event would do. Nothing is stored.

    :param wrong: cells that cannot be taken over, where the programme comes from a table.
    :param rows: numbers of a table's rows, by session; ``titles`` of the rows, by number.
    :raises conference.exchange.rules.Misfit: names the place of what cannot be taken over.
    :raises DomainError: the event would last too long.
    """
    facts = widened(event, programme)
    check_days(facts.first_day, facts.last_day)
    desk = _Desk()
    rehearsal = rehearse(event, programme, desk, now=now)
    planning = _Planning(event, programme, rehearsal, desk, rows or {})
    return Plan(
        rows=tuple(planning.rows()),
        wrong=tuple(
            WrongRow(one.row, one.column, (titles or {}).get(one.row, "")[:SHOWN], *facts_of(one.refusal))
            for one in wrong
        ),
        left=rehearsal.report.left,
        remarks=tuple(facts_of(remark) for remark in programme.remarks),
        event=tuple(_event_changes(event, facts)),
        draft=digest_of(rehearsal.before),
    )


def digest_of(draft: Document) -> str:
    """Return what differs for two drafts that differ in anything."""
    return hashlib.sha256(document_to_json(draft).encode()).hexdigest()


def _event_changes(event: Event, facts: Any) -> Iterable[FieldChange]:
    for name in ("first_day", "last_day"):
        if getattr(facts, name) != getattr(event, name):
            yield FieldChange(name, getattr(event, name).isoformat(), getattr(facts, name).isoformat())
    if list(facts.languages) != list(event.languages):
        yield FieldChange("languages", ", ".join(event.languages), ", ".join(facts.languages))


class _Planning:
    """Words what was taken down as rows, with the names of all that they name."""

    def __init__(
        self, event: Event, programme: PlainProgramme, rehearsal: Rehearsal, desk: _Desk, rows: Mapping[str, int]
    ) -> None:
        self.languages = tuple(event.languages)
        self.programme = programme
        self.rehearsal = rehearsal
        self.desk = desk
        self.numbers = rows
        before = rehearsal.before
        self.stored = {row.code: row for row in sessions_in_draft(event.id)}
        self.known = matching.sessions_by_id(list(self.stored.values()))
        self.linked = {session.code: session for session in before.sessions}
        self.before: dict[tuple[str, str], Any] = {
            **{("theme", theme.slug): theme for theme in before.themes},
            **{("room", room.key): room for room in before.rooms},
            **{("speaker", speaker.code): speaker for speaker in before.speakers},
        }
        self.names = {
            "themes": {theme.slug: self.word(theme.title) for theme in before.themes},
            "room": {room.key: self.word(room.name) for room in before.rooms},
            "speakers": {speaker.code: speaker.name for speaker in before.speakers},
        }
        for theme in programme.themes:
            self.names["themes"].setdefault(rehearsal.themes[theme.id], self.word(theme.title))
        for room in programme.rooms:
            self.names["room"].setdefault(rehearsal.rooms[room.id], self.word(room.name))
        for speaker in programme.speakers:
            self.names["speakers"].setdefault(rehearsal.speakers[speaker.id], speaker.name)
        self.names["moderators"] = self.names["interpreters"] = self.names["speakers"]

    def word(self, text: Translated) -> str:
        """Return a text in the event's main language, or in any."""
        return pick(text, self.languages[0], self.languages)

    def rows(self) -> Iterable[PlannedRow]:
        """Yield a row for each record of the file, the sessions first."""
        yield from map(self._session, self.programme.sessions)
        for speaker in self.programme.speakers:
            key = self.rehearsal.speakers[speaker.id]
            yield self._other("speaker", key, speaker.id, speaker.name)
        for room in self.programme.rooms:
            key = self.rehearsal.rooms[room.id]
            yield self._other("room", key, room.id, self.names["room"].get(key, room.id))
        for theme in self.programme.themes:
            key = self.rehearsal.themes[theme.id]
            yield self._other("theme", key, theme.id, self.names["themes"].get(key, theme.id))

    def _session(self, session: PlainSession) -> PlannedRow:
        row = self.known.get(session.id)
        action = "added"
        changes: tuple[FieldChange, ...] = ()
        if row is not None:
            edited = self.desk.edited.get(("session", row.code))
            action = "changed" if edited else "same"
            if edited:
                changes = tuple(self._changes(matching.stored(row, self.linked[row.code]), edited))
        room = next((one for one in self.programme.rooms if one.id == session.room), None)
        names = self.names["speakers"]
        return PlannedRow(
            kind="session", action=action, key=session.id, title=self.word(session.title),
            code=row.code if row else "", row=self.numbers.get(session.id), starts_at=session.starts_at,
            minutes=session.minutes, changes=changes,
            room=self.names["room"].get(self.rehearsal.rooms[room.id], "") if room else "",
            speakers=tuple(names[self.rehearsal.speakers[key]] for key in session.speakers),
        )  # fmt: skip

    def _other(self, kind: str, key: str, own: str, title: str) -> PlannedRow:
        edited = self.desk.edited.get((kind, key))
        if edited:
            before = {name: getattr(self.before[kind, key], name, None) for name in edited}
            changes = tuple(self._changes(before, {name: value for name, value in edited.items() if name != "email"}))
            return PlannedRow(kind, "changed", own, title, code=key, changes=changes)
        is_there = (kind, key) in self.before
        return PlannedRow(kind, "same" if is_there else "added", own, title, code=key if is_there else "")

    def _changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[FieldChange]:
        for name, new in after.items():
            old = before.get(name)
            if _empty(old) == _empty(new):
                continue
            if isinstance(new, dict):
                for code in dict.fromkeys([*(old or {}), *new]):
                    first, second = self._shown(name, (old or {}).get(code)), self._shown(name, new.get(code))
                    if first != second:
                        yield FieldChange(name, first, second, code)
            else:
                yield FieldChange(name, self._shown(name, old), self._shown(name, new))

    def _shown(self, name: str, value: Any) -> str:
        names = self.names.get(name, {})
        match value:
            case None | "":
                return ""
            case datetime():
                return value.isoformat()
            case list() | tuple():
                return ", ".join(names.get(str(part), str(part)) for part in value)
        text = names.get(str(value), str(value))
        return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _empty(value: Any) -> Any:
    """Return a value in a form in which nothing is None, and lists are all alike."""
    return (list(value) if isinstance(value, list | tuple) else value) or None
