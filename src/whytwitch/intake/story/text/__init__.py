"""Words of a text, their places, and the phrases among them."""
