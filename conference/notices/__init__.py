"""Who is told what about a release."""
