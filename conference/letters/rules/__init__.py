"""Which letters organisers ask for, and why some could not be delivered. Pure."""

from conference.letters.rules.listing import LetterFilter, filter_from
from conference.letters.rules.trouble import Trouble, is_outdated, trouble_of

__all__ = ["LetterFilter", "Trouble", "filter_from", "is_outdated", "trouble_of"]
