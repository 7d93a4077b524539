"""Share out the annotated tier's part of the probability by how well each profile fits.

How much the tier as a whole gets is settled by the same evidence as for the curated causes; which of
its 12,687 diseases it is, the profiles tell better: they know what is borrowed, joined and unsaid.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.posterior import Posterior

__all__ = ["SHARPNESS", "joined_prior", "share_by_profile"]

#: Findings of one person are not independent, so the log score is tempered by this before it becomes a
#: share of the tier (chosen on the open phenopackets for the log score of the diagnosis, decision 8).
SHARPNESS = 0.7


def joined_prior(row_of: NDArray[np.int32], log_prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log prior of the entry that stands for each disease, the largest of its entries; else -inf.

    Parameters
    ----------
    row_of : shape (n_diseases,)
        Entry that stands for each.
    log_prior : shape (n_diseases,)
        Log prior of each entry; -inf for one that a curated cause stands for.
    """
    prior = np.full(len(row_of), -np.inf)
    np.maximum.at(prior, row_of, log_prior)
    return prior


def share_by_profile(result: Posterior, score: NDArray[np.float64], prior: NDArray[np.float64]) -> Posterior:
    """The same posterior with the annotated tier shared out anew.

    Parameters
    ----------
    result : Posterior
        Over curated hypotheses and then the annotated diseases.
    score : shape (n_diseases,)
        Log score of each profile.
    prior : shape (n_diseases,)
        From :func:`joined_prior`; only entries that stand for a disease get a share.

    Returns
    -------
    Posterior
        Sums to one as before; curated hypotheses keep their probability.
    """
    n = len(score)
    tail = result.probability[-n:]
    logs = SHARPNESS * score + prior
    top = float(logs.max())
    if not np.isfinite(top):
        return result
    share = np.exp(logs - top)
    probability = result.probability.copy()
    probability[-n:] = float(tail.sum()) * share / share.sum()
    return replace(result, probability=probability)
