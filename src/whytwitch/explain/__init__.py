"""Why this cause and not that one, and what to ask next."""
