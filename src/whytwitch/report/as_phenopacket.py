"""A case and its answer as a GA4GH phenopacket, version 2, in JSON.

Findings and laboratory results go out as phenotypic features, medicines as treatments. The ranking
goes out as interpretations that are in progress: a packet's ``diseases`` are diagnoses, and a
ranking is none. What the standard has no place for (what was not taken, known diagnoses, what was not
understood) stands among the external references, so that nothing is lost in silence.

References
----------
Jacobsen et al. 2022, doi 10.1038/s41587-022-01357-4.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from whytwitch.core.assessment import Assessment, CauseRow
from whytwitch.core.case import Case, Fact
from whytwitch.report.words import LEVEL_TITLE, percent

__all__ = ["assessment_phenopacket", "phenopacket_document"]

_SHOWN = 10
_OWN = "WHYTWITCH"
_RESOURCES = {
    "HP": (
        "hp",
        "Human Phenotype Ontology",
        "http://purl.obolibrary.org/obo/hp.owl",
        "http://purl.obolibrary.org/obo/HP_",
    ),
    "MONDO": (
        "mondo",
        "Mondo Disease Ontology",
        "http://purl.obolibrary.org/obo/mondo.owl",
        "http://purl.obolibrary.org/obo/MONDO_",
    ),
    "OMIM": (
        "omim",
        "Online Mendelian Inheritance in Man",
        "https://www.omim.org",
        "https://www.omim.org/entry/",
    ),
    "ORPHA": ("orpha", "Orphanet", "https://www.orpha.net", "https://www.orpha.net/en/disease/detail/"),
    "WT": ("whytwitch-findings", "whytwitch findings", "urn:whytwitch:finding", "urn:whytwitch:finding:"),
    _OWN: ("whytwitch", "whytwitch records", "urn:whytwitch", "urn:whytwitch:"),
}
_SEX = {"MALE": "MALE", "FEMALE": "FEMALE"}


def assessment_phenopacket(assessment: Assessment, at: datetime | None = None) -> str:
    """The packet as JSON text, dated now by default."""
    return json.dumps(phenopacket_document(assessment, at), ensure_ascii=False, indent=1)


def phenopacket_document(assessment: Assessment, at: datetime | None = None) -> dict[str, Any]:
    """The packet as plain dicts and lists, in the JSON form of the standard's protocol buffers."""
    case, when = assessment.case, (at or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    name = case.id or "case"
    packet: dict[str, Any] = {"id": name, "subject": _subject(case, name)}
    features = [_feature(f) for f in case.facts if f.kind != "exposure"]
    if features:
        packet["phenotypicFeatures"] = features
    treatments = [_treatment(f) for f in case.facts if f.kind == "exposure" and f.present]
    if treatments:
        packet["medicalActions"] = treatments
    causes = assessment.causes[:_SHOWN]
    if causes:
        packet["interpretations"] = [_interpretation(assessment, c, i) for i, c in enumerate(causes)]
    packet["metaData"] = {
        "created": when,
        "createdBy": f"whytwitch {assessment.versions.get('software', '')}".strip(),
        "resources": list(_resources(packet, assessment)),
        "phenopacketSchemaVersion": "2.0",
        **_left_over(case),
    }
    return packet


def _subject(case: Case, name: str) -> dict[str, Any]:
    subject: dict[str, Any] = {"id": f"{name}-subject", "sex": _SEX.get(case.sex or "", "UNKNOWN_SEX")}
    if case.age_years is not None:
        subject["timeAtLastEncounter"] = {"age": {"iso8601duration": _duration(case.age_years)}}
    return subject


def _duration(years: float) -> str:
    """ISO 8601, whole days: the form that every reader of packets takes.

    Examples
    --------
    >>> _duration(34), _duration(0.5), _duration(0.0)
    ('P34Y', 'P6M', 'P0D')
    """
    whole = int(years)
    months = int((years - whole) * 12 + 1e-9)
    days = round(((years - whole) - months / 12) * 365.25)
    parts = ((whole, "Y"), (months, "M"), (days, "D"))
    return "P" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0D")


def _term(fact: Fact) -> dict[str, str]:
    return {"id": fact.id if fact.id.startswith(("HP:", "WT:")) else _own(fact.id), "label": fact.label}


def _own(item: str) -> str:
    return f"{_OWN}:{item}"


def _feature(fact: Fact) -> dict[str, Any]:
    feature: dict[str, Any] = {"type": _term(fact), "excluded": not fact.present}
    if fact.words and fact.words != fact.label:
        feature["description"] = fact.words
    return feature


def _treatment(fact: Fact) -> dict[str, Any]:
    return {"treatment": {"agent": {"id": _own(fact.id), "label": fact.label}}}


def _interpretation(a: Assessment, cause: CauseRow, rank: int) -> dict[str, Any]:
    summary = (
        f"Rank {rank + 1} of a computed ranking, probability {percent(cause.probability)}; not a diagnosis. "
        f"How soon: {LEVEL_TITLE[a.urgency.level]}."
    )
    return {
        "id": f"{a.case.id or 'case'}-{rank + 1}",
        "progressStatus": "IN_PROGRESS",
        "diagnosis": {"disease": {"id": _disease_id(cause), "label": cause.name}},
        "summary": summary,
    }


def _disease_id(cause: CauseRow) -> str:
    for kind, prefix in (("mondo", "MONDO"), ("omim", "OMIM"), ("orpha", "ORPHA")):
        code = cause.codes.get(kind)
        if code:
            return code if ":" in code else f"{prefix}:{code}"
    return _own(cause.id.replace(":", "."))


def _resources(packet: dict[str, Any], a: Assessment) -> Iterator[dict[str, str]]:
    """One row for each prefix that the packet uses."""
    ids = [f["type"]["id"] for f in packet.get("phenotypicFeatures", [])]
    ids += [t["treatment"]["agent"]["id"] for t in packet.get("medicalActions", [])]
    ids += [i["diagnosis"]["disease"]["id"] for i in packet.get("interpretations", [])]
    used = {i.split(":")[0] for i in ids}
    for prefix, (name, title, url, iri) in _RESOURCES.items():
        if prefix in used:
            version = a.versions.get("ontology", "") if prefix == "HP" else a.versions.get("software", "")
            yield {
                "id": name,
                "name": title,
                "url": url,
                "version": version if prefix in ("HP", "WT", _OWN) else "",
                "namespacePrefix": prefix,
                "iriPrefix": iri,
            }


def _left_over(case: Case) -> dict[str, Any]:
    """What a packet has no place for, as references with a description."""
    rows = [f"not taken: {f.label}" for f in case.facts if f.kind == "exposure" and not f.present]
    rows += [f"known diagnosis: {name}" for name in case.known]
    if case.duration_days is not None:
        rows.append(f"days since the first symptom: {case.duration_days:g}")
    rows += [f"not understood: {n.where}: {n.text}" for n in case.not_understood]
    if not rows:
        return {}
    return {
        "externalReferences": [
            {"id": f"{_OWN}:said.{i}", "description": text} for i, text in enumerate(rows, start=1)
        ]
    }
