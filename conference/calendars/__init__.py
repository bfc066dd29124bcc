"""Feeds: what calendar programs subscribe to, and the private addresses of those of one person."""
