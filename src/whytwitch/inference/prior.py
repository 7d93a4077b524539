"""What is known of the hypotheses before the findings: the compiled prior, believed as far as it is worth."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.arrays import Arrays
from whytwitch.inference.observation import Observation

__all__ = ["explained_part", "log_prior"]

#: Chance that a diagnosis known before is what explains the present complaint, when nothing of the complaint
#: belongs to it and when all of it does (estimates).
_KNOWN_SHARE, _EXPLAINED_SHARE = 0.2, 0.4


def log_prior(
    arrays: Arrays, observation: Observation, trust: float, unnamed: NDArray[np.float64] | float = 0.0
) -> NDArray[np.float64]:
    """Log prior of every hypothesis, the curated ones bent to the power ``trust``, shape (n,).

    ``unnamed`` is the penalty of causes whose name was not told: what they lose falls to the others, so that
    a plain trouble nobody speaks of leaves them as likely as if it had no record.
    """
    key = ("log_prior", observation.setting)
    if key not in arrays.cache:
        arrays.cache[key] = arrays.log_prior[observation.setting].astype(np.float64)
    prior: NDArray[np.float64] = arrays.cache[key].copy()
    own = prior[: arrays.n_curated]
    share = np.exp(own).sum()
    together = _unnamed_together(arrays, observation, own, trust)
    own *= trust
    own[arrays.agent_hyp] += together
    own += unnamed
    own += math.log(share / np.exp(own).sum())
    part = explained_part(arrays, observation)
    share = math.log(_KNOWN_SHARE + part * (_EXPLAINED_SHARE - _KNOWN_SHARE))
    for hypothesis in observation.known:
        prior[hypothesis] = max(prior[hypothesis], share)
    return prior


def explained_part(arrays: Arrays, observation: Observation) -> float:
    """The part of the findings that belongs to a known diagnosis; none when it is doubted."""
    told = {feature for feature in observation.present if feature < arrays.n_findings}
    if observation.doubted or not told:
        return 0.0
    return len(told & observation.explained) / len(told)


def _unnamed_together(
    arrays: Arrays, observation: Observation, own: NDArray[np.float64], trust: float
) -> NDArray[np.float64]:
    """What is added to the bent prior of each agent, shape (k,).

    The agents of a pattern that nobody named stand for one thing, "some medicine", so their sum is
    bent, not each of them: eighty small priors bent one by one would add up to many times their sum.
    """
    named = np.zeros(len(arrays.group), bool)
    for feature in observation.present:
        if feature >= arrays.n_findings:
            named[feature] = True
            named[arrays.ancestors(feature)] = True
    added = np.zeros(len(arrays.agent_hyp))
    at = np.flatnonzero(~named[arrays.agent_feature])
    if len(at) == 0:
        return added
    raw, pattern = own[arrays.agent_hyp[at]], arrays.agent_pattern[at]
    whole = np.bincount(pattern, np.exp(raw))
    bent = np.bincount(pattern, np.exp(trust * raw))
    added[at] = trust * np.log(whole[pattern]) - np.log(bent[pattern])
    return added
