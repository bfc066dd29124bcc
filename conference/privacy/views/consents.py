"""What one agreed to, and the very words of it."""

from flask import Response, abort, render_template

from conference.privacy.queries.consents import ConsentNotFound, notice_agreed, notices_agreed, questions_agreed
from conference.privacy.views.blueprint import bp
from conference.web.guards import account, signed_in
from conference.web.headers import kept_private


@bp.get("/account/consents")
@signed_in
def list_consents() -> Response:
    """List when one agreed to what, and lead to taking it back."""
    page = render_template(
        "privacy/list_consents.html",
        here="data",
        notices=notices_agreed(account().id),
        questions=questions_agreed(account().id),
    )
    return kept_private(page)


@bp.get("/account/consents/<int:number>")
@signed_in
def show_consent(number: int) -> Response:
    """Show the words that one had before one, as they were."""
    try:
        agreed = notice_agreed(account().id, number)
    except ConsentNotFound:
        abort(404)
    return kept_private(render_template("privacy/show_consent.html", here="data", agreed=agreed))
