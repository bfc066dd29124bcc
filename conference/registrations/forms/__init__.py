"""Forms by which people take part, and by which organisers say how."""
