"""What an unasked finding would tell: expected bits about the cause and about how soon.

The expected value is exact for yes and no: both posteriors are worked out and weighed by how
likely each answer is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.arrays import Arrays
from whytwitch.inference.likelihood import rates_of, unlisted

__all__ = ["Gain", "expected_gain"]

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gain:
    """Expected gain of each candidate; every array has shape (n_candidates,).

    Attributes
    ----------
    bits : mutual information between the answer and the cause.
    urgency : expected absolute change of the probability of an urgent or emergency cause.
    yes : how likely the answer is yes.
    leader_up, leader_down : index of the hypothesis that a yes, or a no, moves up most.
    """

    bits: Reals
    urgency: Reals
    yes: Reals
    leader_up: NDArray[np.int64]
    leader_down: NDArray[np.int64]


def expected_gain(
    arrays: Arrays,
    p: Reals,
    rows: NDArray[np.int64],
    candidates: NDArray[np.int64],
    setting: int,
    urgent_level: int,
) -> Gain:
    """Gain of each candidate finding over the hypotheses ``rows``.

    Parameters
    ----------
    arrays : Arrays
        Compiled model.
    p : shape (k,)
        Probability of each row; need not sum to one, and is normalised here.
    rows : shape (k,)
        Hypothesis that stands for each row.
    candidates : shape (m,)
        Features to weigh.
    setting : int
        Row of the leak.
    urgent_level : int
        Level from which on a cause counts as urgent.

    Returns
    -------
    Gain
    """
    p = p / p.sum()
    q = _answer_table(arrays, rows, candidates, setting)
    yes = q @ p
    joint_yes = q * p
    joint_no = (1.0 - q) * p
    bits = _entropy(p[None, :]) - _entropy(joint_yes) - _entropy(joint_no) + _binary(yes)
    # H(cause) - sum_a P(a) H(cause|a) = H(cause) + H(a) - H(cause, a); _entropy sums -x log2 x.
    urgent = arrays.urgency_of[rows] >= urgent_level
    before = float(p[urgent].sum())
    moved = np.abs(joint_yes[:, urgent].sum(axis=1) - before * yes)
    return Gain(
        bits=np.maximum(bits, 0.0),
        urgency=2.0 * moved,
        yes=yes,
        leader_up=np.argmax(joint_yes / np.maximum(yes, 1e-12)[:, None] - p, axis=1),
        leader_down=np.argmax(joint_no / np.maximum(1 - yes, 1e-12)[:, None] - p, axis=1),
    )


def _answer_table(
    arrays: Arrays, rows: NDArray[np.int64], candidates: NDArray[np.int64], setting: int
) -> Reals:
    """q(t|d) of each candidate in each row; shape (m, k)."""
    leak = arrays.leak[setting, candidates].astype(np.float64)[:, None]
    penalty = np.stack([unlisted(arrays, int(c))[rows] for c in candidates])
    own = leak * np.exp(penalty)
    table = 1.0 - (1.0 - rates_of(arrays, rows, candidates)) * (1.0 - own)
    clipped: Reals = np.clip(table, 1e-6, 1 - 1e-6)
    return clipped


def _entropy(joint: Reals) -> Reals:
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(joint > 0, -joint * np.log2(joint), 0.0)
    total: Reals = terms.sum(axis=1)
    return total


def _binary(yes: Reals) -> Reals:
    y = np.clip(yes, 1e-12, 1 - 1e-12)
    entropy: Reals = -y * np.log2(y) - (1 - y) * np.log2(1 - y)
    return entropy
