"""Which letters of an event its participants want, and when they are not to be disturbed."""
