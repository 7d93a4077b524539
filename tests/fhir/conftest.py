"""The real service as a process of its own, once for these tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from real_service import client_of

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
    with client_of() as client:
        yield client
