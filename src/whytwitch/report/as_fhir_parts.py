"""The resources of a FHIR answer, one function each, as plain R4 JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whytwitch.core.assessment import Assessment, CauseRow, NextStep
from whytwitch.core.case import Fact, Urgency
from whytwitch.report.as_json import DISCLAIMER
from whytwitch.report.words import LEVEL_PLAIN, LEVEL_TITLE, likelihood_words, percent

__all__ = [
    "HPO",
    "cause_concept",
    "clinical_impression",
    "coding_of_item",
    "detected_issues",
    "guidance_response",
    "risk_assessment",
    "service_requests",
]

HPO = "http://human-phenotype-ontology.org"
OWN_FINDING, OWN_CAUSE = "urn:whytwitch:finding", "urn:whytwitch:cause"
_SYSTEMS = {
    "mondo": "http://purl.obolibrary.org/obo/mondo.owl",
    "icd10": "http://hl7.org/fhir/sid/icd-10",
    "omim": "http://www.omim.org",
    "orpha": "http://www.orpha.net",
}
_LIKELIHOOD = "urn:whytwitch:likelihood"
_URGENCY = "urn:whytwitch:urgency"
_ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
#: How soon, as FHIR's request priority.
_PRIORITY: dict[Urgency, str] = {
    "emergency": "stat",
    "urgent": "asap",
    "soon": "urgent",
    "routine": "routine",
    "self-care": "routine",
}
_SEVERITY: dict[Urgency, str] = {
    "emergency": "high",
    "urgent": "high",
    "soon": "moderate",
    "routine": "low",
    "self-care": "low",
}
#: Less likely causes are no ground to doubt a drug.
_WORTH_SAYING = 0.01
_NONE = "None of these: a cause that is not on the list"

Resource = dict[str, Any]


def coding_of_item(item: str) -> dict[str, str]:
    """Coding of a finding: the ontology's system for its terms, our own for the rest."""
    return {"system": HPO if item.startswith("HP:") else OWN_FINDING, "code": item}


def cause_concept(cause: CauseRow) -> dict[str, Any]:
    """CodeableConcept of a cause with every code that its record has, and our own."""
    coding = [
        {"system": _SYSTEMS[kind], "code": _code(kind, code), "display": cause.name}
        for kind, code in sorted(cause.codes.items())
        if code and kind in _SYSTEMS
    ]
    return {
        "coding": [*coding, {"system": OWN_CAUSE, "code": cause.id, "display": cause.name}],
        "text": cause.name,
    }


def _code(kind: str, code: str) -> str:
    return code if kind == "mondo" else code.split(":")[-1]


def risk_assessment(a: Assessment, subject: Resource, when: str, basis: list[Resource]) -> Resource:
    """Every cause with its probability; ``probabilityDecimal`` is in percent, as R4 has it."""
    predictions = [_prediction(cause) for cause in a.causes]
    none = {"text": _NONE}
    predictions.append({"outcome": none, "probabilityDecimal": _percent(a.none_of_these)})
    return {
        "resourceType": "RiskAssessment",
        "status": "final",
        "method": {"text": f"whytwitch {a.versions.get('software', '')}, {a.versions.get('knowledge', '')}"},
        "code": {"text": "Possible causes of the involuntary muscle activity"},
        "subject": subject,
        "occurrenceDateTime": when,
        **({"basis": basis} if basis else {}),
        "prediction": predictions,
        "note": [{"text": DISCLAIMER}],
    }


def _prediction(cause: CauseRow) -> Resource:
    words = likelihood_words(cause.probability)
    prediction: Resource = {
        "outcome": cause_concept(cause),
        "probabilityDecimal": _percent(cause.probability),
        "qualitativeRisk": {
            "coding": [{"system": _LIKELIHOOD, "code": words.replace(" ", "-"), "display": words}],
            "text": words,
        },
    }
    reasons = [
        f"{'' if r.present else 'no '}{r.fact} ({r.log_odds:+.2f} log odds"
        f"{'; ' + ', '.join(r.sources) if r.sources else ''})"
        for r in cause.reasons
    ]
    if reasons:
        prediction["rationale"] = "; ".join(reasons)
    return prediction


def _percent(probability: float) -> float:
    return float(f"{100 * probability:.4g}")


def clinical_impression(a: Assessment, subject: Resource, when: str, about: list[Resource]) -> Resource:
    """How soon and why, the leading causes, what was looked at, and what was not understood."""
    findings = [
        {
            "itemCodeableConcept": cause_concept(cause),
            "basis": f"{percent(cause.probability)}, {likelihood_words(cause.probability)}",
        }
        for cause in a.causes[:10]
    ]
    looked_at = [
        {"code": {"text": f"{c.name}: {c.verdict}"}, **({"item": about} if about else {})} for c in a.criteria
    ]
    notes = [{"text": f"Why so soon: {r.professional or r.text}"} for r in a.urgency.reasons]
    notes += [
        {"text": f"Not understood: {n.where}: {n.text}{': ' + n.why if n.why else ''}"}
        for n in a.not_understood
    ]
    impression: Resource = {
        "resourceType": "ClinicalImpression",
        "status": "completed",
        "description": "Computed from coded facts, without an examination",
        "subject": subject,
        "effectiveDateTime": when,
        "date": when,
        "summary": f"{LEVEL_TITLE[a.urgency.level]}. {LEVEL_PLAIN[a.urgency.level]} {DISCLAIMER}",
        "note": [*notes, {"text": DISCLAIMER}],
    }
    if findings:
        impression["finding"] = findings
    if looked_at:
        impression["investigation"] = looked_at
    return impression


def guidance_response(a: Assessment, subject: Resource, when: str) -> Resource:
    """What the module says as a whole: how soon, and which data would tell it more."""
    level = a.urgency.level
    parameters: Resource = {
        "resourceType": "Parameters",
        "id": "advice",
        "parameter": [
            {
                "name": "urgency",
                "valueCoding": {"system": _URGENCY, "code": level, "display": LEVEL_TITLE[level]},
            },
            {"name": "noneOfThese", "valueDecimal": _percent(a.none_of_these)},
            *({"name": name, "valueString": value} for name, value in sorted(a.versions.items()) if value),
        ],
    }
    contained: list[Resource] = [parameters]
    response: Resource = {
        "resourceType": "GuidanceResponse",
        "moduleUri": "urn:whytwitch:assessment:1",
        "status": "success",
        "subject": subject,
        "occurrenceDateTime": when,
        "outputParameters": {"reference": "#advice"},
        "note": [{"text": DISCLAIMER}],
    }
    if a.not_understood:
        contained.append(_not_understood(a))
        response["evaluationMessage"] = [{"reference": "#not-understood"}]
    wanted = [_requirement(step) for step in a.next_steps if step.kind == "question"]
    if wanted:
        response["dataRequirement"] = wanted
    response["contained"] = contained
    return response


def _not_understood(a: Assessment) -> Resource:
    return {
        "resourceType": "OperationOutcome",
        "id": "not-understood",
        "issue": [
            {
                "severity": "information",
                "code": "not-supported",
                "diagnostics": f"{n.text}: {n.why}" if n.why else n.text or "(empty)",
                **({"expression": [f"Bundle.{n.where}"]} if n.where else {}),
            }
            for n in a.not_understood
        ],
    }


def _requirement(step: NextStep) -> Resource:
    concept = coding_of_item(step.id)
    return {"type": "Observation", "codeFilter": [{"path": "code", "code": [concept]}]}


def service_requests(a: Assessment, subject: Resource, when: str) -> Iterator[tuple[str, Resource]]:
    """Proposals, never orders: to be seen, and each sign or test worth having. With a key for the id."""
    level = a.urgency.level
    if level != "self-care":
        yield (
            "seen",
            _request({"text": LEVEL_TITLE[level]}, subject, when, level, LEVEL_PLAIN[level]),
        )
    for step in a.next_steps:
        if step.kind != "question":
            code = {"coding": [coding_of_item(step.id)], "text": step.text}
            yield step.id, _request(code, subject, when, level, f"{step.why} ({step.bits:.2f} bits)")


def _request(code: Resource, subject: Resource, when: str, level: Urgency, why: str) -> Resource:
    return {
        "resourceType": "ServiceRequest",
        "status": "draft",
        "intent": "proposal",
        "priority": _PRIORITY[level],
        "code": code,
        "subject": subject,
        "authoredOn": when,
        "note": [{"text": why}],
    }


def detected_issues(
    a: Assessment, subject: Resource, when: str, references: Mapping[str, Resource]
) -> Iterator[tuple[str, Resource]]:
    """A drug that may cause it: as a row of the ranking, or by what medicines do together."""
    facts = {fact.id: fact for fact in a.case.facts if fact.present}
    base = {"patient": subject, "identifiedDateTime": when}
    for cause in a.causes:
        if cause.probability < _WORTH_SAYING:
            continue
        for reason in cause.reasons:
            fact = facts.get(reason.id)
            if fact is None or reason.log_odds <= 0 or not _is_drug(cause, fact, references):
                continue
            text = f"{fact.label} may be behind it: {cause.name}, {percent(cause.probability)}"
            code: Resource = {"text": "Drug that can cause it"}
            sources = list(reason.sources)
            yield (
                f"{cause.id}:{fact.id}",
                base | _issue(code, text, [fact], cause.urgency, sources, a, references),
            )
    rows = {cause.id.split(":")[0]: cause for cause in reversed(a.causes)}
    for link in a.medicines:
        if link.log_odds <= 0:
            continue
        code = {"text": f"Medicines: {link.kind}"}
        if link.kind == "interaction":
            code["coding"] = [{"system": _ACT_CODE, "code": "DRG", "display": "Drug Interaction Alert"}]
        involved = [facts[agent] for agent in link.agents if agent in facts]
        level: Urgency = rows[link.brings].urgency if link.brings in rows else "routine"
        yield (
            f"{link.kind}:{link.id}",
            base | _issue(code, link.professional, involved, level, list(link.sources), a, references),
        )


def _is_drug(cause: CauseRow, fact: Fact, references: Mapping[str, Resource]) -> bool:
    """The agent of the row, or something that the record holds as a medication."""
    if fact.id == cause.agent:
        return True
    return str(references.get(fact.origin, {}).get("reference", "")).startswith("Medication")


def _issue(
    code: Resource,
    text: str,
    facts: list[Fact],
    level: Urgency,
    sources: list[str],
    a: Assessment,
    references: Mapping[str, Resource],
) -> Resource:
    implicated = [references.get(fact.origin, {"display": fact.label}) for fact in facts]
    issue: Resource = {
        "resourceType": "DetectedIssue",
        "status": "preliminary",
        "code": code,
        "severity": _SEVERITY[level],
        "detail": text,
    }
    if implicated:
        issue["implicated"] = implicated
    url = next((a.sources[s]["url"] for s in sources if a.sources.get(s, {}).get("url")), "")
    if url:
        issue["reference"] = url
    return issue
