"""What a record says about a cause beyond its figures, for the report."""

from __future__ import annotations

from collections.abc import Iterable

from whytwitch.core.assessment import CauseDetails, Grounded
from whytwitch.explain.ranking import Row, lead_of
from whytwitch.inference.likelihood import EXCLUDED
from whytwitch.inference.posterior import Observation
from whytwitch.knowledge.rates import Evidence, evidence, pooled_rate
from whytwitch.knowledge.schema import Advice, Cause, Source
from whytwitch.knowledge.tables import Plain
from whytwitch.model.store import Model

__all__ = ["cause_details"]


def cause_details(model: Model, row: Row, observation: Observation) -> CauseDetails | None:
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
        would_raise=_would_raise(model, cause, observation),
        would_lower=_would_lower(model, cause, observation),
    )


_NAMED = 3


def _unasked(model: Model, cause: Cause, observation: Observation) -> list[tuple[str, int, float]]:
    """Findings of a record that are neither answered nor implied, with their rates."""
    settled = set(observation.present) | set(observation.absent)
    for feature in observation.present:
        settled.update(model.arrays.ancestors(feature).tolist())
    pooled: dict[str, list[Evidence]] = {}
    for link in cause.findings:
        source = model.record(Source, link.source) if link.source else None
        figure = evidence(link.count, link.percent, link.band, source, link.basis == "estimate")
        pooled.setdefault(link.finding, []).append(figure)
    found = []
    for item, figures in pooled.items():
        index = model.feature(item)
        if index is None or index in settled:
            continue
        if not observation.absent.intersection(model.arrays.ancestors(index).tolist()):
            found.append((item, index, pooled_rate(figures)))
    return found


def _words(model: Model, item: str) -> str:
    plain = model.record(Plain, item)
    words = plain.plain if plain is not None else model.label(item)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _would_raise(model: Model, cause: Cause, observation: Observation) -> tuple[str, ...]:
    """Common in the cause and rare among all who present."""
    marginal = model.arrays.marginal
    telling = [
        (rate / float(marginal[feature]), item)
        for item, feature, rate in _unasked(model, cause, observation)
        if rate >= _OFTEN
    ]
    telling.sort(key=lambda t: (-t[0], t[1]))
    return tuple(_words(model, item) for ratio, item in telling[:_NAMED] if ratio > 1.5)


_OFTEN = 0.3


def _would_lower(model: Model, cause: Cause, observation: Observation) -> tuple[str, ...]:
    """What the record says does not occur in the cause, commonest among all who present first."""
    marginal = model.arrays.marginal
    telling = [
        (float(marginal[feature]), item)
        for item, feature, rate in _unasked(model, cause, observation)
        if rate < EXCLUDED
    ]
    telling.sort(key=lambda t: (-t[0], t[1]))
    return tuple(_words(model, item) for _, item in telling[:_NAMED])


def _grounded(lines: Iterable[Advice]) -> tuple[Grounded, ...]:
    return tuple(Grounded(a.text, a.source or "", a.basis or "") for a in lines)


def _name(model: Model, cause: str) -> str:
    return str(model.meta["cause_names"].get(cause, cause.replace("_", " ")))
