"""schedule.json of c3voc, frab and pretalx, and the objects of pretalx' own interface. Pure."""

from conference.exchange.pretalx_json.reading import NAME, read, recognises
from conference.exchange.pretalx_json.writing import write

__all__ = ["NAME", "read", "recognises", "write"]
