"""On the day: the door of each session, and what is on now."""
