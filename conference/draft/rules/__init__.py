"""Rules of the draft: what clashes, what is missing, what would be new, and what may be stored."""
