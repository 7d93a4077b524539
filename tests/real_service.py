"""``whytwitch serve`` as a process of its own, for every test that asks from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


def start_server(*options: str) -> tuple[subprocess.Popen[str], str]:
    """The process, and its address as it prints it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "whytwitch", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "whytwitch is at http://" in line:
            return process, line.split()[3].rstrip("/")
    process.wait(30)
    raise AssertionError(f"the server did not start: {said[-2000:]}")


def stop_server(process: subprocess.Popen[str]) -> tuple[int, str]:
    """End it as Ctrl-C does; exit code and what it printed since."""
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    return process.returncode, said


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """A service for a while; gives its address."""
    process, address = start_server(*options)
    try:
        yield address
    finally:
        stop_server(process)


@contextmanager
def client_of(*options: str) -> Iterator[httpx.Client]:
    """A service for a while, and a client of it."""
    with serving(*options) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client
