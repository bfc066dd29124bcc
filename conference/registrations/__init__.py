"""Taking part in an event: who is registered, and as what."""
