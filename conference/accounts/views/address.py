"""Changing one's address."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from conference import clock
from conference.accounts import services
from conference.accounts.forms import AddressForm, ButtonForm
from conference.accounts.queries import account_by_id, address_change_by_token, address_change_of
from conference.accounts.views.blueprint import bp, kept_private
from conference.codes import token_hash
from conference.web import limits
from conference.web.guards import account, open_to_all, recently_proven, signed_in
from conference.web.limits import limiter


@bp.route("/account/email", methods=["GET", "POST"])
@recently_proven
@limiter.limit(limits.RESET, methods=["POST"])
def edit_address() -> Response:
    """Ask for another address: both mailboxes get a letter. The answer is the same whether or not it is known here."""
    form = AddressForm()
    if form.validate_on_submit():
        try:
            services.ask_for_address(account().id, form.email.data, now=clock.now())
        except services.SameAddress:
            form.email.errors = [_("This is your address already.")]
        except services.TooManyChanges:
            form.email.errors = [_("You asked for this several times within the hour. Please wait a little.")]
        else:
            return make_response(redirect(url_for("accounts.edit_address"), 303))
    page = render_template(
        "accounts/edit_address.html",
        here="account",
        form=form,
        change=address_change_of(account().id, now=clock.now()),
    )
    return make_response(page, 422 if form.errors else 200)


@bp.post("/account/email/give-up")
@signed_in
def give_address_up() -> Response:
    """Give a change of address up that waits."""
    services.give_address_up(account().id)
    flash(_("Your address stays as it is."), "success")
    return make_response(redirect(url_for("accounts.edit_preferences"), 303))


@bp.route("/account/address/<token>", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.SIGN_IN, methods=["POST"])
def agree_to_address(token: str) -> Response:
    """Let a mailbox agree to the new address. Only the button does it: programs that open links change nothing."""
    change = address_change_by_token(token, now=clock.now())
    owner = account_by_id(change.account_id) if change else None
    if change is None or owner is None:
        return _link_not_valid()
    form = ButtonForm()
    facts = {"old": owner.email, "new": change.new_email, "is_old": change.old_token_hash == token_hash(token)}
    outcome = None
    if form.validate_on_submit():
        try:
            outcome = services.agree_to_address(token, now=clock.now())
        except (services.LinkNotValid, services.AddressTaken):
            return _link_not_valid()
    return kept_private(render_template("accounts/agree_to_address.html", form=form, outcome=outcome, **facts))


def _link_not_valid() -> Response:
    return kept_private(render_template("accounts/_link_not_valid.html", purpose="address"), 410)
