"""What a question and an answer may be. Pure."""
