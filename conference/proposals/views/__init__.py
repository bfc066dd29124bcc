"""Pages of the call and of proposals."""

from conference.proposals.views import call, deciding, labels, listing, own, proposal, public, questions
from conference.proposals.views.blueprint import bp

__all__ = ["bp", "call", "deciding", "labels", "listing", "own", "proposal", "public", "questions"]
