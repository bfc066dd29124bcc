"""Who moves up from the waiting list of an event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Queued:
    """A registration that waits.

    :ivar group: key of its group's row.
    """

    id: int
    group: int


def moving_up(
    queue: Iterable[Queued], *, taken: Mapping[int, int], seats: Mapping[int, int | None], cap: int | None
) -> list[int]:
    """Return which of those who wait take a seat now, in the order of the queue.

    Nobody is overtaken by one who could take the same seat: whoever waits for a seat of a full group holds up the
    rest of that group alone, and a full event holds up everybody.

    :param queue: who came first stands first.
    :param taken: seats taken in each group; ``seats`` of each, None for no limit of its own.
    :param cap: seats of the whole event, None for no limit.
    """
    counts = dict(taken)
    total = sum(counts.values())
    lucky = []
    for one in queue:
        if cap is not None and total >= cap:
            break
        limit = seats.get(one.group)
        if limit is not None and counts.get(one.group, 0) >= limit:
            continue
        counts[one.group] = counts.get(one.group, 0) + 1
        total += 1
        lucky.append(one.id)
    return lucky
