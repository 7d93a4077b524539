"""The largest of many values, without sorting them. NumPy alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["largest"]

_COLUMN = 32


def largest(values: NDArray[Any], limit: int) -> NDArray[np.int64]:
    """Places of the ``limit`` largest values and of all that tie with the last of them, in no order.

    The values are laid out in columns: the largest of each column are few, and as many of them as
    are wanted bound what is wanted from below.

    Parameters
    ----------
    values : shape (n,)
    limit : int
        At least one; all places when there are no more.

    Examples
    --------
    >>> sorted(largest(np.array([3, 1, 2, 2]), 2).tolist())
    [0, 2, 3]
    """
    if len(values) <= limit:
        return np.arange(len(values))
    places = np.arange(len(values))
    n_columns = len(values) // _COLUMN
    if n_columns > limit:
        of_columns = values[: n_columns * _COLUMN].reshape(_COLUMN, n_columns).max(axis=0)
        places = np.flatnonzero(values >= _nth(of_columns, limit))
    chosen = values[places]
    found: NDArray[np.int64] = places[chosen >= _nth(chosen, limit)]
    return found


def _nth(values: NDArray[Any], n: int) -> Any:
    """The n-th largest value."""
    return np.partition(values, len(values) - n)[len(values) - n]
