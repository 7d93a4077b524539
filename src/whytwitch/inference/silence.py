"""What nobody mentioned: needed exposures, and the findings that mark a cause."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.arrays import Arrays
from whytwitch.inference.observation import Observation, Weights

__all__ = ["log_silence", "log_unmarked", "log_unnamed"]


def log_silence(arrays: Arrays, observation: Observation, weights: Weights) -> NDArray[np.float64]:
    """Log penalty of curated causes whose needed exposure nobody mentioned, shape (n_curated,).

    An operation or an injury that matters is nearly always told, a poison often not known, so
    silence weighs against a cause that cannot be without it by 1 - told x rate. An exposure that
    is named, or said to be absent, is no silence.
    """
    spoken: set[int] = set()
    for feature in observation.present:
        if feature >= arrays.n_findings:
            spoken.add(feature)
            spoken.update(arrays.ancestors(feature).tolist())
    told = weights.told_bare if not spoken else 1.0
    spoken.update(f for f in observation.absent if f >= arrays.n_findings)
    if spoken:
        return _penalty(arrays, told, spoken)
    key = ("silence", told)
    if key not in arrays.cache:
        arrays.cache[key] = _penalty(arrays, told, spoken)
    penalty: NDArray[np.float64] = arrays.cache[key]
    return penalty


def _penalty(arrays: Arrays, told: float, spoken: set[int]) -> NDArray[np.float64]:
    said = np.zeros(len(arrays.group), bool)
    said[list(spoken)] = True
    silent = ~said[arrays.needed_feature]
    chance = arrays.told[arrays.needed_feature[silent]] * told
    loss = np.log1p(-chance * arrays.needed_rate[silent].astype(np.float64))
    # One silence a cause: its exposures are mostly names for the same thing.
    penalty = np.zeros(arrays.n_curated)
    np.minimum.at(penalty, arrays.needed_hyp[silent].astype(np.intp), loss)
    return penalty


#: Chance that someone who comes with a plain trouble names what the trouble is: a neck in spasm, hiccups.
_NAMED = 0.98


def log_unnamed(arrays: Arrays, present: dict[int, float]) -> NDArray[np.float64]:
    """Log penalty of curated causes that are their finding, when it was not told, shape (n_curated,).

    Passing hiccups, a wry neck or a hangover are what people come for: without its name, or that of a part
    of it or a near word, it is not what they have.
    """
    penalty = np.zeros(arrays.n_curated)
    if not len(arrays.required_hyp):
        return penalty
    said = np.zeros(len(arrays.group), bool)
    for feature in present:
        said[feature] = True
        said[arrays.ancestors(feature)] = True
        if feature < arrays.n_findings:
            a, b = np.searchsorted(arrays.near_from, [feature, feature + 1])
            said[arrays.near_to[a:b]] = True
    penalty[arrays.required_hyp] = math.log1p(-_NAMED)
    penalty[arrays.required_hyp[said[arrays.required_feature]]] = 0.0
    return penalty


def log_unmarked(
    arrays: Arrays, observation: Observation, present: dict[int, float], weights: Weights
) -> NDArray[np.float64]:
    """Log penalty of curated causes none of whose marks was mentioned, shape (n_curated,).

    A mark is a finding that the cause hardly ever comes without. Who tells many findings but none
    of a cause's marks, nor a general or a near word for one, mostly has something else: acting out
    dreams would have been told. With one finding told silence says nothing, with few it says little.
    A mark that is denied counts by its denial, which is no silence.
    """
    penalty = np.zeros(arrays.n_curated)
    findings = [feature for feature in present if feature < arrays.n_findings]
    if len(findings) < 2:
        return penalty
    place, owner, above = _marks(arrays)
    said = np.zeros(len(arrays.group), bool)
    wide = np.zeros(len(arrays.group), bool)
    for feature in findings:
        a, b = np.searchsorted(arrays.near_from, [feature, feature + 1])
        said[arrays.ancestors(feature)] = True
        said[arrays.near_to[a:b]] = True
        wide[feature] = True
    wide[[f for f in observation.absent if f < arrays.n_findings]] = True
    told = said[arrays.hallmark_feature] | wide[arrays.hallmark_feature]
    told[owner[wide[above]]] = True
    unmarked = np.zeros(arrays.n_curated, bool)
    unmarked[place] = True
    unmarked[arrays.hallmark_hyp[told]] = False
    penalty[unmarked] = math.log1p(-weights.told_mark * (1.0 - 1.0 / len(findings)))
    return penalty


def _marks(arrays: Arrays) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int32]]:
    """Hypotheses with a mark; and every ancestor of every mark, with the mark it belongs to."""
    if "marks" not in arrays.cache:
        start = arrays.ancestor_end[arrays.hallmark_feature].astype(np.int64)
        stop = arrays.ancestor_end[arrays.hallmark_feature + 1].astype(np.int64)
        owner = np.repeat(np.arange(len(start)), stop - start)
        parts = [arrays.ancestor_item[a:b] for a, b in zip(start.tolist(), stop.tolist(), strict=True)]
        above = np.concatenate([np.zeros(0, np.int32), *parts])
        arrays.cache["marks"] = (np.unique(arrays.hallmark_hyp).astype(np.intp), owner, above)
    marks: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int32]] = arrays.cache["marks"]
    return marks
