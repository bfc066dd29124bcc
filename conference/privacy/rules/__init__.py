"""What becomes of what is kept of a person. Pure."""

from conference.privacy.rules.counting import FEWEST_OF_A_TOWN, town_to_count
from conference.privacy.rules.retention import (
    FEWEST_DAYS,
    MOST_DAYS,
    USUAL_DAYS,
    DaysOutOfBounds,
    LongerThanPromised,
    check_days,
    goes_at,
    is_near,
)
from conference.privacy.rules.striking import ABOUT_PEOPLE, REMOVED_NAMES, Marks, marks_of, struck, without_speakers
from conference.privacy.rules.telling import Fate, plain

__all__ = [
    "ABOUT_PEOPLE",
    "FEWEST_DAYS",
    "FEWEST_OF_A_TOWN",
    "MOST_DAYS",
    "REMOVED_NAMES",
    "USUAL_DAYS",
    "DaysOutOfBounds",
    "Fate",
    "LongerThanPromised",
    "Marks",
    "check_days",
    "goes_at",
    "is_near",
    "marks_of",
    "plain",
    "struck",
    "town_to_count",
    "without_speakers",
]
