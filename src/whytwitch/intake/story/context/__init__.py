"""Who has what is named, when, and whether at all."""
