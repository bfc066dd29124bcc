"""Writing the example conference, and moving it in time: all of it by the services of other parts."""

from conference.demo.services.example import load_example
from conference.demo.services.loading import ORGANISER, PARTICIPANT, PASSWORD
from conference.demo.services.outcome import Outcome

__all__ = ["ORGANISER", "PARTICIPANT", "PASSWORD", "Outcome", "load_example"]
