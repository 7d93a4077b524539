"""An assessment as the JSON of the contract ``whytwitch.assessment/1``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from whytwitch.core.assessment import Assessment, CauseDetails, CauseRow, Share, UrgencyAdvice
from whytwitch.core.case import Case

__all__ = ["SCHEMA_NAME", "assessment_document", "assessment_json", "cause_document", "urgency_document"]

SCHEMA_NAME = "whytwitch.assessment/1"
DISCLAIMER = (
    "This is not a diagnosis. It ranks possible causes from what was said; only an examination by a "
    "clinician can tell which it is. If you feel unsafe or get worse, seek help now."
)


def urgency_document(urgency: UrgencyAdvice) -> dict[str, Any]:
    """How soon and why, as in every answer that says it."""
    return {
        "level": urgency.level,
        "reasons": [
            {
                "text": r.text,
                "rule": r.rule,
                "level": r.level,
                "professional": r.professional,
                "sources": list(r.sources),
            }
            for r in urgency.reasons
        ],
    }


def assessment_document(assessment: Assessment) -> dict[str, Any]:
    """The whole answer as plain dicts and lists; the page and the JSON are made from this alone."""
    a = assessment
    return {
        "schema": SCHEMA_NAME,
        "disclaimer": DISCLAIMER,
        "causes": [cause_document(c) for c in a.causes],
        "none_of_these": _round(a.none_of_these),
        "movements": [_share(s) for s in a.movements],
        "sites": [_share(s) for s in a.sites],
        "urgency": urgency_document(a.urgency),
        "next": [
            {"kind": s.kind, "id": s.id, "text": s.text, "bits": s.bits, "why": s.why} for s in a.next_steps
        ],
        "criteria": [
            {
                "id": c.id,
                "name": c.name,
                "cause": c.cause,
                "verdict": c.verdict,
                "score": c.score,
                "items": [{"text": i.text, "state": i.state} for i in c.items],
                "missing": list(c.missing),
                "sources": list(c.sources),
            }
            for c in a.criteria
        ],
        "medicines": [
            {
                "kind": k.kind,
                "id": k.id,
                "agents": list(k.agents),
                "brings": k.brings,
                "log_odds": round(k.log_odds, 3),
                "plain": k.plain,
                "professional": k.professional,
                "sources": list(k.sources),
            }
            for k in a.medicines
        ],
        "not_understood": [{"text": n.text, "where": n.where, "why": n.why} for n in a.not_understood],
        "used": _used(a.case),
        "sources": a.sources,
        "versions": a.versions,
    }


def assessment_json(assessment: Assessment, indent: int | None = 1) -> str:
    """The document as text; equal input gives equal bytes."""
    return json.dumps(assessment_document(assessment), ensure_ascii=False, indent=indent)


def cause_document(cause: CauseRow) -> dict[str, Any]:
    """One row of ``causes``."""
    return {
        "id": cause.id,
        "name": cause.name,
        "plain_name": cause.plain_name,
        "synonyms": list(cause.synonyms),
        "chain": list(cause.chain),
        "probability": _round(cause.probability),
        "codes": cause.codes,
        "tier": cause.tier,
        "urgency": cause.urgency,
        "underlying": [{"id": u, "share": _round(s)} for u, s in cause.underlying],
        "reasons": [
            {
                "fact": r.fact,
                "plain": r.plain,
                "id": r.id,
                "present": r.present,
                "log_odds": r.log_odds,
                "basis": r.basis,
                "sources": list(r.sources),
            }
            for r in cause.reasons
        ],
        "details": _details(cause.details),
    }


def _details(details: CauseDetails | None) -> dict[str, Any] | None:
    if details is None:
        return None
    document = asdict(details)
    document["mistaken_for"] = [{"name": n, "tell_apart": t} for n, t in details.mistaken_for]
    document["sources"] = list(details.sources)
    for key in ("treatment", "self_care", "avoid", "would_raise", "would_lower"):
        document[key] = list(document[key])
    return document


def _share(share: Share) -> dict[str, Any]:
    return {"id": share.id, "name": share.name, "probability": _round(share.probability)}


def _used(case: Case) -> dict[str, Any]:
    """What the answer was made from, so that a reader can correct it."""
    return {
        "id": case.id,
        "age_years": case.age_years,
        "sex": case.sex,
        "setting": case.setting,
        "duration_days": case.duration_days,
        "known": list(case.known),
        "facts": [
            {
                "id": f.id,
                "label": f.label,
                "plain": f.plain,
                "present": f.present,
                "kind": f.kind,
                "where": f.origin,
                "words": f.words,
            }
            for f in case.facts
        ],
        "notes": list(case.notes),
    }


def _round(value: float) -> float:
    return float(f"{value:.6g}")
