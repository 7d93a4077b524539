"""How often each feature is there anyway, whatever the cause."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.case import SETTINGS
from whytwitch.knowledge.load import Knowledge
from whytwitch.knowledge.rates import evidence
from whytwitch.model.annotated import ACTIVITY_TERMS
from whytwitch.model.curated import exposure_base_rate
from whytwitch.model.features import Features
from whytwitch.model.rate_entries import Entries

__all__ = ["incomplete", "is_movement", "leaks", "marginal"]

_DEFAULT_LEAK = 0.012
#: An involuntary movement that another cause explains is seldom there beside it by coincidence.
_MOVEMENT_LEAK = 0.004
_TEST_LEAK = 0.02
_CRITICAL_LEAK = 0.002
_MINIMUM_LEAK = 0.001


def leaks(knowledge: Knowledge, features: Features, moves: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How often each feature is there anyway, by setting; shape (n_settings, n_features).

    A general feature leaks at least as often as any of its parts.
    """
    default = np.where(moves, _MOVEMENT_LEAK, _DEFAULT_LEAK)
    leak = np.tile(default, (len(SETTINGS), 1))
    for name, finding in knowledge.findings.items():
        if finding.kind == "test":
            critical = name.startswith("WT:critical_")
            leak[:, features.own[name]] = _CRITICAL_LEAK if critical else _TEST_LEAK
    for name in knowledge.exposures:
        leak[:, features.own[name]] = exposure_base_rate(name, knowledge)
    given = []
    for row in sorted(knowledge.background.values(), key=lambda r: r.setting != "any"):
        index = features.index(row.item)
        if index is None:
            continue
        rate = evidence(row.count, row.percent, row.band, None, False).rate
        rows = slice(None) if row.setting == "any" else SETTINGS.index(row.setting)
        leak[rows, index] = rate
        given.append(index)
    given.extend(range(features.n_terms, len(features)))
    for index in given:
        above = features.ancestors(index)
        leak[:, above] = np.maximum(leak[:, above], leak[:, [index]])
    clipped: NDArray[np.float64] = np.clip(leak, _MINIMUM_LEAK, 0.95)
    return clipped


#: How much of a finding's share among all who present is there whatever the cause, because no
#: description is complete: more for our own descriptors, which records seldom list (estimates).
_SPILL_TERM, _SPILL_OWN = 0.10, 0.40


def incomplete(
    leak: NDArray[np.float64], up: Entries, log_prior: NDArray[np.float64], features: Features
) -> NDArray[np.float64]:
    """Raise each finding's leak to a part of its share among all who present."""
    hyp, feat, rate = up
    explained = np.bincount(feat, np.exp(log_prior[hyp]) * rate, minlength=len(features))
    spill = np.where(np.arange(len(features)) < features.n_terms, _SPILL_TERM, _SPILL_OWN)
    spill[features.n_findings :] = 0.0
    raised: NDArray[np.float64] = np.maximum(leak, (spill * explained)[None, :])
    return np.minimum(raised, 0.95)


def marginal(
    up: Entries, log_prior: NDArray[np.float64], leak: NDArray[np.float64], n_features: int
) -> NDArray[np.float64]:
    """How often each feature is there among all who present, whatever the cause."""
    hyp, feat, rate = up
    explained = np.bincount(feat, np.exp(log_prior[hyp]) * rate, minlength=n_features)
    found: NDArray[np.float64] = np.clip(1 - (1 - explained) * (1 - leak), 0.002, 0.97)
    return found


def is_movement(knowledge: Knowledge, features: Features) -> NDArray[np.bool_]:
    """Which features are involuntary movements; shape (n_features,)."""
    named = [t for kind in knowledge.movements.values() for t in kind.terms]
    heads = {i for i in (features.index(t) for t in (*ACTIVITY_TERMS, *named)) if i is not None}
    found = [bool(heads.intersection((i, *features.ancestors(i).tolist()))) for i in range(len(features))]
    return np.array(found)
