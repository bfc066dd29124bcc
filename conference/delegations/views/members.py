"""Who belongs to a delegation: seeing it, and as its contact inviting, reminding and removing people."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.delegations import services
from conference.delegations.forms import InviteForm, InviteLinesForm, OwnChoicesForm, fault_words
from conference.delegations.queries import brings_members, members_of
from conference.delegations.rules import (
    MOST_MEMBERS,
    DelegationFull,
    Invitee,
    ReminderTooSoon,
    TooManyInvitations,
    read_lines,
)
from conference.delegations.services import AskedLately, MailboxFull
from conference.delegations.views.blueprint import bp
from conference.delegations.views.frame import (
    Seen,
    asking_for,
    full_words,
    page,
    secret_key,
    seen_by_contact,
    seen_by_member,
)
from conference.registrations.queries import settings_of
from conference.registrations.rules import Mode
from conference.web.filters import moment_full, zone_city
from conference.web.guards import account, signed_in
from conference.web.locale import current_language

Answer = Response | tuple[str, int]


@bp.get("/<event>/delegations/<int:number>")
@signed_in
def show_delegation(event: str, number: int) -> Answer:
    """Show who belongs to a delegation; to its contact also who was asked, and the forms to ask others."""
    return _page(seen_by_member(event, number))


@bp.post("/<event>/delegations/<int:number>/members")
@signed_in
def invite_member(event: str, number: int) -> Answer:
    """Ask one person to join."""
    seen = asking_for(event, number)
    form = InviteForm()
    if form.validate_on_submit():
        read = read_lines(f"{form.name.data} <{form.email.data}>", language=form.language.data)
        if read.faults:
            form.email.errors = [fault_words(read.faults[0]).partition(": ")[2]]
        elif _invited(seen, read.people, form):
            return _back(event, number)
    return _page(seen, form=form)


@bp.post("/<event>/delegations/<int:number>/members/several")
@signed_in
def invite_members(event: str, number: int) -> Answer:
    """Ask several people to join, a line each: all of them, or none where a line cannot be read."""
    seen = asking_for(event, number)
    form = InviteLinesForm()
    if form.validate_on_submit():
        read = read_lines(form.lines.data or "", language=form.language_of_all.data)
        if read.faults:
            form.lines.errors = [fault_words(one) for one in read.faults]
        elif not read.people:
            form.lines.errors = [_("There is nobody to invite in these lines.")]
        elif _invited(seen, read.people, form):
            if read.repeated:
                lines = ", ".join(str(one) for one in read.repeated)
                flash(_("Left out, since their address stands in an earlier line: %(lines)s", lines=lines), "warning")
            return _back(event, number)
    return _page(seen, lines_form=form)


@bp.post("/<event>/delegations/<int:number>/members/<int:member_id>/remind")
@signed_in
def remind(event: str, number: int, member_id: int) -> Answer:
    """Ask somebody again who has not answered."""
    seen = asking_for(event, number)
    try:
        asked = services.remind(
            seen.published.event_id, number, member_id, inviter_id=account().id, secret_key=secret_key(),
            now=clock.now(),
        )  # fmt: skip
    except (ReminderTooSoon, TooManyInvitations, MailboxFull) as refusal:
        flash(refusal_words(refusal, seen.published.programme.event.zone), "error")
    else:
        flash(_("Another letter goes to %(name)s.", name=asked.name), "success")
    return _back(event, number)


@bp.post("/<event>/delegations/<int:number>/members/<int:member_id>/withdraw")
@signed_in
def withdraw_invitation(event: str, number: int, member_id: int) -> Answer:
    """Withdraw an invitation."""
    seen = seen_by_contact(event, number)
    name = services.withdraw_invitation(seen.published.event_id, number, member_id)
    flash(_("The invitation of %(name)s is withdrawn: its link no longer works.", name=name), "success")
    return _back(event, number)


@bp.post("/<event>/delegations/<int:number>/members/<int:member_id>/remove")
@signed_in
def remove_member(event: str, number: int, member_id: int) -> Answer:
    """Remove a member, who is told."""
    seen = seen_by_contact(event, number)
    try:
        services.remove_member(seen.published.event_id, number, member_id, now=clock.now())
    except services.ContactStays:
        flash(_("You are the contact: first hand that over to another member, or dissolve the delegation."), "error")
    else:
        flash(_("They no longer belong to the delegation, and a letter tells them. They still take part."), "success")
    return _back(event, number)


@bp.post("/<event>/delegations/<int:number>/members/<int:member_id>/contact")
@signed_in
def hand_over(event: str, number: int, member_id: int) -> Answer:
    """Make another member the contact."""
    seen = seen_by_contact(event, number)
    services.hand_over(seen.published.event_id, number, member_id, now=clock.now())
    flash(_("Somebody else is the contact now, and a letter tells them. You are still a member."), "success")
    return _back(event, number)


def refusal_words(refusal: Exception, zone: str) -> str:
    """Say why nobody is asked now, and what to do."""
    match refusal:
        case ReminderTooSoon():
            return str(
                _(
                    "They were written to less than a day ago. You can remind them again from %(when)s.",
                    when=_moment(refusal.again_at, zone),
                )
            )
        case TooManyInvitations():
            return str(
                _(
                    "Only so many letters within an hour: now you can send %(free)s more. All of them again from "
                    "%(when)s.",
                    free=refusal.free, when=_moment(refusal.again_at, zone),
                )
            )  # fmt: skip
        case AskedLately():
            return str(
                _(
                    "%(email)s was asked less than a day ago. You can ask them again from %(when)s.",
                    email=refusal.email, when=_moment(refusal.again_at, zone),
                )
            )  # fmt: skip
        case DelegationFull():
            return full_words(refusal.free, refusal.most)
        case MailboxFull():
            return str(
                _("%(email)s had several such letters within the hour. Please try again later.", email=refusal.email)
            )
    raise refusal


def _moment(instant: datetime, zone: str) -> str:
    return f"{moment_full(instant, zone)} {zone_city(zone)}"


def _invited(seen: Seen, people: tuple[Invitee, ...], form: Any) -> bool:
    """Ask people to join; where that cannot be, let the form say why."""
    try:
        done = services.invite(
            seen.published.event_id, seen.delegation.id, people, inviter_id=account().id, secret_key=secret_key(),
            now=clock.now(),
        )  # fmt: skip
    except (AskedLately, DelegationFull, TooManyInvitations, MailboxFull) as refusal:
        form.form_errors.append(refusal_words(refusal, seen.published.programme.event.zone))
        return False
    if done.asked:
        flash(
            ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", len(done.asked)), "success"
        )
    if done.known:
        names = ", ".join(one.name for one in done.known)
        flash(_("Asked already, so nothing was done for: %(names)s", names=names), "warning")
    return True


def _back(event: str, number: int) -> Response:
    return redirect(url_for("delegations.show_delegation", event=event, number=number), 303)


def _page(seen: Seen, *, form: InviteForm | None = None, lines_form: InviteLinesForm | None = None) -> Answer:
    people = members_of(seen.delegation, now=clock.now(), language=current_language())
    wrong = any(one is not None and (one.errors or one.form_errors) for one in (form, lines_form))
    by_invitation = seen.may_ask and settings_of(seen.published.event_id).mode == Mode.INVITATION
    own = OwnChoicesForm(
        formdata=None, data={"shows_agenda": seen.own.shows_agenda, "understands": seen.own.understands}
    )
    return page(
        "delegations/show_delegation.html", seen.published, status=422 if wrong else 200,
        delegation=seen.delegation, own=seen.own, is_contact=seen.is_contact,
        may_ask=seen.may_ask,
        joined=[one for one in people if one.has_joined],
        asked=[one for one in people if not one.has_joined] if seen.is_contact else [],
        by_invitation=by_invitation, brings=by_invitation and brings_members(seen.delegation.id),
        form=form or InviteForm(formdata=None), lines_form=lines_form or InviteLinesForm(formdata=None),
        own_form=own, most=MOST_MEMBERS,
    )  # fmt: skip
