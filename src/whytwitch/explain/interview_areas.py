"""Which causes are in play while one asks: the ranking, steered by the overview.

An area that was ticked, and that nothing said so far accounts for, brings the causes forward that
touch it; one passed over sets those back. It is only a way of choosing questions: no probability that
is shown rests on it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.case import Case
from whytwitch.explain.interview_themes import AREAS, TOLD, area_of
from whytwitch.explain.ranking import Row
from whytwitch.model.store import Model

__all__ = ["asked_areas", "in_play", "open_areas", "setting_bits"]

_LEADING = 60
#: The ranking may be wrong: so much doubt, spread evenly over the first rows, keeps them in play.
_DOUBT, _DOUBTED = 0.1, 20
#: Of what a record says may be there so much is noticed, and an area is ticked for some other
#: reason so often (estimates).
_NOTICED, _OTHERWISE = 0.6, 0.15
#: Who reads a list in fear may overlook a line: an area passed over counts so much, as a "no" does.
_PASSED_OVER = 0.3
#: However much of a record lies in an area, passing it over counts no more than this.
_MOST_PASSED = 2.0
_AREAS = tuple(a for a in AREAS if a not in TOLD)


def in_play(
    model: Model, case: Case, ranked: Sequence[Row], probability: NDArray[np.float64], public: bool
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Hypotheses to tell apart, likeliest first, and how likely each is held to be.

    Parameters
    ----------
    ranked : sequence of Row
        The likeliest rows.
    probability : shape (n_hypotheses,)
        Of every hypothesis: what the overview speaks for may stand below all rows.
    public : bool
        Whether a person is asked, or a professional.
    """
    rows = np.array([row.members[0] for row in ranked], np.int64)
    p = np.array([row.probability for row in ranked])
    tilt = _tilt(model, case, public)
    if tilt is not None:
        p = p * tilt[rows]
        others = probability * tilt
        for row in ranked:
            others[list(row.members)] = 0.0
        more = np.argpartition(-others, _LEADING)[:_LEADING]
        rows, p = np.concatenate([rows, more]), np.concatenate([p, others[more]])
        order = np.lexsort((rows, -p))
        rows, p = rows[order], p[order]
    return rows[:_LEADING], _doubted(p[:_LEADING])


def open_areas(model: Model, case: Case, public: bool) -> set[str]:
    """Areas that were ticked and in which nothing is recorded yet."""
    found = {
        area_of(model, fact.id, not public) for fact in case.facts if fact.present and fact.kind == "finding"
    }
    return set(case.areas or ()) - found


def asked_areas(model: Model, items: Sequence[str], public: bool) -> set[str]:
    """Areas of some items."""
    return {area_of(model, item, not public) for item in items}


#: Where people who ask are seen, in the order of the settings from primary care on (estimates).
_SEEN_AT = np.array([0.6, 0.15, 0.15, 0.08, 0.02])


def setting_bits(model: Model, rows: NDArray[np.int64], p: NDArray[np.float64]) -> float:
    """What knowing where the person is seen tells about the cause, in bits."""
    log_prior = model.arrays.log_prior[:, rows].astype(np.float64)
    joint = _SEEN_AT[:, None] * np.exp(log_prior[1:] - log_prior[0]) * p
    joint /= joint.sum()
    apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    return float((joint * np.log2(np.maximum(joint, 1e-12) / np.maximum(apart, 1e-12))).sum())


def _tilt(model: Model, case: Case, public: bool) -> NDArray[np.float64] | None:
    """What the overview multiplies the belief in each hypothesis by; None when it says nothing."""
    if case.areas is None:
        return None
    touched = _touched(model, public)
    ticked = open_areas(model, case, public)
    log = np.zeros(touched.shape[1])
    for i, area in enumerate(_AREAS):
        if area in ticked:
            log += np.log1p(-(1.0 - _OTHERWISE) * np.exp(-touched[i]))
        elif area not in case.areas:
            log -= _PASSED_OVER * np.minimum(touched[i], _MOST_PASSED)
    tilt: NDArray[np.float64] = np.exp(log)
    return tilt


def _touched(model: Model, public: bool) -> NDArray[np.float32]:
    """Minus the log of the chance that a hypothesis leaves each area alone; shape (areas, n)."""
    key = ("interview_touched", public)
    if key not in model.arrays.cache:
        model.arrays.cache[key] = _read_touched(model, public)
    found: NDArray[np.float32] = model.arrays.cache[key]
    return found


def _read_touched(model: Model, public: bool) -> NDArray[np.float32]:
    arrays = model.arrays
    ends = arrays.explicit_row_end
    n = len(ends) - 1
    features = arrays.explicit_row_feature
    hypothesis = np.repeat(np.arange(n), np.diff(ends))
    area = np.full(max(int(features.max(initial=0)) + 1, arrays.n_findings), -1)
    place = {name: i for i, name in enumerate(_AREAS)}
    for feature in np.unique(features[features < arrays.n_findings]).tolist():
        area[feature] = place.get(area_of(model, model.item(feature), not public), -1)
    of = area[features]
    lies = of >= 0
    left = -np.log1p(-_NOTICED * np.minimum(arrays.explicit_row_rate[lies].astype(np.float64), 0.99))
    flat = np.bincount(of[lies] * n + hypothesis[lies], left, minlength=len(_AREAS) * n)
    return flat.reshape(len(_AREAS), n).astype(np.float32)


def _doubted(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    doubted: NDArray[np.float64] = probability * (1 - _DOUBT) / probability.sum()
    first = min(_DOUBTED, len(doubted))
    doubted[:first] += _DOUBT / first
    return doubted
