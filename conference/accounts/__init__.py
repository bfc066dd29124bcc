"""Accounts: people who can sign in, and what they prefer."""
