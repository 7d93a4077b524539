"""What one feature says: s(t|d) read through the ontology, and q(t|d) with its leak.

References
----------
Noisy-or with leak: Pearl 1988; QMR-DT: Shwe et al. 1991, Methods Inf Med 30:241.
Ontology-aware rates: Robinson et al. 2020 (LIRICAL), doi 10.1016/j.ajhg.2020.06.021.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.arrays import Arrays, Column
from whytwitch.inference.kept import Kept, kept_in

__all__ = [
    "UNLISTED_PENALTY",
    "column",
    "is_lent",
    "log_ratio_absent",
    "log_ratio_present",
    "rates_of",
    "unlisted",
    "unlisted_of",
]

#: How far a finding that a thorough description leaves out falls below its leak. An involuntary
#: movement is what people come with: it falls further, for it is seldom there by coincidence.
UNLISTED_PENALTY = 0.5
UNLISTED_MOVEMENT = 0.90
#: A part of a general finding is named at least and at most this often.
_SHARE_LOW, _SHARE_HIGH = 0.04, 0.6
#: Below this ratio the whole says nothing about the part.
_SHARE_NONE = 0.002
_RATE_NOT_WORTH_KEEPING = 0.004
#: Below this rate a record says that the finding does not occur; then only error brings it about.
EXCLUDED = 0.012
_EXCLUDED_LEAK = 0.2
#: How often a finding is called by the name of a more general one.
NAMED_BY_WHOLE = 0.3


def column(arrays: Arrays, feature: int) -> Column:
    """Rate of a feature in every hypothesis that has one, directly or through the ontology.

    A stated rate, or that of a part, comes first. Where there is none, a stated rate of a more
    general feature counts by the share its part has in it; and a stated rate of a term that
    observers use for the same thing counts by how often they do.
    """
    return arrays.columns.get(feature, partial(_column, arrays, feature))


def _column(arrays: Arrays, feature: int) -> Column:
    borrowed = np.zeros(arrays.n)
    excluded = np.zeros(arrays.n, bool)
    for ancestor in arrays.ancestors(feature).tolist():
        hyp, rate = _explicit(arrays, ancestor)
        if len(hyp):
            share = _share(arrays, feature, ancestor)
            borrowed[hyp] = np.maximum(borrowed[hyp], rate * share)
            # What is excluded as a whole is excluded in each of its parts.
            excluded[hyp[rate < EXCLUDED]] = True
    start, end = np.searchsorted(arrays.near_from, [feature, feature + 1])
    for j in range(int(start), int(end)):
        hyp, rate = _explicit(arrays, int(arrays.near_to[j]))
        borrowed[hyp] = np.maximum(borrowed[hyp], rate * float(arrays.near_share[j]))
    up_hyp, up_rate = _upward(arrays, feature)
    own_hyp, own_rate = _explicit(arrays, feature)
    rate_of = borrowed.copy()
    rate_of[up_hyp] = up_rate
    named = np.maximum(borrowed, 0.0)
    factor = NAMED_BY_WHOLE if feature < arrays.n_findings else 1.0
    named[up_hyp] = np.maximum(named[up_hyp], factor * up_rate)
    named[own_hyp] = np.where(own_rate < EXCLUDED, own_rate, np.maximum(named[own_hyp], own_rate))
    least = _RATE_NOT_WORTH_KEEPING if feature < arrays.n_findings else 1e-9
    keep = (rate_of >= least) | (named >= least)
    excluded[up_hyp] = False  # unless it, or a part of it, has a rate of its own
    excluded[own_hyp] = own_rate < EXCLUDED
    excluded &= feature < arrays.n_findings
    keep |= excluded
    lent = _lent(arrays, feature)
    if lent is not None:
        lent[keep[: arrays.n_curated]] = 0.0
        more = np.flatnonzero(lent)
        rate_of[more], named[more], keep[more] = 0.0, lent[more], True
    every = np.flatnonzero(keep)
    return Column(every, rate_of[every], named[every], excluded[every])


def is_lent(arrays: Arrays, feature: int, hypothesis: int) -> bool:
    """Whether a curated hypothesis may have a rate of the feature from causes like it alone."""
    lent = _lent(arrays, feature) if hypothesis < arrays.n_curated else None
    return lent is not None and bool(lent[hypothesis])


def _lent(arrays: Arrays, feature: int) -> NDArray[np.float64] | None:
    """What causes like it lend each curated hypothesis; None when nothing is lent."""
    a, b = int(arrays.lent_end[feature]), int(arrays.lent_end[feature + 1])
    if a == b:
        return None
    by_base = np.zeros(arrays.n_curated)
    by_base[arrays.lent_hyp[a:b]] = arrays.lent_rate[a:b]
    return by_base[arrays.base_of]


def _explicit(arrays: Arrays, feature: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    a, b = int(arrays.explicit_end[feature]), int(arrays.explicit_end[feature + 1])
    return arrays.explicit_hyp[a:b], arrays.explicit_rate[a:b]


def _upward(arrays: Arrays, feature: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    a, b = int(arrays.upward_end[feature]), int(arrays.upward_end[feature + 1])
    return arrays.upward_hyp[a:b], arrays.upward_rate[a:b]


def _share(arrays: Arrays, part: int, whole: int) -> float:
    """How often the whole is this part: by how many annotated diseases have either.

    For exposures, by how often each is there anyway.
    """
    if (part, whole) in _parted(arrays):
        return 0.0
    if part >= arrays.n_findings:
        # A named medicine fills its class's place as often as it is taken within the class.
        return min(float(arrays.leak[0, part]) / float(arrays.leak[0, whole]), 1.0)
    if whole >= len(arrays.frequency) or arrays.frequency[whole] == 0:
        return _SHARE_LOW
    ratio = (float(arrays.frequency[part]) + 1.0) / (float(arrays.frequency[whole]) + 2.0)
    if ratio <= _SHARE_NONE:
        return 0.0
    # The part is at least as much news as the whole: it has the share here that it has anyway.
    anyway = float(arrays.marginal[part]) / float(arrays.marginal[whole])
    return min(max(ratio, anyway), _SHARE_HIGH)


def _parted(arrays: Arrays) -> frozenset[tuple[int, int]]:
    found = arrays.cache.get("parted")
    if found is None:
        found = arrays.cache["parted"] = frozenset((int(a), int(b)) for a, b in arrays.parted)
    pairs: frozenset[tuple[int, int]] = found
    return pairs


def rates_of(arrays: Arrays, rows: NDArray[np.int64], features: NDArray[np.int64]) -> NDArray[np.float64]:
    """How often each feature is there and called so, in chosen hypotheses; shape (m, k).

    The same numbers as :func:`column` gives in ``named``, worked out for few hypotheses and many
    features at once: the stated rates of the rows are laid out densely and gathered, as far as the
    features and their lenders go: over all features that would be 10 MB to fill for each question.
    """
    source, share, starts = _all_lenders(arrays, features)
    # Where each feature stands in what is laid out; all the others fall on its last column.
    place = np.full(len(arrays.ancestor_end) - 1, -1, np.intp)
    place[features] = place[source] = 0
    wanted = np.flatnonzero(place == 0)
    place[wanted] = np.arange(len(wanted))
    stated = _dense(arrays, rows, "explicit", place, len(wanted))
    upward = _dense(arrays, rows, "upward", place, len(wanted))
    at = place[features]
    named = np.where(features < arrays.n_findings, NAMED_BY_WHOLE, 1.0) * upward[:, at]
    lent = stated[:, place[source]]
    lent *= share
    np.maximum(named, np.maximum.reduceat(lent, starts, axis=1), out=named)
    own = stated[:, at]
    np.maximum(named, own, out=named)
    named = np.where((own > 0) & (own < EXCLUDED), own, named)
    curated = np.flatnonzero(rows < arrays.n_curated)
    bases = arrays.base_of[rows[curated]].astype(np.int64)
    lent_by = _dense(arrays, bases, "lent", place, len(wanted))[:, at]
    held = named[curated]
    named[curated] = np.where(held < _RATE_NOT_WORTH_KEEPING, np.maximum(held, lent_by), held)
    return named.T


def _dense(
    arrays: Arrays, rows: NDArray[np.int64], which: str, place: NDArray[np.intp], width: int
) -> NDArray[np.float64]:
    """Rates of the rows at the places of some features, zero where nothing is stated."""
    ends = getattr(arrays, f"{which}_row_end")
    feature = getattr(arrays, f"{which}_row_feature")
    rate = getattr(arrays, f"{which}_row_rate")
    dense = np.zeros((len(rows), width + 1))
    for i, row in enumerate(rows.tolist()):
        a, b = int(ends[row]), int(ends[row + 1])
        dense[i, place[feature[a:b]]] = rate[a:b]
    return dense


def _all_lenders(
    arrays: Arrays, features: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.float64], list[int]]:
    """More general terms and near ones that lend features their rates, by what share, where each begins."""
    kept: Kept[int, tuple[list[int], list[float]]] = kept_in(arrays.cache, "lenders", _LENDERS_KEPT)
    source: list[int] = []
    share: list[float] = []
    starts: list[int] = []
    for feature in features.tolist():
        starts.append(len(source))
        lenders, shares = kept.get(feature, partial(_lenders, arrays, feature))
        source += lenders
        share += shares
    return np.array(source, np.intp), np.array(share), starts


#: About 500 bytes each; an interview weighs the same thousand questions at every step.
_LENDERS_KEPT = 4000


def _lenders(arrays: Arrays, feature: int) -> tuple[list[int], list[float]]:
    """The features that lend a rate to this one, and how much of it."""
    above = arrays.ancestors(feature).tolist()
    a, b = (int(i) for i in np.searchsorted(arrays.near_from, [feature, feature + 1]))
    # The first entry lends nothing: every feature has one, so that no segment is empty.
    source = [0, *above, *arrays.near_to[a:b].tolist()]
    shares = [_share(arrays, feature, ancestor) for ancestor in above]
    return source, [0.0, *shares, *arrays.near_share[a:b].tolist()]


def unlisted(arrays: Arrays, feature: int) -> NDArray[np.float64]:
    """Log penalty of each hypothesis for a present finding it does not list, shape (n,)."""
    if feature >= arrays.n_findings:
        return np.zeros(arrays.n)
    return unlisted_of(arrays, bool(arrays.is_movement[feature]))


def unlisted_of(arrays: Arrays, moves: bool) -> NDArray[np.float64]:
    """The same for any involuntary movement, or any other finding."""
    key = ("unlisted", moves)
    if key not in arrays.cache:
        depth = UNLISTED_MOVEMENT if moves else UNLISTED_PENALTY
        arrays.cache[key] = np.log1p(-depth * arrays.thorough_of.astype(np.float64))
    penalty: NDArray[np.float64] = arrays.cache[key]
    return penalty


def log_ratio_present(arrays: Arrays, feature: int, leak: float) -> tuple[Column, NDArray[np.float64]]:
    """Log of q(t|d) over the leak, for the hypotheses of the column; others have log 1 = 0."""
    col = column(arrays, feature)
    penalty = unlisted(arrays, feature)[col.hyp]
    # A cause that says how often it has the finding keeps the leak of the unlisted as its floor.
    own_leak = leak * np.exp(penalty)
    own_leak = np.where(col.excluded, own_leak * _EXCLUDED_LEAK, own_leak)
    # A finding that is rare anyway is excluded all the same: error is rarer still.
    named = np.where(col.excluded, np.minimum(col.named, own_leak), col.named)
    q = 1.0 - (1.0 - named) * (1.0 - own_leak)
    return col, np.log(q) - np.log(leak)


def log_ratio_absent(arrays: Arrays, feature: int, leak: float) -> tuple[Column, NDArray[np.float64]]:
    """Log of (1 - q(t|d)) over (1 - leak), for the hypotheses of the column."""
    col = column(arrays, feature)
    kept: Kept[int, NDArray[np.float64]] = kept_in(arrays.cache, "denied", _DENIED_KEPT)
    return col, kept.get(feature, lambda: np.log1p(-np.minimum(col.rate, 0.97)))


#: About 8 kB each; a batch denies the same findings again and again.
_DENIED_KEPT = 1200
