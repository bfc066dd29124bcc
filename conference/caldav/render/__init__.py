"""From what stands where to the XML of answers. Pure."""
