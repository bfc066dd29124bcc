"""Pages of speakers, by their private link, and of editors about what these send."""

from conference.speaking.views import desk, links, own
from conference.speaking.views.blueprint import bp

__all__ = ["bp", "desk", "links", "own"]
