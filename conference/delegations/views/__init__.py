"""Pages of delegations: of their members, of those who are asked, and of organisers."""

from conference.delegations.views import answering, members, organise, own, planning
from conference.delegations.views.blueprint import bp

__all__ = ["answering", "bp", "members", "organise", "own", "planning"]
