"""Forms by which questions are written, and the fields by which they are answered."""
