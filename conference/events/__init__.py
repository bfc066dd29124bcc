"""Events, who has which role in them, and what each role may do."""
