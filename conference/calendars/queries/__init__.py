"""Reads on subscriptions and on what their feeds hold."""

from conference.calendars.queries.combined import AttendedEvent, CombinedState, combined_by_token
from conference.calendars.queries.groups import GroupState, Shown, group_bookings, group_state
from conference.calendars.queries.reach import reach_in
from conference.calendars.queries.seats import HeldSeat, held_seats, seats_by_registration, waiting_places
from conference.calendars.queries.states import MARK, FeedState, subscription_by_token
from conference.calendars.queries.subscriptions import (
    ADDRESSES,
    SubscriptionNotFound,
    choices_of,
    combined_subscriptions_of,
    counted_subscriptions,
    revoked_subscription,
    subscription_of,
    subscriptions_of,
    token_of,
)

__all__ = [
    "ADDRESSES",
    "MARK",
    "AttendedEvent",
    "CombinedState",
    "FeedState",
    "GroupState",
    "HeldSeat",
    "Shown",
    "SubscriptionNotFound",
    "choices_of",
    "combined_by_token",
    "combined_subscriptions_of",
    "counted_subscriptions",
    "group_bookings",
    "group_state",
    "held_seats",
    "reach_in",
    "revoked_subscription",
    "seats_by_registration",
    "subscription_by_token",
    "subscription_of",
    "subscriptions_of",
    "token_of",
    "waiting_places",
]
