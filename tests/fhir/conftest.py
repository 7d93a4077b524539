"""The real service as a process of its own, once for these tests."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def record_system() -> dict[str, Any]:
    """A Bundle as a record system sends it: extensions, unknown codes, everything at once."""
    bundle: dict[str, Any] = json.loads((HERE / "bundles/record_system.json").read_text("utf-8"))
    return bundle


@pytest.fixture(scope="session")
def check_resource() -> Callable[[dict[str, Any]], None]:
    """Validate a resource, and every entry of a Bundle, against R4."""
    from fhir.resources.R4B import get_fhir_model_class

    def check(resource: dict[str, Any]) -> None:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
        for entry in resource.get("entry", []):
            check(entry["resource"])
        for inner in resource.get("contained", []):
            check(inner)

    return check


@pytest.fixture(scope="session")
def service(home: Path, model: object) -> Iterator[httpx.Client]:
    """A client of ``whytwitch serve``, started for real."""
    process = subprocess.Popen(
        [sys.executable, "-m", "whytwitch", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "WHYTWITCH_HOME": str(home)},
        text=True,
    )
    assert process.stdout is not None
    address, said = None, ""
    for line in process.stdout:
        said += line
        found = re.search(r"http://\S+:(\d+)", line)
        if found:
            address = f"http://127.0.0.1:{found.group(1)}"
            break
    assert address is not None, f"the service did not start: {said[-2000:]}"
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client
    process.terminate()
    process.stdout.close()
    process.wait(30)
