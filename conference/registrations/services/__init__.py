"""Changes of registrations."""

from conference.registrations.services.registering import register, register_newcomer

__all__ = ["register", "register_newcomer"]
