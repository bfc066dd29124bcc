"""From a programme to iCalendar (RFC 5545, 5546, 7986): entries, feeds, links to subscribe. Pure."""

from conference.calendars.render.colours import colour_name
from conference.calendars.render.entries import entry_bytes
from conference.calendars.render.feeds import Cover, feed_bytes
from conference.calendars.render.frame import Entry, Frame, Kind
from conference.calendars.render.links import SubscribeLinks, subscribe_links
from conference.calendars.render.shelf import Shelf
from conference.calendars.render.text import cleaned, plain_text
from conference.calendars.render.words import Words

__all__ = [
    "Cover",
    "Entry",
    "Frame",
    "Kind",
    "Shelf",
    "SubscribeLinks",
    "Words",
    "cleaned",
    "colour_name",
    "entry_bytes",
    "feed_bytes",
    "plain_text",
    "subscribe_links",
]
