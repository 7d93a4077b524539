"""For one cause: what speaks for it and what against, fact by fact, with sources."""

from __future__ import annotations

import math

import numpy as np

from whytwitch.core.assessment import Reason
from whytwitch.core.case import Case, Fact
from whytwitch.explain.profile_reasons import WORTH_SAYING, profile_reasons, said
from whytwitch.inference.likelihood import column, is_lent, log_ratio_absent, log_ratio_present, unlisted
from whytwitch.inference.posterior import (
    Observation,
    Posterior,
    Weights,
    log_context,
    timing_ratio,
)
from whytwitch.knowledge.schema import Cause
from whytwitch.model.store import Model

__all__ = ["fact_log_odds", "reasons_for"]


def fact_log_odds(model: Model, feature: int, present: bool, hypothesis: int, leak: float) -> float:
    """Log of how much likelier the answer is under a hypothesis than among all who present."""
    arrays = model.arrays
    marginal = max(float(arrays.marginal[feature]), leak if present else 0.0)
    ratio = log_ratio_present if present else log_ratio_absent
    col, values = ratio(arrays, feature, leak)
    at = int(col.hyp.searchsorted(hypothesis))
    known = at < len(col.hyp) and int(col.hyp[at]) == hypothesis
    if present:
        own = float(values[at]) if known else float(unlisted(arrays, feature)[hypothesis])
        return own + math.log(leak) - math.log(marginal)
    own = float(values[at]) if known else 0.0
    return own - math.log1p(-min(marginal, 0.9))


def reasons_for(
    model: Model,
    case: Case,
    observation: Observation,
    posterior: Posterior,
    hypothesis: int,
    weights: Weights,
) -> tuple[Reason, ...]:
    """Reasons of one hypothesis, strongest first; facts that say nothing are left out."""
    if hypothesis >= model.arrays.n_curated:
        return profile_reasons(model, case, observation, hypothesis - model.arrays.n_curated)
    names = model.hypothesis(hypothesis)
    cause = model.record(Cause, names.cause)
    behind = model.record(Cause, names.underlying)
    found = []
    for fact in case.facts:
        feature = model.feature(fact.id)
        if feature is None or feature not in posterior.weight:
            continue
        leak = float(model.arrays.leak[observation.setting, feature])
        if feature in observation.explained and fact.present:
            leak = 0.9
        log_odds = fact_log_odds(model, feature, fact.present, hypothesis, leak)
        if feature >= model.arrays.n_findings and fact.present:  # exposures are not tempered
            log_odds += _timing(model, observation, feature, hypothesis)
        else:
            log_odds *= posterior.weight[feature] * posterior.temperature
            log_odds *= 1.0 if fact.present else weights.absent
        if abs(log_odds) >= WORTH_SAYING:
            sources, basis = _ground(model, cause, fact, feature)
            if behind is not None and not sources:
                sources, own = _ground(model, behind, fact, feature)
                basis = own if own != "unlisted" else basis
            if basis == "unlisted" and fact.present and is_lent(model.arrays, feature, hypothesis):
                basis = "borrowed"
            plain = said(fact, fact.plain) if fact.plain else ""
            label = said(fact, fact.label)
            found.append(Reason(label, fact.id, fact.present, round(log_odds, 3), sources, basis, plain))
    found.extend(_context_reasons(model, observation, hypothesis, weights, cause))
    return tuple(sorted(found, key=lambda r: (-abs(r.log_odds), r.id)))


def _timing(model: Model, observation: Observation, feature: int, hypothesis: int) -> float:
    col = column(model.arrays, feature)
    at = int(col.hyp.searchsorted(hypothesis))
    if at == len(col.hyp) or int(col.hyp[at]) != hypothesis:
        return 0.0
    return float(timing_ratio(observation, feature, col.named[at : at + 1])[0])


def _context_reasons(
    model: Model,
    observation: Observation,
    hypothesis: int,
    weights: Weights,
    cause: Cause | None,
) -> list[Reason]:
    rows = []
    row = np.array([hypothesis])
    parts = {
        "age": Observation(frozenset(), frozenset(), age_years=observation.age_years),
        "duration": Observation(frozenset(), frozenset(), duration_days=observation.duration_days),
        "sex": Observation(frozenset(), frozenset(), male=observation.male),
    }
    onset = cause.onset if cause is not None else None
    grounds = {
        "age": onset.age_years.source if onset and onset.age_years else None,
        "duration": onset.duration_days.source if onset and onset.duration_days else None,
        "sex": onset.sex.male.source if onset and onset.sex else None,
    }
    texts = {
        "age": f"age {observation.age_years:g}" if observation.age_years is not None else "",
        "duration": _duration_text(observation.duration_days),
        "sex": {True: "male", False: "female", None: ""}[observation.male],
    }
    for name, part in parts.items():
        value = weights.context * float(log_context(model.arrays, part, row)[0])
        if texts[name] and abs(value) >= WORTH_SAYING:
            source = grounds[name]
            rows.append(Reason(texts[name], name, True, round(value, 3), (source,) if source else ()))
    return rows


def _duration_text(days: float | None) -> str:
    if days is None:
        return ""
    if days < 2:
        return f"for {max(days * 24, 1):.0f} hours"
    if days < 60:
        return f"for {days:.0f} days"
    return f"for {days / 30.4:.0f} months" if days < 730 else f"for {days / 365.25:.0f} years"


def _ground(model: Model, cause: Cause | None, fact: Fact, feature: int) -> tuple[tuple[str, ...], str]:
    """Sources of the figure behind a reason; ``estimate`` when it has none, or ``unlisted``."""
    if cause is None:
        return (), "unlisted"
    related = model.lineage(fact.id)
    sources: list[str] = []
    found = False
    for link in cause.findings:
        if link.finding in related or _is_part(model, link.finding, feature):
            found = True
            sources += [link.source] if link.source else []
    for test in cause.tests:
        if test.shows is not None and (test.shows in related or _is_part(model, test.shows, feature)):
            found = True
            sources += [test.source] if test.source else []
    for exposure in cause.exposures:
        if exposure.exposure in related:
            found = True
            sources += [exposure.source] if exposure.source else []
    for agent in cause.agents:
        if agent.agent in related:
            found = True
            sources.append(agent.source)
    basis = "" if sources else ("estimate" if found else "unlisted")
    return tuple(dict.fromkeys(sources)), basis


def _is_part(model: Model, item: str, feature: int) -> bool:
    index = model.feature(item)
    return index is not None and model.item(feature) in model.ancestor_items(index)
