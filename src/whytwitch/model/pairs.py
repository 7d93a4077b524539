"""Pairs of places with a rate, sorted and each kept once.

Places are numbers below 65,536 in every release so far, and NumPy sorts such narrow numbers digit by
digit, several times as fast as wide ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Pairs", "highest", "order_of", "spread"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
#: Major place, minor place and rate of each pair; three arrays of one length.
Pairs = tuple[Ints, Ints, NDArray[np.float32]]

_NARROW = 2**16


def order_of(major: NDArray[Any], minor: NDArray[Any]) -> NDArray[np.int64]:
    """Order that sorts pairs by major and then minor place; equal ones stay as they stand."""
    return np.lexsort((_narrow(minor), _narrow(major)))


def _narrow(places: NDArray[Any]) -> NDArray[Any]:
    fits = not len(places) or int(places.max()) < _NARROW
    return places.astype(np.uint16) if fits else places


def highest(major: Ints, minor: Ints, rate: NDArray[np.float32]) -> Pairs:
    """Each pair once with its highest rate, by major and then minor place."""
    order = order_of(major, minor)
    if not len(order):
        return major, minor, rate
    differs = np.zeros(len(order) - 1, bool)
    for places in (major, minor):  # one after the other: there are millions of entries
        placed = places[order]
        differs |= placed[1:] != placed[:-1]
    first = np.flatnonzero(np.concatenate([[True], differs]))
    best = np.maximum.reduceat(rate[order], first)
    chosen = order[first]
    return major[chosen], minor[chosen], best


def spread(start: Longs, stop: Longs) -> tuple[Longs, Longs]:
    """The numbers of many ranges one after the other, and which range each belongs to."""
    count = stop - start
    of = np.repeat(np.arange(len(count)), count)
    return np.arange(len(of)) + (start - (np.cumsum(count) - count))[of], of
