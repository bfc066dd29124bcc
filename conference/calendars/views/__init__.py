"""Feeds, and the pages from which people subscribe to them."""

from conference.calendars.views import feeds, offers, own, private, public, subscriptions
from conference.calendars.views.blueprint import bp

__all__ = ["bp", "feeds", "offers", "own", "private", "public", "subscriptions"]
