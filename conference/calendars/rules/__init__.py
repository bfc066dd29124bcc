"""What calendars decide: what stands in feeds, what owners of addresses choose, which program asked. Pure."""

from conference.calendars.rules.contents import (
    is_tombstone,
    sessions_by_language,
    sessions_by_room,
    sessions_in_feed,
    sessions_in_view,
    slot_in_calendars,
    tombstones_end_at,
    view_of,
)
from conference.calendars.rules.dates import latest, told_at_of
from conference.calendars.rules.programs import (
    BROWSER,
    cleaned_program,
    program_of,
)
from conference.calendars.rules.reach import (
    Follower,
    Reach,
    carried_until,
    reach_of,
)
from conference.calendars.rules.subscriptions import (
    ALARMS,
    BEGINNINGS,
    LONGEST_NAME,
    MOST_SUBSCRIPTIONS,
    Choices,
    Place,
    alarms_of,
    alarms_to_text,
    free_name,
    is_named_for,
)

__all__ = [
    "ALARMS",
    "BEGINNINGS",
    "BROWSER",
    "LONGEST_NAME",
    "MOST_SUBSCRIPTIONS",
    "Choices",
    "Follower",
    "Place",
    "Reach",
    "alarms_of",
    "alarms_to_text",
    "carried_until",
    "cleaned_program",
    "free_name",
    "is_named_for",
    "is_tombstone",
    "latest",
    "program_of",
    "reach_of",
    "sessions_by_language",
    "sessions_by_room",
    "sessions_in_feed",
    "sessions_in_view",
    "slot_in_calendars",
    "told_at_of",
    "tombstones_end_at",
    "view_of",
]
