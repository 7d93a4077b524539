"""What the server can do: its CapabilityStatement and OperationDefinitions."""

from __future__ import annotations

from typing import Any

from whytwitch.model.store import software_version
from whytwitch.web.problems import ProblemError

__all__ = [
    "ADAPTIVE",
    "SDC",
    "TITLE",
    "adaptive_questionnaire",
    "capability_statement",
    "operation_definition",
    "questionnaire_url",
]

#: The day on which these definitions last changed.
_CHANGED = "2026-11-29"
SDC = "http://hl7.org/fhir/uv/sdc"
ADAPTIVE = f"{SDC}/StructureDefinition/sdc-questionnaire-questionnaireAdaptive"
_PUBLISHER = "The whytwitch contributors"
TITLE = "Why is this muscle twitching?"
_VERSIONING = {
    "url": "http://hl7.org/fhir/StructureDefinition/artifact-versionAlgorithm",
    "valueCoding": {"system": "http://hl7.org/fhir/version-algorithm", "code": "semver"},
}
#: Who is asked; the last part of the questionnaire's address.
AUDIENCES = ("public", "professional")
_OPERATIONS = {
    "assess": {
        "title": "Why is this muscle twitching, and how soon should someone look at it?",
        "description": "Takes a Bundle about one person and gives a Bundle: RiskAssessment, "
        "ClinicalImpression, GuidanceResponse, DetectedIssue, ServiceRequest proposals, Provenance. "
        "Nothing is kept unless the service was told to. Not a diagnosis.",
        "resource": [],
        "system": True,
        "type": False,
        "parameter": [
            ("bundle", "in", "1", "Bundle", "The person's resources"),
            ("return", "out", "1", "Bundle", "The answer"),
        ],
    },
    "next-question": {
        "title": "The next question of the adaptive questionnaire",
        "description": "Takes a QuestionnaireResponse with the answers so far, and gives it back with "
        "the next question, or completed. Nothing is remembered between calls.",
        "resource": ["Questionnaire"],
        "base": f"{SDC}/OperationDefinition/Questionnaire-next-question",
        "system": False,
        "type": True,
        "parameter": [
            ("questionnaire-response", "in", "1", "QuestionnaireResponse", "The answers so far"),
            ("bundle", "in", "0", "Bundle", "What the record holds of the person"),
            ("return", "out", "1", "QuestionnaireResponse", "With the next question in it"),
        ],
    },
}


def capability_statement(base: str) -> dict[str, Any]:
    """FHIR R4, JSON, two operations, nothing stored and nothing searched."""

    def operation(name: str) -> dict[str, str]:
        return {"name": name, "definition": f"{base}/OperationDefinition/{name}"}

    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": _CHANGED,
        "publisher": _PUBLISHER,
        "kind": "instance",
        "software": {"name": "whytwitch", "version": software_version()},
        "implementation": {"description": "whytwitch: not a diagnosis, no medical device", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": "Stateless: resources are read from the request and never stored here.",
                "resource": [
                    {
                        "type": "Questionnaire",
                        "interaction": [{"code": "read"}],
                        "operation": [operation("next-question")],
                    },
                    {"type": "OperationDefinition", "interaction": [{"code": "read"}]},
                ],
                "operation": [operation("assess")],
            }
        ],
    }


def operation_definition(base: str, name: str) -> dict[str, Any]:
    """Definition of one operation.

    Raises
    ------
    ProblemError
        404 when there is none of that name.
    """
    found: dict[str, Any] | None = _OPERATIONS.get(name)
    if found is None:
        raise ProblemError(404, f"the operation must be one of {', '.join(_OPERATIONS)}; got {name[:80]}")
    definition = {
        "resourceType": "OperationDefinition",
        "id": name,
        "url": f"{base}/OperationDefinition/{name}",
        "version": software_version(),
        "name": "".join(part.capitalize() for part in name.split("-")),
        "title": found["title"],
        "status": "active",
        "kind": "operation",
        "date": _CHANGED,
        "description": found["description"],
        "affectsState": False,
        "code": name,
        "system": found["system"],
        "type": found["type"],
        "instance": False,
        "parameter": [
            {"name": n, "use": use, "min": int(least), "max": "1", "type": kind, "documentation": words}
            for n, use, least, kind, words in found["parameter"]
        ],
    }
    for key in ("resource", "base"):
        if found.get(key):
            definition[key] = found[key]
    return definition


def questionnaire_url(audience: str) -> str:
    """Canonical address of the questionnaire for a person or for an examiner."""
    return f"urn:whytwitch:questionnaire:{audience}"


def adaptive_questionnaire(base: str, name: str) -> dict[str, Any]:
    """The questionnaire itself: it has no fixed items, they come one by one.

    Raises
    ------
    ProblemError
        404 when there is none of that name.
    """
    if name not in AUDIENCES:
        raise ProblemError(404, f"the questionnaire must be one of {', '.join(AUDIENCES)}; got {name[:80]}")
    return {
        "resourceType": "Questionnaire",
        "id": name,
        "meta": {"profile": [f"{SDC}/StructureDefinition/sdc-questionnaire-adapt-srch"]},
        "extension": [{"url": ADAPTIVE, "valueUrl": base}, _VERSIONING],
        "url": questionnaire_url(name),
        "version": software_version(),
        "name": f"Whytwitch{name.capitalize()}",
        "title": TITLE,
        "status": "active",
        "experimental": False,
        "date": _CHANGED,
        "publisher": _PUBLISHER,
        "subjectType": ["Patient"],
        "description": "One question at a time, each chosen by what it would tell. Not a diagnosis.",
    }
