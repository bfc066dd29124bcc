"""Questions to those on stage: asked and supported by participants, answered and sorted out by hosts."""

from dataclasses import dataclass

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import shared_bookings, standing
from conference.agenda.rules import Standing
from conference.draft.queries import organise_frame
from conference.draft.queries.hosts import hosted_sessions
from conference.events.queries import role_of
from conference.events.rules import Action, may
from conference.events.tables import Event
from conference.live import services
from conference.live.forms import MarkForm, QuestionForm, SupportForm, WithdrawForm
from conference.live.queries import QuestionNotFound, questions_of
from conference.live.rules import takes_questions
from conference.live.services import TooManyQuestions
from conference.live.tables import QuestionState
from conference.live.views.blueprint import bp
from conference.programme.document import Session
from conference.programme.queries import Published, newest_release, newest_release_of
from conference.web.frame import event_frame
from conference.web.guards import account, organiser, signed_in


@dataclass(frozen=True)
class Asker:
    """A participant before the questions of a session."""

    published: Published
    session: Session
    standing: Standing
    registration_id: int


@bp.get("/<event>/sessions/<code>/questions")
@signed_in
def list_questions(event: str, code: str) -> Response:
    """Show what is asked in a session, with a form to ask more."""
    asker = _asker(event, code)
    return asker if isinstance(asker, Response) else _list(asker, QuestionForm(formdata=None))


@bp.post("/<event>/sessions/<code>/questions")
@signed_in
def ask_question(event: str, code: str) -> Response:
    """Ask a question."""
    asker = _asker(event, code)
    if isinstance(asker, Response):
        return asker
    form = QuestionForm()
    if not form.validate_on_submit():
        return _list(asker, form, status=422)
    if not takes_questions(asker.session, clock.now()):
        form.form_errors.append(_("This session takes no questions any more."))
        return _list(asker, form, status=409)
    try:
        services.ask_question(
            asker.registration_id,
            asker.session.uid,
            text=(form.text.data or "").strip(),
            is_named=bool(form.is_named.data),
            now=clock.now(),
        )
    except TooManyQuestions as refusal:
        form.form_errors.append(
            _("You have asked %(most)s questions here. Take one back to ask another.", most=refusal.most)
        )
        return _list(asker, form, status=422)
    flash(_("Your question is asked. The hosts see it now."), "success")
    return _back(event, code)


@bp.post("/<event>/sessions/<code>/questions/<int:question_id>/support")
@signed_in
def support_question(event: str, code: str, question_id: int) -> Response:
    """Want a question asked too, or no longer."""
    asker = _asker(event, code)
    if isinstance(asker, Response):
        return asker
    form = SupportForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        services.support_question(
            question_id,
            session_uid=asker.session.uid,
            registration_id=asker.registration_id,
            wanted=bool(form.wanted.data),
        )
    except QuestionNotFound:
        abort(404)
    return _back(event, code)


@bp.post("/<event>/sessions/<code>/questions/<int:question_id>/withdraw")
@signed_in
def withdraw_question(event: str, code: str, question_id: int) -> Response:
    """Take one's own question back."""
    asker = _asker(event, code)
    if isinstance(asker, Response):
        return asker
    if not WithdrawForm().validate_on_submit():
        abort(400)
    try:
        services.withdraw_question(question_id, session_uid=asker.session.uid, registration_id=asker.registration_id)
    except QuestionNotFound:
        abort(404)
    flash(_("Your question is taken back."), "success")
    return _back(event, code)


@bp.get("/<event>/organise/hosting/<code>/questions")
@organiser(Action.HOST)
def list_hosted_questions(event: Event, code: str) -> str:
    """Show a host what is asked in a session of theirs; an editor, in any session."""
    session = _hosted(event, code)
    frame = organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id))
    return render_template(
        "live/list_hosted_questions.html",
        **frame,
        here="hosting",
        session=session,
        questions=questions_of(event.id, session.uid, registration_id=None),
    )


@bp.post("/<event>/organise/hosting/<code>/questions/<int:question_id>")
@organiser(Action.HOST)
def mark_question(event: Event, code: str, question_id: int) -> Response:
    """Say that a question is answered, is out of sight, or is open again."""
    session = _hosted(event, code)
    form = MarkForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        services.mark_question(
            question_id, event_id=event.id, session_uid=session.uid, state=QuestionState(form.state.data)
        )
    except QuestionNotFound:
        abort(404)
    return redirect(url_for("live.list_hosted_questions", event=event.slug, code=code), 303)


def _asker(event: str, code: str) -> Asker | Response:
    """Return who asks where; or the way on for those who do not take part yet."""
    published = newest_release(event)
    session = published.programme.sessions.get(code) or abort(404)
    stand = standing(published, account().id)
    if stand.registration_id is None:
        flash(_("Please register for the conference first."), "info")
        here = url_for("live.list_questions", event=event, code=code)
        return redirect(url_for("registrations.register", event=event, next=here), 303)
    return Asker(published, session, stand, stand.registration_id)


def _list(asker: Asker, form: QuestionForm, *, status: int = 200) -> Response:
    page = render_template(
        "live/list_questions.html",
        **event_frame(asker.published, asker.standing),
        here="programme",
        session=asker.session,
        form=form,
        takes_questions=takes_questions(asker.session, clock.now()),
        questions=questions_of(asker.published.event_id, asker.session.uid, registration_id=asker.registration_id),
    )
    return make_response(page, status)


def _back(event: str, code: str) -> Response:
    return redirect(url_for("live.list_questions", event=event, code=code), 303)


def _hosted(event: Event, code: str) -> Session:
    """Return a published session that the asker hosts, or any where they edit the draft."""
    newest = newest_release_of(event.id) or abort(404)
    session = newest.programme.sessions.get(code) or abort(404)
    if not may(role_of(event.id, account().id), Action.EDIT_DRAFT):
        hosted = {one.session.code for one in hosted_sessions(event.id, account().id)}
        if code not in hosted:
            abort(404)
    return session
