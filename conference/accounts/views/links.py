"""Signing in by a link in a letter."""

import hmac

from flask import Response, make_response, redirect, render_template, url_for
from flask import session as cookie

from conference import clock
from conference.accounts import services
from conference.accounts.forms import AskForLinkForm, ButtonForm
from conference.accounts.queries import account_by_id, sign_in_link
from conference.accounts.views.blueprint import asked_next, bp, kept_private, let_in
from conference.codes import new_token, token_hash
from conference.web import limits
from conference.web.guards import open_to_all
from conference.web.limits import limiter


@bp.route("/sign-in/link", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.RESET, methods=["POST"])
def ask_for_sign_in_link() -> Response:
    """Ask for a letter with a link to sign in by. The answer is the same for every address."""
    form = AskForLinkForm()
    if form.validate_on_submit():
        mark = new_token()
        services.ask_for_sign_in_link(form.email.data, mark=mark, going_to=asked_next(), now=clock.now())
        cookie["link"] = {"email": form.email.data, "mark": mark}
        return make_response(redirect(url_for("accounts.show_sign_in_link_sent"), 303))
    page = render_template("accounts/ask_for_sign_in_link.html", form=form, going_to=asked_next())
    return make_response(page, 422 if form.errors else 200)


@bp.get("/sign-in/link/sent")
def show_sign_in_link_sent() -> Response:
    """Tell that the letter is on its way, if there is an account."""
    asked = cookie.get("link")
    if not asked:
        return make_response(redirect(url_for("accounts.ask_for_sign_in_link")))
    return kept_private(render_template("accounts/show_sign_in_link_sent.html", email=asked["email"]))


@bp.route("/sign-in/link/<token>", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.SIGN_IN, methods=["POST"])
def sign_in_by_link(token: str) -> Response:
    """Sign in by the link of a letter. Only the button does it: programs that open links in mails use none up.

    In another browser than the one that asked the page says so: who did not ask for the letter leaves it alone.
    """
    link = sign_in_link(token, now=clock.now())
    owner = account_by_id(link.account_id) if link else None
    if link is None or owner is None:
        return _link_not_valid()
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            owner = services.use_sign_in_link(token, now=clock.now())
        except services.LinkNotValid:
            return _link_not_valid()
        return let_in(owner, stays=False, target=asked_next())
    mark = cookie.get("link", {}).get("mark", "")
    is_same = hmac.compare_digest(token_hash(mark), link.browser_hash)
    return kept_private(render_template("accounts/sign_in_by_link.html", form=form, holder=owner, is_same=is_same))


def _link_not_valid() -> Response:
    return kept_private(render_template("accounts/_link_not_valid.html", purpose="sign_in"), 410)
