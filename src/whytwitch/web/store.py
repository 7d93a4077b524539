"""Where conversations are kept: in memory, bounded, for a while, under ids that nobody can guess."""

from __future__ import annotations

import pickle
import secrets
import signal
import time
import zlib
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
    most_bytes : int
        How many bytes are kept; only values that are bytes count, and the last put always stays.
    clock : callable
        Monotonic seconds.
    """

    def __init__(
        self,
        most: int = 2000,
        seconds: float = 6 * 3600.0,
        most_bytes: int = 24_000_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._seconds, self._most_bytes, self._clock = most, seconds, most_bytes, clock
        self._kept: OrderedDict[str, tuple[float, str, T]] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def put(self, value: T, group: str = "") -> str:
        """Keep a value and give back its id; ``group`` is what :meth:`forget` takes."""
        key = secrets.token_urlsafe(_ID_BYTES)
        self.note(key, value, group)
        return key

    def note(self, key: str, value: T, group: str = "") -> None:
        """Keep a value under an id of the caller's choosing, such as one that belongs to another's."""
        with self._lock:
            self._drop(key)
            self._kept[key] = (self._clock(), group, value)
            self._held += _weight(value)
            self._sweep()

    def drop(self, key: str) -> None:
        """Let go of one value, if it is there."""
        with self._lock:
            self._drop(key)

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
                self._drop(key)
        return len(gone)

    def held_bytes(self) -> int:
        """How many bytes the values take."""
        return self._held

    def __len__(self) -> int:
        return len(self._kept)

    def _drop(self, key: str) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._held -= _weight(gone[2])

    def _sweep(self) -> None:
        """Oldest first, since every touch moves a value to the end."""
        limit = self._clock() - self._seconds
        while self._kept:
            key, (touched, _, _) = next(iter(self._kept.items()))
            over = len(self._kept) > self._most or (self._held > self._most_bytes and len(self._kept) > 1)
            if touched >= limit and not over:
                return
            self._drop(key)


def _weight(value: object) -> int:
    return len(value) if isinstance(value, bytes) else 0


class StoreLike(Protocol[T]):
    """What the page needs of a store."""

    def put(self, value: T, group: str = "") -> str:
        """Keep a value and give back its id."""
        ...

    def note(self, key: str, value: T, group: str = "") -> None:
        """Keep a value under a given id."""
        ...

    def drop(self, key: str) -> None:
        """Let go of one value."""
        ...

    def get(self, key: str) -> T | None:
        """The value, or None."""
        ...

    def forget(self, group: str) -> int:
        """Drop every value of a group."""
        ...


class _Keeper(BaseManager):
    """A process of its own that holds one store for several others, reached by a local socket."""


_Keeper.register("store", Store, exposed=("put", "note", "drop", "get", "forget"))


class _Packed(StoreLike[Any]):
    """Values packed: what is kept are bytes, a small part of the objects' size.

    ``like`` is a value like those to come. Conversations say much the same (the questions and their
    choices), and what it says already need not be kept again with each of them.
    """

    def __init__(self, kept: Any, like: Any = None) -> None:
        self._kept = kept
        self._like = pickle.dumps(like)[-_WINDOW:]

    def put(self, value: Any, group: str = "") -> str:
        return str(self._kept.put(self._pack(value), group))

    def note(self, key: str, value: Any, group: str = "") -> None:
        self._kept.note(key, self._pack(value), group)

    def drop(self, key: str) -> None:
        self._kept.drop(key)

    def get(self, key: str) -> Any:
        found = self._kept.get(key)
        return None if found is None else self._unpack(found)

    def forget(self, group: str) -> int:
        return int(self._kept.forget(group))

    def _pack(self, value: Any) -> bytes:
        packer = zlib.compressobj(zdict=self._like)
        return packer.compress(pickle.dumps(value)) + packer.flush()

    def _unpack(self, packed: bytes) -> Any:
        return pickle.loads(zlib.decompressobj(zdict=self._like).decompress(packed))


#: How far back the packer looks.
_WINDOW = 32_768


def packed_store(like: Any = None) -> StoreLike[Any]:
    """A store of one process. Every answer keeps a snapshot so that "back" works; packed they stay small."""
    return _Packed(Store(), like)


@contextmanager
def shared_store(like: Any = None) -> Iterator[StoreLike[Any]]:
    """A store that forked processes share; it ends, and forgets, with this block.

    Values travel pickled through a socket that only this user can open, with a random key.
    """
    keeper = _Keeper(authkey=secrets.token_bytes(32), ctx=get_context("fork"))
    # Ctrl-C reaches the whole group; the keeper must outlive those it serves.
    keeper.start(signal.signal, (signal.SIGINT, signal.SIG_IGN))
    try:
        yield _Packed(keeper.store(), like)  # type: ignore[attr-defined]
    finally:
        keeper.shutdown()
