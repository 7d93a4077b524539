"""How long a case takes against every annotated disease, and how near that is to the speed of memory.

A case is scored against all diseases and its ten best are picked. The columns that the cases need
are made before, as an index is by any ranker; ``milliseconds_first_pass`` says what that costs.
"""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np

from whytwitch.inference.largest import largest
from whytwitch.inference.profiles import ProfileCase, Profiles, profile_scores
from whytwitch.model.profiles import compile_profiles
from whytwitch.ontology.store import open_ontology

__all__ = ["read_bandwidth", "time_profiles"]

_ROUNDS = 7
_BEST = 10


def time_profiles(cases: Sequence[ProfileCase], workers: int | None = None) -> dict[str, float]:
    """Milliseconds of a case in a batch, on one core and on all, and the bytes that it reads.

    Returns
    -------
    dict
        ``milliseconds`` on one core, ``milliseconds_first_pass`` before any column is there,
        ``milliseconds_all_cores`` on ``cores`` processes (handing over included),
        ``megabytes_read`` of columns for a case and ``gigabytes_a_second`` of them on one core and
        on all, and the ``memory_megabytes`` of this process.
    """
    profiles = compile_profiles(open_ontology())
    profile_scores(profiles, cases[0])
    first = _seconds(lambda: _answers(profiles, cases))
    spent = statistics.median(_seconds(lambda: _answers(profiles, cases)) for _ in range(_ROUNDS))
    n = workers or os.cpu_count() or 1
    on_all = _seconds_on_all(cases, n)
    read = sum(_bytes(profiles, case) for case in cases)
    return {
        "milliseconds": round(1000 * spent / len(cases), 4),
        "milliseconds_first_pass": round(1000 * first / len(cases), 4),
        "milliseconds_all_cores": round(1000 * on_all / len(cases), 4),
        "cores": n,
        "megabytes_read": round(read / len(cases) / 1e6, 3),
        "gigabytes_a_second": round(read / spent / 1e9, 2),
        "gigabytes_a_second_all_cores": round(read / on_all / 1e9, 2),
        "memory_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0),
    }


def read_bandwidth(workers: int = 1) -> float:
    """Gigabytes a second that so many processes read together, from arrays that no cache holds."""
    if workers == 1:
        return _read_here(0.5)
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(_read_here, [0.05] * workers))  # the processes are there before the clock is
        return sum(pool.map(_read_here, [0.5] * workers))


def _read_here(seconds: float) -> float:
    values = np.ones(25_000_000, np.float32)
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        values.max()
        done += values.nbytes
    return done / (time.perf_counter() - start) / 1e9


def _answers(profiles: Profiles, cases: Sequence[ProfileCase]) -> list[list[tuple[int, float]]]:
    """The best diseases of each case with their scores."""
    found = []
    for case in cases:
        score = profile_scores(profiles, case)
        places = largest(score, _BEST)
        found.append(sorted(zip(places.tolist(), score[places].tolist(), strict=True), key=lambda f: -f[1]))
    return found


def _seconds(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _seconds_on_all(cases: Sequence[ProfileCase], n: int) -> float:
    """Seconds for all cases, each process taking its share and handing back its answers."""
    with ProcessPoolExecutor(n, initializer=_start_worker, initargs=(list(cases),)) as pool:

        def answer() -> None:
            list(pool.map(_answer_share, range(n), [n] * n))

        answer()
        return statistics.median(_seconds(answer) for _ in range(_ROUNDS))


_worker: dict[str, Any] = {}


def _start_worker(cases: list[ProfileCase]) -> None:
    """Profiles with the columns of all cases: which process gets which share is not known before."""
    profiles = compile_profiles(open_ontology())
    _answers(profiles, cases)
    _worker.update(profiles=profiles, cases=cases)


def _answer_share(i: int, n: int) -> list[list[tuple[int, float]]]:
    return _answers(_worker["profiles"], _worker["cases"][i::n])


def _bytes(profiles: Profiles, case: ProfileCase) -> int:
    """Bytes of columns that a case reads: whole ones for what is present and for onset, parts else.

    The score itself stays in the nearest cache and is not counted.
    """
    columns = len(case.present) + (case.onset is not None)
    parts = sum(int(profiles.held_end[t + 1] - profiles.held_end[t]) for t in case.absent - case.present)
    return 4 * profiles.n * columns + 8 * parts
