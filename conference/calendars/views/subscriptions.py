"""The page of a participant's private addresses: made, named, revoked, each by itself."""

from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from conference import clock
from conference.agenda.queries import standing
from conference.caldav.services import revoke_subscription
from conference.calendars import services
from conference.calendars.forms import DelegationSubscriptionForm, RevokeForm, SubscriptionForm
from conference.calendars.queries import (
    SubscriptionNotFound,
    combined_subscriptions_of,
    subscription_of,
    subscriptions_of,
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
    name_of_feed,
    new_form,
    ready,
    revoked,
    too_many,
)
from conference.delegations.queries import DelegationNotFound, delegation_of_member, membership
from conference.programme.queries import Published, newest_release
from conference.registrations.queries import registration_of
from conference.registrations.tables import Registration
from conference.web.frame import event_frame
from conference.web.guards import account, signed_in


@bp.get("/<event>/agenda/subscriptions")
@signed_in
def list_subscriptions(event: str) -> BaseResponse:
    """List one's private addresses, with a form for another one."""
    published = newest_release(event)
    registration = registration_of(published.event_id, account().id)
    if registration is None:
        return _to_agenda(event)
    return _page(published, registration, new_form(SubscriptionForm))


@bp.post("/<event>/agenda/subscriptions")
@signed_in
def create_subscription(event: str) -> BaseResponse:
    """Make another private address."""
    published, registration = _own_registration(event)
    form = new_form(SubscriptionForm)
    if not form.validate_on_submit():
        return _page(published, registration, form, status=422)
    try:
        subscription, _token = services.make_subscription(
            registration.id,
            name=form.name.data or "",
            language=form.language.data,
            secret_key=feeds.installation().secret_key,
            now=clock.now(),
            choices=form.choices(),
            form_key=form.key(),
        )
    except TooManySubscriptions as refusal:
        form.form_errors.append(too_many(refusal))
        return _page(published, registration, form, status=422)
    flash(ready(subscription), "success")
    return _to_list(event, subscription)


@bp.route("/<event>/delegations/<int:number>/calendar", methods=["GET", "POST"])
@signed_in
def subscribe_delegation(event: str, number: int) -> BaseResponse:
    """List one's private addresses of a delegation's agenda, with a form for another one."""
    published, registration = _own_registration(event)
    try:
        delegation, member = membership(published.event_id, number, account().id)
    except DelegationNotFound:
        abort(404)
    form = new_form(DelegationSubscriptionForm)
    if form.validate_on_submit():
        try:
            made, _token = services.make_subscription(
                registration.id, name=form.name.data or "", language=form.language.data, member_id=member.id,
                secret_key=feeds.installation().secret_key, now=clock.now(), choices=form.choices(),
                form_key=form.key(),
            )  # fmt: skip
        except TooManySubscriptions as refusal:
            form.form_errors.append(too_many(refusal))
        else:
            flash(ready(made), "success")
            return _to_list(event, made)
    found = subscriptions_of(registration.id, member_id=member.id)
    return _shown(
        "calendars/subscribe_delegation.html", published, status=422 if form.errors or form.form_errors else 200,
        form=form, delegation=delegation,
        subscriptions=[as_shown(one, name_of_feed(one, published, delegation=delegation.name)) for one in found],
    )  # fmt: skip


@bp.route("/<event>/agenda/subscriptions/<int:subscription_id>", methods=["GET", "POST"])
@signed_in
def edit_subscription(event: str, subscription_id: int) -> BaseResponse:
    """Give an address another name, or its entries another language or other content."""
    published, _registration, subscription = _own_subscription(event, subscription_id)
    form = form_of(subscription)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return _shown(
            "calendars/edit_subscription.html",
            published,
            status=status,
            form=form,
            subscription=subscription,
            back=_list_of(event, subscription),
        )
    services.edit_subscription(
        subscription.id, account_id=subscription.account_id, name=form.name.data or "", language=form.language.data,
        choices=form.choices(), now=clock.now(),
    )  # fmt: skip
    flash(_("Saved. The entries follow when your calendar next looks."), "success")
    return _to_list(event, subscription)


@bp.route("/<event>/agenda/subscriptions/<int:subscription_id>/revoke", methods=["GET", "POST"])
@signed_in
def remove_subscription(event: str, subscription_id: int) -> BaseResponse:
    """Ask, and then let an address work no longer."""
    published, _registration, subscription = _own_subscription(event, subscription_id)
    form = RevokeForm()
    if not form.validate_on_submit():
        shown = as_shown(subscription, name_of_feed(subscription, published))
        return _shown(
            "calendars/remove_subscription.html",
            published,
            form=form,
            subscription=subscription,
            program=shown.program,
            back=_list_of(event, subscription),
        )
    revoke_subscription(subscription.id, account_id=subscription.account_id, now=clock.now())
    flash(revoked(subscription), "success")
    return _to_list(event, subscription)


def _own_registration(event: str) -> tuple[Published, Registration]:
    published = newest_release(event)
    return published, registration_of(published.event_id, account().id) or abort(404)


def _own_subscription(event: str, subscription_id: int) -> tuple[Published, Registration, Subscription]:
    """Return one of the asker's own; what is not there, is revoked or another's is refused alike."""
    published, registration = _own_registration(event)
    try:
        subscription = subscription_of(registration.account_id, subscription_id)
    except SubscriptionNotFound:
        abort(404)
    if subscription.registration_id != registration.id:
        abort(404)
    return published, registration, subscription


def _to_agenda(event: str) -> BaseResponse:
    return redirect(url_for("agenda.show_agenda", event=event))


def _to_list(event: str, subscription: Subscription) -> BaseResponse:
    return redirect(_list_of(event, subscription, **beside(subscription)))


def _list_of(event: str, subscription: Subscription, **values: Any) -> str:
    """Return where a subscription is listed: among one's own, or those of the delegation whose agenda it holds."""
    delegation = delegation_of_member(subscription.member_id) if subscription.member_id else None
    if delegation:
        return url_for("calendars.subscribe_delegation", event=event, number=delegation.id, **values)
    return url_for("calendars.list_subscriptions", event=event, **values)


def _page(published: Published, registration: Registration, form: SubscriptionForm, *, status: int = 200) -> Response:
    own = subscriptions_of(registration.id)
    shown = [as_shown(subscription, name_of_feed(subscription, published)) for subscription in own]
    shown += [as_shown(one, name_of_all(one)) for one in combined_subscriptions_of(registration.account_id)]
    return _shown("calendars/list_subscriptions.html", published, status=status, form=form, subscriptions=shown)


def _shown(template: str, published: Published, *, status: int = 200, **values: Any) -> Response:
    """Return a page that is kept nowhere: it holds secret addresses.

    It tells other sites nothing of where its reader came from, as no page does (``Referrer-Policy: same-origin``).
    Its own forms must tell us: without that Flask-WTF refuses them under https.
    """
    frame = event_frame(published, standing(published, account().id))
    response = make_response(render_template(template, **frame, **values), status)
    response.headers["Cache-Control"] = "no-store"
    return response
