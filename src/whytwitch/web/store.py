"""Where conversations are kept: in memory, bounded, for a while, under ids that nobody can guess."""

from __future__ import annotations

import pickle
import secrets
import signal
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.managers import BaseManager
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

__all__ = ["MOST_BYTES", "MOST_STEPS", "Store", "StoreLike", "packed_store", "shared_store"]

T = TypeVar("T")
_ID_BYTES = 18
#: About 0.8 kB each with its place in the store. Twenty people at once make 240 a minute.
MOST_STEPS = 6000
#: For long stories: a step that is kept whole may take tens of kB.
MOST_BYTES = 12_000_000


class _Entry(Generic[T]):
    """One value, when it was last asked for, and the entry it says only the difference to."""

    __slots__ = ("base", "group", "key", "touched", "value")

    def __init__(self, key: str, value: T, group: str, base: str) -> None:
        self.key, self.value, self.group, self.base = key, value, group, base
        self.touched = 0.0


class Store(Generic[T]):
    """Immutable values under random ids; the least used go first, the old expire.

    A value may rest on another, its base. Whoever asks for it touches all that it rests on, last of all
    what lies lowest, so that nothing goes before what rests on it.

    Parameters
    ----------
    most : int
        How many values are kept, 1 or more.
    seconds : float
        How long an untouched value is kept.
    most_bytes : int
        How many bytes are kept; only values that are bytes count.
    clock : callable
        Monotonic seconds.

    Notes
    -----
    The last value put, and all it rests on, stay whatever the bounds are.
    """

    def __init__(
        self,
        most: int = MOST_STEPS,
        seconds: float = 6 * 3600.0,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._seconds, self._most_bytes, self._clock = most, seconds, most_bytes, clock
        self._kept: OrderedDict[str, _Entry[T]] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def reserve(self, value: Callable[[], T]) -> None:
        """Take the room of a full store now, a value of its own in every place; these are the first to go.

        Memory is level from the start then, and too little of it shows at once and not on a busy day.
        """
        for _ in range(self._most - len(self._kept)):
            self.put(value())

    def put(self, value: T, group: str = "", base: str = "") -> str:
        """Keep a value and give back its id; ``group`` is what :meth:`forget` takes."""
        key = secrets.token_urlsafe(_ID_BYTES)
        self.note(key, value, group, base)
        return key

    def note(self, key: str, value: T, group: str = "", base: str = "") -> None:
        """Keep a value under an id of the caller's choosing, such as one that belongs to another's."""
        with self._lock:
            self._drop(key)
            below = self._kept.get(base)
            if below is not None:  # the same texts, not copies of them
                base, group = below.key, below.group if below.group == group else group
            self._kept[key] = _Entry(key, value, group, base)
            self._held += _weight(value)
            self._sweep(len(self._touch(key) or ()))

    def drop(self, key: str) -> None:
        """Let go of one value, if it is there."""
        with self._lock:
            self._drop(key)

    def get(self, key: str) -> T | None:
        """The value, or None when it is unknown, expired or pushed out."""
        found = self.chain(key)
        return None if found is None else found[-1]

    def chain(self, key: str) -> list[T] | None:
        """The value with all that it rests on, the lowest first; None when any of them is gone."""
        with self._lock:
            self._sweep(len(self._kept))  # what is too old only: room is made when something is put
            return self._touch(key)

    def forget(self, group: str) -> int:
        """Drop every value of a group; gives back how many there were."""
        with self._lock:
            gone = [key for key, entry in self._kept.items() if entry.group == group]
            for key in gone:
                self._drop(key)
        return len(gone)

    def held_bytes(self) -> int:
        """How many bytes the values take."""
        return self._held

    def __len__(self) -> int:
        return len(self._kept)

    def _touch(self, key: str) -> list[T] | None:
        now, found = self._clock(), []
        while key:
            entry = self._kept.get(key)
            if entry is None:
                return None
            entry.touched = now
            self._kept.move_to_end(key)
            found.append(entry.value)
            key = entry.base
        return found[::-1] or None

    def _drop(self, key: str) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._held -= _weight(gone.value)

    def _sweep(self, spared: int) -> None:
        """Oldest first, since every touch moves a value to the end."""
        limit = self._clock() - self._seconds
        while self._kept:
            key, entry = next(iter(self._kept.items()))
            many = len(self._kept) > self._most or self._held > self._most_bytes
            if entry.touched >= limit and not (many and len(self._kept) > spared):
                return
            self._drop(key)


def _weight(value: object) -> int:
    return len(value) if isinstance(value, bytes) else 0


class StoreLike(Protocol[T]):
    """What the page needs of a store."""

    def put(self, value: T, group: str = "", base: str = "") -> str:
        """Keep a value, which came from the one at ``base``, and give back its id."""
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


def _reserved() -> Store[bytes]:
    store: Store[bytes] = Store()
    store.reserve(_blank)
    return store


_Keeper.register("store", _reserved, exposed=("put", "note", "drop", "chain", "forget"))


class _Packed(StoreLike[Any]):
    """Values packed: what is kept are bytes, a small part of the objects' size.

    ``like`` is a value like those to come. Conversations say much the same (the questions and their
    choices), and what it says already need not be kept again with each of them. Nor need a step say
    again what the step before it says: 0.4 kB are left of 2.
    """

    def __init__(self, kept: Any, like: Any = None) -> None:
        self._kept = kept
        self._like = pickle.dumps(like)[-_WINDOW:]

    def put(self, value: Any, group: str = "", base: str = "") -> str:
        below = self._kept.chain(base) if base else None
        if below is None or len(below) >= _LONGEST_CHAIN:
            base, below = "", []
        return str(self._kept.put(_pack(value, self._words_after(self._opened(below))), group, base))

    def note(self, key: str, value: Any, group: str = "") -> None:
        self._kept.note(key, _pack(value, self._like), group)

    def drop(self, key: str) -> None:
        self._kept.drop(key)

    def get(self, key: str) -> Any:
        found = self._kept.chain(key)
        return None if found is None else pickle.loads(self._opened(found))

    def forget(self, group: str) -> int:
        return int(self._kept.forget(group))

    def _opened(self, chain: Sequence[bytes]) -> bytes:
        """The last value of a chain, still pickled: each step is read with the one before it at hand."""
        pickled = b""
        for packed in chain:
            pickled = zlib.decompressobj(-15, zdict=self._words_after(pickled)).decompress(packed)
        return pickled

    def _words_after(self, pickled: bytes) -> bytes:
        """What a step need not say again: the end counts most, and no more than a window is looked at."""
        return (self._like + pickled)[-_WINDOW:]


def _blank() -> bytes:
    return bytes(_USUAL)


#: Bytes of a step, as a rule.
_USUAL = 390


def _pack(value: Any, known: bytes) -> bytes:
    packer = zlib.compressobj(6, wbits=-15, zdict=known)
    return packer.compress(pickle.dumps(value)) + packer.flush()


#: How far back the packer looks.
_WINDOW = 32_768
#: So many steps rest on one another; the next one is kept whole again. More than an interview has.
_LONGEST_CHAIN = 24


def packed_store(like: Any = None, reserve: bool = False) -> StoreLike[Any]:
    """A store of one process. Every answer keeps a snapshot so that "back" works; packed they stay small.

    With ``reserve`` it takes its room at once.
    """
    return _Packed(_reserved() if reserve else Store(), like)


@contextmanager
def shared_store(like: Any = None) -> Iterator[StoreLike[Any]]:
    """A store that forked processes share; it ends, and forgets, with this block.

    Values travel pickled through a socket that only this user can open, with a random key.
    """
    keeper = _Keeper(authkey=secrets.token_bytes(32), ctx=get_context("fork"))
    # Ctrl-C reaches the whole group; the keeper must outlive those it serves.
    keeper.start(signal.signal, (signal.SIGINT, signal.SIG_IGN))
    try:
        # Nothing is asked of it here: the processes to come would share the line on which it was asked.
        yield _Packed(keeper.store(), like)  # type: ignore[attr-defined]
    finally:
        keeper.shutdown()
