"""What was said, mapped to coded facts; what was not understood is kept."""
