"""An assessment as a FHIR R4 Bundle: what it thinks, how soon, what it proposes, and on what it rests.

Ids follow from the content: the same case, versions and time give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from whytwitch.core.assessment import Assessment
from whytwitch.report.as_fhir_parts import (
    clinical_impression,
    detected_issues,
    guidance_response,
    risk_assessment,
    service_requests,
)
from whytwitch.report.as_json import assessment_document

__all__ = ["assessment_bundle", "assessment_fhir", "operation_outcome"]

Resource = dict[str, Any]
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:whytwitch:fhir")
_PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_ENTRY = re.compile(r"(?:parameter\[\d+\]\.resource\.)?entry\[\d+\]\.resource")
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


def assessment_fhir(assessment: Assessment, source: Mapping[str, Any] | None = None) -> str:
    """The Bundle as JSON text, dated now."""
    return json.dumps(assessment_bundle(assessment, source=source), ensure_ascii=False, indent=1)


def assessment_bundle(
    assessment: Assessment,
    at: datetime | None = None,
    source: Mapping[str, Any] | None = None,
) -> Resource:
    """The whole answer as one Bundle of type ``collection``.

    Parameters
    ----------
    assessment : Assessment
        What :func:`whytwitch.service.assess.assess` gave.
    at : datetime, optional
        When it was given; now by default.
    source : mapping, optional
        The Bundle it was made from: the answer then refers to its patient and its medications.

    Returns
    -------
    dict
        RiskAssessment, ClinicalImpression, GuidanceResponse, DetectedIssue for each drug that may be
        the cause, ServiceRequest proposals and Provenance, in this order.
    """
    when = (at or datetime.now(UTC)).astimezone(UTC).strftime(_INSTANT)
    references = _references(source)
    subject = _subject(source)
    basis = [
        references[place]
        for place in sorted(
            {fact.origin.split(".resource")[0] + ".resource" for fact in assessment.case.facts}
        )
        if place in references
    ]
    content = json.dumps(assessment_document(assessment), ensure_ascii=False, sort_keys=True)
    seed = hashlib.sha256(f"{content}\n{when}\n{json.dumps(subject, sort_keys=True)}".encode()).hexdigest()
    parts: list[tuple[str, Resource]] = [
        ("risk", risk_assessment(assessment, subject, when, basis)),
        ("impression", clinical_impression(assessment, subject, when, basis)),
        ("guidance", guidance_response(assessment, subject, when)),
        *detected_issues(assessment, subject, when, _by_origin(assessment, references)),
        *service_requests(assessment, subject, when),
    ]
    entries = [_entry(seed, key, resource) for key, resource in parts]
    targets = [{"reference": entry["fullUrl"]} for entry in entries]
    entries.append(_entry(seed, "provenance", _provenance(assessment, targets, when, content, source)))
    return {
        "resourceType": "Bundle",
        "id": str(uuid.uuid5(_NAMESPACE, seed)),
        "type": "collection",
        "timestamp": when,
        "entry": entries,
    }


def operation_outcome(text: str, code: str = "invalid", where: str = "") -> Resource:
    """An error as FHIR has it: one issue, in the words of the command line."""
    issue: Resource = {"severity": "error", "code": code, "diagnostics": text, "details": {"text": text}}
    if where:
        issue["expression"] = [where]
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def _entry(seed: str, key: str, resource: Resource) -> Resource:
    name = str(uuid.uuid5(_NAMESPACE, f"{seed}:{resource['resourceType']}:{key}"))
    kind = resource["resourceType"]
    body = {"resourceType": kind, "id": name, "text": _narrative(resource)}
    body |= {k: v for k, v in resource.items() if k != "resourceType"}
    return {"fullUrl": f"urn:uuid:{name}", "resource": body}


def _narrative(resource: Resource) -> Resource:
    """A few words for a reader whose system shows no more than the narrative."""
    lines = list(_lines(resource))
    body = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'}


def _lines(resource: Resource) -> Iterator[str]:
    kind = resource["resourceType"]
    if kind == "RiskAssessment":
        for row in resource["prediction"][:5]:
            yield f"{row['outcome']['text']}: {row['probabilityDecimal']:g} %"
    elif kind == "ClinicalImpression":
        yield resource["summary"]
    elif kind == "DetectedIssue":
        yield resource["detail"]
    elif kind == "ServiceRequest":
        yield resource["code"]["text"]
        yield resource["note"][0]["text"]
    else:
        yield f"{kind} of whytwitch"


def _provenance(
    a: Assessment, targets: list[Resource], when: str, content: str, source: Mapping[str, Any] | None
) -> Resource:
    given = json.dumps(source, ensure_ascii=False, sort_keys=True) if source is not None else content
    digest = hashlib.sha256(given.encode()).hexdigest()
    versions = "; ".join(f"{name} {value}" for name, value in sorted(a.versions.items()) if value)
    return {
        "resourceType": "Provenance",
        "target": targets,
        "recorded": when,
        "activity": {"text": "Computed by a program; no person has checked it"},
        "agent": [
            {
                "type": {"coding": [{"system": _PARTICIPANT, "code": "assembler", "display": "Assembler"}]},
                "who": {"display": f"whytwitch ({versions})"},
            }
        ],
        "entity": [
            {
                "role": "source",
                "what": {
                    "identifier": {"system": "urn:whytwitch:sha-256", "value": digest},
                    "display": "The case as it was given",
                },
            }
        ],
    }


def _subject(source: Mapping[str, Any] | None) -> Resource:
    """The patient of the Bundle by reference; else words that name nobody."""
    for _, url, resource in _resources(source):
        if resource.get("resourceType") == "Patient":
            return _reference(url, resource)
    return {"display": "The person of the case"}


def _reference(url: str, resource: Mapping[str, Any]) -> Resource:
    kind, name = resource.get("resourceType"), resource.get("id")
    if isinstance(name, str) and name:
        return {"reference": f"{kind}/{name}"}
    return {"reference": url} if url else {"display": f"{kind} of the case"}


def _references(source: Mapping[str, Any] | None) -> dict[str, Resource]:
    return {place: _reference(url, resource) for place, url, resource in _resources(source)}


def _by_origin(a: Assessment, references: Mapping[str, Resource]) -> dict[str, Resource]:
    """Where each fact came from, also where it stood inside a resource."""
    found = {}
    for fact in a.case.facts:
        place = _entry_of(fact.origin)
        if place in references:
            found[fact.origin] = references[place] | {"display": fact.label}
    return found


def _entry_of(origin: str) -> str:
    """The entry in which a place lies."""
    match = _ENTRY.match(origin)
    return match.group() if match else ""


def _resources(source: Mapping[str, Any] | None) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Place, full URL and resource of every entry that has one."""
    source, prefix = _bundle(source)
    entries = source.get("entry")
    for i, entry in enumerate(entries if isinstance(entries, list) else []):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and isinstance(resource.get("resourceType"), str):
            url = entry.get("fullUrl")
            yield f"{prefix}entry[{i}].resource", url if isinstance(url, str) else "", resource


def _bundle(source: Mapping[str, Any] | None) -> tuple[Mapping[str, Any], str]:
    """The Bundle itself, also out of Parameters, and the path to it."""
    if source is None:
        return {}, ""
    parameters = source.get("parameter")
    if source.get("resourceType") == "Parameters" and isinstance(parameters, list):
        for i, parameter in enumerate(parameters):
            inner = parameter.get("resource") if isinstance(parameter, dict) else None
            if isinstance(inner, dict) and inner.get("resourceType") == "Bundle":
                return inner, f"parameter[{i}].resource."
    return source, ""
