"""Private addresses of all one's events together: listed, made, changed and revoked in one's account."""

from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from conference import clock
from conference.caldav.services import revoke_subscription
from conference.calendars import services
from conference.calendars.forms import RevokeForm, SubscriptionForm
from conference.calendars.queries import (
    SubscriptionNotFound,
    combined_subscriptions_of,
    counted_subscriptions,
    subscription_of,
)
from conference.calendars.services import TooManySubscriptions
from conference.calendars.tables import Subscription
from conference.calendars.views import feeds
from conference.calendars.views.blueprint import bp
from conference.calendars.views.showing import (
    as_shown,
    beside,
    form_of,
    name_of_all,
    new_form,
    ready,
    revoked,
    too_many,
)
from conference.programme.queries import newest_release_of
from conference.registrations.queries import registrations_of
from conference.web.guards import account, signed_in


@bp.route("/account/subscriptions", methods=["GET", "POST"])
@signed_in
def list_own_subscriptions() -> BaseResponse:
    """List one's private addresses of all one's events together, with a form for another one."""
    person = account()
    form = new_form(SubscriptionForm)
    if form.validate_on_submit():
        try:
            made, _token = services.make_combined_subscription(
                person.id, name=form.name.data or "", language=form.language.data, choices=form.choices(),
                form_key=form.key(), secret_key=feeds.installation().secret_key, now=clock.now(),
            )  # fmt: skip
        except TooManySubscriptions as refusal:
            form.form_errors.append(too_many(refusal))
        else:
            flash(ready(made), "success")
            return _to_list(made)
    single = counted_subscriptions(person.id)
    registrations = [one for one in registrations_of(person.id) if one.id in single]
    events = [
        (published.programme.event, single[one.id])
        for one in registrations
        if (published := newest_release_of(one.event_id))
    ]
    found = combined_subscriptions_of(person.id)
    return _shown(
        "calendars/list_own_subscriptions.html", status=422 if form.errors or form.form_errors else 200, form=form,
        subscriptions=[as_shown(one, name_of_all(one)) for one in found], events=events,
    )  # fmt: skip


@bp.route("/account/subscriptions/<int:subscription_id>", methods=["GET", "POST"])
@signed_in
def edit_own_subscription(subscription_id: int) -> BaseResponse:
    """Give such an address another name, or its entries another language or other content."""
    subscription = _own(subscription_id)
    form = form_of(subscription)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return _shown("calendars/edit_own_subscription.html", status=status, form=form, subscription=subscription)
    services.edit_subscription(
        subscription.id, account_id=subscription.account_id, name=form.name.data or "", language=form.language.data,
        choices=form.choices(), now=clock.now(),
    )  # fmt: skip
    flash(_("Saved. The entries follow when your calendar next looks."), "success")
    return _to_list(subscription)


@bp.route("/account/subscriptions/<int:subscription_id>/revoke", methods=["GET", "POST"])
@signed_in
def remove_own_subscription(subscription_id: int) -> BaseResponse:
    """Ask, and then let such an address work no longer."""
    subscription = _own(subscription_id)
    form = RevokeForm()
    if not form.validate_on_submit():
        program = as_shown(subscription, name_of_all(subscription)).program
        return _shown("calendars/remove_own_subscription.html", form=form, subscription=subscription, program=program)
    revoke_subscription(subscription.id, account_id=subscription.account_id, now=clock.now())
    flash(revoked(subscription), "success")
    return _to_list(subscription)


def _own(subscription_id: int) -> Subscription:
    """Return one of the asker's own of all events; what is not there, is revoked or another's is refused alike."""
    try:
        subscription = subscription_of(account().id, subscription_id)
    except SubscriptionNotFound:
        abort(404)
    if subscription.registration_id is not None:
        abort(404)
    return subscription


def _to_list(subscription: Subscription) -> BaseResponse:
    return redirect(url_for("calendars.list_own_subscriptions", **beside(subscription)))


def _shown(template: str, *, status: int = 200, **values: Any) -> Response:
    """Return a page that is kept nowhere: it holds secret addresses."""
    back = url_for("calendars.list_own_subscriptions")
    page = render_template(template, here="events", zones=(account().zone,), back=back, **values)
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
