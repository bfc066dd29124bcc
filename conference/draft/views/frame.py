"""What every organiser's page is given, and how a form's refusal is shown."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import shared_bookings
from conference.draft.forms.frame import DraftForm
from conference.draft.queries import DraftState, circumstances_of, organise_frame
from conference.draft.rules import limits
from conference.draft.rules.clashes import Circumstances
from conference.draft.services import (
    ExternalIdTaken,
    NotInDraft,
    PartnershipExists,
    RoomWithoutStart,
    SameMunicipality,
    StaleVersion,
)
from conference.errors import DomainError
from conference.events.rules import TextMissing, TextTooLong
from conference.events.tables import Event
from conference.programme.document import Document
from conference.web.guards import account

PAGE_SIZE = 50


def page(
    template: str, event: Event, *, status: int = 200, state: DraftState | None = None, **context: Any
) -> tuple[str, int]:
    """Show a page within the organiser's frame.

    :param state: the draft beside the newest release, where the view read it already.
    """
    clashes = context.pop("clashes", None)
    frame = organise_frame(
        event, account().id, now=clock.now(), state=state, clashes=clashes,
        shared_bookings=shared_bookings(event.id) if clashes is None else None,
    )  # fmt: skip
    return render_template(template, **frame, **context), status


def circumstances_now(event: Event, document: Document) -> Circumstances:
    """Return what decides beside the draft what clashes in it, as it is known now."""
    return circumstances_of(event, document, shared_bookings=shared_bookings(event.id))


def stored(form: DraftForm, store: Callable[[], object]) -> bool:
    """Check a submitted form and store what it says; where that is refused, say so at the field.

    :param store: calls the service; not called where only a preview is wanted.
    :returns: whether it is saved.
    """
    if not form.validate_on_submit() or form.preview.data:
        return False
    try:
        store()
    except StaleVersion as refusal:
        form.note_stale(refusal)
        return False
    except DomainError as refusal:
        name, words = _worded(refusal)
        if name not in form:
            raise
        return form.mark(name, words)
    return True


def onward(event: Event, form: DraftForm, *, another: str, otherwise: str, **values: Any) -> Response:
    """Lead on after something was added: to a form for the next one where that was asked for, else to the list.

    :param another: endpoint of the form; ``otherwise`` that of the list.
    :param values: of the list's address.
    """
    if form.another.data:
        return redirect(url_for(another, event=event.slug), 303)
    return redirect(url_for(otherwise, event=event.slug, **values), 303)


_FIELDS = {
    "Theme": "themes", "Speaker": "speakers", "Partnership": "partnerships", "Room": "room", "Municipality": "first",
}  # fmt: skip


def _worded(refusal: DomainError) -> tuple[str, str]:  # noqa: PLR0911 - one for each refusal
    """Return at which field a refusal belongs, and its words; no field for one that no form can cause."""
    match refusal:
        case NotInDraft(kind=kind):
            return _FIELDS.get(kind, ""), _("This was removed meanwhile. Choose another.")
        case TextMissing(field=field):
            return field, _("Please fill this in, in one language at least.")
        case TextTooLong(field=field, at_most=most):
            return field, _("This is too long: at most %(max)d characters.", max=most)
        case limits.AddressNotSecure(field=field):
            return field, _("Write the whole address, beginning with https://")
        case limits.NumberOutOfRange(field=field, at_least=least, at_most=most):
            return field, _("Choose a number from %(at_least)s to %(at_most)s.", at_least=least, at_most=most)
        case SameMunicipality():
            return "second", _("Choose two different municipalities.")
        case PartnershipExists():
            return "second", _("These two are partners in this event already.")
        case RoomWithoutStart():
            return "room", _("A room needs a day and a start, too.")
        case ExternalIdTaken():
            return "title", _("A session was imported under this name already.")
    return "", ""
