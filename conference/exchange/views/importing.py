"""Importing a file: sending it, saying what its columns are for, reading the plan, letting it be done."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import shared_bookings
from conference.draft.queries import organise_frame
from conference.errors import DomainError
from conference.events.rules import Action
from conference.events.tables import Event
from conference.exchange import services
from conference.exchange.forms import UploadForm, columns_form
from conference.exchange.plan import FieldChange, Plan, refusal_of, remark_of
from conference.exchange.queries import upload_of, uploads_of
from conference.exchange.sheets import targets
from conference.exchange.tables import Upload
from conference.exchange.views.blueprint import bp
from conference.exchange.views.remarks import remark_words
from conference.exchange.views.words import cell_words, field_names, refusal_words, target_names
from conference.programme.queries import newest_release_of
from conference.web.filters import language_name
from conference.web.guards import account, organiser
from conference.web.paging import page_of

PAGE_SIZE = 50
SHOWN_REMARKS = 20


@bp.get("")
@organiser(Action.SEE_DRAFT)
def show_exchange(event: Event) -> tuple[str, int]:
    """Show how files come in, and in which formats the programme goes out."""
    return _page(event, UploadForm(), 200)


@bp.post("")
@organiser(Action.EDIT_DRAFT)
def upload_file(event: Event) -> Response | tuple[str, int]:
    """Take a file, and lead to the plan of what its import would do."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _page(event, form, 422)
    sent = form.file.data
    try:
        upload = services.keep_upload(event, account().id, name=sent.filename or "", data=sent.read(), now=clock.now())
    except DomainError as refusal:
        form.file.errors = [refusal_words(refusal)]
        return _page(event, form, 422)
    return redirect(url_for("exchange.show_upload", event=event.slug, key=upload.token), 303)


@bp.get("/<key>")
@organiser(Action.EDIT_DRAFT)
def show_upload(event: Event, key: str) -> str:
    """Show what the import of a file would do, row by row; once it is done, what it did."""
    upload = upload_of(event.id, account().id, key)
    done = services.report_of(upload)
    if done is not None:
        return _framed("exchange/show_done.html", event, upload=upload, done=done)
    return _planned(event, upload, _columns_form(upload) if upload.columns else None)


@bp.post("/<key>/columns")
@organiser(Action.EDIT_DRAFT)
def map_columns(event: Event, key: str) -> Response | tuple[str, int]:
    """Say what the columns of a table are for."""
    upload = upload_of(event.id, account().id, key)
    if not upload.columns or upload.report is not None:
        return _back(event, key)
    form = _columns_form(upload)
    if not form.validate_on_submit():
        return _planned(event, upload, form), 422
    chosen = {number: form[f"column_{number}"].data for number in range(len(upload.columns))}
    services.map_columns(event, upload, chosen, now=clock.now())
    return redirect(url_for("exchange.show_upload", event=event.slug, key=key, _anchor="plan"), 303)


@bp.post("/<key>/import")
@organiser(Action.EDIT_DRAFT)
def run_import(event: Event, key: str) -> Response:
    """Import a file as its plan says."""
    upload = upload_of(event.id, account().id, key)
    try:
        services.run_upload(event, upload, now=clock.now())
    except services.DraftMoved:
        services.plan_anew(event, upload, now=clock.now())
        flash(_("The draft was changed meanwhile. Read the plan again: this is what the import would do now."),
              "warning")  # fmt: skip
    except services.NotReady:
        flash(_("This file cannot be imported as it is, or it is imported already."), "warning")
    except DomainError as refusal:
        flash(refusal_words(refusal), "error")
    return _back(event, key)


@bp.post("/<key>/undo")
@organiser(Action.EDIT_DRAFT)
def undo_import(event: Event, key: str) -> Response:
    """Remove the sessions that an import added."""
    upload = upload_of(event.id, account().id, key)
    try:
        count = services.undo_import(event, upload)
    except services.NotReady:
        flash(_("This import is undone already."), "warning")
    else:
        flash(ngettext("%(num)s session is removed.", "%(num)s sessions are removed.", count), "success")
    return _back(event, key)


@bp.post("/<key>/remove")
@organiser(Action.EDIT_DRAFT)
def remove_upload(event: Event, key: str) -> Response:
    """Forget a file."""
    services.remove_upload(upload_of(event.id, account().id, key))
    flash(_("The file is removed. Nothing of it was imported by this."), "success")
    return redirect(url_for("exchange.show_exchange", event=event.slug), 303)


def _back(event: Event, key: str) -> Response:
    return redirect(url_for("exchange.show_upload", event=event.slug, key=key), 303)


def _framed(template: str, event: Event, **facts: Any) -> str:
    frame = organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id))
    return render_template(template, **frame, here="exchange", **facts)


def _page(event: Event, form: UploadForm, status: int) -> tuple[str, int]:
    uploads = uploads_of(event.id, account().id)
    is_published = newest_release_of(event.id) is not None
    return _framed("exchange/show_exchange.html", event, form=form, uploads=uploads, is_published=is_published), status


def _columns_form(upload: Upload) -> Any:
    names = target_names()
    choices = [("", _("— leave out —"))]
    for target in targets():
        name, _dot, code = target.partition(".")
        choices.append((target, f"{names[name]} ({language_name(code)})" if code else names[name]))
    columns = upload.columns or []
    known = {target for target, _name in choices}
    others = sorted({one["target"] for one in columns} - known)
    choices += [(other, f"{names[other.partition('.')[0]]} ({other.partition('.')[2]})") for other in others]
    return columns_form(columns, choices)


def _planned(event: Event, upload: Upload, form: Any) -> str:
    plan, problem = None, ""
    try:
        plan = services.plan_of(event, upload, now=clock.now())
    except DomainError as refusal:
        problem = refusal_words(refusal)
    shown = request.args.get("show", "")
    found = page_of(_rows(plan, shown) if plan else [], request.args.get("page", 1, type=int), size=PAGE_SIZE)
    for row in found.items:
        row["changes"] = _shown_changes(row.get("changes", ()))
    return _framed(
        "exchange/show_plan.html", event, upload=upload, form=form, plan=plan, problem=problem, show=shown, found=found,
        remarks=[remark_words(remark_of(*one)) for one in plan.remarks] if plan else [], shown_remarks=SHOWN_REMARKS,
        field_names=field_names(), event_changes=_shown_changes(plan.event) if plan else [],
    )  # fmt: skip


def _rows(plan: Plan, shown: str) -> list[dict[str, Any]]:
    """Return the rows of a plan that a filter asks for: what is wrong first, then in the order of the file."""
    wrong = [
        {"action": "wrong", "kind": "session", "row": one.row, "column": one.column, "title": one.title,
         "words": cell_words(refusal_of(one.refusal, one.facts)), "place": one.facts.get("place", "")}
        for one in plan.wrong
    ]  # fmt: skip
    rows = [
        *wrong,
        *({"action": row.action, "kind": row.kind, "planned": row, "changes": row.changes} for row in plan.rows),
    ]
    return [row for row in rows if not shown or row["action"] == shown]


def _shown_changes(changes: Iterable[FieldChange]) -> list[dict[str, Any]]:
    """Return changes with days and instants as such, so that they are written as the reader does."""
    kinds = {"starts_at": datetime.fromisoformat, "first_day": date.fromisoformat, "last_day": date.fromisoformat}

    def read(field: str, text: str) -> Any:
        return kinds[field](text) if field in kinds and text else text

    return [
        {"field": one.field, "language": one.language, "before": read(one.field, one.before),
         "after": read(one.field, one.after)}
        for one in changes
    ]  # fmt: skip
