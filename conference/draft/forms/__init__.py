"""Forms of the organiser."""
