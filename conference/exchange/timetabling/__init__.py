"""A programme laid out as the formats of conference apps want it: days, rooms, numbers, slugs. Pure."""

from conference.exchange.timetabling.extras import extras_of, with_extras
from conference.exchange.timetabling.layout import LaidDay, LaidPerson, LaidRoom, LaidSession, Layout, laid_out

__all__ = ["LaidDay", "LaidPerson", "LaidRoom", "LaidSession", "Layout", "extras_of", "laid_out", "with_extras"]
