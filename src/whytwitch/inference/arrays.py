"""The arrays that inference reads, as one frozen record. No file, no YAML, no pydantic here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.kept import Kept

__all__ = ["Arrays", "Column"]

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Column:
    """What one feature says about the hypotheses that know it.

    Attributes
    ----------
    hyp : int array, shape (n,)
        Hypotheses with a rate of their own, each once, ascending; of the native width, since adding at
        places takes twice as long at others.
    rate : float array, shape (n,)
        s(t|d), in (0, 1): how often the feature is there.
    named : float array, shape (n,)
        How often it is there and is called by this name: a cause of eyelid twitching alone is
        seldom reported as plain twitching.
    excluded : bool array, shape (n,)
        Whether the hypothesis itself says that the feature does not occur.
    """

    hyp: NDArray[np.intp]
    rate: NDArray[np.float64]
    named: NDArray[np.float64]
    excluded: NDArray[np.bool_]


@dataclass
class Arrays:
    """Compiled model. ``n`` hypotheses, ``f`` features, settings on axis 0 where there are any.

    Attributes
    ----------
    explicit_end, explicit_hyp, explicit_rate :
        Stated rates by feature (compressed columns).
    upward_end, upward_hyp, upward_rate :
        The same, closed upwards: a general feature holds what its parts hold.
    explicit_row_*, upward_row_* :
        Both again, by hypothesis (compressed rows).
    lent_*, lent_row_* :
        Rates of findings that a cause does not name, lent by causes like it; of base rows alone.
    base_of : shape (n_curated,)
        Row whose lent rates a curated hypothesis has: its cause's own.
    frequency : shape (f,)
        How many annotated diseases have the feature or a part of it.
    leak : shape (n_settings, f)
        How often the feature is there anyway, among people who present.
    parted : shape (k, 2)
        Part and whole in the ontology of which the whole lends the part nothing.
    is_movement : shape (f,)
        Kinds of involuntary movement, for which people come.
    group : shape (f,)
        Findings that come together share a group, -1 for none; exposures of one family (a class of
        medicines) share one, and every exposure has one.
    told : shape (f,)
        Chance that a report would name the exposure if it mattered; zero for findings.
    needed_hyp, needed_feature, needed_rate : shape (k,)
        Exposures that a hypothesis hardly ever comes without.
    required_hyp, required_feature : shape (k,)
        Findings of which a curated hypothesis is not thought of without one being told.
    agent_hyp, agent_feature, agent_pattern : shape (k,)
        Hypotheses that are one agent of a pattern, the agent, and the number of the pattern.
    hallmark_hyp, hallmark_feature : shape (k,)
        Findings other than test results that a curated hypothesis hardly ever comes without.
    marginal : shape (f,)
        How often it is there among all who present.
    """

    explicit_end: Ints
    explicit_hyp: Ints
    explicit_rate: Floats
    upward_end: Ints
    upward_hyp: Ints
    upward_rate: Floats
    explicit_row_end: Ints
    explicit_row_feature: Ints
    explicit_row_rate: Floats
    upward_row_end: Ints
    upward_row_feature: Ints
    upward_row_rate: Floats
    lent_end: Ints
    lent_hyp: Ints
    lent_rate: Floats
    lent_row_end: Ints
    lent_row_feature: Ints
    lent_row_rate: Floats
    base_of: Ints
    ancestor_end: Ints
    ancestor_item: Ints
    frequency: Ints
    log_prior: Floats
    leak: Floats
    marginal: Floats
    group: Ints
    is_movement: NDArray[np.bool_]
    told: Floats
    needed_hyp: Ints
    needed_feature: Ints
    needed_rate: Floats
    agent_hyp: Ints
    agent_feature: Ints
    agent_pattern: Ints
    hallmark_hyp: Ints
    hallmark_feature: Ints
    near_from: Ints
    near_to: Ints
    near_share: Floats
    parted: Ints
    age_of: Floats
    duration_of: Floats
    male_of: Floats
    urgency_of: NDArray[np.int8]
    thorough_of: Floats
    movement_of: Floats
    site_of: Floats
    n_findings: int
    n_curated: int
    required_hyp: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    required_feature: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    # About 5 kB a column.
    columns: Kept[int, Column] = field(default_factory=lambda: Kept(4000), repr=False)
    cache: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def n(self) -> int:
        """Number of hypotheses."""
        return int(self.log_prior.shape[1])

    def ancestors(self, feature: int) -> Ints:
        """Every ancestor of a feature, itself left out."""
        return self.ancestor_item[int(self.ancestor_end[feature]) : int(self.ancestor_end[feature + 1])]
