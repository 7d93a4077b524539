"""Work that goes on in a process of its own while this one goes on with other work."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable

__all__ = ["begin_beside"]


def begin_beside(work: Callable[[], None]) -> Callable[[], None]:
    """Begin ``work`` in a copy of this process; what is returned waits until it is done.

    Only what the work writes to files comes back. With one core, with other threads at work or
    where no process can be copied it is done here, when it is waited for; so it is once more when
    the copy fails, which raises what went wrong.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> place = pathlib.Path(tempfile.mkdtemp()) / "done"
    >>> wait = begin_beside(place.touch)
    >>> wait()
    >>> place.exists()
    True
    """
    if not _can_copy():
        return work
    with warnings.catch_warnings():
        # The threads that Python warns of are those of linear algebra, which are idle.
        warnings.simplefilter("ignore", DeprecationWarning)
        copy = os.fork()
    if copy == 0:
        failed = 1
        try:
            work()
            failed = 0
        finally:
            os._exit(failed)  # no handlers and no buffers of the process that was copied

    def wait() -> None:
        if os.waitpid(copy, 0)[1] != 0:
            work()

    return wait


def _can_copy() -> bool:
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores > 1
