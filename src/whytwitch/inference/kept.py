"""A small memory of what was worked out before; bounded, so that a batch of millions stays flat."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

__all__ = ["Kept", "kept_in"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key; all are forgotten once ``limit`` of them are held.

    Forgetting all at once costs one pass of making them anew, and needs no order of use to be kept.
    """

    __slots__ = ("_limit", "_values")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: dict[K, V] = {}

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made when it is not there."""
        found = self._values.get(key)
        if found is None:
            found = make()
            if len(self._values) >= self._limit:
                self._values.clear()
            self._values[key] = found
        return found

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()

    def __len__(self) -> int:
        return len(self._values)


def kept_in(cache: dict[Any, Any], name: Hashable, limit: int) -> Kept[Any, Any]:
    """The memory of that name in a cache, made when it is not there."""
    found: Kept[Any, Any] | None = cache.get(name)
    if found is None:
        found = cache[name] = Kept(limit)
    return found
