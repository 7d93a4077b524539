"""The REST interface under load: ``python benchmarks/rest.py [--seconds 10] [--minutes 0.5]``.

Requests a second and the 50th and 99th percentile of ``POST /api/v1/assess`` with one and four
workers, against the same work in one process without HTTP; then memory over time under steady
load. Client and service share the machine, so the figures say what one machine gives in all.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "benchmarks" / "cases" / "dev.json"
KEYS = ("age_years", "sex", "setting", "duration_days", "present", "absent", "exposures", "history")


def cases() -> list[dict[str, Any]]:
    """The history of the published cases."""
    return [{k: c[k] for k in KEYS if k in c} for c in json.loads(CASES.read_text("utf-8"))]


@contextmanager
def service(workers: int) -> Iterator[tuple[str, int]]:
    """A real service; its address and process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "whytwitch", "serve", "--port", "0", "--workers", str(workers)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[3], process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def in_process(bodies: list[dict[str, Any]]) -> list[float]:
    """Seconds of each case from mapping to JSON text, without HTTP."""
    import whytwitch

    for body in bodies:
        whytwitch.as_json(whytwitch.assess(body), None)
    took = []
    for body in bodies:
        start = time.perf_counter()
        whytwitch.as_json(whytwitch.assess(body), None)
        took.append(time.perf_counter() - start)
    return took


def load(address: str, bodies: list[bytes], clients: int, seconds: float) -> tuple[list[float], int, float]:
    """Seconds of each answered request, how many were refused, and the time it all took."""
    at = urlsplit(address)
    until = time.perf_counter() + seconds
    took: list[float] = []
    refused = 0
    lock = threading.Lock()

    def client(number: int) -> None:
        nonlocal refused
        connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=60)
        own: list[float] = []
        not_answered = 0
        i = number
        while time.perf_counter() < until:
            start = time.perf_counter()
            connection.request(
                "POST", "/api/v1/assess", bodies[i % len(bodies)], {"Content-Type": "application/json"}
            )
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                own.append(time.perf_counter() - start)
            else:
                not_answered += 1
            i += clients
        connection.close()
        with lock:
            took.extend(own)
            refused += not_answered

    start = time.perf_counter()
    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, refused, time.perf_counter() - start


def percentile(values: list[float], p: float) -> float:
    """The value that ``p`` of 1 do not exceed; not a number for none."""
    ordered = sorted(values)
    return ordered[min(int(p * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


def memory(pid: int) -> float:
    """Resident megabytes of a process and of those it started, shared pages counted once each."""
    total = 0.0
    for one in [pid, *children(pid)]:
        text = Path(f"/proc/{one}/smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+) kB", text, re.M)
        total += int(found[1]) / 1024 if found else 0.0
    return total


def children(pid: int) -> list[int]:
    """Processes that a process started."""
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=10, help="of load for each row")
    parser.add_argument("--minutes", type=float, default=0.5, help="of steady load for memory; 0: none")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16])
    chosen = parser.parse_args()
    raw = cases()
    alone = in_process(raw)
    print(f"load average of the machine at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'POST /api/v1/assess':<34}{'/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'refused':>9}")
    print(
        f"{'in process, one thread':<34}{len(alone) / sum(alone):>8.1f}"
        f"{percentile(alone, 0.5) * 1e3:>9.1f}{percentile(alone, 0.99) * 1e3:>9.1f}{'-':>9}"
    )
    bodies = [json.dumps(c).encode() for c in raw]
    for workers in (1, 4):
        with service(workers) as (address, _):
            load(address, bodies, 4, 2.0)
            for clients in chosen.clients:
                took, refused, span = load(address, bodies, clients, chosen.seconds)
                print(
                    f"{f'{workers} workers, {clients} clients':<34}{len(took) / span:>8.1f}"
                    f"{percentile(took, 0.5) * 1e3:>9.1f}{percentile(took, 0.99) * 1e3:>9.1f}{refused:>9}"
                )
    if chosen.minutes > 0:
        over_time(bodies, chosen.minutes)


def over_time(bodies: list[bytes], minutes: float) -> None:
    """Memory at ten points of steady load, after a warm-up."""
    with service(1) as (address, pid):
        load(address, bodies, 4, 5.0)
        print(f"memory over {minutes:g} minutes of load, one worker (MB, proportional share):")
        seen, done = [], 0
        for _ in range(10):
            took, _, _ = load(address, bodies, 4, minutes * 6)
            done += len(took)
            seen.append(memory(pid))
        print("  " + " ".join(f"{m:.0f}" for m in seen))
        print(f"  {done} requests; last less first: {seen[-1] - seen[0]:+.1f} MB")


if __name__ == "__main__":
    main()
