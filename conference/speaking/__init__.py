"""What speakers do themselves, by their private link."""
