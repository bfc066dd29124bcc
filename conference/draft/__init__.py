"""What organisers edit: themes, rooms, speakers, partnerships, sessions; and publishing. Never read by visitors."""
