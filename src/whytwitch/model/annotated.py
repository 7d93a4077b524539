"""The annotated tier: rates of the 12,687 diseases of ``phenotype.hpoa``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whytwitch.knowledge.rates import BAND_RATE
from whytwitch.ontology.store import Ontology

__all__ = ["ACTIVITY_TERMS", "Annotations", "onset_ages", "onset_span", "pooled_rates", "read_annotations"]

#: Terms under which a disease counts as one with involuntary muscle activity.
ACTIVITY_TERMS = (
    "HP:0004305",  # Involuntary movements
    "HP:0002411",  # Myokymia
    "HP:0003394",  # Muscle spasm
    "HP:0001281",  # Tetany
    "HP:0002486",  # Myotonia
    "HP:0001257",  # Spasticity
    "HP:0001332",  # Dystonia
    "HP:0100660",  # Dyskinesia
    "HP:0002267",  # Exaggerated startle response
    "HP:0000643",  # Blepharospasm
    "HP:0003457",  # EMG abnormality
    "HP:0012164",  # Asterixis
    "HP:0100247",  # Recurrent singultus
)

_BANDS = ("obligate", "very_frequent", "frequent", "occasional", "very_rare", "excluded")
_RATE_UNSTATED = 0.40  # mean of the stated rates of the release, a little lowered
_SHRINK_TO, _SHRINK_PEOPLE = 0.40, 1.5

#: Onset terms to the years they span (ontology definitions).
_ONSETS: dict[str, tuple[float, float]] = {
    "HP:0030674": (0, 0.01),
    "HP:0011460": (0, 0.01),
    "HP:0011461": (0, 0.01),
    "HP:0003577": (0, 0.02),
    "HP:0003623": (0, 0.08),
    "HP:0003593": (0, 1),
    "HP:0011463": (1, 5),
    "HP:0003621": (5, 16),
    "HP:0003581": (16, 80),
    "HP:0011462": (16, 40),
    "HP:0003596": (40, 60),
    "HP:0003584": (60, 90),
    "HP:0025708": (16, 40),
    "HP:0025709": (19, 25),
    "HP:0025710": (25, 40),
    "HP:0410280": (0, 16),
}


@dataclass(frozen=True)
class Annotations:
    """Rates of findings in annotated diseases, one entry a (disease, term) pair.

    Attributes
    ----------
    disease, term : int arrays, shape (n_pairs,)
        Sorted by disease, then term; each pair once.
    rate : float array, shape (n_pairs,)
        In (0, 1).
    n_terms_of : int array, shape (n_diseases,)
        How many findings a disease is described by.
    """

    disease: NDArray[np.int32]
    term: NDArray[np.int32]
    rate: NDArray[np.float32]
    n_terms_of: NDArray[np.int32]


def read_annotations(ontology: Ontology) -> Annotations:
    """Every disease's rates, and how many findings describe it."""
    disease, term, rate = pooled_rates(ontology)
    n_diseases = int(ontology.meta["n_diseases"])
    return Annotations(disease, term, rate, np.bincount(disease, minlength=n_diseases).astype(np.int32))


def pooled_rates(
    ontology: Ontology, left_out: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Pool the rows of each disease and finding into one rate.

    Counts are added up (k of n) and shrunk toward the release's mean by one and a half people; a
    row marked NOT counts as one person without the finding. Rows in ``left_out`` are as if nobody
    had written them.

    Returns
    -------
    disease, term, rate : arrays, shape (n_pairs,)
        Sorted by disease, then term; each pair once; rates in (0, 1).
    """
    disease = np.asarray(ontology.array("row_disease")).astype(np.int64)
    term = np.asarray(ontology.array("row_term")).astype(np.int64)
    kind = np.asarray(ontology.array("row_kind"))
    a = np.asarray(ontology.array("row_a")).astype(np.float64)
    b = np.asarray(ontology.array("row_b")).astype(np.float64)
    negated = np.asarray(ontology.array("row_not")).astype(bool)

    weight = np.full(len(kind), 2.0)
    rate = np.full(len(kind), _RATE_UNSTATED)
    counted = kind == 1
    weight[counted] = np.minimum(b[counted], 60.0)
    rate[counted] = a[counted] / np.maximum(b[counted], 1)
    percent = kind == 2
    weight[percent], rate[percent] = 10.0, a[percent] / 1e4
    band = kind == 3
    weight[band] = 8.0
    rate[band] = np.array([BAND_RATE[n] for n in _BANDS])[a[band].astype(int)]
    weight[negated], rate[negated] = 1.0, 0.0
    if left_out is not None:
        kept = ~left_out
        disease, term, weight, rate, negated = (x[kept] for x in (disease, term, weight, rate, negated))

    key = disease * len(ontology.term_number) + term
    unique, inverse = np.unique(key, return_inverse=True)
    total = np.bincount(inverse, weight)
    events = np.bincount(inverse, weight * rate)
    pooled = (events + _SHRINK_TO * _SHRINK_PEOPLE) / (total + _SHRINK_PEOPLE)
    denied = np.bincount(inverse, ~negated) == 0
    pooled[denied] = BAND_RATE["excluded"]
    return (
        (unique // len(ontology.term_number)).astype(np.int32),
        (unique % len(ontology.term_number)).astype(np.int32),
        np.clip(pooled, 0.002, 0.98).astype(np.float32),
    )


def onset_span(ontology: Ontology, term_id: str) -> tuple[float, float] | None:
    """First and last year of life that an onset term spans; None for another term."""
    index = ontology.index_of(term_id)
    return _ONSETS.get(ontology.id_of(index)) if index is not None else None


def paper_counts(ontology: Ontology, left_out: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
    """How many papers describe each disease: distinct references that cite at least one, shape (n,).

    A row that pools several papers is one reference.
    """
    n = int(ontology.meta["n_diseases"])
    texts = ontology.texts("reference").all()
    is_paper = np.array([text.startswith("PMID:") for text in texts])
    disease = np.asarray(ontology.array("row_disease")).astype(np.int64)
    reference = np.asarray(ontology.array("row_reference")).astype(np.int64)
    keep = is_paper[reference] if left_out is None else is_paper[reference] & ~left_out
    pairs = np.unique(disease[keep] * len(texts) + reference[keep])
    return np.bincount(pairs // len(texts), minlength=n).astype(np.int32)


def onset_ages(ontology: Ontology, left_out: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
    """Years of life in which each disease begins; NaN where the release does not say.

    Returns
    -------
    array, shape (n_diseases, 2)
        First and last year over all onset terms of the disease.
    """
    ages = np.full((int(ontology.meta["n_diseases"]), 2), np.nan, np.float32)
    disease = np.asarray(ontology.array("row_disease"))
    term = np.asarray(ontology.array("row_term"))
    for name, (low, high) in _ONSETS.items():
        index = ontology.index_of(name)
        if index is None:
            continue
        at = term == index if left_out is None else (term == index) & ~left_out
        who = np.unique(disease[at])
        ages[who, 0] = np.fmin(ages[who, 0], low)
        ages[who, 1] = np.fmax(ages[who, 1], high)
    return ages
