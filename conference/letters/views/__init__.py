"""The organiser's pages of letters."""

from conference.letters.views import letters, messages, wordings
from conference.letters.views.blueprint import bp

__all__ = ["bp", "letters", "messages", "wordings"]
