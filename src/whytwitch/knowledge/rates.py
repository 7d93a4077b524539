"""Turn printed figures into rates. Pooling is code; a record never says the answer.

A rate is a Beta posterior mean: counts weigh by their total, a percentage without a total and a
band by a small fixed weight, an estimate by less.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whytwitch.knowledge.figures import Band, Count, Percent, ShareBand
from whytwitch.knowledge.schema import Source

__all__ = ["BAND_RATE", "SHARE_RATE", "Evidence", "evidence", "pooled_rate", "share_rate"]

#: Middle of each band of the ontology (HP:0040280 to HP:0040285), ends kept off 0 and 1.
BAND_RATE: dict[str, float] = {
    "obligate": 0.98,
    "very_frequent": 0.90,
    "frequent": 0.55,
    "occasional": 0.17,
    "very_rare": 0.025,
    "excluded": 0.004,
}

SHARE_RATE: dict[str, float] = {
    f"one_in_{n}": 1.0 / n for n in (3, 10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000, 300000, 1000000)
}

#: How many people a figure counts for, by what kind of work it comes from.
_DESIGN_DISCOUNT: dict[str, float] = {
    "guideline": 1.0,
    "review": 0.8,
    "trial": 1.0,
    "cohort": 1.0,
    "case series": 0.5,
    "case report": 0.2,
    "label": 0.8,
    "textbook": 0.6,
    "web page": 0.4,
    "laboratory": 0.6,
    "database": 0.7,
}
_WEIGHT_PERCENT_WITHOUT_TOTAL = 10.0
_WEIGHT_BAND = 6.0
_WEIGHT_ESTIMATE = 3.0
_WEIGHT_LIMIT = 200.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure as a rate in [0, 1] with a weight in people."""

    rate: float
    weight: float


def evidence(
    count: Count | None,
    percent: Percent | None,
    band: Band | ShareBand | None,
    source: Source | None,
    is_estimate: bool,
) -> Evidence:
    """The one figure that is given, weighed.

    Examples
    --------
    >>> evidence(Count(events=9, total=10), None, None, None, False).rate
    0.8809523809523809
    """
    discount = _DESIGN_DISCOUNT[source.kind] if source is not None else 0.5
    if count is not None:
        weight = min(count.total * discount, _WEIGHT_LIMIT)
        return Evidence((count.events + 0.25) / (count.total + 0.5), weight)
    if percent is not None:
        total = percent.total or _WEIGHT_PERCENT_WITHOUT_TOTAL
        return Evidence(percent.value / 100.0, min(total * discount, _WEIGHT_LIMIT))
    rate = BAND_RATE.get(str(band), SHARE_RATE.get(str(band), 0.0))
    return Evidence(rate, _WEIGHT_ESTIMATE if is_estimate else _WEIGHT_BAND)


def pooled_rate(figures: Iterable[Evidence]) -> float:
    """Weighted mean of several figures for one finding, kept off 0 and 1.

    A band stands as it is, so that "excluded" stays below what "very rare" means; counts were
    shrunk by half a person when they were read.

    Returns
    -------
    float
        In [0.002, 0.985]. Order of the figures does not matter.
    """
    total, events = 0.0, 0.0
    for figure in sorted(figures, key=lambda f: (f.rate, f.weight)):
        total += figure.weight
        events += figure.rate * figure.weight
    return min(max(events / total, 0.002), 0.985)


def share_rate(band: ShareBand) -> float:
    """The share a prior's band stands for."""
    return SHARE_RATE[band]
