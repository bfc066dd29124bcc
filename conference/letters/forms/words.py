"""Kinds of letters, and what keeps one from its reader, in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.letters.rules import Trouble

KIND_NAMES: dict[str, Any] = {
    "registrations/registered": _l("Takes part"),
    "registrations/received": _l("Registration has arrived"),
    "registrations/approved": _l("Registration approved"),
    "registrations/declined": _l("Registration declined"),
    "registrations/waiting": _l("On the event’s waiting list"),
    "registrations/moved_up": _l("Moved up to take part"),
    "registrations/withdrawn": _l("Registration taken back"),
    "registrations/withdrawn_for_you": _l("Registration ended by organisers"),
    "agenda/seat_gained": _l("Seat in a session"),
    "agenda/seat_offered": _l("Seat offered"),
    "agenda/offer_lapsed": _l("Offer has lapsed"),
    "agenda/confirm_seat": _l("Asks whether they come"),
    "agenda/seat_released": _l("Seat given on"),
    "notices/sessions_changed": _l("Sessions have changed"),
    "letters/message": _l("Message of organisers"),
    "registrations/invitation": _l("Invitation to take part"),
    "reminders/before": _l("Reminder of sessions"),
    "reminders/day": _l("Agenda of the day"),
    "invitations/entries": _l("Entries for calendars"),
    "delegations/invitation": _l("Invitation into a delegation"),
    "delegations/contact": _l("Contact of a delegation"),
    "delegations/removed": _l("Out of a delegation"),
    "delegations/dissolved": _l("Delegation dissolved"),
    "events/invitation": _l("Invitation to organise"),
    "proposals/received": _l("Proposal has arrived"),
    "proposals/decided": _l("Decision on a proposal"),
    "speaking/your_page": _l("Speaker’s page"),
}
"""Kinds of letters by name; one that is not here is shown by its name."""


def kind_name(name: str) -> str:
    """Return which letter it is, in words."""
    return str(KIND_NAMES.get(name, name))


def trouble_words(trouble: Trouble) -> str:
    """Return what keeps a letter from its reader, and what can be done, in a sentence or two."""
    words: dict[Trouble, str] = {
        Trouble.ADDRESS: _("Their mail server says that nobody has this address. Ask the person for the right one."),
        Trouble.FULL: _("Their mailbox is full. Send it again in a few days."),
        Trouble.REFUSED: _("Their mail server refuses our mail. Ask the person to allow it, or for another address."),
        Trouble.LATER: _("Their mail server asked to try later, again and again."),
        Trouble.SERVER: _("Our own mail server could not be reached. Once it works, send it again."),
        Trouble.WORDING: _("The letter could not be written. Whoever runs this Meridian finds the reason in its log."),
        Trouble.OTHER: _("It could not be delivered, and what was said tells no more."),
    }
    return words[trouble]
