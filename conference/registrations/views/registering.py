"""Registering for an event: with an account, or with a new one."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from conference import clock
from conference.accounts.forms import password_words
from conference.accounts.rules import PRIVACY_NOTICE
from conference.accounts.services import WeakPassword, mark_of_sign_up
from conference.agenda.queries import standing
from conference.programme.queries import Published, newest_release
from conference.programme.rules.course import stage_of
from conference.registrations import services
from conference.registrations.forms import NewcomerForm, TakePartForm
from conference.registrations.views.blueprint import bp
from conference.web import limits
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import account, open_to_all, safe_next
from conference.web.limits import limiter


@bp.route("/<event>/register", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def register(event: str) -> Response:
    """Take part in an event. Newcomers open an account by the same form; others say only what the event asks."""
    published = newest_release(event)
    stand = standing(published, visitor_id())
    target = safe_next(request.values.get("next")) or url_for("agenda.show_agenda", event=event)
    if stand.is_registered:
        return make_response(redirect(target, 303))
    if current_user.is_authenticated:
        form, answer = TakePartForm(), _take_part
    else:
        form, answer = NewcomerForm(), _take_part_as_newcomer
    if form.validate_on_submit():
        answered = answer(published, form, target)
        if answered is not None:
            return answered
    page = render_template(
        "registrations/register.html",
        **event_frame(published, stand),
        form=form,
        target=target,
        stage=stage_of(published.programme, clock.now()),
    )
    return make_response(page, 422 if form.errors else 200)


def _said(form: Any) -> dict[str, Any]:
    return {
        "organisation": form.organisation.data,
        "organisation_type": form.organisation_type.data,
        "municipality": form.municipality.data,
        "consent_version": PRIVACY_NOTICE,
        "now": clock.now(),
    }


def _take_part(published: Published, form: Any, target: str) -> Response | None:
    services.register(published.event_id, account().id, **_said(form))
    flash(_("You take part. Book the sessions you want to be in: your agenda keeps them together."), "success")
    return redirect(target, 303)


def _take_part_as_newcomer(published: Published, form: Any, target: str) -> Response | None:
    """Open the account; the answer is the same whether or not the address has one already."""
    try:
        opened = services.register_newcomer(
            published.event_id,
            email=form.email.data,
            name=form.name.data,
            password=form.password.data,
            language=form.language.data,
            zone=form.zone.data,
            going_to=target,
            **_said(form),
        )
    except WeakPassword as refusal:
        form.password.errors = [password_words(refusal.fault)]
        return None
    cookie["awaited"] = {"email": form.email.data, "next": target, "mark": mark_of_sign_up(opened)}
    return redirect(url_for("accounts.show_check_mail"), 303)
