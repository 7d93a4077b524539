"""What a record leaves out, lent by the causes whose records are most like it.

No description is complete: a record that says spastic gait and lost position sense but not weak legs
would be punished for weak legs. The causes that share its findings mostly have what it leaves out, so a
finding that a record does not name has half the mean rate of those. It is an estimate, shown as one; what a
record says, a word, a part or a whole of it, is never touched, nor is what it excludes, and of what only a
test shows a part is lent.

Numbers were chosen on published reports (decision 15).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.arrays import Arrays
from whytwitch.inference.likelihood import column
from whytwitch.model.curated import Hypothesis
from whytwitch.model.rate_entries import Entries

__all__ = ["bases_of", "lent_rates"]

#: So many of the most alike lend, by the square of their likeness; what they lend counts half.
_LENDERS, _POWER, _SHARE = 20, 2.0, 0.5
#: Of what only a test shows this part of it is lent.
_OF_TESTS = 0.3
#: What is lent below this changes nothing.
_LEAST = 0.01
#: A finding that is this common or more says nothing of likeness, one that is rarer no more.
_RAREST = 1e-3


def bases_of(curated: Sequence[Hypothesis]) -> NDArray[np.int32]:
    """Row of the cause itself for each curated hypothesis; its first agent's where it has none."""
    row: dict[str, int] = {}
    for i, h in enumerate(curated):
        if not h.underlying:
            row.setdefault(h.cause, i)
    row |= {h.cause: i for i, h in enumerate(curated) if h.id == h.cause}
    return np.array([row[h.cause] for h in curated], np.int32)


def lent_rates(
    arrays: Arrays,
    bases: NDArray[np.int32],
    opposites: Iterable[tuple[int, int]] = (),
    tested: Iterable[int] = (),
) -> Entries:
    """Rates that the base rows are lent, where they have none of their own.

    Parameters
    ----------
    arrays : Arrays
        The model before anything is lent.
    bases : int array, shape (n_curated,)
        From :func:`bases_of`.
    opposites : pairs of features
        Who brings the one is lent the other, and its parts, only as far as it does not.
    tested : features
        Findings that only a test shows. Little of them is lent: what tells causes apart that look
        alike is the very thing that they do not share.

    Returns
    -------
    Entries
        Base row, feature and rate, in (0, 0.5]; findings alone, by row.
    """
    # Who has one plain trouble has no more than that: it neither lends nor borrows.
    own = np.setdiff1d(np.unique(bases), arrays.required_hyp)
    place = np.full(arrays.n, -1, np.intp)
    place[own] = np.arange(len(own))
    features = _described(arrays, place)
    named = np.zeros((len(own), len(features)), np.float32)
    known = np.zeros((len(own), len(features)), bool)
    upward = np.zeros((len(own), len(features)), np.float32)
    for k, feature in enumerate(features.tolist()):
        col = column(arrays, feature)
        mine = place[col.hyp] >= 0
        at = place[col.hyp[mine]]
        named[at, k], known[at, k] = col.named[mine], True
        a, b = int(arrays.upward_end[feature]), int(arrays.upward_end[feature + 1])
        hyp = arrays.upward_hyp[a:b]
        mine = place[hyp] >= 0
        upward[place[hyp[mine]], k] = arrays.upward_rate[a:b][mine]
    news = -np.log(np.clip(arrays.marginal[features].astype(np.float32), _RAREST, 1.0))
    lent = np.float32(_SHARE) * (_likeness(upward * news) @ named)
    for one, other in opposites:
        for this, that in ((one, other), (other, one)):
            brings = upward[:, features == this].max(axis=1, initial=0.0)
            lent[:, _with_parts(arrays, features, that)] *= (1.0 - brings)[:, None]
    lent[known] = 0.0
    lent[:, np.isin(features, list(tested))] *= np.float32(_OF_TESTS)
    rows, columns = np.nonzero(lent >= _LEAST)
    return own[rows].astype(np.int32), features[columns].astype(np.int32), lent[rows, columns]


def _with_parts(arrays: Arrays, features: NDArray[np.int64], whole: int) -> NDArray[np.bool_]:
    """Which features are a given one or a part of it."""
    return np.array([f == whole or whole in arrays.ancestors(f) for f in features.tolist()], bool)


def _described(arrays: Arrays, place: NDArray[np.intp]) -> NDArray[np.int64]:
    """Findings that some base row has, itself or a part of it."""
    feature_of = np.repeat(np.arange(len(arrays.upward_end) - 1), np.diff(arrays.upward_end))
    used = np.unique(feature_of[place[arrays.upward_hyp] >= 0])
    return used[used < arrays.n_findings]


def _likeness(profile: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weights of the lenders of each row, shape (n, n); each row sums to one, none lends to itself."""
    length = np.maximum(np.linalg.norm(profile, axis=1), 1e-9)
    alike = (profile @ profile.T) / np.outer(length, length)
    np.fill_diagonal(alike, 0.0)
    order = np.argsort(-alike, axis=1, kind="stable")[:, :_LENDERS]
    weights = np.zeros_like(alike)
    chosen = np.take_along_axis(alike, order, 1) ** _POWER
    np.put_along_axis(weights, order, chosen / np.maximum(chosen.sum(1, keepdims=True), 1e-9), 1)
    return weights.astype(np.float32)
