"""What is kept of a person, in all parts: told to them, taken away, and kept no longer than needed."""
