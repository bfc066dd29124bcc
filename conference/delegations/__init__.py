"""Delegations: several people who take part together, invited by one contact and each confirming by themselves."""
