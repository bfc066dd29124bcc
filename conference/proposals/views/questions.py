"""The organisers' own questions: forms, order, taking out and back in."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference.events.rules import Action
from conference.events.tables import Event
from conference.proposals import services
from conference.proposals.queries import answers_by_question
from conference.proposals.tables import Question
from conference.proposals.views.blueprint import bp
from conference.proposals.views.frame import desk
from conference.questions.forms.asking import QuestionFormFrame, known_question, question_form
from conference.questions.queries import question_in
from conference.questions.rules.asking import Kind, KindFixed, TooManyQuestions
from conference.questions.services import StaleQuestion
from conference.web.guards import organiser


@bp.route("/<event>/organise/call/questions/new", methods=["GET", "POST"])
@organiser(Action.REVIEW_PROPOSALS)
def create_question(event: Event) -> Response | tuple[str, int]:
    """Add a question."""
    form = _form(event)()
    if form.validate_on_submit():
        try:
            services.add_question(event.id, form.question())
        except TooManyQuestions:
            form.mark("kind", _("There are as many questions as anyone can be expected to answer."))
        else:
            flash(_("The question is added."), "success")
            return _back(event)
    return desk("proposals/edit_question.html", event, form=form, question=None, answered=0, status=form.status)


@bp.route("/<event>/organise/call/questions/<int:number>", methods=["GET", "POST"])
@organiser(Action.REVIEW_PROPOSALS)
def edit_question(event: Event, number: int) -> Response | tuple[str, int]:
    """Change a question."""
    question = _question(event, number)
    form = _form(event)(data=known_question(question, event.languages))
    is_stale = False
    if form.validate_on_submit():
        try:
            services.edit_question(event.id, number, form.question(), version=form.version.data)
        except KindFixed:
            form.mark("kind", _("It has answers already, which would no longer fit. Add another question instead."))
        except StaleQuestion:
            is_stale = True
            form.version.data = question_in(Question, event.id, number).version
        else:
            flash(_("The question is saved."), "success")
            return _back(event)
    return desk(
        "proposals/edit_question.html", event, form=form, question=question, is_stale=is_stale,
        answered=_answered(event, number), status=409 if is_stale else form.status,
    )  # fmt: skip


@bp.post("/<event>/organise/call/questions/<int:number>/move")
@organiser(Action.REVIEW_PROPOSALS)
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
    return redirect(url_for("proposals.edit_call", event=event.slug, _anchor=f"question-{number}"), 303)


@bp.post("/<event>/organise/call/questions/<int:number>/retire")
@organiser(Action.REVIEW_PROPOSALS)
def retire_question(event: Event, number: int) -> Response:
    """Take a question out of the form. It can be taken back in, and its answers stay."""
    _question(event, number)
    services.set_asked(event.id, number, is_asked=False)
    flash(_("The question is no longer asked. Its answers stay, and you can ask it again below."), "success")
    return _back(event)


@bp.post("/<event>/organise/call/questions/<int:number>/ask")
@organiser(Action.REVIEW_PROPOSALS)
def ask_again(event: Event, number: int) -> Response:
    """Take a question back into the form."""
    _question(event, number)
    services.set_asked(event.id, number, is_asked=True)
    flash(_("The question is asked again."), "success")
    return _back(event)


@bp.route("/<event>/organise/call/questions/<int:number>/remove", methods=["GET", "POST"])
@organiser(Action.REVIEW_PROPOSALS)
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
    return desk(
        "proposals/remove_question.html", event, question=question, answered=_answered(event, number)
    )  # fmt: skip


def _question(event: Event, number: int) -> Question:
    return question_in(Question, event.id, number)


def _answered(event: Event, number: int) -> int:
    return len(answers_by_question(event.id).get(number, []))


def _form(event: Event) -> type[QuestionFormFrame]:
    return question_form(tuple(event.languages), [kind for kind in Kind if kind is not Kind.FILE], QuestionFormFrame)


def _back(event: Event) -> Response:
    return redirect(url_for("proposals.edit_call", event=event.slug, _anchor="questions"), 303)
