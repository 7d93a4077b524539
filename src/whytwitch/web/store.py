"""Where conversations are kept: in memory, bounded, for a while, under ids that nobody can guess."""

from __future__ import annotations

import pickle
import secrets
import signal
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.managers import BaseManager
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

__all__ = ["Store", "StoreLike", "packed_store", "shared_store"]

T = TypeVar("T")
_ID_BYTES = 18


class Store(Generic[T]):
    """Immutable values under random ids; the least used go first, the old expire.

    Parameters
    ----------
    most : int
        How many values are kept, 1 or more.
    seconds : float
        How long an untouched value is kept.
    clock : callable
        Monotonic seconds.
    """

    def __init__(
        self, most: int = 4000, seconds: float = 6 * 3600.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: OrderedDict[str, tuple[float, str, T]] = OrderedDict()
        self._lock = Lock()

    def put(self, value: T, group: str = "") -> str:
        """Keep a value and give back its id; ``group`` is what :meth:`forget` takes."""
        key = secrets.token_urlsafe(_ID_BYTES)
        with self._lock:
            self._kept[key] = (self._clock(), group, value)
            self._sweep()
        return key

    def note(self, key: str, value: T, group: str = "") -> None:
        """Keep a value under an id of the caller's choosing, such as one that belongs to another's."""
        with self._lock:
            self._kept[key] = (self._clock(), group, value)
            self._kept.move_to_end(key)
            self._sweep()

    def get(self, key: str) -> T | None:
        """The value, or None when it is unknown, expired or pushed out."""
        with self._lock:
            self._sweep()
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept[key] = (self._clock(), found[1], found[2])
            self._kept.move_to_end(key)
            return found[2]

    def forget(self, group: str) -> int:
        """Drop every value of a group; gives back how many there were."""
        with self._lock:
            gone = [key for key, (_, of, _) in self._kept.items() if of == group]
            for key in gone:
                del self._kept[key]
        return len(gone)

    def __len__(self) -> int:
        return len(self._kept)

    def _sweep(self) -> None:
        """Oldest first, since every touch moves a value to the end."""
        limit = self._clock() - self._seconds
        while self._kept:
            touched = next(iter(self._kept.values()))[0]
            if touched >= limit and len(self._kept) <= self._most:
                return
            self._kept.popitem(last=False)


class StoreLike(Protocol[T]):
    """What the page needs of a store."""

    def put(self, value: T, group: str = "") -> str:
        """Keep a value and give back its id."""
        ...

    def note(self, key: str, value: T, group: str = "") -> None:
        """Keep a value under a given id."""
        ...

    def get(self, key: str) -> T | None:
        """The value, or None."""
        ...

    def forget(self, group: str) -> int:
        """Drop every value of a group."""
        ...


class _Keeper(BaseManager):
    """A process of its own that holds one store for several others, reached by a local socket."""


_Keeper.register("store", Store, exposed=("put", "note", "get", "forget"))


class _Packed(StoreLike[Any]):
    """Values packed: what is kept are bytes, a tenth of the objects' size."""

    def __init__(self, kept: Any) -> None:
        self._kept = kept

    def put(self, value: Any, group: str = "") -> str:
        return str(self._kept.put(pickle.dumps(value), group))

    def note(self, key: str, value: Any, group: str = "") -> None:
        self._kept.note(key, pickle.dumps(value), group)

    def get(self, key: str) -> Any:
        found = self._kept.get(key)
        return None if found is None else pickle.loads(found)

    def forget(self, group: str) -> int:
        return int(self._kept.forget(group))


def packed_store() -> StoreLike[Any]:
    """A store of one process. Every answer keeps a snapshot so that "back" works; packed they stay small."""
    return _Packed(Store())


@contextmanager
def shared_store() -> Iterator[StoreLike[Any]]:
    """A store that forked processes share; it ends, and forgets, with this block.

    Values travel pickled through a socket that only this user can open, with a random key.
    """
    keeper = _Keeper(authkey=secrets.token_bytes(32), ctx=get_context("fork"))
    # Ctrl-C reaches the whole group; the keeper must outlive those it serves.
    keeper.start(signal.signal, (signal.SIGINT, signal.SIG_IGN))
    try:
        yield _Packed(keeper.store())  # type: ignore[attr-defined]
    finally:
        keeper.shutdown()
