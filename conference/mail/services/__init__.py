"""Changes to the outbox."""

from conference.mail.services.carriers import Carrier, Folder, InvalidCarrier, MailServer, Undeliverable, carrier_for
from conference.mail.services.delivery import Renderer, claim_due_letter, deliver_due_letters
from conference.mail.services.outbox import BulkLetter, clear_letters, put_letter, put_letters

__all__ = [
    "BulkLetter",
    "Carrier",
    "Folder",
    "InvalidCarrier",
    "MailServer",
    "Renderer",
    "Undeliverable",
    "carrier_for",
    "claim_due_letter",
    "clear_letters",
    "deliver_due_letters",
    "put_letter",
    "put_letters",
]
