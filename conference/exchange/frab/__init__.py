"""schedule.xml, the XML of Pentabarf, frab and pretalx: read leniently, written strictly. Pure."""

from conference.exchange.frab.elements import is_xml
from conference.exchange.frab.reading import NAME, read
from conference.exchange.frab.writing import write

__all__ = ["NAME", "is_xml", "read", "write"]
