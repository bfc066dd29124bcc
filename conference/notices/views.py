"""Stopping letters by the link that each of them carries."""

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.forms import ButtonForm
from conference.accounts.queries import account_by_id
from conference.accounts.services import want_notices
from conference.notices.rules import account_of_token
from conference.web.guards import open_to_all
from conference.web.headers import kept_private

ONE_CLICK = "One-Click"

bp = Blueprint("notices", __name__)


@bp.route("/account/notices/<token>", methods=["GET", "POST"])
@open_to_all
def stop_letters(token: str) -> Response:
    """Stop letters about changed sessions, or let them come again. Only the button does it, no opening of a link."""
    account_id = account_of_token(token, secret_key=current_app.config["SETTINGS"].secret_key)
    holder = account_by_id(account_id) if account_id is not None else None
    if holder is None:
        return kept_private(render_template("notices/_link_not_valid.html"), 404)
    form = ButtonForm()
    if form.validate_on_submit():
        is_wanted = request.form.get("wanted") == "yes"
        want_notices(holder.id, is_wanted=is_wanted)
        flash(
            _("You will get these letters again.") if is_wanted else _("No more of these letters will come."), "success"
        )
        return kept_private(make_response(redirect(url_for("notices.stop_letters", token=token), 303)))
    return kept_private(
        render_template("notices/stop_letters.html", form=form, holder=holder), 422 if form.errors else 200
    )


@bp.route("/account/notices/<token>/at-once", methods=["GET", "POST"])
@open_to_all
def stop_at_once(token: str) -> Response:
    """Stop letters by the button of a mail program (RFC 8058): it brings no cookie and no token but the letter's.

    Whoever opens the address comes to the page with the button.
    """
    if request.method != "POST":
        return kept_private(make_response(redirect(url_for("notices.stop_letters", token=token), 303)))
    if request.form.get("List-Unsubscribe") != ONE_CLICK:
        return kept_private(render_template("notices/_link_not_valid.html"), 400)
    account_id = account_of_token(token, secret_key=current_app.config["SETTINGS"].secret_key)
    holder = account_by_id(account_id) if account_id is not None else None
    if holder is None:
        return kept_private(render_template("notices/_link_not_valid.html"), 404)
    want_notices(holder.id, is_wanted=False)
    return kept_private(make_response("", 204))
