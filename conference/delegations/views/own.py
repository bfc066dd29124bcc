"""A member's delegations: making one, changing it, leaving it, dissolving it."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.delegations import services
from conference.delegations.forms import AskedForm, DelegationForm, NewDelegationForm, OwnChoicesForm
from conference.delegations.queries import delegations_of, invitations_to
from conference.delegations.rules import TAKING_PART
from conference.delegations.views.blueprint import bp
from conference.delegations.views.frame import (
    facts_of,
    offer_choices,
    page,
    seen_by_contact,
    seen_by_member,
    words_of,
)
from conference.programme.queries import newest_release
from conference.registrations.queries import own_registration
from conference.web import limits
from conference.web.guards import account, signed_in
from conference.web.limits import limiter

Answer = Response | tuple[str, int]


@bp.get("/<event>/delegations")
@signed_in
def list_delegations(event: str) -> Answer:
    """Show to which delegations one belongs, and to which one was asked by one's own address."""
    published = newest_release(event)
    own = own_registration(published.event_id, account().id)
    return page(
        "delegations/list_delegations.html", published, found=delegations_of(published.event_id, account().id),
        asked=invitations_to(published.event_id, account().email, now=clock.now()),
        takes_part=own is not None and own.state in TAKING_PART,
    )  # fmt: skip


@bp.route("/<event>/delegations/new", methods=["GET", "POST"])
@signed_in
@limiter.limit(limits.REGISTER, methods=["POST"])
def create_delegation(event: str) -> Answer:
    """Make a delegation, whose contact one is."""
    published = newest_release(event)
    own = own_registration(published.event_id, account().id)
    if own is None or own.state not in TAKING_PART:
        flash(_("Register first: whoever brings a delegation takes part, too."), "error")
        return redirect(url_for("registrations.register", event=event, next=request.path), 303)
    form = NewDelegationForm(data={"municipality": own.municipality})
    offer_choices(form, published.programme, published.event_id)
    if form.validate_on_submit():
        try:
            made = services.create_delegation(
                published.event_id, contact_id=account().id, facts=facts_of(form),
                shows_agenda=form.shows_agenda.data, now=clock.now(),
            )  # fmt: skip
        except services.TooManyDelegations as refusal:
            form.form_errors.append(
                _("You are the contact of %(number)s delegations already: no more at a time.", number=refusal.most)
            )
        else:
            flash(_("The delegation is there. Now invite those who come along."), "success")
            return redirect(url_for("delegations.show_delegation", event=event, number=made.id), 303)
    return page("delegations/edit_delegation.html", published, status=422 if _is_wrong(form) else 200, form=form)


@bp.route("/<event>/delegations/<int:number>/edit", methods=["GET", "POST"])
@signed_in
def edit_delegation(event: str, number: int) -> Answer:
    """Change what is said of a delegation."""
    seen = seen_by_contact(event, number)
    form = DelegationForm(data=words_of(seen.delegation))
    offer_choices(form, seen.published.programme, seen.published.event_id)
    if form.validate_on_submit():
        services.edit_delegation(seen.published.event_id, number, facts_of(form), now=clock.now())
        flash(_("The delegation is changed."), "success")
        return redirect(url_for("delegations.show_delegation", event=event, number=number), 303)
    return page(
        "delegations/edit_delegation.html", seen.published, status=422 if form.errors else 200, form=form,
        delegation=seen.delegation,
    )  # fmt: skip


@bp.post("/<event>/delegations/<int:number>/choices")
@signed_in
def choose(event: str, number: int) -> Answer:
    """Keep what one decides for oneself: whether the delegation sees one's agenda, and one's languages."""
    seen = seen_by_member(event, number)
    form = OwnChoicesForm()
    if form.validate_on_submit():
        services.choose_for_oneself(
            seen.published.event_id, number, account_id=account().id, shows_agenda=form.shows_agenda.data,
            understands=form.understands.data, now=clock.now(),
        )  # fmt: skip
        flash(
            _("The delegation sees which sessions you choose.")
            if form.shows_agenda.data
            else _("The delegation no longer sees which sessions you choose."),
            "success",
        )
    else:
        flash(_("Please choose one of the languages offered."), "error")
    return redirect(url_for("delegations.show_delegation", event=event, number=number, _anchor="choices"), 303)


@bp.route("/<event>/delegations/<int:number>/leave", methods=["GET", "POST"])
@signed_in
def leave(event: str, number: int) -> Answer:
    """Leave a delegation, after reading what goes with it."""
    seen = seen_by_member(event, number)
    form = AskedForm()
    if form.validate_on_submit():
        try:
            services.leave(seen.published.event_id, number, account_id=account().id, now=clock.now())
        except services.ContactStays:
            flash(
                _("You are the contact: first hand that over to another member, or dissolve the delegation."), "error"
            )
            return redirect(url_for("delegations.show_delegation", event=event, number=number), 303)
        flash(_("You have left “%(name)s”. You still take part in the event.", name=seen.delegation.name), "success")
        return redirect(url_for("delegations.list_delegations", event=event), 303)
    return page("delegations/leave.html", seen.published, form=form, delegation=seen.delegation)


@bp.route("/<event>/delegations/<int:number>/dissolve", methods=["GET", "POST"])
@signed_in
def dissolve(event: str, number: int) -> Answer:
    """Dissolve a delegation, after reading what goes with it."""
    seen = seen_by_contact(event, number)
    form = AskedForm()
    if form.validate_on_submit():
        services.dissolve_delegation(seen.published.event_id, number, now=clock.now())
        flash(_("“%(name)s” is dissolved. Its members are told.", name=seen.delegation.name), "success")
        return redirect(url_for("delegations.list_delegations", event=event), 303)
    return page("delegations/dissolve.html", seen.published, form=form, delegation=seen.delegation)


def _is_wrong(form: DelegationForm) -> bool:
    return bool(form.errors or form.form_errors)
