"""When to come back: what would make the leading causes need help sooner, as their records say."""

from __future__ import annotations

from dataclasses import dataclass

from whytwitch.core.assessment import Assessment
from whytwitch.core.case import URGENCIES, Urgency
from whytwitch.knowledge.schema import Cause
from whytwitch.model.store import Model

__all__ = ["Sooner", "watch_for"]

_CAUSES, _LEAST, _MOST = 5, 0.02, 6


@dataclass(frozen=True, slots=True)
class Sooner:
    """One change to watch for; ``urgency`` is how soon to be seen then."""

    when: str
    urgency: Urgency
    source: str
    of: str


def watch_for(model: Model, assessment: Assessment) -> tuple[Sooner, ...]:
    """Changes that would raise the urgency above what it is now, most urgent first, at most six.

    What the person already has is left out, and what a more urgent line says of the same finding.
    """
    there = {f.id for f in assessment.case.facts if f.present}
    now = URGENCIES.index(assessment.urgency.level)
    found: dict[str, tuple[int, Sooner, frozenset[str]]] = {}
    for row in assessment.causes[:_CAUSES]:
        cause = model.record(Cause, row.id.split(":")[0])
        if cause is None or row.probability < _LEAST:
            continue
        for raised in cause.care.raise_to:
            level = URGENCIES.index(raised.urgency)
            if level > now and not there.intersection(raised.findings):
                sooner = Sooner(raised.when, raised.urgency, raised.source or "", row.plain_name)
                found.setdefault(raised.when, (level, sooner, frozenset(raised.findings)))
    ordered = sorted(found.values(), key=lambda f: -f[0])
    return tuple(sooner for _, sooner, _ in _agreed(model, ordered)[:_MOST])


def _agreed(
    model: Model, ordered: list[tuple[int, Sooner, frozenset[str]]]
) -> list[tuple[int, Sooner, frozenset[str]]]:
    """Without what a line before it says already, or calls more urgent: no two lines on short breath."""
    kept: list[tuple[int, Sooner, frozenset[str]]] = []
    for level, sooner, findings in ordered:
        sooner_said = {item for above, _, items in kept if above > level for item in items}
        said = {item for _, _, items in kept for item in items}
        again = {f for f in findings if _is_among(model, f, said)}
        if not any(_is_among(model, f, sooner_said) for f in findings) and not (
            findings and again == findings
        ):
            kept.append((level, sooner, findings))
    return kept


def _is_among(model: Model, item: str, said: set[str]) -> bool:
    """Whether an item, its kind or a part of it is among some."""
    return not said.isdisjoint(model.lineage(item)) or any(item in model.lineage(other) for other in said)
