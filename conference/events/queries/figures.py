"""Reads on figures that outlast the people they counted."""

from collections import defaultdict

from sqlalchemy import select

from conference.db import db
from conference.events.tables import CountKind, KeptCount


def kept_counts(event_id: int) -> dict[CountKind, dict[str, int]]:
    """Return how many of those whose data are gone an event counts, by kind and key. One query."""
    found: defaultdict[CountKind, dict[str, int]] = defaultdict(dict)
    for kind, key, count in db.session.execute(
        select(KeptCount.kind, KeptCount.key, KeptCount.count)
        .where(KeptCount.event_id == event_id)
        .order_by(KeptCount.kind, KeptCount.key)
    ):
        found[CountKind(kind)][key] = count
    return {kind: found.get(kind, {}) for kind in CountKind}
