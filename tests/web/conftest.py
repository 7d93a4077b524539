"""A real service in a process of its own, for any test that asks from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from real_service import serving

Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def serve(home: Path) -> Serve:
    """Start a service with options of one's own."""
    return serving


@pytest.fixture(scope="session")
def service(home: Path) -> Iterator[str]:
    """One service on loopback with nothing set, for the whole run."""
    with serving() as address:
        yield address
