"""What each result of a sign or test would do: urgency and probabilities if it is there, and if not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from whytwitch.core.assessment import NextStep
from whytwitch.core.case import Case, Fact, Urgency
from whytwitch.explain.ranking import row_names
from whytwitch.model.store import Model
from whytwitch.service.assess import rank

__all__ = ["Outcome", "WhatIf", "what_if"]

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the answer would stand: urgency, and the leading causes as (name, probability now, then)."""

    urgency: Urgency
    causes: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One step with both its outcomes."""

    step: NextStep
    positive: Outcome
    negative: Outcome


def what_if(model: Model, case: Case, steps: Sequence[NextStep]) -> tuple[WhatIf, ...]:
    """Both outcomes of each step, by assessing the case anew with either result.

    Probabilities run from 0 to 1. A cause that is not in the first hundred rows counts as 0.
    """
    now = _probabilities(model, case)
    return tuple(
        WhatIf(step, _outcome(model, case, step.id, True, now), _outcome(model, case, step.id, False, now))
        for step in steps
        if model.feature(step.id) is not None
    )


def _probabilities(model: Model, case: Case) -> dict[str, float]:
    return {row.id: row.probability for row in rank(model, case).rows}


def _outcome(model: Model, case: Case, item: str, present: bool, now: dict[str, float]) -> Outcome:
    kept = tuple(f for f in case.facts if f.id != item)
    ranking = rank(model, replace(case, facts=(*kept, Fact(item, present, model.label(item)))))
    then = [
        (row_names(model, row)[0], now.get(row.id, 0.0), row.probability) for row in ranking.rows[:_SHOWN]
    ]
    return Outcome(ranking.urgency.level, tuple(then))
