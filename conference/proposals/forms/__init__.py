"""Forms of the call and of proposals."""
