"""One's own account."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from conference import clock
from conference.accounts import services
from conference.accounts.forms import ChangePasswordForm, PreferencesForm, password_words
from conference.accounts.views.blueprint import bp
from conference.events.queries import events_organised_by
from conference.programme.queries import newest_release_of
from conference.registrations.queries import registrations_of
from conference.web import limits
from conference.web.guards import account, sign_in, signed_in
from conference.web.limits import limiter
from conference.web.locale import remember_language, remember_zone


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def edit_preferences() -> Response:
    """Show one's account, and change name, language and zone."""
    form = PreferencesForm(obj=account())
    if form.validate_on_submit():
        changed = services.edit_preferences(
            account(), name=form.name.data, language=form.language.data, zone=form.zone.data, now=clock.now()
        )
        response = make_response(redirect(url_for("accounts.edit_preferences"), 303))
        remember_language(response, changed.language)
        remember_zone(response, changed.zone)
        with force_locale(changed.language):
            flash(_("Your preferences are saved."), "success")
        return response
    return _account_page(form, ChangePasswordForm(formdata=None))


@bp.post("/account/password")
@signed_in
@limiter.limit(limits.SIGN_IN)
def change_password() -> Response:
    """Change the password. Other devices are signed out, this one stays."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        limits.stop_guessing(account().email)
        try:
            services.change_password(
                account(),
                old_password=form.old_password.data or "",
                new_password=form.new_password.data,
                keeps=sign_in().id,
                now=clock.now(),
            )
        except services.WrongPassword:
            limits.count_wrong_password(account().email)
            form.old_password.errors = [_("This is not your password.")]
        except services.WeakPassword as refusal:
            form.new_password.errors = [password_words(refusal.fault)]
        else:
            services.note_proof(sign_in().id, now=clock.now())
            flash(_("Your password is changed. All your other devices are signed out."), "success")
            return make_response(redirect(url_for("accounts.edit_preferences"), 303))
    return _account_page(PreferencesForm(formdata=None, obj=account()), form)


def _account_page(preferences: PreferencesForm, password: ChangePasswordForm) -> Response:
    published = [newest_release_of(registration.event_id) for registration in registrations_of(account().id)]
    page = render_template(
        "accounts/edit_preferences.html",
        here="account",
        form=preferences,
        password_form=password,
        attended=[release.programme.event for release in published if release is not None],
        organised=events_organised_by(account().id),
    )
    return make_response(page, 422 if preferences.errors or password.errors else 200)
