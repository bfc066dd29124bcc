"""Pages on what is kept of oneself."""

from conference.privacy.views import deletion, own_data, participants, retention
from conference.privacy.views.blueprint import bp

__all__ = ["bp", "deletion", "own_data", "participants", "retention"]
