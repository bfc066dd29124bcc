"""My registration: what somebody said when they registered, changing it, and taking it back."""

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import bookings_of, standing
from conference.agenda.services import drop_all
from conference.programme.queries import Published, newest_release
from conference.questions.rules.asking import answered
from conference.registrations import services
from conference.registrations.forms.answering import asking, known_data
from conference.registrations.forms.registering import OwnForm, WithdrawForm
from conference.registrations.queries import (
    RegistrationNotFound,
    answers_of,
    consents_of,
    own_registration,
    place_in_queue,
    questions_of,
    registration_in,
    settings_of,
    stage_of_registration,
)
from conference.registrations.rules import RegistrationClosed, Stage, State
from conference.registrations.rules.asking import is_for
from conference.registrations.tables import Registration
from conference.registrations.views.blueprint import bp
from conference.registrations.views.files import sent_file
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import account, signed_in
from conference.web.locale import current_language


@bp.route("/<event>/registration", methods=["GET", "POST"])
@signed_in
def show_own(event: str) -> Response:
    """Show one's registration; while registration is open, what one said can be changed."""
    published = newest_release(event)
    own = _own(published)
    if own is None:
        return _to_register(event)
    language, group = current_language(), registration_in(published.event_id, own.id).group
    known = answers_of(own.id)
    questions = questions_of(published.event_id)
    asked = [question for question in questions if is_for(question, group.key)]
    form: Any = asking(OwnForm, asked, language=language, known=known)(
        data={"organisation": own.organisation, "municipality": own.municipality, **known_data(asked, known)}
    )
    form.own_group = group
    taking = stage_of_registration(settings_of(published.event_id), now=clock.now())
    is_refused = False
    if form.validate_on_submit():
        try:
            services.change_registration(
                published.event_id, account().id, organisation=form.organisation.data,
                municipality=form.municipality.data, answers=form.answers(language), now=clock.now(),
            )  # fmt: skip
        except RegistrationClosed as refusal:
            taking, is_refused = refusal.stage, True
        except RegistrationNotFound:
            return _to_register(event)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("registrations.show_own", event=event), 303)
    page = render_template(
        "registrations/show_own.html", **event_frame(published, standing(published, visitor_id())), form=form, own=own,
        group=group, known=known, is_open=taking is Stage.OPEN, place=place_in_queue(own),
        answers=answered(questions, {str(number): value for number, value in known.items()}, language),
        consents=consents_of(own.id),
    )  # fmt: skip
    return make_response(page, 409 if is_refused else 422 if form.errors else 200)


@bp.route("/<event>/registration/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(event: str) -> Response:
    """Take one's registration back, after reading what goes with it."""
    published = newest_release(event)
    own = _own(published)
    if own is None:
        return _to_register(event)
    form = WithdrawForm()
    if form.validate_on_submit():
        services.withdraw(published.event_id, own.id, now=clock.now())
        drop_all(own.id, now=clock.now())
        flash(_("You take part no longer. If you change your mind, register again."), "success")
        return make_response(redirect(url_for("programme.show_welcome", event=event), 303))
    held = bookings_of(own.id)
    page = render_template(
        "registrations/withdraw.html",
        **event_frame(published, standing(published, visitor_id())),
        form=form,
        own=own,
        booked=sum(one.state == "booked" for one in held),
        waiting=sum(one.state == "waiting" for one in held),
    )
    return make_response(page, 422 if form.errors else 200)


def _own(published: Published) -> Registration | None:
    """Return one's registration for an event; None where one has none, or none any more."""
    own = own_registration(published.event_id, account().id)
    return None if own is None or own.state in {State.WITHDRAWN, State.DECLINED} else own


def _to_register(event: str) -> Response:
    return make_response(redirect(url_for("registrations.register", event=event), 303))


@bp.get("/<event>/registration/files/<int:number>")
@signed_in
def download_own_file(event: str, number: int) -> FlaskResponse:
    """Send a file that one sent oneself."""
    published = newest_release(event)
    own = own_registration(published.event_id, account().id)
    return sent_file(published.event_id, own.id if own else 0, number)
