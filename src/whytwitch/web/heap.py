"""How the C library takes memory from the system and gives it back; nothing where it is not glibc."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any

__all__ = ["give_back", "one_heap"]

#: Numbers of glibc's malloc.h: M_ARENA_MAX; M_MMAP_THRESHOLD, from which size on a piece is the system's
#: and goes back to it at once; M_TRIM_THRESHOLD, how much may stay free at the end of the heap.
_SETTINGS = ((-8, 1), (-3, 512 * 1024), (-1, 1024 * 1024))


def one_heap() -> bool:
    """Let all threads take memory from one heap; whether the C library knows these settings.

    Otherwise each thread gets a heap of its own, and holds 15 MB of arrays that were let go while the
    other heaps have as much free; and glibc keeps ever larger pieces for later. Threads that wait for
    Python's lock do not wait for the heap's.
    """
    library = _library()
    return library is not None and all(library.mallopt(setting, value) for setting, value in _SETTINGS)


def give_back() -> bool:
    """Give pages between what is still held back to the system, a quarter of a millisecond of work."""
    library = _library()
    return library is not None and bool(library.malloc_trim(0))


@lru_cache(maxsize=1)
def _library() -> Any:
    try:
        library = ctypes.CDLL(None)
        _ = library.mallopt, library.malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, or a system without one to ask
        return None
    return library
