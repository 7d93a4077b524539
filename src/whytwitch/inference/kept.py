"""A small memory of what was worked out before; bounded, so that a batch of millions stays flat."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

__all__ = ["Kept", "kept_in"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key; once ``limit`` of them are held, the one made first goes for each new one.

    By when they were made, not by when they were used last: noting each use would cost more than
    making a value anew now and then.
    """

    __slots__ = ("_limit", "_values")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made when it is not there."""
        found = self._values.get(key)
        if found is None:
            found = self._values[key] = make()
            self._trim()
        return found

    def bound(self, limit: int) -> None:
        """Hold no more than so many from now on, where that is fewer than before."""
        self._limit = min(self._limit, limit)
        self._trim()

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()

    def __len__(self) -> int:
        return len(self._values)

    @property
    def limit(self) -> int:
        """How many are held at most."""
        return self._limit

    def _trim(self) -> None:
        while len(self._values) > self._limit:
            try:
                self._values.popitem(last=False)
            except KeyError:  # another thread cleared it meanwhile
                return


def kept_in(cache: dict[Any, Any], name: Hashable, limit: int) -> Kept[Any, Any]:
    """The memory of that name in a cache, made when it is not there."""
    found: Kept[Any, Any] | None = cache.get(name)
    if found is None:
        found = cache[name] = Kept(limit)
    return found
