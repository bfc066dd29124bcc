"""What readers ask of a programme: which sessions, which days, what stands beside what. Pure."""
