"""Changes to the outbox."""

from conference.mail.services.outbox import clear_letters, put_letter

__all__ = ["clear_letters", "put_letter"]
