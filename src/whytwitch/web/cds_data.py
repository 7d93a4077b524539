"""What a CDS Hooks call brings: the request's fields, and the prefetched resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from whytwitch.intake.fhir_values import concept_text, listed, mapping, words
from whytwitch.web.problems import ProblemError

__all__ = ["HOOKS", "PREFETCH", "check_feedback", "checked_request", "prefetched_bundle"]

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
PERSON = "patient"
NEEDED = (PERSON, "conditions")
_OUTCOMES = ("accepted", "overridden")
#: Date and time with their zone (RFC 3339, section 5.6).
_INSTANT = re.compile(
    r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
    r"([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$"
)
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
    """All prefetched resources as one Bundle; a search that has further pages says so in its links.

    A search without a result may come as null. A patient may not: there is nobody then.

    Raises
    ------
    ProblemError
        412 when a needed key is missing or its prefetch failed: this service calls no FHIR server,
        and an answer without the data would look like one with it.
    """
    prefetch = mapping(body.get("prefetch"))
    missing = [key for key in NEEDED if key not in prefetch or (key == PERSON and prefetch[key] is None)]
    if missing:
        raise ProblemError(
            412,
            f"prefetch must hold {', '.join(missing)}; got none; this service calls no FHIR server, so "
            "send the prefetch that its discovery asks for",
            f"prefetch.{missing[0]}",
        )
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "collection", "entry": [], "link": []}
    for key in PREFETCH:
        if prefetch.get(key) is not None:
            _add(bundle, key, prefetch[key])
    return bundle


def _add(bundle: dict[str, Any], key: str, value: Any) -> None:
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise ProblemError(412, f"prefetch.{key} must be a FHIR resource; got none", f"prefetch.{key}")
    if value["resourceType"] != "Bundle":
        _refuse_failure(key, value)
        bundle["entry"].append({"resource": value})
        return
    for row in listed(value.get("entry")):
        _refuse_failure(key, mapping(mapping(row).get("resource")))
        bundle["entry"].append(dict(mapping(row)))
    bundle["link"] += [dict(mapping(row)) for row in listed(value.get("link"))]


def _refuse_failure(key: str, resource: Mapping[str, Any]) -> None:
    """An OperationOutcome tells that the fetch failed, unless it only warns or informs."""
    if resource.get("resourceType") != "OperationOutcome":
        return
    issues = [mapping(issue) for issue in listed(resource.get("issue"))]
    if issues and all(issue.get("severity") in ("warning", "information") for issue in issues):
        return
    said = [words(i.get("diagnostics")) or concept_text(i.get("details")) for i in issues]
    told = "; ".join(s for s in said if s)[:200]
    raise ProblemError(
        412, f"prefetch.{key} failed{': ' + told if told else ''}; send it again", f"prefetch.{key}"
    )


def check_feedback(body: Any) -> None:
    """Feedback is read, checked and let go: it may tell of a person, and nothing is kept unasked.

    Raises
    ------
    ProblemError
        400 that names the field.
    """
    rows = mapping(body).get("feedback")
    if not isinstance(rows, list) or not rows:
        raise ProblemError(400, "feedback must be a list with at least one entry; got none", "feedback")
    for i, row in enumerate(rows):
        for field, fits, must in _feedback_faults(mapping(row)):
            if not fits:
                where = f"feedback[{i}].{field}"
                given = str(mapping(row).get(field))[:40] if field in mapping(row) else "none"
                raise ProblemError(400, f"{where} must {must}; got {given}", where)


def _feedback_faults(entry: Mapping[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """Each field, whether it fits, and what it must be."""
    yield "card", bool(words(entry.get("card"))), "be given"
    yield "outcome", entry.get("outcome") in _OUTCOMES, "be accepted or overridden"
    yield (
        "outcomeTimestamp",
        bool(_INSTANT.match(words(entry.get("outcomeTimestamp")))),
        "be a time of RFC 3339",
    )
    taken = entry.get("acceptedSuggestions")
    has_ids = isinstance(taken, list) and bool(taken) and all(words(mapping(s).get("id")) for s in taken)
    yield "acceptedSuggestions", entry.get("outcome") != "accepted" or has_ids, "hold ids"
    reason = entry.get("overrideReason")
    is_reason = reason is None or (isinstance(reason, dict) and _is_coding(reason.get("reason")))
    yield "overrideReason", is_reason, "hold a reason with its code, or a userComment alone"


def _is_coding(value: Any) -> bool:
    return value is None or bool(words(mapping(value).get("code")))
