"""Stated rates of every hypothesis as sparse entries, closed upwards through the ontology."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.model.annotated import Annotations
from whytwitch.model.curated import Hypothesis
from whytwitch.model.features import Features
from whytwitch.model.pairs import Pairs, highest, order_of, spread

__all__ = [
    "Entries",
    "closed_upwards",
    "critical_values",
    "hallmarks",
    "needed_exposures",
    "save_rates",
    "stated_rates",
]

#: Hypothesis, feature and rate of each entry; three arrays of one length.
Entries = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]

#: From this rate on a cause hardly ever comes without the exposure.
_NEEDED = 0.8
#: From this rate on a finding marks a cause.
_MARKS = 0.9


def stated_rates(
    curated: list[Hypothesis],
    annotations: Annotations,
    features: Features,
    taken: dict[int, int],
    n_curated: int,
) -> Entries:
    """Every rate that a record or an annotation states, as (hypothesis, feature, rate)."""
    hyp: list[int] = []
    feat: list[int] = []
    rate: list[float] = []
    known: set[tuple[int, int]] = set()
    for i, hypothesis in enumerate(curated):
        for item, value in hypothesis.rates.items():
            index = features.index(item)
            if index is not None and (i, index) not in known:
                known.add((i, index))
                hyp.append(i)
                feat.append(index)
                rate.append(value)
    keep = ~np.isin(annotations.disease, np.fromiter(taken, np.int32, len(taken)))
    for d, t, r in _of_diseases(annotations, taken):
        # The curated record leads; the annotation fills in what it leaves out, at half strength.
        if (taken[d], t) not in known:
            known.add((taken[d], t))
            hyp.append(taken[d])
            feat.append(t)
            rate.append(0.5 * r)
    return (
        np.concatenate([np.array(hyp, np.int32), annotations.disease[keep] + n_curated]),
        np.concatenate([np.array(feat, np.int32), annotations.term[keep]]),
        np.concatenate([np.array(rate, np.float32), annotations.rate[keep]]),
    )


def critical_values(
    hyp: NDArray[np.int32],
    feat: NDArray[np.int32],
    rate: NDArray[np.float32],
    features: Features,
    n_curated: int,
) -> Entries:
    """Rates of values beyond a critical limit in curated causes, from those of low and high.

    A cause in which the value is nearly always low gives critical ones often; one in which it is
    low now and then seldom does. Half the square of the rate says so (an estimate).
    """
    below: dict[int, list[int]] = {}
    for name, index in features.own.items():
        if name.startswith("WT:critical_"):
            for above in features.ancestors(index).tolist():
                below.setdefault(above, []).append(index)
    best: dict[tuple[int, int], float] = {}
    for at in np.flatnonzero((hyp < n_curated) & np.isin(feat, list(below))).tolist():
        value = 0.5 * float(rate[at]) ** 2
        for index in below[int(feat[at])]:
            pair = (int(hyp[at]), index)
            best[pair] = max(best.get(pair, 0.0), value)
    pairs = sorted(best)
    return (
        np.concatenate([hyp, np.array([d for d, _ in pairs], np.int32)]),
        np.concatenate([feat, np.array([f for _, f in pairs], np.int32)]),
        np.concatenate([rate, np.array([best[p] for p in pairs], np.float32)]),
    )


def _of_diseases(annotations: Annotations, taken: dict[int, int]) -> Iterable[tuple[int, int, float]]:
    for d in sorted(taken):
        start, end = np.searchsorted(annotations.disease, [d, d + 1])
        for j in range(int(start), int(end)):
            yield d, int(annotations.term[j]), float(annotations.rate[j])


def closed_upwards(
    hyp: NDArray[np.int32], feat: NDArray[np.int32], rate: NDArray[np.float32], features: Features
) -> Entries:
    """A general feature is there whenever a part of it is: the highest rate of the parts."""
    # A share of the entries at a time, since all of them closed are millions.
    parts = [
        _closed(hyp[a : a + _ENTRIES], feat[a : a + _ENTRIES], rate[a : a + _ENTRIES], features)
        for a in range(0, len(hyp), _ENTRIES)
    ]
    feature, hypothesis, best = highest(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return hypothesis, feature, best


_ENTRIES = 50_000


def _closed(
    hyp: NDArray[np.int32], feat: NDArray[np.int32], rate: NDArray[np.float32], features: Features
) -> Pairs:
    """Feature, hypothesis and highest rate of some entries and of all above them."""
    start, stop = features.ancestor_end[feat].astype(np.int64), features.ancestor_end[feat + 1]
    place, entry = spread(start, stop.astype(np.int64))
    return highest(
        np.concatenate([feat, features.ancestor_item[place]]),
        np.concatenate([hyp, hyp[entry]]),
        np.concatenate([rate, rate[entry]]),
    )


def save_rates(out: Path, name: str, entries: Entries, n_features: int, n_hypotheses: int) -> None:
    """Rates by feature, and again by hypothesis."""
    hyp, feat, rate = entries
    for axis, other, part, n in (
        (feat, hyp, ("", "hyp"), n_features),
        (hyp, feat, ("row_", "feature"), n_hypotheses),
    ):
        order = order_of(axis, other)
        ends = np.concatenate([[0], np.cumsum(np.bincount(axis, minlength=n))])
        np.save(out / f"{name}_{part[0]}end.npy", ends.astype(np.int32))
        np.save(out / f"{name}_{part[0]}{part[1]}.npy", other[order])
        np.save(out / f"{name}_{part[0]}rate.npy", rate[order])


def needed_exposures(
    hyp: NDArray[np.int32],
    feat: NDArray[np.int32],
    rate: NDArray[np.float32],
    features: Features,
    n_curated: int,
) -> dict[str, NDArray[Any]]:
    """Exposures that a curated hypothesis hardly ever comes without, sorted by hypothesis."""
    at = np.flatnonzero((feat >= features.n_findings) & (rate >= _NEEDED) & (hyp < n_curated))
    at = at[order_of(hyp[at], feat[at])]
    return {"needed_hyp": hyp[at], "needed_feature": feat[at], "needed_rate": rate[at]}


def hallmarks(
    hyp: NDArray[np.int32],
    feat: NDArray[np.int32],
    rate: NDArray[np.float32],
    features: Features,
    n_curated: int,
    tested: Iterable[int],
) -> dict[str, NDArray[Any]]:
    """Findings that a curated hypothesis hardly ever comes without, test results left out."""
    marks = (feat < features.n_findings) & (rate >= _MARKS) & (hyp < n_curated)
    at = np.flatnonzero(marks & ~np.isin(feat, list(tested)))
    at = at[order_of(hyp[at], feat[at])]
    return {"hallmark_hyp": hyp[at], "hallmark_feature": feat[at]}
