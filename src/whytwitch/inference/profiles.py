"""How well a case fits the profile of each annotated disease. NumPy alone.

The score of a disease is a sum over the findings of the case, each term shown on its own:

- present finding t: the best of its ancestors a (itself among them) that the profile holds with a
  rate R: w ln R + specificity(a), specificity being -ln of the share of diseases that have a. A match
  through an ancestor loses a little; no finding counts above a cap or below a floor.
- absent finding t: ln(1 - R), lightly weighed.
- what the profile lists and nobody mentions: ln(1 - m R) for each listed finding.
- papers: how many describe the disease, in logs: a well-known one is likelier met.
- onset: how far, in logs of years, the case's onset lies outside the disease's own.

References
----------
Resnik 1995 (information content); Robinson et al. 2020, doi 10.1016/j.ajhg.2020.06.021 (rates in a
likelihood ratio). The numbers were chosen on 272 open phenopackets, split by paper (decision 8).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.kept import Kept

__all__ = ["Contribution", "ProfileCase", "ProfileWeights", "Profiles", "contributions", "profile_scores"]

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ProfileWeights:
    """The numbers of the score, in natural logs where they are added.

    Attributes
    ----------
    floor, cap : float
        Least and most that one present finding counts.
    through_ancestor : float
        What a match through a more general finding loses.
    least_specific : float
        Ancestors less specific than this tell nothing.
    absent : float
        Weight of an absent finding.
    mentioned : float
        Chance that a listed finding which is there is also mentioned.
    onset, onset_spread : float
        Weight of a step outside the onset, and the size of a step in logs of years.
    rate : float
        Weight of the log rate of a present finding.
    papers : float
        Weight of the log of how many papers describe the disease.
    """

    floor: float = -1.5
    cap: float = 7.0
    through_ancestor: float = 1.3
    least_specific: float = 1.0
    absent: float = 0.1
    mentioned: float = 0.25
    onset: float = 0.2
    onset_spread: float = 0.6
    rate: float = 0.85
    papers: float = 0.5


@dataclass(frozen=True, slots=True)
class ProfileCase:
    """Findings of one case as term indices, and the years in which it began (first, last)."""

    present: frozenset[int]
    absent: frozenset[int]
    onset: tuple[float, float] | None = None
    male: bool | None = None


@dataclass
class Profiles:
    """Compiled profiles of ``n`` diseases over the ontology's terms.

    Attributes
    ----------
    held_end, held_disease, held_rate :
        Rates by term, closed upwards and with what is borrowed (compressed columns).
    own_end, own_disease, own_rate :
        Rates that a disease states itself, by term.
    specificity : shape (n_terms,)
        -ln of the share of diseases that have the term or a part of it.
    onset : shape (n, 2)
        First and last year in which the disease begins; NaN where nobody says.
    papers : shape (n,)
        How many papers describe the disease.
    row_of : shape (n,)
        Place of the entry that stands for a disease listed more than once.
    """

    held_end: Ints
    held_disease: Ints
    held_rate: Floats
    own_end: Ints
    own_disease: Ints
    own_rate: Floats
    specificity: Floats
    onset: Floats
    papers: Ints
    row_of: Ints
    ancestor_end: Ints
    ancestor_item: Ints
    weights: ProfileWeights = field(default_factory=ProfileWeights)
    # About 50 kB a column.
    columns: Kept[int, Floats] = field(default_factory=lambda: Kept(1000), repr=False)
    listed: Kept[int, list[int]] = field(default_factory=lambda: Kept(20_000), repr=False)
    onsets: Kept[tuple[float, float], Floats] = field(default_factory=lambda: Kept(200), repr=False)
    silence: Floats | None = field(default=None, repr=False)
    start: Floats | None = field(default=None, repr=False)
    lost: Floats | None = field(default=None, repr=False)
    matches: Kept[int, tuple[Ints, Floats]] = field(default_factory=lambda: Kept(20_000), repr=False)
    denied: Kept[int, tuple[Ints, Floats]] = field(default_factory=lambda: Kept(20_000), repr=False)
    ends: tuple[list[int], list[int]] | None = field(default=None, repr=False)
    is_listed: NDArray[np.bool_] | None = field(default=None, repr=False)
    joined: tuple[NDArray[np.intp], NDArray[np.intp]] | None = field(default=None, repr=False)

    @property
    def n(self) -> int:
        """Number of diseases."""
        return len(self.row_of)

    def lineage(self, term: int) -> Ints:
        """A term and its ancestors."""
        above = self.ancestor_item[int(self.ancestor_end[term]) : int(self.ancestor_end[term + 1])]
        return np.append(above, np.int32(term))

    def held(self, term: int) -> tuple[Ints, Floats]:
        """Diseases whose profile holds a term or a part of it, and how often."""
        a, b = self.bounds()[0][term : term + 2]
        return self.held_disease[a:b], self.held_rate[a:b]

    def lost_of(self, term: int) -> tuple[Ints, Floats]:
        """Diseases that state the term itself, and what they get back when it is mentioned."""
        a, b = self.bounds()[1][term : term + 2]
        return self.own_disease[a:b], _lost(self)[a:b]

    def bounds(self) -> tuple[list[int], list[int]]:
        """Where each term's held and own entries begin, as plain numbers: an array gives them slowly."""
        if self.ends is None:
            self.ends = self.held_end.tolist(), self.own_end.tolist()
        return self.ends


def profile_scores(profiles: Profiles, case: ProfileCase) -> Reals:
    """Log score of every disease, shape (n,); a joined disease has its best entry's score everywhere.

    The order of findings changes nothing, and an unknown finding is in neither set. What a finding
    adds is remembered as a dense column, since adding whole columns runs at the speed of memory;
    what concerns few diseases is added entry by entry, all of it in one pass.
    """
    score = _before_any(profiles).copy()
    for term in sorted(case.present):
        score += profiles.columns.get(term, partial(_present, profiles, term))
    absent = sorted(case.absent - case.present)
    _apply(np.add, score, [profiles.denied.get(t, partial(_denied, profiles, t)) for t in absent])
    _apply(np.subtract, score, [_given_back(profiles, *again) for again in _mentioned_again(profiles, case)])
    if case.onset is not None:
        score += _onset(profiles, case.onset)
    return _joined(profiles, score).astype(np.float64)


def _given_back(profiles: Profiles, term: int, times: int) -> tuple[Ints, Floats]:
    """What the diseases that state a term got back too often."""
    disease, lost = profiles.lost_of(term)
    return disease, lost if times == 1 else np.float32(times) * lost


def _apply(
    step: np.ufunc,
    score: Floats,
    entries: Sequence[tuple[Ints, Floats]],
    less: float = 0.0,
) -> None:
    """Apply a ufunc at the diseases of each entry in turn, in place; each value lowered by ``less``.

    ``at`` with native indices costs less than half of what reading, changing and writing back does.
    """
    if entries:
        disease = np.concatenate([d for d, _ in entries], dtype=np.intp)
        value = np.concatenate([v for _, v in entries])
        step.at(score, disease, value - np.float32(less) if less else value)


def _present(profiles: Profiles, term: int) -> Floats:
    """Its best match, and back what was taken off for the silence about it and about all above it."""
    w = profiles.weights
    spoken = profiles.listed.get(term, partial(_listed_lineage, profiles, term))
    back = np.zeros(profiles.n, np.float32)
    _apply(np.add, back, [profiles.lost_of(t) for t in spoken])
    best = np.full(profiles.n, w.floor, np.float32)
    own: list[tuple[Ints, Floats]] = []
    above: list[tuple[Ints, Floats]] = []
    for t in profiles.lineage(term).tolist():
        if float(profiles.specificity[t]) >= w.least_specific:
            match = profiles.matches.get(t, partial(_matches, profiles, t))
            (own if t == term else above).append(match)
    _apply(np.maximum, best, above, w.through_ancestor)
    _apply(np.maximum, best, own)
    best += back
    return best


def _matches(profiles: Profiles, term: int) -> tuple[Ints, Floats]:
    """What a match on a term counts, for the diseases whose profile holds it."""
    disease, rate = profiles.held(term)
    value = np.float32(profiles.weights.rate) * np.log(rate) + np.float32(profiles.specificity[term])
    return disease, np.minimum(value, np.float32(profiles.weights.cap))


def _denied(profiles: Profiles, term: int) -> tuple[Ints, Floats]:
    """What an absent finding takes off, for the diseases that have it."""
    disease, rate = profiles.held(term)
    weight = np.float32(profiles.weights.absent)
    return disease, weight * np.log1p(-np.minimum(rate, np.float32(0.95)))


def _lost(profiles: Profiles) -> Floats:
    """-ln(1 - m R) of every own rate: what a disease gets back when the finding is mentioned."""
    if profiles.lost is None:
        profiles.lost = -np.log1p(-np.float32(profiles.weights.mentioned) * profiles.own_rate)
    return profiles.lost


def _silence(profiles: Profiles) -> Floats:
    """Log chance that nobody mentions anything that a profile lists, shape (n,)."""
    if profiles.silence is None:
        total = np.bincount(profiles.own_disease, _lost(profiles), minlength=profiles.n)
        profiles.silence = (-total).astype(np.float32)
    return profiles.silence


def _known(profiles: Profiles) -> Floats:
    """What the number of papers adds, against the mean over diseases, shape (n,)."""
    logs = np.log1p(profiles.papers.astype(np.float64))
    known: Floats = (profiles.weights.papers * (logs - logs.mean())).astype(np.float32)
    return known


def _before_any(profiles: Profiles) -> Floats:
    """Score of a case without any finding, shape (n,)."""
    if profiles.start is None:
        profiles.start = _silence(profiles) + _known(profiles)
    return profiles.start


def _mentioned_again(profiles: Profiles, case: ProfileCase) -> list[tuple[int, int]]:
    """Terms above more than one present finding, with how often they were given back too many times."""
    if profiles.is_listed is None:
        profiles.is_listed = np.diff(profiles.own_end) > 0
    lineages = (profiles.listed.get(t, partial(_listed_lineage, profiles, t)) for t in case.present)
    counts = Counter(chain.from_iterable(lineages))
    return sorted((above, n - 1) for above, n in counts.items() if n > 1)


def _listed_lineage(profiles: Profiles, term: int) -> list[int]:
    """A term and its ancestors, as far as any disease states them."""
    own = np.diff(profiles.own_end) > 0 if profiles.is_listed is None else profiles.is_listed
    lineage = profiles.lineage(term)
    kept: list[int] = lineage[own[lineage]].tolist()
    return kept


def _onset(profiles: Profiles, years: tuple[float, float]) -> Floats:
    key = (round(years[0], 2), round(years[1], 2))
    return profiles.onsets.get(key, lambda: _outside_onset(profiles, *key))


def _outside_onset(profiles: Profiles, began: float, at_most: float) -> Floats:
    w = profiles.weights
    first, last = np.log(profiles.onset.T.astype(np.float64) + 0.5)
    low, high = math.log(began + 0.5), math.log(at_most + 0.5)
    steps = np.maximum(np.maximum(low - last, first - high), 0.0) / w.onset_spread
    score = np.where(np.isnan(first), -0.3 * w.onset, -w.onset * np.minimum(steps, 4.0))
    return score.astype(np.float32)


def _joined(profiles: Profiles, score: Floats) -> Floats:
    """The best score of the entries of one disease, for each of them."""
    if profiles.joined is None:
        others = np.flatnonzero(profiles.row_of != np.arange(profiles.n))
        profiles.joined = others, profiles.row_of[others].astype(np.intp)
    others, rows = profiles.joined
    np.maximum.at(score, rows, score[others])
    score[others] = score[rows]
    return score


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one part of a case adds to the score of one disease.

    ``term`` is -1 for what nobody mentioned, for papers and for onset; ``through`` is the ancestor by which a
    present finding matched, or -1 when it matched nothing.
    """

    kind: str
    term: int
    through: int
    value: float


def contributions(profiles: Profiles, case: ProfileCase, disease: int) -> list[Contribution]:
    """Every term of the score of one entry; they add up to its score before joining."""
    w = profiles.weights
    parts = []
    for term in sorted(case.present):
        value, through = _best_match(profiles, term, disease)
        parts.append(Contribution("present", term, through, value))
    for term in sorted(case.absent - case.present):
        rate = _rate(profiles.held(term), disease)
        if rate:
            parts.append(Contribution("absent", term, term, w.absent * math.log1p(-min(rate, 0.95))))
    mentioned = {above for term in case.present for above in profiles.lineage(term).tolist()}
    spoken = sum(_rate(profiles.lost_of(term), disease) for term in sorted(mentioned))
    parts.append(Contribution("not mentioned", -1, -1, float(_silence(profiles)[disease]) + spoken))
    parts.append(Contribution("papers", -1, -1, float(_known(profiles)[disease])))
    if case.onset is not None:
        parts.append(Contribution("onset", -1, -1, float(_onset(profiles, case.onset)[disease])))
    return parts


def _best_match(profiles: Profiles, term: int, disease: int) -> tuple[float, int]:
    w = profiles.weights
    best, through = w.floor, -1
    for above in profiles.lineage(term).tolist():
        rate = _rate(profiles.held(above), disease)
        specific = float(profiles.specificity[above])
        if rate and specific >= w.least_specific:
            value = min(w.rate * math.log(rate) + specific, w.cap) - (
                w.through_ancestor if above != term else 0.0
            )
            if value > best:
                best, through = value, above
    return best, through


def _rate(column: tuple[Ints, Floats], disease: int) -> float:
    who, rate = column
    at = int(who.searchsorted(disease))
    return float(rate[at]) if at < len(who) and int(who[at]) == disease else 0.0
