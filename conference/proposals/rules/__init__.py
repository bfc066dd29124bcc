"""Decisions about the call and what is proposed by it. Pure."""
