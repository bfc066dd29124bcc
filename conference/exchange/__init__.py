"""Import into the draft and export of the programme."""
