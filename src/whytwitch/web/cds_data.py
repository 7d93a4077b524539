"""What a CDS Hooks call brings: the request's fields, and the prefetched resources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from whytwitch.intake.fhir_values import concept_text, listed, mapping, words
from whytwitch.web.problems import ProblemError

__all__ = ["HOOKS", "PREFETCH", "checked_request", "prefetched_bundle"]

_UUID = re.compile(r"^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")

#: What each service asks to be sent along. The first two are needed; the rest tell more.
PREFETCH: dict[str, str] = {
    "patient": "Patient/{{context.patientId}}",
    "conditions": "Condition?patient={{context.patientId}}",
    "observations": "Observation?patient={{context.patientId}}&_sort=-date&_count=200",
    "medicationStatements": "MedicationStatement?patient={{context.patientId}}",
    "medicationRequests": "MedicationRequest?patient={{context.patientId}}&status=active",
    "family": "FamilyMemberHistory?patient={{context.patientId}}",
    "questionnaires": "QuestionnaireResponse?patient={{context.patientId}}&_sort=-authored&_count=5",
}
NEEDED = ("patient", "conditions")
#: What the context of each hook must hold (CDS Hooks library).
HOOKS: dict[str, tuple[str, ...]] = {
    "patient-view": ("userId", "patientId"),
    "order-select": ("userId", "patientId", "selections", "draftOrders"),
}


def checked_request(body: Any, hook: str) -> Mapping[str, Any]:
    """The request, with every field that the specification requires.

    Raises
    ------
    ProblemError
        400 that names the field.
    """
    if not isinstance(body, dict):
        raise ProblemError(400, "the body must be a CDS Hooks request; got no object")
    if body.get("hook") != hook:
        raise ProblemError(400, f"hook must be {hook}; got {str(body.get('hook'))[:60]}", "hook")
    if not _UUID.match(words(body.get("hookInstance"))):
        raise ProblemError(400, "hookInstance must be a UUID; got none", "hookInstance")
    context = body.get("context")
    if not isinstance(context, dict):
        raise ProblemError(400, "context must be an object; got none", "context")
    for name in HOOKS[hook]:
        value = context.get(name)
        fits = {"selections": isinstance(value, list), "draftOrders": isinstance(value, dict)}
        if not fits.get(name, bool(words(value))):
            raise ProblemError(400, f"context.{name} must be given; got none", f"context.{name}")
    if "prefetch" in body and not isinstance(body["prefetch"], dict):
        raise ProblemError(400, "prefetch must be an object", "prefetch")
    return body


def prefetched_bundle(body: Mapping[str, Any]) -> dict[str, Any]:
    """All prefetched resources as one Bundle.

    Raises
    ------
    ProblemError
        412 when a needed key is missing or its prefetch failed: this service calls no FHIR server,
        and an answer without the data would look like one with it.
    """
    prefetch = mapping(body.get("prefetch"))
    missing = [key for key in NEEDED if prefetch.get(key) is None]
    if missing:
        raise ProblemError(
            412,
            f"prefetch must hold {', '.join(missing)}; got none; this service calls no FHIR server, so "
            "send the prefetch that its discovery asks for",
            f"prefetch.{missing[0]}",
        )
    entries: list[dict[str, Any]] = []
    for key in PREFETCH:
        value = prefetch.get(key)
        if value is None:
            continue
        entries += _entries(key, value)
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _entries(key: str, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise ProblemError(412, f"prefetch.{key} must be a FHIR resource; got none", f"prefetch.{key}")
    kind = value["resourceType"]
    if kind == "OperationOutcome":
        said = [
            words(mapping(i).get("diagnostics")) or concept_text(mapping(i).get("details"))
            for i in listed(value.get("issue"))
        ]
        told = "; ".join(s for s in said if s)[:200]
        raise ProblemError(
            412, f"prefetch.{key} failed{': ' + told if told else ''}; send it again", f"prefetch.{key}"
        )
    if kind == "Bundle":
        return [dict(mapping(entry)) for entry in listed(value.get("entry"))]
    return [{"resource": value}]
