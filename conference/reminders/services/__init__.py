"""Putting reminders and agendas of the day, once each, and letting go of what is true no longer."""

from conference.reminders.services.before import BEFORE, put_reminders, still_to_remind_of
from conference.reminders.services.mornings import DAY, put_day_agendas, still_of_the_day

__all__ = ["BEFORE", "DAY", "put_day_agendas", "put_reminders", "still_of_the_day", "still_to_remind_of"]
