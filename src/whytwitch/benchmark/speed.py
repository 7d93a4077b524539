"""How fast the engine is on this machine, in process, each row beside its bound."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from whytwitch.core.case import Case, Fact
from whytwitch.explain.next_step import next_steps
from whytwitch.inference.information import expected_gain
from whytwitch.inference.posterior import posterior
from whytwitch.knowledge.schema import Cause
from whytwitch.model.store import Model
from whytwitch.service.assess import assess, observe, rank

__all__ = ["SpeedRow", "drawn_cases", "speed_rows", "speed_text"]

_LEADING = 60
_CANDIDATES = 500


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """One measured figure.

    Attributes
    ----------
    value : float
        In ``unit``: ``ms``, ``s``, ``MB`` (less is better) or ``/s`` (more is better).
    bound : float or None
        What it should keep to.
    """

    what: str
    value: float
    bound: float | None
    unit: str

    @property
    def ratio(self) -> float | None:
        """Below one is within the bound."""
        if self.bound is None:
            return None
        return self.bound / self.value if self.unit == "/s" else self.value / self.bound


def drawn_cases(model: Model, n: int = 60, seed: int = 1) -> list[Case]:
    """Made-up people: a curated cause's own findings, some left out, with an age and a duration."""
    draw = random.Random(seed)
    causes = [c for c in model.all_records(Cause).values() if len(c.findings) >= 4]
    cases = []
    for cause in draw.sample(causes, min(n, len(causes))):
        ids = list(dict.fromkeys(link.finding for link in cause.findings))
        picked = draw.sample(ids, min(len(ids), draw.randint(2, 7)))
        facts = tuple(
            Fact(item, True, model.label(item), origin=f"present[{i}]") for i, item in enumerate(picked)
        )
        cases.append(Case(facts=facts, age_years=draw.randint(1, 90), duration_days=draw.randint(1, 2000)))
    return cases


def speed_rows(model: Model, cases: Sequence[Case]) -> Iterator[SpeedRow]:
    """Median milliseconds over the cases, warm; bounds from the project's design."""
    observed = [observe(model, c) for c in cases]
    took = each(lambda o: posterior(model.arrays, o), observed)
    yield SpeedRow("one posterior, all causes of both tiers", took, 5, "ms")
    yield SpeedRow("one ranking with urgency", each(lambda c: rank(model, c), cases), 5, "ms")
    results = [rank(model, c) for c in cases]
    leading = np.arange(_LEADING)
    features = np.arange(_CANDIDATES) + 1000
    took = each(
        lambda r: expected_gain(model.arrays, r.posterior.probability[leading], leading, features, 0, 3),
        results,
    )
    yield SpeedRow("expected gain of 500 candidates over 60 leading causes", took, 50, "ms")
    took = each(lambda r: next_steps(model, r.observation, r.rows), results)
    yield SpeedRow("next step with words, records warm", took, 50, "ms")
    took = each(lambda c: assess(model, c), cases)
    yield SpeedRow("whole assessment with reasons and next steps", took, None, "ms")


def each(call: Callable[[Any], Any], items: Sequence[Any]) -> float:
    """Median milliseconds over the items, after one call of each."""
    for item in items:
        call(item)
    times = []
    for item in items:
        start = time.perf_counter()
        call(item)
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def speed_text(rows: Iterable[SpeedRow]) -> str:
    """The rows as a table."""
    lines = [f"{'what':<58}{'measured':>14}{'bound':>12}{'ratio':>8}", "-" * 92]
    for row in rows:
        beside = f"{'-':>11}{'-':>8}"
        if row.bound is not None and row.ratio is not None:
            beside = f"{row.bound:>9g} {row.unit:<2}{row.ratio:>8.2f}"
        lines.append(f"{row.what:<58}{row.value:>11.3g} {row.unit:<3}{beside}")
    return "\n".join(lines)
