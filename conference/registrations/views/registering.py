"""Registering for an event: with an account, or with a new one."""

from typing import Any

from flask import Response as FlaskResponse
from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from conference import clock
from conference.accounts.queries import account_by_email
from conference.agenda.queries import standing
from conference.programme.queries import Published, newest_release
from conference.programme.rules.course import stage_of
from conference.registrations.queries import (
    guest_by_email,
    own_registration,
    place_in_queue,
    settings_of,
    stage_of_registration,
)
from conference.registrations.rules import (
    InvitationNeeded,
    Mode,
    RegistrationClosed,
    Stage,
    State,
    UnknownGroup,
)
from conference.registrations.tables import Guest
from conference.registrations.views.blueprint import bp
from conference.registrations.views.entering import Comer, brought_address, offer_groups, way_in
from conference.web import limits
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import account, open_to_all, safe_next
from conference.web.limits import limiter


@bp.route("/<event>/register", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def register(event: str) -> Response:
    """Take part in an event. Newcomers open an account by the same form; others say only what the event asks.

    The address may fill fields in: ``?group=press&municipality=Kilis&organisation=…&name=…&email=…``, and those of the
    organisers' own questions by their keys: ``?q_diet=vegan``.
    """
    return registering_page(newest_release(event), None, url_for("registrations.register", event=event))


def registering_page(published: Published, guest: Guest | None, address: str) -> FlaskResponse:
    """Answer with the page on which one registers: its form, or where its reader stands; and take what the form says.

    :param guest: whose link led here; whoever is signed in may be on the guest list without it.
    :param address: of this page.
    """
    stand = standing(published, visitor_id())
    slug = published.programme.event.slug
    target = safe_next(request.values.get("next")) or url_for("agenda.show_agenda", event=slug)
    own = own_registration(published.event_id, account().id) if current_user.is_authenticated else None
    if stand.is_registered:
        return make_response(redirect(target, 303))
    if own and own.state != State.WITHDRAWN:
        return make_response(_page(published, stand, target, own=own, place=place_in_queue(own)))
    if guest and not current_user.is_authenticated and (guest.registration_id or _has_account(guest)):
        return make_response(_page(published, stand, target, guest=guest, address=address, asks_to_sign_in=True))
    if current_user.is_authenticated:
        guest = guest or guest_by_email(published.event_id, account().email)
    settings = settings_of(published.event_id)
    by_invitation = settings.mode == Mode.INVITATION and guest is None
    comer = Comer(guest, brought_address(published.event_id, target) if by_invitation else None, former=own)
    form, answer = way_in(published.event_id, comer)
    full = offer_groups(form, published.event_id, settings.cap, guest)
    taking = stage_of_registration(settings, now=clock.now())
    is_shut = by_invitation and comer.brought is None
    if taking is Stage.OPEN and not is_shut and form.validate_on_submit():
        try:
            answered = answer(published, form, target, comer)
        except RegistrationClosed as refusal:
            taking, answered = refusal.stage, None
        except InvitationNeeded:
            is_shut, answered = True, None
        except UnknownGroup:
            form.group.errors = [_("This group was just taken out. Please choose another.")]
            answered = None
        if answered is not None:
            return make_response(answered)
    page = _page(
        published, stand, target, form=form, settings=settings, taking=taking, is_full=full, is_shut=is_shut,
        guest=guest, address=address, comes_back=own is not None,
        is_brought=comer.brought is not None,
    )  # fmt: skip
    closed = request.method == "POST" and (is_shut or taking is not Stage.OPEN)
    return make_response(page, 409 if closed else 422 if form.errors else 200)


def _page(published: Published, stand: Any, target: str, **context: Any) -> str:
    return render_template(
        "registrations/register.html",
        **{
            **event_frame(published, stand), "target": target, "own": None, "form": None, "taking": Stage.OPEN,
            "guest": None, "is_brought": False, "stage": stage_of(published.programme, clock.now()), **context,
        },
    )  # fmt: skip


def _has_account(guest: Guest) -> bool:
    holder = account_by_email(guest.email)
    return holder is not None and holder.is_active
