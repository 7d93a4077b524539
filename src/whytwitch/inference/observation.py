"""A case as numbers, and the weights that temper what it says."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Observation", "Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """The few numbers that temper the sum of evidence.

    Fitted on the log score of the 77 open cases by coordinate descent and then moved towards round
    values on the same plateau; three folds split by paper agreed on the direction (decision 0007).

    Attributes
    ----------
    temperature, lean_facts : float
        Multiplies the whole log likelihood ratio: findings of one person are not independent. A single
        finding counts in full, falling towards ``temperature``; at ``1 + lean_facts`` of them half-way.
    absent : float
        Weight of an absent finding against a present one.
    none_prior : float
        Prior of "none of these".
    none_strength : float
        How much of a finding's share among all who present counts for "none of these".
    context : float
        Weight of age, sex and duration.
    trust, trust_facts : float
        How far curated priors are believed, as a power of them: all of it for a single finding,
        falling towards ``trust`` as findings add up; at ``1 + trust_facts`` of them half-way.
    told_bare : float
        Share of the chance that what matters is told which is left when no exposure at all is.
    told_mark : float
        Chance that someone who tells many findings tells one of those that mark the cause.
    """

    temperature: float = 0.62
    lean_facts: float = 1.0
    absent: float = 0.3
    none_prior: float = 0.01
    none_strength: float = 0.5
    context: float = 0.7
    trust: float = 0.15
    trust_facts: float = 1.5
    told_bare: float = 0.97
    told_mark: float = 0.7


@dataclass(frozen=True, slots=True)
class Observation:
    """A case as numbers. ``present`` and ``absent`` hold feature indices; order never matters.

    ``known`` are hypotheses diagnosed before, ``explained`` the findings that they explain. Of the
    exposures, ``recent`` were begun, raised or changed lately and ``lasting`` long ago. ``favoured``
    are hypotheses with a log ratio from links between what was taken: pairs, weak kidneys, timing.
    ``doubted`` believes a known diagnosis no more than any other.
    """

    present: frozenset[int]
    absent: frozenset[int]
    setting: int = 0
    age_years: float | None = None
    male: bool | None = None
    duration_days: float | None = None
    recent: frozenset[int] = frozenset()
    lasting: frozenset[int] = frozenset()
    favoured: tuple[tuple[int, float], ...] = ()
    explained: frozenset[int] = frozenset()
    known: frozenset[int] = frozenset()
    doubted: bool = False
