"""Shared pieces: the real compiled model, made once for the whole run, and the published cases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from whytwitch.model.store import Model, open_model

ROOT = Path(__file__).resolve().parent.parent

#: Several folders have one; the search for doctests would take them for one module. They hold none.
collect_ignore_glob = ["conftest.py", "*/conftest.py"]


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own, so that no cache of the person who runs the tests is read or written."""
    base = Path(os.environ.get("PYTEST_XDIST_TESTRUNUID", ""))
    folder = tmp_path_factory.getbasetemp().parent / f"home-{base.name or 'one'}"
    folder.mkdir(exist_ok=True)
    os.environ["WHYTWITCH_HOME"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def model(home: Path) -> Model:
    """The shipped knowledge, compiled for real."""
    return open_model()


@pytest.fixture(scope="session")
def published() -> list[dict[str, Any]]:
    """The open benchmark's cases."""
    found: list[dict[str, Any]] = json.loads((ROOT / "benchmarks/cases/dev.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def run_cli(home: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the real command in a process of its own."""

    def run(*arguments: str, stdin: bytes = b"", cwd: Path = ROOT) -> Any:
        environment = {**os.environ, "WHYTWITCH_HOME": str(home), "COLUMNS": "100"}
        return subprocess.run(
            [sys.executable, "-m", "whytwitch", *arguments],
            input=stdin,
            capture_output=True,
            cwd=cwd,
            env=environment,
            timeout=120,
            check=False,
        )

    return run
