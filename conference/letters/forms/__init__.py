"""What letters are called, and the forms by which organisers write and word them."""

from conference.letters.forms.words import KIND_NAMES, kind_name, trouble_words

__all__ = ["KIND_NAMES", "kind_name", "trouble_words"]
