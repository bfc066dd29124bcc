"""Reads on what is kept of a person."""

from conference.privacy.queries.holding import Holding
from conference.privacy.queries.holdings import HOLDINGS
from conference.privacy.queries.person import Person, person_of
from conference.privacy.queries.telling import data_of

__all__ = ["HOLDINGS", "Holding", "Person", "data_of", "person_of"]
