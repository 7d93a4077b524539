"""What a record says about a cause beyond its figures, for the report."""

from __future__ import annotations

from collections.abc import Iterable

from whytwitch.core.assessment import CauseDetails, Grounded
from whytwitch.explain.ranking import Row, lead_of
from whytwitch.knowledge.schema import Advice, Cause
from whytwitch.model.store import Model

__all__ = ["cause_details"]


def cause_details(model: Model, row: Row) -> CauseDetails | None:
    """Mechanism, urgency and care of a row's cause; None for the annotated tier."""
    lead = lead_of(model, row)
    cause = model.record(Cause, lead.cause) if lead.tier == "curated" else None
    if cause is None:
        return None
    care = cause.care
    lines = (*care.treatment, *care.self_care, *care.avoid)
    sources = [*cause.mechanism.sources, care.source, *(a.source for a in lines)]
    return CauseDetails(
        mechanism_plain=cause.mechanism.plain,
        mechanism_technical=cause.mechanism.technical,
        why_urgent=care.why,
        tempo=cause.onset.tempo,
        treatment=_grounded(care.treatment),
        self_care=_grounded(care.self_care),
        avoid=_grounded(care.avoid),
        mistaken_for=tuple((_name(model, m.cause), m.tell_apart) for m in cause.mistaken_for),
        sources=tuple(dict.fromkeys(s for s in sources if s)),
    )


def _grounded(lines: Iterable[Advice]) -> tuple[Grounded, ...]:
    return tuple(Grounded(a.text, a.source or "", a.basis or "") for a in lines)


def _name(model: Model, cause: str) -> str:
    return str(model.meta["cause_names"].get(cause, cause.replace("_", " ")))
