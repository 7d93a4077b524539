"""Facts and compiled arrays to the probability of every hypothesis. Exact and order-free."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.arrays import Arrays
from whytwitch.inference.kept import Kept, kept_in
from whytwitch.inference.likelihood import log_ratio_absent, log_ratio_present, unlisted, unlisted_of
from whytwitch.inference.observation import Observation, Weights
from whytwitch.inference.prior import explained_part, log_prior
from whytwitch.inference.silence import log_silence, log_unmarked, log_unnamed

__all__ = ["Observation", "Posterior", "Weights", "effective", "log_context", "posterior", "timing_ratio"]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Result of :func:`posterior`.

    Attributes
    ----------
    probability : shape (n,)
        Of each hypothesis; with ``none`` it sums to one.
    none : float
        Probability of none of these.
    weight : dict[int, float]
        Weight each used fact had (correlated facts share theirs); negative index never occurs.
    temperature : float
        What the sum of the findings' log ratios was multiplied by.
    """

    probability: NDArray[np.float64]
    none: float
    weight: dict[int, float]
    temperature: float = 1.0


def effective(arrays: Arrays, observation: Observation) -> tuple[dict[int, float], dict[int, float]]:
    """The facts that carry news, each with its weight.

    A present finding says everything its ancestors say, and an absent one everything its parts
    say, so those are left out. Findings of one group share: the k-th counts 1/k, spread evenly.
    Exposures weigh one each; :func:`posterior` takes the strongest of a family.
    """
    implied: set[int] = set()
    for feature in observation.present:
        implied.update(arrays.ancestors(feature).tolist())
    present = sorted(observation.present - implied)
    absent = sorted(
        t
        for t in observation.absent - observation.present - implied
        if not observation.absent.intersection(arrays.ancestors(t).tolist())
    )
    return _shared(arrays, present), _shared(arrays, absent)


def _shared(arrays: Arrays, features: list[int]) -> dict[int, float]:
    members: dict[int, list[int]] = {}
    for feature in features:
        group = int(arrays.group[feature]) if feature < arrays.n_findings else -1
        members.setdefault(group if group >= 0 else -feature - 2, []).append(feature)
    weights: dict[int, float] = {}
    for group_members in members.values():
        n = len(group_members)
        share = sum(1.0 / (k + 1) for k in range(n)) / n
        for feature in group_members:
            weights[feature] = share
    return weights


def posterior(arrays: Arrays, observation: Observation, weights: Weights | None = None) -> Posterior:
    """Probability of every hypothesis given what was observed.

    Parameters
    ----------
    arrays : Arrays
        Compiled model.
    observation : Observation
        The case; an unknown feature is in neither set and changes nothing.
    weights : Weights, optional
        Defaults to the chosen ones.

    Returns
    -------
    Posterior
        Probabilities on the order of the hypotheses.
    """
    weights = weights or Weights()
    present, absent = effective(arrays, observation)
    leak_of = arrays.leak[observation.setting]
    score = np.zeros(arrays.n)
    none_score = 0.0
    unlisted_weight = {False: 0.0, True: 0.0}
    for feature in sorted(present):
        if feature >= arrays.n_findings:
            continue
        weight = present[feature]
        leak = _leak(leak_of, feature, observation)
        hyp, gain = _gain(arrays, feature, leak)
        unlisted_weight[bool(arrays.is_movement[feature])] += weight
        marginal = max(float(arrays.marginal[feature]), leak)
        none_score += weight * weights.none_strength * (math.log(marginal) - math.log(leak))
        np.add.at(score, hyp, weight * gain)  # each hypothesis stands once
    for moves, weight in unlisted_weight.items():
        if weight:
            score += weight * unlisted_of(arrays, moves)
    for feature in sorted(absent):
        weight = absent[feature] * weights.absent
        leak = float(leak_of[feature])
        col, ratio = log_ratio_absent(arrays, feature, leak)
        np.add.at(score, col.hyp, weight * ratio)
        marginal = float(arrays.marginal[feature])
        none_score += weight * math.log1p(-min(marginal, 0.9))
    warmth = temperature(arrays, present, weights)
    score *= warmth
    # What someone took or went through is no sign of the body: it is not correlated with the
    # findings, so it is not tempered.
    exposed = _log_exposed(arrays, observation, present)
    if exposed is not None:
        score += exposed
    for hypothesis, log_ratio in observation.favoured:
        score[hypothesis] += log_ratio
    unnamed = log_unnamed(arrays, present)
    score += log_prior(arrays, observation, _trust(arrays, present, weights), unnamed)
    score[: arrays.n_curated] += log_silence(arrays, observation, weights)
    score[: arrays.n_curated] += log_unmarked(arrays, observation, present, weights)
    score += weights.context * _context_of_all(arrays, observation)
    none_log = math.log(weights.none_prior) + warmth * none_score
    top = max(float(score.max()), none_log)
    raw = np.exp(score - top)
    none_raw = math.exp(none_log - top)
    total = float(raw.sum()) + none_raw
    return Posterior(raw / total, none_raw / total, {**present, **absent}, warmth)


Gain = tuple[NDArray[np.intp], NDArray[np.float64]]
_GAINS_KEPT = 1200


def _gain(arrays: Arrays, feature: int, leak: float) -> Gain:
    """What a present finding says beyond what it says against a cause that leaves it out.

    Remembered with its leak, since the same findings come again and again in a batch.
    """

    def make() -> Gain:
        col, ratio = log_ratio_present(arrays, feature, leak)
        return col.hyp, ratio - unlisted(arrays, feature)[col.hyp]

    kept: Kept[tuple[int, float], Gain] = kept_in(arrays.cache, "gain", _GAINS_KEPT)
    return kept.get((feature, leak), make)


def _log_exposed(
    arrays: Arrays, observation: Observation, present: dict[int, float]
) -> NDArray[np.float64] | None:
    """Log ratio of the exposures, shape (n,): of one family (a class of medicines) the strongest.

    Three epilepsy medicines say no more than one that someone is treated for epilepsy.
    """
    leak_of = arrays.leak[observation.setting]
    families: dict[int, NDArray[np.float64]] = {}
    for feature in sorted(present):
        if feature < arrays.n_findings:
            continue
        col, ratio = log_ratio_present(arrays, feature, float(leak_of[feature]))
        ratio = ratio + timing_ratio(observation, feature, col.named)
        strongest = families.setdefault(int(arrays.group[feature]), np.zeros(arrays.n))
        strongest[col.hyp] = np.maximum(strongest[col.hyp], ratio)
    return sum(families.values(), np.zeros(arrays.n)) if families else None


#: From this rate on the exposure brings the cause about, so that its timing matters.
_BROUGHT_ABOUT = 0.75
#: What a medicine brings about mostly begins within weeks of a start or a higher dose (about four in
#: five), while one taker in ten of the same medicine began lately (an estimate that the fit of
#: decision 0007 agrees with); long use speaks against it less, for some effects come late.
_LOG_RECENT, _LOG_LASTING = math.log(8.0), math.log(0.6)


def timing_ratio(observation: Observation, feature: int, rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log ratio of when an exposure began, for the causes that it brings about; shape of ``rates``."""
    log_ratio = 0.0
    if feature in observation.recent:
        log_ratio = _LOG_RECENT
    elif feature in observation.lasting:
        log_ratio = _LOG_LASTING
    return np.where(rates >= _BROUGHT_ABOUT, log_ratio, 0.0)


def temperature(arrays: Arrays, present: dict[int, float], weights: Weights) -> float:
    """What the whole log likelihood ratio is multiplied by.

    Findings of one person lean on each other, so that many say less than their sum. A single finding
    leans on nothing and counts in full.
    """
    n = _told(arrays, present)
    return weights.temperature + (1.0 - weights.temperature) / (1.0 + max(n - 1.0, 0.0) / weights.lean_facts)


def _told(arrays: Arrays, present: dict[int, float]) -> float:
    """How many findings were told, those of one group sharing."""
    return sum(weight for feature, weight in present.items() if feature < arrays.n_findings)


def _trust(arrays: Arrays, present: dict[int, float], weights: Weights) -> float:
    """How far the prior is believed for a case with these findings.

    Bands read off by hand are sure to within a factor of three to five either way. And what is
    common brings one or two complaints: who has many findings is no draw from all who twitch.
    """
    n = _told(arrays, present)
    return weights.trust + (1.0 - weights.trust) / (1.0 + max(n - 1.0, 0.0) / weights.trust_facts)


def _leak(leak_of: NDArray[np.float32], feature: int, observation: Observation) -> float:
    """Leak of a finding; one that a known diagnosis explains is there anyway, nine in ten."""
    if feature in observation.explained:
        return 0.9
    return float(leak_of[feature])


#: How much less a short complaint or an unusual age speaks against a disease that is known to be there, when
#: all of the complaint belongs to it.
_LATE_COMPLAINT = 0.5


def _context_of_all(arrays: Arrays, observation: Observation) -> NDArray[np.float64]:
    """Age, sex and duration for each hypothesis; against a diagnosis that was made they say less."""
    score = log_context(arrays, observation)
    known = sorted(observation.known)
    said = 1.0 - _LATE_COMPLAINT * explained_part(arrays, observation)
    score[known] = np.maximum(score[known], said * score[known])
    return score


_AGE_SPAN = 85.0
#: Hard limits are still somebody's reading of a few reports: strong, never final.
_OUTSIDE_LIMITS = -5.5
_DURATION_DECADES = 5.5


def log_context(
    arrays: Arrays, observation: Observation, rows: NDArray[np.int64] | slice = slice(None)
) -> NDArray[np.float64]:
    """Log likelihood ratio of age, sex and duration for each hypothesis, shape (n,).

    The typical range holds eight in ten evenly, each tail one in ten, falling off by the width of
    the range; against an even spread over life (0 to 85 years) or over 5.5 decades of days. Where
    a record does not say, the ratio is one. ``rows`` picks hypotheses.
    """
    score = np.zeros(len(arrays.male_of[rows]))
    if observation.age_years is not None:
        score += _age_of_all(arrays, observation.age_years, observation.duration_days)[rows]
    if observation.duration_days is not None:
        ratio = _duration_of_curated(arrays, observation.duration_days)
        if isinstance(rows, slice) and rows == slice(None):
            score[: arrays.n_curated] += ratio
        else:
            places = np.arange(arrays.n)[rows]
            own = places < arrays.n_curated
            score[own] += ratio[places[own]]
    if observation.male is not None:
        score += _sex_of_all(arrays, observation.male)[rows]
    return score


def _duration_of_curated(arrays: Arrays, days: float) -> NDArray[np.float64]:
    """Log ratio of a duration for every curated hypothesis; annotations do not give durations."""
    bounds = arrays.duration_of[: arrays.n_curated].astype(np.float64)
    low, high = np.log10(np.maximum(bounds, 0.01)).T
    x = math.log10(max(days, 0.01))
    return _range_ratio(x, low, high, 0.5, _DURATION_DECADES, (-5.0, 1.6))


def _sex_of_all(arrays: Arrays, male: bool) -> NDArray[np.float64]:
    """Log ratio of a sex for every hypothesis, remembered."""
    key = ("sex", male)
    if key not in arrays.cache:
        share = arrays.male_of.astype(np.float64)
        arrays.cache[key] = np.log(np.maximum(share if male else 1 - share, 0.02) / 0.5)
    ratio: NDArray[np.float64] = arrays.cache[key]
    return ratio


#: About 100 kB each; a batch asks for the same ages again and again.
_AGES_KEPT = 64


def _age_of_all(arrays: Arrays, age: float, duration: float | None) -> NDArray[np.float64]:
    """Log ratio of an age for every hypothesis, remembered."""
    kept: Kept[Any, NDArray[np.float64]] = kept_in(arrays.cache, "age", _AGES_KEPT)
    return kept.get((age, duration), lambda: _age_ratio(arrays, age, duration))


def _age_ratio(arrays: Arrays, age: float, duration: float | None) -> NDArray[np.float64]:
    bounds = arrays.age_of
    annotated = np.arange(arrays.n) >= arrays.n_curated
    score = np.empty(len(bounds))
    own = bounds[~annotated].astype(np.float64)
    least = np.clip(own[:, 1], 0.5, 4.0)
    ratio = _range_ratio(age, own[:, 0], own[:, 1], least, _AGE_SPAN, (-5.0, 4.5))
    score[~annotated] = np.where((age < own[:, 2]) | (age > own[:, 3]), _OUTSIDE_LIMITS, ratio)
    # Annotated diseases say when they begin, not when they are seen: one may come years later.
    begins, ends = bounds[annotated, 0], bounds[annotated, 1]
    at = age - duration / 365.25 if duration is not None else age
    lateness = np.maximum(at - ends, 0.0) / (4.0 if duration is not None else 25.0)
    early = np.maximum(begins - age, 0.0) / 3.0
    penalty = -np.minimum(lateness + early, 5.0)
    # Inherited disease is a larger share of what children come with.
    young = 1.6 if age < 12 else 0.8 if age < 18 else 0.0
    score[annotated] = np.where(np.isnan(begins), 0.0, penalty) + young
    return score


def _range_ratio(
    x: float,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    least_width: float | NDArray[np.float64],
    span: float,
    limits: tuple[float, float],
) -> NDArray[np.float64]:
    width = np.maximum(high - low, least_width)
    distance = np.maximum(np.maximum(low - x, x - high), 0.0)
    density = np.where(distance > 0, 0.1 / width, 0.8 / width)
    log_ratio = np.log(density * span) - distance / (0.5 * width)
    clipped = np.clip(log_ratio, *limits)
    return np.where(np.isnan(low), 0.0, clipped)
