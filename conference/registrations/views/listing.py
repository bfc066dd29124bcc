"""The organiser's list of registrations, one of them, and the list as a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.agenda.queries import bookings_of
from conference.agenda.services import drop_all
from conference.delegations.queries import delegation_names, delegations_of_event, registrations_in
from conference.events.render import csv_table
from conference.events.rules import Action
from conference.events.tables import Event
from conference.exchange.sheets import write_rows
from conference.questions.rules.asking import Answer, Kind, answered
from conference.registrations import services
from conference.registrations.forms.organising import NoteForm
from conference.registrations.queries import (
    Found,
    answers_in,
    answers_of,
    counted_by_state,
    find_registrations,
    groups_of,
    municipalities_of,
    place_in_queue,
    questions_of,
    registration_in,
    settings_of,
    stage_of_registration,
)
from conference.registrations.rules import Order, RegistrationFilter, State, filter_from
from conference.registrations.rules.asking import is_for
from conference.registrations.rules.figures import COUNTED, Figures, figures_of
from conference.registrations.tables import RegistrationQuestion
from conference.registrations.views.blueprint import bp
from conference.registrations.views.files import sent_file
from conference.registrations.views.frame import desk
from conference.translated import pick, sort_key
from conference.web.guards import organiser
from conference.web.locale import current_language
from conference.web.paging import page_of

PAGE_SIZE = 50
STATES = {
    State.PENDING: _l("Awaits approval"),
    State.CONFIRMED: _l("Takes part"),
    State.WAITING: _l("On the waiting list"),
    State.DECLINED: _l("Declined"),
    State.WITHDRAWN: _l("Withdrawn"),
}
"""Where registrations stand, as the list and its files say it."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/<event>/organise/registrations")
@organiser(Action.MANAGE_REGISTRATIONS)
def list_registrations(event: Event) -> tuple[str, int]:
    """Show who registered, filtered, a page at a time."""
    wanted, language = filter_from(request.args), current_language()
    counts = counted_by_state(event.id)
    settings = settings_of(event.id)
    chosen = find_registrations(event.id, wanted, language=language, among=_among(wanted))
    counted = [question for question in questions_of(event.id) if question.kind in COUNTED]
    return desk(
        "registrations/list_registrations.html", event, wanted=wanted, counts=counts, total=sum(counts.values()),
        states=list(State), orders=list(Order), groups=groups_of(event.id), settings=settings,
        stage=stage_of_registration(settings, now=clock.now()),
        municipalities=sorted(municipalities_of(event.id), key=lambda name: sort_key(name, language)),
        delegations=delegations_of_event(event.id),
        found=page_of(chosen, request.args.get("page", 1, type=int), size=PAGE_SIZE),
        figures=_figures(event, counted, chosen), answered=dict(wanted.answers),
        ticks_all=request.args.get("tick") == "all",
    )  # fmt: skip


def _figures(event: Event, counted: Sequence[RegistrationQuestion], chosen: Sequence[Found]) -> list[Figures]:
    if not counted:
        return []
    answers = answers_in(event.id, questions=[question.id for question in counted])
    return figures_of(counted, [answers.get(one.registration.id, {}) for one in chosen])


@bp.route("/<event>/organise/registrations/<int:number>", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def show_registration(event: Event, number: int) -> Response | tuple[str, int]:
    """Show one registration; the form keeps the organisers' note on it."""
    found = registration_in(event.id, number)
    form = NoteForm(data={"note": found.registration.note})
    if form.validate_on_submit():
        services.write_note(event.id, number, note=form.note.data or "", now=clock.now())
        flash(_("The note is saved. Only organisers see it."), "success")
        return redirect(url_for("registrations.show_registration", event=event.slug, number=number), 303)
    return desk(
        "registrations/show_registration.html", event, status=422 if form.errors else 200, form=form, found=found,
        place=place_in_queue(found.registration), bookings=bookings_of(number),
        answers=_answers(event, found),
    )  # fmt: skip


def _answers(event: Event, found: Found) -> list[Answer]:
    """Return what was answered, and which questions asked of their group were not."""
    given = {str(question_id): value for question_id, value in answers_of(found.registration.id).items()}
    concerned = [
        question
        for question in questions_of(event.id)
        if is_for(question, found.group.key) or str(question.id) in given
    ]
    return answered(concerned, given, current_language())


@bp.get("/<event>/organise/registrations/<int:number>/files/<int:question>")
@organiser(Action.MANAGE_REGISTRATIONS)
def download_file(event: Event, number: int, question: int) -> FlaskResponse:
    """Send a file that answers a question."""
    return sent_file(event.id, number, question)


@bp.post("/<event>/organise/registrations/<int:number>/end")
@organiser(Action.MANAGE_REGISTRATIONS)
def end_registration(event: Event, number: int) -> Response:
    """End a registration for somebody. Their bookings are given up, and they are told."""
    services.withdraw(event.id, number, by_organiser=True, now=clock.now())
    dropped = drop_all(number, now=clock.now())
    flash(_("The registration is ended, with %(number)s bookings. A letter says so.", number=dropped), "success")
    return redirect(url_for("registrations.show_registration", event=event.slug, number=number), 303)


@bp.get("/<event>/organise/registrations.csv")
@organiser(Action.MANAGE_REGISTRATIONS)
def download_table(event: Event) -> FlaskResponse:
    """Send the registrations that the list shows as CSV."""
    return _as_file(FlaskResponse(csv_table(*_table(event)), mimetype="text/csv"), f"{event.slug}-registrations.csv")


@bp.get("/<event>/organise/registrations.xlsx")
@organiser(Action.MANAGE_REGISTRATIONS)
def download_workbook(event: Event) -> FlaskResponse:
    """Send the registrations that the list shows as a workbook."""
    heading, rows = _table(event)
    content = write_rows({"Registrations": [[*heading], *rows]})
    return _as_file(FlaskResponse(content, mimetype=WORKBOOK), f"{event.slug}-registrations.xlsx")


def _as_file(response: FlaskResponse, name: str) -> FlaskResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _table(event: Event) -> tuple[list[str], list[list[Any]]]:
    language = current_language()
    heading = [
        _("Name"), _("E-mail address"), _("State"), _("Participant group"), _("Organisation"), _("Municipality"),
        _("Language"), _("Registered at (UTC)"), _("Registered at (%(zone)s)", zone=event.zone), _("Note"),
        _("Delegation"),
    ]  # fmt: skip
    wanted = filter_from(request.args)
    found = find_registrations(event.id, wanted, language=language, among=_among(wanted))
    delegations = delegation_names(event.id)
    questions, answers = questions_of(event.id), answers_in(event.id)
    heading += [pick(question.label, language, event.languages) for question in questions]
    return heading, [
        [
            *_cells(one, event, language),
            "; ".join(delegations.get(one.account.id, ())),
            *_answer_cells(questions, one, answers.get(one.registration.id, {}), language),
        ]
        for one in found
    ]


def _answer_cells(
    questions: Sequence[RegistrationQuestion], one: Found, given: Mapping[int, Any], language: str
) -> list[str]:
    """Return a cell for each question; that of a tick is empty where it was not asked."""
    words = {answer.number: answer for answer in answered(questions, {str(k): v for k, v in given.items()}, language)}
    return [
        _in_one(words[question.id], is_asked=is_for(question, one.group.key)) if question.id in words else ""
        for question in questions
    ]


def _in_one(answer: Answer, *, is_asked: bool) -> str:
    if answer.kind == Kind.CONSENT:
        return str(_("yes")) if answer.is_given else str(_("no")) if is_asked else ""
    return "; ".join(answer.words)


def _among(wanted: RegistrationFilter) -> set[int] | None:
    return registrations_in(wanted.delegation) if wanted.delegation is not None else None


def _cells(one: Found, event: Event, language: str) -> list[Any]:
    own, account = one.registration, one.account
    return [
        account.name, account.email, str(STATES[State(own.state)]),
        pick(one.group.name, language, event.languages), own.organisation, own.municipality,
        account.language, f"{own.registered_at:%Y-%m-%d %H:%M}",
        f"{zones.to_local(own.registered_at, event.zone):%Y-%m-%d %H:%M}", own.note,
    ]  # fmt: skip
