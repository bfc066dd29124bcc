"""The ways into an event: which form somebody fills in, what it is filled in with, and what takes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from conference import clock
from conference.accounts.forms import password_words
from conference.accounts.rules import PRIVACY_NOTICE
from conference.accounts.services import AddressTaken, WeakPassword, mark_of_sign_up
from conference.delegations.queries import LinkNotValid, brings_address, invitation_by_token, is_brought
from conference.programme.queries import Published
from conference.registrations import services
from conference.registrations.forms.answering import AskingForm, asking, field_name
from conference.registrations.forms.guests import GuestNewcomerForm
from conference.registrations.forms.registering import NewcomerForm, TakePartForm
from conference.registrations.queries import (
    groups_of,
    questions_of,
    registration_in,
    taken_by_group,
)
from conference.registrations.rules import (
    SeenBy,
    State,
)
from conference.registrations.rules.asking import prefilled
from conference.registrations.tables import Guest, Registration, RegistrationQuestion
from conference.web import limits
from conference.web.guards import account, start_sign_in
from conference.web.locale import current_language, remember_language, remember_zone
from conference.web.notice import notice_shown

PREFILLED = ("group", "organisation", "municipality", "name", "email")
LONGEST_PREFILL = 200

JOINING = "/joining/"
"""How the address begins by which somebody is asked to join a delegation."""


@dataclass(frozen=True)
class Comer:
    """On whose invitation somebody is here.

    :ivar guest: their line of the guest list; None where they are not on it.
    :ivar brought: their address, where a delegation brings them into an event by invitation; else None.
    :ivar former: the registration that they took back; None where they never had one.
    """

    guest: Guest | None = None
    brought: str | None = None
    former: Registration | None = None


Answer = Callable[[Published, Any, str, Comer], Response | None]
"""Takes a form that was filled in: the event, the form, where to go on to, and who comes; None where it refuses."""


def brought_address(event_id: int, target: str) -> str | None:
    """Return the address of whoever is here, where a delegation brings them although the event is by invitation.

    Accounts are known by their address; visitors by the link of their letter, to which they want to go back.
    """
    if current_user.is_authenticated:
        email = account().email
        return email if brings_address(event_id, email, now=clock.now()) else None
    if not target.startswith(JOINING):
        return None
    try:
        asked = invitation_by_token(target.removeprefix(JOINING), now=clock.now())
    except LinkNotValid:
        return None
    return asked.row.email if asked.event.id == event_id and is_brought(asked) else None


def way_in(event_id: int, comer: Comer) -> tuple[Any, Answer]:
    """Return the form for whoever is here, filled in as far as is known, and what takes it."""
    asked = [question for question in questions_of(event_id) if question.is_asked]
    known = _said_before(comer.former) | _prefilled(asked)
    frame: type[AskingForm]
    answer: Answer
    guest = comer.guest
    if comer.brought:
        known |= {"email": comer.brought}
    if guest:
        listed = {name: getattr(guest, name) for name in ("name", "organisation", "municipality", "language")}
        # Where the guest list says nothing of a field, what they said themselves stands.
        known |= {name: said for name, said in listed.items() if said or name not in known}
    if current_user.is_authenticated:
        frame, answer = TakePartForm, _take_part
    elif guest:
        frame, answer = GuestNewcomerForm, _take_part_as_new_guest
    else:
        frame, answer = NewcomerForm, _take_part_as_newcomer
    return asking(frame, asked, language=current_language())(data=known), answer


def _said_before(former: Registration | None) -> dict[str, Any]:
    """Return what somebody said in the registration that they took back. Their answers were forgotten with it."""
    if former is None:
        return {}
    return {
        "group": registration_in(former.event_id, former.id).group.key, "organisation": former.organisation,
        "municipality": former.municipality, "seen_by": former.seen_by,
    }  # fmt: skip


def _prefilled(questions: Sequence[RegistrationQuestion]) -> dict[str, Any]:
    given = {name: request.args[name][:LONGEST_PREFILL] for name in PREFILLED if request.args.get(name)}
    for question in questions:
        name = field_name(question)
        given[name] = prefilled(question, [text[:LONGEST_PREFILL] for text in request.args.getlist(name)])
    return given


def offer_groups(form: Any, event_id: int, cap: int | None, guest: Guest | None) -> bool:
    """Offer the event's groups, and say whether whoever comes now would wait for a seat of the event.

    A guest finds the one chosen for whom they are thought to take part, be it offered to others or not.
    """
    thought_of = guest.group_id if guest else None
    groups = [group for group in groups_of(event_id) if group.is_offered or (group.id and group.id == thought_of)]
    if thought_of and not form.group.data:
        form.group.data = next((group.key for group in groups if group.id == thought_of), "")
    limited = cap is not None or any(group.seats is not None for group in groups)
    taken = taken_by_group(event_id) if limited else {}
    full = {group.key for group in groups if group.seats is not None and taken.get(group.id, 0) >= group.seats}
    form.group.offer(groups, language=current_language(), full=full)
    return cap is not None and sum(taken.values()) >= cap


def _said(form: Any) -> dict[str, Any]:
    return {
        "organisation": form.organisation.data,
        "group": form.group.data,
        "municipality": form.municipality.data,
        "answers": form.answers(current_language()),
        "consent_version": PRIVACY_NOTICE,
        "shown": notice_shown(form.consent.label.text),
        "seen_by": SeenBy(form.seen_by.data),
        "now": clock.now(),
    }


def _take_part(published: Published, form: Any, target: str, comer: Comer) -> Response | None:
    if comer.guest:
        own = services.accept_as_guest(published.event_id, comer.guest.id, account().id, **_said(form))
    else:
        said = _said(form) | {"is_brought": comer.brought is not None}
        own = services.register(published.event_id, account().id, **said)
    return _way_on(published, own, target)


def _way_on(published: Published, own: Registration, target: str) -> Response:
    flash(_words_of(own), "success")
    page = url_for("registrations.register", event=published.programme.event.slug)
    # Whoever was asked to join a delegation is led back to that question, wherever they stand.
    goes_on = own.state == State.CONFIRMED or target.startswith(JOINING)
    return redirect(target if goes_on else page, 303)


def _words_of(own: Registration) -> str:
    if own.state == State.PENDING:
        return str(_("Thank you. The organisers read your registration and write to you."))
    if own.state == State.WAITING:
        return str(_("All seats are taken, so you wait for one. It becomes yours at once, and we write to you."))
    return str(_("You take part. Book the sessions you want to be in: your agenda keeps them together."))


def _take_part_as_new_guest(published: Published, form: Any, target: str, comer: Comer) -> Response | None:
    """Open an account for the address that was invited, and sign it in: the link proves whose the mailbox is."""
    guest = comer.guest
    assert guest is not None  # noqa: S101 - told by the way in
    try:
        opened, own = services.open_guest_account(
            published.event_id, guest.id, name=form.name.data, password=form.password.data,
            language=form.language.data, zone=form.zone.data, **_said(form),
        )  # fmt: skip
    except WeakPassword as refusal:
        form.password.errors = [password_words(refusal.fault)]
        return None
    except AddressTaken:  # opened a moment before
        return redirect(request.full_path, 303)
    start_sign_in(opened)
    response = make_response(_way_on(published, own, target))
    remember_language(response, opened.language)
    remember_zone(response, opened.zone)
    limits.know_browser(response, opened.email)
    return response


def _take_part_as_newcomer(published: Published, form: Any, target: str, comer: Comer) -> Response | None:
    """Open the account; the answer is the same whether or not the address has one already."""
    if comer.brought:
        if form.email.data != comer.brought:
            form.email.errors = [
                _("This event is by invitation, and yours went to %(email)s: use that address.", email=comer.brought)
            ]
            return None
        # The link by which one joins is to stand in no letter but its own: that which confirms an address is kept.
        target = url_for("delegations.list_delegations", event=published.programme.event.slug)
    try:
        opened = services.register_newcomer(
            published.event_id,
            email=form.email.data,
            name=form.name.data,
            password=form.password.data,
            language=form.language.data,
            zone=form.zone.data,
            going_to=target,
            is_brought=comer.brought is not None,
            **_said(form),
        )
    except WeakPassword as refusal:
        form.password.errors = [password_words(refusal.fault)]
        return None
    cookie["awaited"] = {"email": form.email.data, "next": target, "mark": mark_of_sign_up(opened)}
    return redirect(url_for("accounts.show_check_mail"), 303)
