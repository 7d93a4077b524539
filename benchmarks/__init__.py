"""Measurements that are run by hand: speed and size against their bounds, and screenshots."""
