"""Shared web matters, one exact name per file; knows accounts and events, no other part."""
