"""Pages on what is kept of oneself."""

from conference.privacy.views import consents, deletion, own_data, participants, retention, speakers
from conference.privacy.views.blueprint import bp

__all__ = ["bp", "consents", "deletion", "own_data", "participants", "retention", "speakers"]
