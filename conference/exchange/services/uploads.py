"""Files between upload and import: kept, planned, imported, undone, removed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import CursorResult, delete

from conference.codes import new_token
from conference.db import db, transaction
from conference.draft import services as draft
from conference.draft.queries import draft_document
from conference.errors import DomainError
from conference.events.services import locked_event, record
from conference.events.tables import Event
from conference.exchange import sheets
from conference.exchange.document import PlainProgramme
from conference.exchange.plan import Plan, plan_from_json, plan_to_json
from conference.exchange.queries import (
    drafted_programme,
    hints_for,
    remembered_columns,
    sessions_in_draft,
    towns_by_partnership,
)
from conference.exchange.rules import MOST_BYTES, FileTooLarge
from conference.exchange.services.importing import import_programme
from conference.exchange.services.planning import digest_of, plan_import
from conference.exchange.services.reading import READERS, programme_from_bytes
from conference.exchange.services.report import ImportReport
from conference.exchange.tables import ColumnMemory, Upload

KEPT = timedelta(days=1)
SAMPLE = 120
"""Characters of a sample of a column."""
TABLES = frozenset({"CSV", "XLSX"})


class DraftMoved(DomainError):
    """The draft was changed after the plan was made: what would be done is no longer what people read."""


class NotReady(DomainError):
    """It cannot be imported: something in it is wrong, it does nothing, or it is imported already."""


class ImportDone(msgspec.Struct, frozen=True):
    """What an import did, kept for the page that tells of it.

    :ivar counts: by kind, how many were added, changed and the same.
    :ivar codes: of the sessions that it added.
    :ivar removed: how many of these were removed again; None before that.
    """

    counts: dict[str, dict[str, int]]
    codes: tuple[str, ...]
    done_at: datetime
    removed: int | None = None


def keep_upload(event: Event, account_id: int, *, name: str, data: bytes, now: datetime) -> Upload:
    """Keep a file, with the plan of what its import would do.

    :param name: as its sender calls it.
    :raises conference.exchange.rules.Unreadable: it is of no format that Meridian reads.
    :raises DomainError: something in it cannot be taken over. Only of a table are wrong cells part of the plan.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    upload = Upload(
        token=new_token(), event_id=event.id, account_id=account_id, uploaded_at=now, name=name[:200], content=data,
        format="", columns=None, plan=None, report=None,
    )  # fmt: skip
    if _is_table(data):
        opened = sheets.open_sheet(data, is_lenient=True)
        wanted = sheets.guessed(opened.heading.columns, remembered_columns(event.id))
        upload.format = opened.format
        upload.columns = _columns(opened, wanted)
    else:
        programme = programme_from_bytes(data, hints_for(event.slug))
        upload.format = (programme.holds.format if programme.holds else "big-event/1")[:60]
        upload.plan = plan_to_json(plan_import(event, programme, now=now))
    if upload.columns is not None:
        upload.plan = _plan_or_none(event, upload, now=now)
    with transaction():
        db.session.add(upload)
    return upload


def map_columns(event: Event, upload: Upload, targets: Mapping[int, str], *, now: datetime) -> None:
    """Say what the columns of a table are for, remember it for the event's next tables, and plan anew.

    :param targets: by number of the column; empty to leave it out.
    :raises NotReady: it is no table, or imported already.
    """
    if upload.columns is None or upload.report is not None:
        raise NotReady
    with transaction():
        locked_event(event.id)
        columns = [{**one, "target": targets.get(number, "")} for number, one in enumerate(upload.columns)]
        upload.columns = columns
        upload.plan = _plan_or_none(event, upload, now=now)
        for one in columns:
            heading = one["heading"][:200]
            if heading:
                db.session.merge(ColumnMemory(event_id=event.id, heading=heading, target=one["target"]))


def plan_of(event: Event, upload: Upload, *, now: datetime) -> Plan:
    """Return the plan of an upload: the one kept, else one made now.

    :raises DomainError: why there can be none.
    """
    return plan_from_json(upload.plan) if upload.plan else _planned(event, upload, now=now)


def plan_anew(event: Event, upload: Upload, *, now: datetime) -> None:
    """Make the plan once more, for the draft as it is now."""
    with transaction():
        locked_event(event.id)
        upload.plan = _plan_or_none(event, upload, now=now)


def run_upload(event: Event, upload: Upload, *, now: datetime) -> ImportReport:
    """Import a file as its plan says.

    :raises NotReady: something is wrong with it, or it is imported already.
    :raises DraftMoved: the draft changed after the plan was made.
    :raises DomainError: as ``import_programme`` does.
    """
    if upload.plan is None or upload.report is not None:
        raise NotReady
    plan = plan_from_json(upload.plan)
    if not plan.may_run:
        raise NotReady
    with transaction():
        locked_event(event.id)
        if digest_of(draft_document(event)) != plan.draft:
            raise DraftMoved
        programme = _taken(event, upload).programme if upload.columns else _read(event, upload)
        report = import_programme(programme, event_slug=event.slug, owner_id=None, now=now)
        added = {row.key for row in plan.rows if row.kind == "session" and row.action == "added"}
        codes = tuple(row.code for row in sessions_in_draft(event.id) if row.external_id in added)
        counts = {
            name: {"added": tally.added, "changed": tally.changed, "same": tally.same}
            for name, tally in (
                ("session", report.sessions), ("speaker", report.speakers), ("room", report.rooms),
                ("theme", report.themes),
            )
        }  # fmt: skip
        upload.report = msgspec.json.encode(ImportDone(counts, codes, now)).decode()
        upload.content = b""
        said = {f"{kind}s {action}": number for kind, one in counts.items() for action, number in one.items() if number}
        record(event.id, "import", upload.token, name=upload.name, before=None, after={"format": upload.format, **said})
    return report


def report_of(upload: Upload) -> ImportDone | None:
    """Return what an upload's import did; None before it."""
    return msgspec.json.decode(upload.report, type=ImportDone) if upload.report else None


def undo_import(event: Event, upload: Upload) -> int:
    """Remove the sessions that an import added and that are still there; gives how many.

    What it changed stays changed, and the speakers, rooms and themes that it added stay.

    :raises NotReady: it is not imported, or undone already.
    """
    done = report_of(upload)
    if done is None or done.removed is not None:
        raise NotReady
    with transaction():
        locked_event(event.id)
        there = {row.code for row in sessions_in_draft(event.id)}
        codes = [code for code in done.codes if code in there]
        for code in codes:
            draft.remove_session(event.id, code)
        upload.report = msgspec.json.encode(msgspec.structs.replace(done, removed=len(codes))).decode()
    return len(codes)


def remove_upload(upload: Upload) -> None:
    """Forget a file."""
    with transaction():
        db.session.delete(upload)


def clear_uploads(*, now: datetime) -> int:
    """Remove files that were sent more than a day ago; gives how many."""
    with transaction():
        result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
            delete(Upload).where(Upload.uploaded_at < now - KEPT)
        )
    return result.rowcount


def _is_table(data: bytes) -> bool:
    """Say whether a file is a table, be it one whose columns people have to name."""
    if sheets.is_table(data):
        return True
    is_of_others = any(reader.recognises(data) for reader in READERS)
    return not is_of_others and sheets.is_text_table(data, needs_titles=False)


def _columns(opened: sheets.Sheet, wanted: Mapping[int, str]) -> list[dict[str, str]]:
    def sample(number: int) -> str:
        text = next((row[number] for row in opened.heading.below if row[number]), "")
        return " ".join(text.lstrip("\0").split())[:SAMPLE]

    width = max([len(opened.heading.columns), *(len(row.cells) for row in opened.heading.below[:50])])
    headings = (*opened.heading.columns, *[""] * width)
    return [
        {"heading": headings[number], "sample": sample(number), "target": wanted.get(number, "")}
        for number in range(width)
    ]


def _plan_or_none(event: Event, upload: Upload, *, now: datetime) -> str | None:
    try:
        return plan_to_json(_planned(event, upload, now=now))
    except DomainError:
        return None


def _planned(event: Event, upload: Upload, *, now: datetime) -> Plan:
    if upload.columns is None:
        return plan_import(event, _read(event, upload), now=now)
    taken = _taken(event, upload)
    return plan_import(event, taken.programme, now=now, wrong=taken.wrong, rows=taken.rows, titles=taken.titles)


def _read(event: Event, upload: Upload) -> PlainProgramme:
    return programme_from_bytes(upload.content, hints_for(event.slug))


def _taken(event: Event, upload: Upload) -> sheets.Taken:
    """Read a table as its columns were said to be.

    :raises conference.exchange.sheets.refusals.NoTitleColumn: none holds titles or ids.
    """
    columns = {number: one["target"] for number, one in enumerate(upload.columns or ()) if one["target"]}
    if not any(target.partition(".")[0] in {sheets.Field.TITLE, sheets.Field.ID} for target in columns.values()):
        raise sheets.NoTitleColumn
    opened = sheets.open_sheet(upload.content, is_lenient=True)
    into = sheets.Into(drafted_programme(event), towns_by_partnership(event))
    return sheets.read_sheet(opened, columns, into)
