"""Work that goes on in a process of its own while this one goes on with other work."""

from __future__ import annotations

import os
import pickle
import threading
import warnings
from collections.abc import Callable
from typing import TypeVar

__all__ = ["begin_beside", "workers"]

T = TypeVar("T")


def begin_beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin ``work`` in a copy of this process; what is returned waits for it and gives what it gave.

    What comes back is that value, which must be one that can be pickled, and what the work wrote to
    files. With one core, with other threads at work or where no process can be copied it is done
    here, when it is waited for; so it is once more when the copy fails, which raises what went wrong.

    Examples
    --------
    >>> wait = begin_beside(lambda: sum(range(10)))
    >>> wait()
    45
    """
    if workers() == 1:
        return work
    out, into = os.pipe()
    with warnings.catch_warnings():
        # The threads that Python warns of are those of linear algebra, which are idle.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            copy = os.fork()
        except OSError:  # no more processes, or no memory for one
            os.close(out)
            os.close(into)
            return work
    if copy == 0:
        failed = 1
        try:
            os.close(out)
            given = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
            with os.fdopen(into, "wb") as pipe:
                pipe.write(given)
            failed = 0
        finally:
            os._exit(failed)  # no handlers and no buffers of the process that was copied
    os.close(into)

    def wait() -> T:
        with os.fdopen(out, "rb") as pipe:
            given = pipe.read()
        if os.waitpid(copy, 0)[1] != 0:
            return work()
        result: T = pickle.loads(given)  # written by our own copy
        return result

    return wait


def workers() -> int:
    """How many processes work side by side at their best: 1 where none can be copied."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
