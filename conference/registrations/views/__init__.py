"""Pages on which people take part."""

from conference.registrations.views import registering
from conference.registrations.views.blueprint import bp

__all__ = ["bp", "registering"]
