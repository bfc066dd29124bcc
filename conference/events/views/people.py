"""Who organises an event: inviting, roles, removing, leaving."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import shared_bookings
from conference.draft.queries import organise_frame
from conference.errors import DomainError
from conference.events.forms import ROLE_NAMES, ROLE_WORDS, InvitationForm, RoleForm
from conference.events.queries import invitations_of, organisers_of, organisers_without_second_factor, role_of
from conference.events.rules import Action, RoleName
from conference.events.services import (
    AlreadyOrganiser,
    InvitationNotFound,
    LastOwner,
    OwnFactorMissing,
    TooManyInvitations,
    TooManyLetters,
    invite,
    require_second_factor,
    resend_invitation,
    set_role,
    withdraw_invitation,
)
from conference.events.tables import Event
from conference.events.views.blueprint import bp
from conference.web.guards import account, organiser
from conference.web.limits import limiter
from conference.web.locale import current_language

INVITING = "30 per minute; 200 per hour"


@bp.route("/<event>/organise/people", methods=["GET", "POST"])
@organiser(Action.MANAGE_ROLES)
@limiter.limit(INVITING, methods=["POST"])
def show_people(event: Event) -> Response | tuple[str, int]:
    """Show who organises the event and who was asked to; invite somebody."""
    form = InvitationForm(data=None if request.method == "POST" else {"language": current_language()})
    if form.validate_on_submit():
        try:
            asked = invite(
                event.id, email=form.email.data or "", role=RoleName(form.role.data), language=form.language.data,
                inviter_id=account().id, now=clock.now(),
            )  # fmt: skip
        except DomainError as refusal:
            form.email.errors = [*form.email.errors, _worded(refusal)]
        else:
            flash(_("The invitation to %(email)s is on its way.", email=asked.email), "success")
            return _to_people(event)
    page = render_template(
        "events/show_people.html",
        **organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id)),
        here="people",
        people=organisers_of(event.id),
        invitations=invitations_of(event.id),
        unprotected=organisers_without_second_factor(event.id),
        form=form,
        role_names=ROLE_NAMES,
        role_words=ROLE_WORDS,
    )
    return page, 422 if form.errors else 200


@bp.post("/<event>/organise/people/<int:account_id>/role")
@organiser(Action.MANAGE_ROLES)
def change_role(event: Event, account_id: int) -> Response:
    """Give somebody another role."""
    if role_of(event.id, account_id) is None:
        abort(404)
    form = RoleForm()
    if not form.validate_on_submit():
        flash(_("There is no such role."), "error")
    elif _done(lambda: set_role(event.id, account_id, name=RoleName(form.role.data))):
        flash(_("The role is changed. It holds at once."), "success")
        if account_id == account().id and form.role.data != RoleName.OWNER:
            return redirect(url_for("draft.show_overview", event=event.slug), 303)
    return _to_people(event)


@bp.post("/<event>/organise/people/<int:account_id>/remove")
@organiser(Action.MANAGE_ROLES)
def remove_person(event: Event, account_id: int) -> Response:
    """Take somebody's role away. Their account stays, and so does what they take part in."""
    if role_of(event.id, account_id) is None:
        abort(404)
    if _done(lambda: set_role(event.id, account_id, name=None)):
        if account_id == account().id:
            return _gone(event)
        flash(_("They no longer organise this event. Their account stays."), "success")
    return _to_people(event)


@bp.post("/<event>/organise/people/invitations/<int:invitation_id>/resend")
@organiser(Action.MANAGE_ROLES)
@limiter.limit(INVITING)
def send_invitation_again(event: Event, invitation_id: int) -> Response:
    """Send an invitation once more, with a new link."""
    try:
        asked = resend_invitation(event.id, invitation_id, now=clock.now())
    except InvitationNotFound:
        abort(404)
    except TooManyLetters as refusal:
        flash(_worded(refusal), "error")
    else:
        flash(
            _("Another letter to %(email)s is on its way. The link in the earlier one no longer works.",
              email=asked.email), "success",
        )  # fmt: skip
    return _to_people(event)


@bp.post("/<event>/organise/people/invitations/<int:invitation_id>/withdraw")
@organiser(Action.MANAGE_ROLES)
def withdraw(event: Event, invitation_id: int) -> Response:
    """Withdraw an invitation."""
    try:
        email = withdraw_invitation(event.id, invitation_id)
    except InvitationNotFound:
        abort(404)
    flash(_("The invitation to %(email)s is withdrawn: its link no longer works.", email=email), "success")
    return _to_people(event)


@bp.post("/<event>/organise/people/second-factor")
@organiser(Action.MANAGE_ROLES)
def ask_second_factor(event: Event) -> Response:
    """Ask a second factor of all who organise the event, or no longer."""
    is_required = request.form.get("required") == "yes"
    try:
        require_second_factor(event.id, is_required=is_required, account_id=account().id)
    except OwnFactorMissing:
        flash(_("You have no second factor yourself, so you would shut yourself out. Set one up first."), "error")
        return redirect(url_for("accounts.show_safety"), 303)
    if is_required:
        flash(_("From now on this side of the event opens only with a second factor."), "success")
    else:
        flash(_("This side of the event opens without a second factor again."), "success")
    return _to_people(event)


@bp.route("/<event>/organise/leave", methods=["GET", "POST"])
@organiser(Action.ENTER)
def leave_event(event: Event) -> Response | tuple[str, int]:
    """Ask, and then give one's own role up."""
    is_last = False
    if request.method == "POST":
        try:
            set_role(event.id, account().id, name=None)
        except LastOwner:
            is_last = True
        else:
            return _gone(event)
    frame = organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id))
    page = render_template("events/leave_event.html", **frame, here="leave", is_last=is_last, role_names=ROLE_NAMES)
    return page, 422 if is_last else 200


def _done(change: Callable[[], None]) -> bool:
    """Make a change of roles, or say why it cannot be."""
    try:
        change()
    except LastOwner as refusal:
        flash(_worded(refusal), "error")
        return False
    return True


def _worded(refusal: DomainError) -> str:
    words: str
    match refusal:
        case LastOwner():
            words = _("An event keeps one owner at least. Make somebody else an owner first.")
        case AlreadyOrganiser(name=name, role=role):
            words = _("%(name)s organises this event already, as %(role)s.", name=name, role=ROLE_NAMES[role])
        case TooManyInvitations(most=most):
            words = _("%(most)s invitations are open. Withdraw some first.", most=most)
        case TooManyLetters(email=email):
            words = _("%(email)s had several invitations within the hour. Please wait a little.", email=email)
        case _other:
            raise refusal
    return words


def _to_people(event: Event) -> Response:
    return redirect(url_for("events.show_people", event=event.slug), 303)


def _gone(event: Event) -> Response:
    title = event.title.get(current_language()) or next(iter(event.title.values()), event.slug)
    flash(_("You no longer organise “%(title)s”.", title=title), "success")
    return redirect(url_for("events.list_events"), 303)
