"""What the pages of this part begin with, and who may see them."""

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, render_template
from flask_babel import gettext as _

import config
from conference.agenda.queries import standing
from conference.agenda.rules import Standing
from conference.delegations.forms import DelegationForm
from conference.delegations.queries import belonging, membership
from conference.delegations.rules import Kind
from conference.delegations.services import DelegationFacts
from conference.delegations.tables import Delegation, DelegationMember
from conference.programme.document import Programme
from conference.programme.queries import Published, newest_release
from conference.registrations.queries import groups_of
from conference.translated import pick
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import account
from conference.web.locale import current_language


@dataclass(frozen=True)
class Seen:
    """A delegation as one of its members sees it.

    :ivar own: the place of whoever asks in it.
    """

    published: Published
    delegation: Delegation
    own: DelegationMember

    @property
    def is_contact(self) -> bool:
        """Whether whoever asks is its contact."""
        return self.delegation.contact_id == self.own.account_id

    @property
    def may_ask(self) -> bool:
        """Whether whoever asks may write to others for it: its contact, as long as they take part themselves."""
        return self.is_contact and belonging(self.own, self.published.event_id)


def seen_by_member(event: str, number: int) -> Seen:
    """Return a delegation to which the account signed in belongs.

    :raises conference.delegations.queries.DelegationNotFound: there is none, or they do not.
    """
    published = newest_release(event)
    delegation, own = membership(published.event_id, number, account().id)
    return Seen(published, delegation, own)


def seen_by_contact(event: str, number: int) -> Seen:
    """Return a delegation whose contact is signed in; other members get 403, everybody else 404."""
    seen = seen_by_member(event, number)
    if not seen.is_contact:
        abort(403)
    return seen


def asking_for(event: str, number: int) -> Seen:
    """Return a delegation whose contact is signed in and takes part; other members get 403, everybody else 404."""
    seen = seen_by_contact(event, number)
    if not seen.may_ask:
        abort(403)
    return seen


def page(
    template: str, published: Published, *, status: int = 200, stand: Standing | None = None, **context: Any
) -> tuple[str, int]:
    """Show a page within the frame of the event."""
    frame = event_frame(published, stand or standing(published, visitor_id()))
    return render_template(template, **{**frame, "here": "agenda", **context}), status


def offer_choices(form: DelegationForm, programme: Programme, event_id: int) -> None:
    """Let a form offer the partnerships of a programme and the participant groups of its event."""
    language = current_language()
    ties = [
        (slug, " – ".join(town.name for town in programme.municipalities_of(tie)))
        for slug, tie in programme.partnerships.items()
    ]
    groups = [(one.key, pick(one.name, language)) for one in groups_of(event_id) if one.is_offered]
    form.offer(partnerships=ties, groups=groups)


def facts_of(form: DelegationForm) -> DelegationFacts:
    """Return what a form says of a delegation."""
    kind = Kind(form.kind.data)
    return DelegationFacts(
        name=form.name.data or "",
        kind=kind,
        partnership=form.partnership.data if kind is Kind.PARTNERSHIP else None,
        organisation=form.organisation.data or "",
        municipality=form.municipality.data or "",
        group_key=form.group.data or "",
    )


def words_of(delegation: Delegation) -> dict[str, Any]:
    """Return what a form shows of a delegation."""
    return {
        "name": delegation.name, "kind": delegation.kind, "partnership": delegation.partnership or "",
        "organisation": delegation.organisation, "municipality": delegation.municipality, "group": delegation.group_key,
    }  # fmt: skip


def secret_key() -> str:
    """Return the secret key of the installation."""
    settings: config.Settings = current_app.config["SETTINGS"]
    return settings.secret_key


def full_words(free: int, most: int) -> str:
    """Say that a delegation takes no more members."""
    if free:
        return str(
            _("A delegation has at most %(most)s members: there is room for %(free)s more.", most=most, free=free)
        )
    return str(_("A delegation has at most %(most)s members, and this one has as many.", most=most))
