"""Arrays and a case to probabilities. NumPy alone."""
