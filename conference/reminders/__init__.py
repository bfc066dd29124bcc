"""Reminding participants of the sessions they booked."""
