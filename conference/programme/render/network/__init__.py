"""The map of an event: its themes as lines over its days, meeting where everybody meets. Pure."""

from conference.programme.render.network.drawing import network_of
from conference.programme.render.network.shapes import LABEL_LINE, LABEL_SIZE, Network

__all__ = ["LABEL_LINE", "LABEL_SIZE", "Network", "network_of"]
