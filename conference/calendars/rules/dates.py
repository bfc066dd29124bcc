"""Since when a feed is as it is."""

from datetime import datetime


def latest(first: datetime, *others: datetime | None) -> datetime:
    """Return the latest of some instants, of which all but the first may be unknown."""
    return max([first, *(one for one in others if one is not None)])


def told_at_of(edited_at: datetime | None, zone_changed_at: datetime | None) -> datetime | None:
    """Return when an owner last let a feed be told otherwise: by the feed itself, or by their zone; None for never."""
    return max((one for one in (edited_at, zone_changed_at) if one is not None), default=None)
