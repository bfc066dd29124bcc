"""Where one is signed in, and signing out there."""

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from conference import clock
from conference.accounts import services
from conference.accounts.queries import sign_ins_of
from conference.accounts.views.blueprint import bp
from conference.web.guards import account, end_sign_in, sign_in, signed_in


@bp.get("/account/devices")
@signed_in
def list_devices() -> str:
    """List the browsers that are signed in."""
    return render_template(
        "accounts/list_devices.html",
        here="devices",
        devices=sign_ins_of(account().id, now=clock.now()),
        own_id=sign_in().id,
    )


@bp.post("/account/devices/<int:device_id>/sign-out")
@signed_in
def sign_device_out(device_id: int) -> Response:
    """Sign one browser out; it may be this one."""
    if device_id == sign_in().id:
        end_sign_in()
        return make_response(redirect(url_for("events.list_events"), 303))
    if not services.end_sign_in(account().id, device_id):
        abort(404)
    flash(_("That device is signed out."), "success")
    return make_response(redirect(url_for("accounts.list_devices"), 303))


@bp.post("/account/devices/sign-out-others")
@signed_in
def sign_others_out() -> Response:
    """Sign all browsers out but this one."""
    services.end_sign_ins(account(), but=sign_in().id)
    flash(_("All your other devices are signed out."), "success")
    return make_response(redirect(url_for("accounts.list_devices"), 303))
