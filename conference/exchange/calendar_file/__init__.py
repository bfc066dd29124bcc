"""iCalendar files (RFC 5545), of whichever program: read leniently. Pure."""

from conference.exchange.calendar_file.reading import NAME, read, recognises

__all__ = ["NAME", "read", "recognises"]
