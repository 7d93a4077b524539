"""The real service, with and without checks of the client's token."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from real_service import client_of


@pytest.fixture(scope="session")
def service(home: Path, model: object) -> Iterator[httpx.Client]:
    with client_of() as client:
        yield client


@pytest.fixture(scope="session")
def client_keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """A CDS client's key pair: the private key, and the file with its public half."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from jwt.algorithms import ECAlgorithm

    key = ec.generate_private_key(ec.SECP384R1())
    public = json.loads(ECAlgorithm.to_jwk(key.public_key()))
    file = tmp_path_factory.mktemp("keys") / "jwks.json"
    file.write_text(json.dumps({"keys": [{**public, "kid": "one", "alg": "ES384", "use": "sig"}]}), "utf-8")
    return key, file


@pytest.fixture(scope="session")
def checking_service(home: Path, model: object, client_keys: tuple[Any, Path]) -> Iterator[httpx.Client]:
    """A service that takes only the calls of one client."""
    options = ("--jwt-issuer", "https://login.example.org", "--jwt-audience", "https://whytwitch.example.org")
    keys = ("--jwt-keys", str(client_keys[1]), "--cds-issuer", "https://ehr.example.org")
    with client_of(*options, *keys) as client:
        yield client


@pytest.fixture(scope="session")
def prefetch() -> dict[str, Any]:
    """What a record system fetches for a person with twitching calves and low magnesium."""

    def found(*resources: dict[str, Any]) -> dict[str, Any]:
        return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": r} for r in resources]}

    subject = {"reference": "Patient/p1"}
    return {
        "patient": {"resourceType": "Patient", "id": "p1", "gender": "male", "birthDate": "1970-01-01"},
        "conditions": found(
            {
                "resourceType": "Condition",
                "id": "c1",
                "subject": subject,
                "code": {"text": "Muscle twitching"},
            },
            {"resourceType": "Condition", "id": "c2", "subject": subject, "code": {"text": "Myoclonus"}},
        ),
        "observations": found(
            {
                "resourceType": "Observation",
                "id": "o1",
                "status": "final",
                "subject": subject,
                "code": {"coding": [{"system": "http://loinc.org", "code": "19123-9"}]},
                "valueQuantity": {"value": 0.5, "unit": "mmol/L"},
            }
        ),
        "medicationStatements": found(
            {
                "resourceType": "MedicationStatement",
                "id": "m1",
                "status": "active",
                "subject": subject,
                "medicationCodeableConcept": {"text": "Sertraline"},
            }
        ),
    }


@pytest.fixture
def call(prefetch: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """A request of a CDS client; keywords replace its fields."""

    def make(hook: str = "patient-view", **changes: Any) -> dict[str, Any]:
        context: dict[str, Any] = {"userId": "Practitioner/1", "patientId": "p1"}
        request = {
            "hook": hook,
            "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
            "context": context,
            "prefetch": dict(prefetch),
        }
        return {**request, **changes}

    return make
