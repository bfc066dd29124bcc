"""The organiser's pages: which delegations an event has, who belongs to each, and one made for a contact."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.accounts.queries import normalised_email
from conference.agenda.queries import shared_bookings
from conference.delegations import services
from conference.delegations.forms import AskedForm, NamedDelegationForm
from conference.delegations.queries import delegation_in, delegations_of_event, members_of
from conference.delegations.rules import Invitee, TooManyInvitations
from conference.delegations.services import MailboxFull
from conference.delegations.views.blueprint import bp
from conference.delegations.views.frame import facts_of, offer_choices, secret_key
from conference.delegations.views.members import refusal_words
from conference.draft.queries import organise_frame
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.queries import newest_release_of
from conference.web.guards import account, organiser
from conference.web.locale import current_language

Answer = Response | tuple[str, int]


@bp.get("/<event>/organise/delegations")
@organiser(Action.MANAGE_REGISTRATIONS)
def list_all(event: Event) -> Answer:
    """Show the delegations of the event."""
    return _desk("delegations/list_all.html", event, found=delegations_of_event(event.id))


@bp.route("/<event>/organise/delegations/new", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def create_for(event: Event) -> Answer:
    """Make a delegation for a contact, who is asked by a letter."""
    form = NamedDelegationForm(data={"language": event.languages[0]})
    published = newest_release_of(event.id)
    if published is None:
        flash(_("Publish a release first: members are led to the pages of the event."), "error")
        return redirect(url_for("delegations.list_all", event=event.slug), 303)
    offer_choices(form, published.programme, event.id)
    if form.validate_on_submit():
        contact = Invitee(form.contact_name.data or "", normalised_email(form.email.data or ""), form.language.data)
        try:
            made = services.create_delegation_for(
                event.id, contact=contact, facts=facts_of(form), organiser_id=account().id, secret_key=secret_key(),
                now=clock.now(),
            )  # fmt: skip
        except (TooManyInvitations, MailboxFull) as refusal:
            form.form_errors.append(refusal_words(refusal, event.zone))
        else:
            flash(_("A letter asks %(name)s to be the contact.", name=contact.name), "success")
            return redirect(url_for("delegations.show_to_organisers", event=event.slug, number=made.id), 303)
    return _desk(
        "delegations/create_for.html", event, status=422 if form.errors or form.form_errors else 200, form=form
    )


@bp.get("/<event>/organise/delegations/<int:number>")
@organiser(Action.MANAGE_REGISTRATIONS)
def show_to_organisers(event: Event, number: int) -> Answer:
    """Show one delegation with its members and where each stands."""
    delegation = delegation_in(event.id, number)
    people = members_of(delegation, now=clock.now(), language=current_language())
    return _desk("delegations/show_to_organisers.html", event, delegation=delegation, people=people)


@bp.post("/<event>/organise/delegations/<int:number>/members/<int:member_id>/contact")
@organiser(Action.MANAGE_REGISTRATIONS)
def name_contact(event: Event, number: int, member_id: int) -> Answer:
    """Make a member the contact, such as where there is none any more."""
    services.hand_over(event.id, number, member_id, now=clock.now())
    flash(_("They are the contact now, and a letter tells them."), "success")
    return redirect(url_for("delegations.show_to_organisers", event=event.slug, number=number), 303)


@bp.route("/<event>/organise/delegations/<int:number>/dissolve", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def dissolve_for_members(event: Event, number: int) -> Answer:
    """Dissolve a delegation, after reading what goes with it."""
    delegation = delegation_in(event.id, number)
    form = AskedForm()
    if form.validate_on_submit():
        services.dissolve_delegation(event.id, number, now=clock.now())
        flash(_("“%(name)s” is dissolved. Its members are told.", name=delegation.name), "success")
        return redirect(url_for("delegations.list_all", event=event.slug), 303)
    return _desk("delegations/dissolve_for_members.html", event, form=form, delegation=delegation)


def _desk(template: str, event: Event, *, status: int = 200, **context: object) -> tuple[str, int]:
    frame = organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id))
    return render_template(template, **{**frame, "here": "delegations", **context}), status
