"""Registering for an event: with an account, or with a new one; and withdrawing."""

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
from conference.agenda.queries import bookings_of, standing
from conference.agenda.services import drop_all
from conference.programme.queries import Published, newest_release
from conference.programme.rules.course import stage_of
from conference.registrations import services
from conference.registrations.forms.registering import NewcomerForm, TakePartForm, WithdrawForm
from conference.registrations.queries import (
    groups_of,
    own_registration,
    place_in_queue,
    settings_of,
    stage_of_registration,
    taken_by_group,
)
from conference.registrations.rules import RegistrationClosed, Stage, State, UnknownGroup
from conference.registrations.tables import Registration
from conference.registrations.views.blueprint import bp
from conference.web import limits
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import account, open_to_all, safe_next, signed_in
from conference.web.limits import limiter
from conference.web.locale import current_language

PREFILLED = ("group", "organisation", "municipality", "name", "email")
LONGEST_PREFILL = 200


@bp.route("/<event>/register", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def register(event: str) -> Response:
    """Take part in an event. Newcomers open an account by the same form; others say only what the event asks.

    The address may fill fields in: ``?group=press&municipality=Kilis&organisation=…&name=…&email=…``.
    """
    published = newest_release(event)
    stand = standing(published, visitor_id())
    target = safe_next(request.values.get("next")) or url_for("agenda.show_agenda", event=event)
    if stand.is_registered:
        return make_response(redirect(target, 303))
    own = own_registration(published.event_id, account().id) if current_user.is_authenticated else None
    if own and own.state != State.WITHDRAWN:
        return make_response(_page(published, stand, target, own=own, place=place_in_queue(own)))
    if current_user.is_authenticated:
        form, answer = TakePartForm(data=_prefilled()), _take_part
    else:
        form, answer = NewcomerForm(data=_prefilled()), _take_part_as_newcomer
    settings = settings_of(published.event_id)
    full = _offer_groups(form, published.event_id, settings.cap)
    taking = stage_of_registration(settings, now=clock.now())
    if taking is Stage.OPEN and form.validate_on_submit():
        try:
            answered = answer(published, form, target)
        except RegistrationClosed as refusal:
            taking, answered = refusal.stage, None
        except UnknownGroup:
            form.group.errors = [_("This group was just taken out. Please choose another.")]
            answered = None
        if answered is not None:
            return answered
    page = _page(
        published, stand, target, form=form, settings=settings, taking=taking, is_full=full,
        was_invited_back=own is not None,
    )  # fmt: skip
    closed = request.method == "POST" and taking is not Stage.OPEN
    return make_response(page, 409 if closed else 422 if form.errors else 200)


@bp.route("/<event>/registration/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(event: str) -> Response:
    """Take one's registration back, after reading what goes with it."""
    published = newest_release(event)
    own = own_registration(published.event_id, account().id)
    if own is None or own.state in {State.WITHDRAWN, State.DECLINED}:
        return make_response(redirect(url_for("registrations.register", event=event), 303))
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


def _page(published: Published, stand: Any, target: str, **context: Any) -> str:
    return render_template(
        "registrations/register.html",
        **{
            **event_frame(published, stand), "target": target, "own": None, "form": None, "taking": Stage.OPEN,
            "stage": stage_of(published.programme, clock.now()), **context,
        },
    )  # fmt: skip


def _prefilled() -> dict[str, str]:
    return {name: request.args[name][:LONGEST_PREFILL] for name in PREFILLED if request.args.get(name)}


def _offer_groups(form: Any, event_id: int, cap: int | None) -> bool:
    """Offer the event's groups, and say whether whoever comes now would wait for a seat of the event."""
    groups = [group for group in groups_of(event_id) if group.is_offered]
    limited = cap is not None or any(group.seats is not None for group in groups)
    taken = taken_by_group(event_id) if limited else {}
    full = {group.key for group in groups if group.seats is not None and taken.get(group.id, 0) >= group.seats}
    form.group.offer(groups, language=current_language(), full=full)
    return cap is not None and sum(taken.values()) >= cap


def _said(form: Any) -> dict[str, Any]:
    return {
        "organisation": form.organisation.data,
        "group": form.group.data,
        "municipality": form.municipality.data,
        "consent_version": PRIVACY_NOTICE,
        "now": clock.now(),
    }


def _take_part(published: Published, form: Any, target: str) -> Response | None:
    own = services.register(published.event_id, account().id, **_said(form))
    flash(_words_of(own), "success")
    page = url_for("registrations.register", event=published.programme.event.slug)
    return redirect(target if own.state == State.CONFIRMED else page, 303)


def _words_of(own: Registration) -> str:
    if own.state == State.PENDING:
        return str(_("Thank you. The organisers read your registration and write to you."))
    if own.state == State.WAITING:
        return str(_("All seats are taken, so you wait for one. It becomes yours at once, and we write to you."))
    return str(_("You take part. Book the sessions you want to be in: your agenda keeps them together."))


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
