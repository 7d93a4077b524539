"""What an unasked finding would tell: expected bits about the cause and about how soon.

Bits are the expected gain in log score: how much more, on average, the true cause will be believed
after the answer, with the answer weighed as :mod:`whytwitch.inference.posterior` weighs it. With full
weights this is the mutual information of answer and cause. Answers to several questions overlap, so
what a list tells is worked out on a sample of possible answers rather than summed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.arrays import Arrays
from whytwitch.inference.likelihood import rates_of, unlisted
from whytwitch.inference.posterior import Weights

__all__ = ["Answers", "Gain", "answers_of", "best_list", "expected_gain", "gain_of"]

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Possible sets of answers that a list is weighed on: the worth of a list is then sure to about a
#: twentieth, which is less than what separates two lists worth asking.
_SAMPLES = 48


@dataclass(frozen=True, slots=True)
class Answers:
    """How likely each answer is, and what the engine makes of it.

    Attributes
    ----------
    yes : shape (m, k)
        Chance of a yes to each candidate under each hypothesis.
    up, down : shape (m, k)
        What a yes, or a no, multiplies the belief in each hypothesis by.
    score : shape (m, k)
        Mean log of that factor, were the hypothesis true.
    """

    yes: Reals
    up: Reals
    down: Reals
    score: Reals

    def of(self, chosen: Ints) -> Answers:
        """The same for some candidates."""
        return Answers(self.yes[chosen], self.up[chosen], self.down[chosen], self.score[chosen])


@dataclass(frozen=True, slots=True)
class Gain:
    """Expected gain of each candidate; every array has shape (n_candidates,).

    Attributes
    ----------
    bits : expected gain in log score about the cause.
    urgency : expected absolute change of the probability of an urgent or emergency cause.
    yes : how likely the answer is yes.
    leader_up, leader_down : index of the hypothesis that a yes, or a no, moves up most.
    """

    bits: Reals
    urgency: Reals
    yes: Reals
    leader_up: NDArray[np.int64]
    leader_down: NDArray[np.int64]


def answers_of(
    arrays: Arrays,
    rows: Ints,
    candidates: Ints,
    setting: int,
    weights: Weights | None = None,
    present: frozenset[int] = frozenset(),
) -> Answers:
    """Chance and effect of each answer.

    Parameters
    ----------
    arrays : Arrays
        Compiled model.
    rows : shape (k,)
        Hypotheses.
    candidates : shape (m,)
        Features to weigh.
    setting : int
        Row of the leak.
    weights : Weights, optional
        How the engine tempers evidence; the chosen ones by default.
    present : frozenset of int
        Features that are there. A part of one of them is likelier than it is by itself: who is weak
        is weak somewhere.
    """
    weights = weights or Weights()
    wholes = _wholes(arrays, candidates, present)
    features = np.concatenate([candidates, np.array(list(wholes), np.int64)])
    table = _answer_table(arrays, rows, features, setting)
    yes, of_whole = table[: len(candidates)], np.ones((len(candidates), len(rows)))
    for row, parts in zip(table[len(candidates) :], wholes.values(), strict=True):
        # Of several wholes the narrowest decides: under each hypothesis the least frequent.
        of_whole[parts] = np.minimum(of_whole[parts], row)
    yes = np.clip(yes / of_whole, 1e-6, 1 - 1e-6)
    up = np.where(candidates < arrays.n_findings, weights.temperature, 1.0)[:, None]
    down = weights.temperature * weights.absent
    log_up, log_down = up * np.log(yes), down * np.log1p(-yes)
    score = yes * log_up + (1.0 - yes) * log_down
    return Answers(yes, np.exp(log_up), np.exp(log_down), score)


def expected_gain(
    arrays: Arrays, p: Reals, rows: Ints, candidates: Ints, setting: int, urgent_level: int
) -> Gain:
    """Gain of each candidate finding over the hypotheses ``rows``, answers taken at full weight.

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
        ``bits`` is the mutual information of answer and cause.
    """
    return gain_of(arrays, p, rows, answers_of(arrays, rows, candidates, setting, _FULL), urgent_level)


_FULL = Weights(temperature=1.0, absent=1.0)


def gain_of(arrays: Arrays, p: Reals, rows: Ints, answers: Answers, urgent_level: int) -> Gain:
    """Gain of each candidate by itself, as the answers are weighed.

    Parameters
    ----------
    p : shape (k,)
        Probability of each row; need not sum to one, and is normalised here.
    rows : shape (k,)
        Hypothesis that stands for each row.
    answers : Answers
        Of the candidates over these rows.
    urgent_level : int
        Level from which on a cause counts as urgent.
    """
    p = p / p.sum()
    yes = answers.yes @ p
    joint_yes = answers.yes * p
    joint_no = (1.0 - answers.yes) * p
    urgent = arrays.urgency_of[rows] >= urgent_level
    before = float(p[urgent].sum())
    moved = np.abs(joint_yes[:, urgent].sum(axis=1) - before * yes)
    return Gain(
        bits=_Told(p[None, :], p[None, :]).bits(answers),
        urgency=2.0 * moved,
        yes=yes,
        leader_up=np.argmax(joint_yes / np.maximum(yes, 1e-12)[:, None] - p, axis=1),
        leader_down=np.argmax(joint_no / np.maximum(1 - yes, 1e-12)[:, None] - p, axis=1),
    )


def best_list(
    p: Reals, answers: Answers, besides: Reals, most: int, weight: Reals | None = None
) -> tuple[Ints, Reals]:
    """The candidates that tell most together, and what each adds to those before it.

    Greedy, which for plain information comes within about 1 - 1/e of the best list of its length
    (Krause and Guestrin, Near-optimal Nonmyopic Value of Information in Graphical Models).
    Deterministic.

    Parameters
    ----------
    p : shape (k,)
        Probability of each hypothesis; normalised here.
    answers : Answers
        Of m candidates.
    besides : shape (m,)
        What each is worth besides, in bits.
    most : int
        Longest list.
    weight : shape (m,), optional
        What the worth of each is multiplied by when one is chosen.

    Returns
    -------
    chosen : shape (n,)
        Positions, in the order in which they were taken.
    bits : shape (n,)
        What each tells beyond those before it.
    """
    p = p / p.sum()
    among = _likely_choices(p, answers, besides, most, weight)
    answers, besides = answers.of(among), besides[among]
    weight = None if weight is None else weight[among]
    truth = np.searchsorted(np.cumsum(p), (np.arange(_SAMPLES) + 0.5) / _SAMPLES).clip(0, len(p) - 1)
    said = _LOTS[:_SAMPLES, : len(answers.yes)]
    told = _Told(np.tile(p, (_SAMPLES, 1)), np.tile(p, (_SAMPLES, 1)))
    left = np.ones(len(answers.yes), bool)
    chosen: list[int] = []
    bits: list[float] = []
    while left.any() and len(chosen) < most:
        gain = told.bits(answers)
        worth = gain + besides if weight is None else (gain + besides) * weight
        at = int(np.argmax(np.where(left, worth, -1.0)))
        chosen.append(at)
        bits.append(float(gain[at]))
        left[at] = False
        told = told.after(answers, at, said[:, at] < answers.yes[at, truth])
    return among[np.array(chosen, np.int64)], np.array(bits)


#: A list is chosen from so many times its length, a bound on time: an answer tells less once others are
#: known, so what is worth little by itself hardly comes to the front. Of 516 lines of 43 last lists 483 are
#: those chosen from all, and 486 are when only the draws below are others.
_CHOSEN_FROM = 3


def _likely_choices(p: Reals, answers: Answers, besides: Reals, most: int, weight: Reals | None) -> Ints:
    """Positions of what is worth most by itself, in their own order."""
    if len(besides) <= _CHOSEN_FROM * most:
        return np.arange(len(besides))
    worth = _Told(p[None, :], p[None, :]).bits(answers) + besides
    if weight is not None:
        worth = worth * weight
    best: Ints = np.sort(np.argsort(-worth, kind="stable")[: _CHOSEN_FROM * most])
    return best


#: Even draws that decide which answers a sample gives; fixed, so that the same case asks the same.
_LOTS = np.random.default_rng(20261129).permuted(
    np.tile(((np.arange(_SAMPLES) + 0.5) / _SAMPLES)[:, None], (1, 512)), axis=0
)


@dataclass(frozen=True, slots=True)
class _Told:
    """Beliefs after sampled answers, shape (samples, k): ``true`` by full weights, ``held`` by ours."""

    true: Reals
    held: Reals

    def bits(self, answers: Answers) -> Reals:
        """Expected gain in log score of one more answer, averaged over the samples; shape (m,)."""
        yes = self.true @ answers.yes.T
        expected = self.true.mean(axis=0) @ answers.score.T
        held_yes = np.log(self.held @ answers.up.T)
        held_no = np.log(self.held @ answers.down.T)
        gain: Reals = (expected - (held_no + yes * (held_yes - held_no)).mean(axis=0)) / np.log(2.0)
        return np.maximum(gain, 0.0)

    def after(self, answers: Answers, at: int, said: NDArray[np.bool_]) -> _Told:
        """With the answer of each sample taken in."""
        q = answers.yes[at]
        true = self.true * np.where(said[:, None], q, 1.0 - q)
        held = self.held * np.where(said[:, None], answers.up[at], answers.down[at])
        return _Told(true / true.sum(axis=1, keepdims=True), held / held.sum(axis=1, keepdims=True))


def _wholes(arrays: Arrays, candidates: Ints, present: frozenset[int]) -> dict[int, list[int]]:
    """Each finding that is there with the places of the candidates that are parts of it."""
    found: dict[int, list[int]] = {}
    for place, candidate in enumerate(candidates.tolist() if present else ()):
        if candidate < arrays.n_findings:
            for whole in present.intersection(arrays.ancestors(candidate).tolist()):
                found.setdefault(whole, []).append(place)
    return dict(sorted(found.items()))


def _answer_table(arrays: Arrays, rows: Ints, candidates: Ints, setting: int) -> Reals:
    """q(t|d) of each candidate in each row; shape (m, k)."""
    leak = arrays.leak[setting, candidates].astype(np.float64)[:, None]
    penalty = np.stack([unlisted(arrays, int(c))[rows] for c in candidates])
    own = leak * np.exp(penalty)
    table = 1.0 - (1.0 - rates_of(arrays, rows, candidates)) * (1.0 - own)
    clipped: Reals = np.clip(table, 1e-6, 1 - 1e-6)
    return clipped
