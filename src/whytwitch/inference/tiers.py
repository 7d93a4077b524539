"""Share out the annotated tier's part of the probability by how well each profile fits.

How much the tier as a whole gets is settled by the same evidence as for the curated causes; which of
its 12,687 diseases it is, the profiles tell better: they know what is borrowed, joined and unsaid.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.posterior import Posterior

__all__ = ["SHARPNESS", "share_by_profile"]

#: Findings of one person are not independent, so the log score is tempered by this before it becomes a
#: share of the tier (chosen on the open phenopackets for the log score of the diagnosis, decision 8).
SHARPNESS = 0.7


def share_by_profile(
    result: Posterior, score: NDArray[np.float64], row_of: NDArray[np.int32], log_prior: NDArray[np.float64]
) -> Posterior:
    """The same posterior with the annotated tier shared out anew.

    Parameters
    ----------
    result : Posterior
        Over curated hypotheses and then the annotated diseases.
    score : shape (n_diseases,)
        Log score of each profile.
    row_of : shape (n_diseases,)
        Entry that stands for each; only those get a share.
    log_prior : shape (n_diseases,)
        Log prior of each disease; -inf for one that a curated cause stands for.

    Returns
    -------
    Posterior
        Sums to one as before; curated hypotheses keep their probability.
    """
    n = len(score)
    tail = result.probability[-n:]
    prior = np.full(n, -np.inf)
    np.maximum.at(prior, row_of, log_prior)
    logs = np.where(row_of == np.arange(n), SHARPNESS * score + prior, -np.inf)
    top = float(logs.max())
    if not np.isfinite(top):
        return result
    share = np.exp(logs - top)
    probability = result.probability.copy()
    probability[-n:] = float(tail.sum()) * share / share.sum()
    return replace(result, probability=probability)
