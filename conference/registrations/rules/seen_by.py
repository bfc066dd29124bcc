"""Who sees that somebody takes part. Pure."""

from enum import StrEnum


class SeenBy(StrEnum):
    """To whom somebody who takes part is shown by name. The organisers of the event always know."""

    NOBODY = "nobody"
    PARTICIPANTS = "participants"
    EVERYONE = "everyone"


def shown_to(*, is_participant: bool) -> tuple[SeenBy, ...]:
    """Return the choices of others that let a reader see them.

    :param is_participant: whether the reader takes part in the event, or organises it.
    """
    return (SeenBy.PARTICIPANTS, SeenBy.EVERYONE) if is_participant else (SeenBy.EVERYONE,)
