"""The organisers' own questions to those who register: forms, order, taking out and back in."""

from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference.events.rules import Action
from conference.events.tables import Event
from conference.questions.queries import question_in
from conference.questions.rules.asking import KindFixed, TooManyQuestions
from conference.questions.services import StaleQuestion
from conference.registrations import services
from conference.registrations.forms.asking import known_registration_question, registration_question_form
from conference.registrations.queries import answers_by_question, groups_of
from conference.registrations.tables import RegistrationQuestion
from conference.registrations.views.blueprint import bp
from conference.registrations.views.frame import desk
from conference.translated import pick
from conference.web.guards import organiser
from conference.web.locale import current_language


@bp.route("/<event>/organise/registration/questions/new", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def create_question(event: Event) -> Response | tuple[str, int]:
    """Add a question."""
    form = _form(event)()
    if form.validate_on_submit():
        try:
            services.add_question(event.id, form.facts_of_question(), most_megabytes=_most_megabytes())
        except TooManyQuestions:
            form.mark("kind", _("There are as many questions as anyone can be expected to answer."))
        else:
            flash(_("The question is added."), "success")
            return _back(event)
    return desk("registrations/edit_question.html", event, form=form, question=None, answered=0, status=form.status)


@bp.route("/<event>/organise/registration/questions/<int:number>", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def edit_question(event: Event, number: int) -> Response | tuple[str, int]:
    """Change a question."""
    question = _question(event, number)
    form = _form(event)(data=known_registration_question(question, event.languages))
    is_stale = False
    if form.validate_on_submit():
        try:
            services.edit_question(
                event.id, number, form.facts_of_question(), most_megabytes=_most_megabytes(), version=form.version.data
            )
        except KindFixed:
            form.mark("kind", _("It has answers already, which would no longer fit. Add another question instead."))
        except StaleQuestion:
            is_stale = True
            form.version.data = _question(event, number).version
        else:
            flash(_("The question is saved."), "success")
            return _back(event)
    return desk(
        "registrations/edit_question.html", event, form=form, question=question, is_stale=is_stale,
        answered=_answered(event, number), status=409 if is_stale else form.status,
    )  # fmt: skip


@bp.post("/<event>/organise/registration/questions/<int:number>/move")
@organiser(Action.MANAGE_REGISTRATIONS)
def move_question(event: Event, number: int) -> Response:
    """Move a question one place up or down."""
    _question(event, number)
    match request.form.get("step"):
        case "up":
            services.move_question(event.id, number, step=-1)
        case "down":
            services.move_question(event.id, number, step=1)
        case _other:
            abort(400)
    return redirect(url_for("registrations.edit_settings", event=event.slug, _anchor=f"question-{number}"), 303)


@bp.post("/<event>/organise/registration/questions/<int:number>/retire")
@organiser(Action.MANAGE_REGISTRATIONS)
def retire_question(event: Event, number: int) -> Response:
    """Take a question out of the form. It can be taken back in, and its answers stay."""
    _question(event, number)
    services.set_asked(event.id, number, is_asked=False)
    flash(_("The question is no longer asked. Its answers stay, and you can ask it again below."), "success")
    return _back(event)


@bp.post("/<event>/organise/registration/questions/<int:number>/ask")
@organiser(Action.MANAGE_REGISTRATIONS)
def ask_again(event: Event, number: int) -> Response:
    """Take a question back into the form."""
    _question(event, number)
    services.set_asked(event.id, number, is_asked=True)
    flash(_("The question is asked again."), "success")
    return _back(event)


@bp.route("/<event>/organise/registration/questions/<int:number>/remove", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def remove_question(event: Event, number: int) -> Response | tuple[str, int]:
    """Remove a question for good, after saying how many answers go with it."""
    question = _question(event, number)
    if request.method == "POST":
        answers = services.remove_question(event.id, number)
        words = ngettext(
            "The question is removed, with %(num)s answer.", "The question is removed, with %(num)s answers.", answers
        )
        flash(words if answers else _("The question is removed. Nobody had answered it."), "success")
        return _back(event)
    return desk("registrations/remove_question.html", event, question=question, answered=_answered(event, number))


def _question(event: Event, number: int) -> RegistrationQuestion:
    return question_in(RegistrationQuestion, event.id, number)


def _answered(event: Event, number: int) -> int:
    return len(answers_by_question(event.id).get(number, []))


def _form(event: Event) -> Any:
    language = current_language()
    groups = [(group.key, pick(group.name, language, event.languages)) for group in groups_of(event.id)]
    return registration_question_form(tuple(event.languages), groups, most_megabytes=_most_megabytes())


def _most_megabytes() -> int:
    most: int = current_app.config["SETTINGS"].largest_file_mb
    return most


def _back(event: Event) -> Response:
    return redirect(url_for("registrations.edit_settings", event=event.slug, _anchor="questions"), 303)
