"""What those see who were asked to join a delegation: by the link of their letter, or by their own address."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from conference import clock
from conference.delegations import services
from conference.delegations.forms import AskedForm, JoinForm
from conference.delegations.queries import AskedMember, LinkNotValid, invitation_by_token, invitations_to, is_brought
from conference.delegations.rules import TAKING_PART
from conference.delegations.views.blueprint import bp
from conference.programme.queries import newest_release
from conference.registrations.queries import own_registration, settings_of
from conference.registrations.rules import Mode
from conference.web import limits
from conference.web.guards import account, open_to_all, signed_in
from conference.web.headers import kept_private
from conference.web.limits import limiter


@bp.route("/joining/<token>", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def join(token: str) -> Response:
    """Show who asks whom to what, and let them join with the account signed in, once it takes part in the event."""
    try:
        asked = invitation_by_token(token, now=clock.now())
    except LinkNotValid:
        return _not_valid()
    return _answer(asked, token)


@bp.route("/<event>/delegations/asked/<int:number>", methods=["GET", "POST"])
@signed_in
def join_by_address(event: str, number: int) -> Response:
    """Show it to the account whose address was asked, and let it join, without the letter at hand."""
    found = invitations_to(newest_release(event).event_id, account().email, now=clock.now())
    asked = next((one for one in found if one.row.id == number), None)
    return _answer(asked, None) if asked else _not_valid()


@bp.route("/joining/<token>/decline", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def decline(token: str) -> Response:
    """Say that one will not come along, after reading what that means. Needs no account."""
    form = AskedForm()
    try:
        asked = invitation_by_token(token, now=clock.now())
        if form.validate_on_submit():
            services.decline(
                asked.event.id, asked.delegation.id, asked.row.id, token=token, account_id=None, now=clock.now()
            )
            return _page("delegations/declined.html", asked, token=token)
    except LinkNotValid:
        return _not_valid()
    return _page("delegations/decline.html", asked, form=form, token=token)


def _answer(asked: AskedMember, token: str | None) -> Response:
    by_invitation = settings_of(asked.event.id).mode == Mode.INVITATION
    gate: dict[str, object] = {"by_invitation": by_invitation, "brought": by_invitation and is_brought(asked)}
    if not current_user.is_authenticated:
        return _page("delegations/join.html", asked, form=None, token=token, takes_part=False, **gate)
    own = own_registration(asked.event.id, account().id)
    takes_part = own is not None and own.state in TAKING_PART
    form = JoinForm(data={"understands": [account().language], "shows_agenda": True})
    is_other = account().email != asked.row.email
    if takes_part and form.validate_on_submit():
        if is_other and not form.as_signed_in.data:
            form.as_signed_in.errors = [_("Please tick this, or sign in with the account of the other address.")]
        else:
            return _joined(asked, token, form)
    return _page(
        "delegations/join.html", asked, form=form, token=token, takes_part=takes_part, is_other=is_other, **gate
    )


def _joined(asked: AskedMember, token: str | None, form: JoinForm) -> Response:
    event, number = asked.event.slug, asked.delegation.id
    try:
        services.join(
            asked.event.id, number, asked.row.id, account_id=account().id, token=token,
            shows_agenda=form.shows_agenda.data, understands=form.understands.data, now=clock.now(),
        )  # fmt: skip
    except services.AlreadyMember:
        flash(_("You belong to this delegation already."), "success")
    except (LinkNotValid, services.NotTakingPart):
        return _not_valid()
    else:
        flash(_("You belong to “%(name)s” now.", name=asked.delegation.name), "success")
    return redirect(url_for("delegations.show_delegation", event=event, number=number), 303)


def _page(
    template: str, asked: AskedMember, *, form: JoinForm | AskedForm | None = None, **context: object
) -> Response:
    page = render_template(template, asked=asked, event=asked.event, delegation=asked.delegation, form=form, **context)
    return kept_private(page, 422 if form is not None and form.errors else 200)


def _not_valid() -> Response:
    return kept_private(render_template("delegations/link_not_valid.html"), 410)
