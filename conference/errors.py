"""Refusals of the domain."""


class DomainError(Exception):
    """A request that the rules of the domain refuse.

    Subclasses live beside the service or rule that raises them and carry the facts as
    fields. They hold no sentence for people: the view words the refusal in the reader's
    language.
    """
