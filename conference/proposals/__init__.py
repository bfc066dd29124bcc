"""The call for best practice: what municipalities propose, and what becomes of it."""
