"""How good it is: the same figures, worked out the same way, for everybody."""
