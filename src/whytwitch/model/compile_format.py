"""Number of the compiled format; raised whenever the arrays change their meaning."""

__all__ = ["FORMAT"]

FORMAT = 109
