"""The example conference, written through services only."""
