"""What operators need: whether an installation is in order, and its data in one file."""
