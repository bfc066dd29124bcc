"""What an event writes to people: its letters in the outbox, messages to groups, and the wording of both."""
