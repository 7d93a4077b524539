"""A real service in a process of its own, for any test that asks from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

Serve = Callable[..., AbstractContextManager[str]]


@contextmanager
def running(*options: str) -> Iterator[str]:
    """``whytwitch serve`` with options; gives its address, and ends it as Ctrl-C does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "whytwitch", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert "whytwitch is at http://" in line, line + process.stdout.read()
        yield line.split()[3].rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


@pytest.fixture(scope="session")
def serve(home: Path) -> Serve:
    """Start a service with options of one's own."""
    return running


@pytest.fixture(scope="session")
def service(home: Path) -> Iterator[str]:
    """One service on loopback with nothing set, for the whole run."""
    with running() as address:
        yield address
