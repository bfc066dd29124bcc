"""Deleting one's account."""

from flask import Response, make_response, render_template
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import logout_user

from conference import clock
from conference.accounts.services import passwords
from conference.agenda.queries import bookings_of
from conference.privacy import services
from conference.privacy.forms import DeleteAccountForm
from conference.privacy.queries import person_of
from conference.privacy.views.blueprint import bp
from conference.registrations.queries import registrations_of
from conference.web import limits
from conference.web.guards import account, recently_proven
from conference.web.headers import kept_private
from conference.web.limits import limiter

CLEARED = '"cache", "cookies", "storage"'
"""What a browser is asked to forget with the account (W3C Clear Site Data): what it kept to be read offline, too."""


@bp.route("/account/delete", methods=["GET", "POST"])
@recently_proven
@limiter.limit(limits.SIGN_IN, methods=["POST"])
def delete_account() -> Response:
    """Say what happens when the account is deleted, and delete it once that is confirmed with the password."""
    person = account()
    form = DeleteAccountForm()
    if not person.has_password:
        del form.password
    entries = services.speaker_entries(person_of(person))
    if not entries:
        del form.leaves_programme
    if form.validate_on_submit() and _is_right(form):
        email = person.email
        try:
            services.delete_account(
                person.id,
                leaves_programme="leaves_programme" in form and bool(form.leaves_programme.data),
                now=clock.now(),
            )
        except services.OnlyOwner:
            return _page(form, status=409)
        limits.forget_account(email)
        cookie.clear()
        logout_user()
        response = kept_private(render_template("privacy/show_deleted.html"))
        response.headers["Clear-Site-Data"] = CLEARED
        response.delete_cookie(limits.KNOWN_COOKIE, path="/")
        return response
    return _page(form, status=422 if form.errors else 200)


def _is_right(form: DeleteAccountForm) -> bool:
    """Say whether the password is right, where there is one to be asked for."""
    if "password" not in form:
        return True
    limits.stop_guessing(account().email)
    if passwords.match(form.password.data or "", account().password_hash):
        return True
    limits.count_wrong_password(account().email)
    form.password.errors = [_("This is not your password.")]
    return False


def _page(form: DeleteAccountForm, *, status: int) -> Response:
    person = account()
    registrations = registrations_of(person.id)
    page = render_template(
        "privacy/delete_account.html",
        here="data",
        form=form,
        owned=services.events_owned_alone(person.id),
        entries=services.speaker_entries(person_of(person)),
        registrations=len(registrations),
        bookings=sum(len(bookings_of(one.id)) for one in registrations),
    )
    return kept_private(make_response(page, status))
