"""Keeping figures when the people they counted go."""

from sqlalchemy import update

from conference.db import db, insert_if_missing
from conference.events.tables import CountKind, KeptCount


def keep_count(event_id: int, kind: CountKind, key: str, count: int = 1) -> None:
    """Count somebody on who goes, within the caller's transaction."""
    if count and not insert_if_missing(
        KeptCount, {"event_id": event_id, "kind": str(kind), "key": key, "count": count}
    ):
        db.session.execute(
            update(KeptCount)
            .where(KeptCount.event_id == event_id, KeptCount.kind == str(kind), KeptCount.key == key)
            .values(count=KeptCount.count + count)
            .execution_options(synchronize_session=False)
        )
