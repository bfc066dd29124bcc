"""Pages on which people take part, and on which organisers say how and see who does."""

from conference.registrations.views import (
    deciding,
    guests,
    invited,
    listing,
    own,
    questions,
    registering,
    settings,
)
from conference.registrations.views.blueprint import bp

__all__ = ["bp", "deciding", "guests", "invited", "listing", "own", "questions", "registering", "settings"]
