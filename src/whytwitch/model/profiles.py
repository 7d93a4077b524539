"""Annotations to the profiles that inference scores: pooled, closed upwards, and borrowed for.

A thinly described disease borrows from the other entry of the same disease, from diseases of the
same gene and from its series ("spastic paraplegia 1, 2, 3 ..."), the less it has of its own the more.
Whatever cites a paper can be left out, everywhere, so that a case can be ranked without its own paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.profiles import Profiles
from whytwitch.model.annotated import onset_ages, pooled_rates
from whytwitch.ontology.joins import series_of
from whytwitch.ontology.store import Ontology

__all__ = ["compile_profiles", "open_profiles", "rows_citing", "save_profiles"]

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
#: Disease, term and rate of each entry; three arrays of one length, sorted by disease and term.
Rates = tuple[Ints, Ints, Floats]

#: How much a disease with nothing of its own takes over, and how many findings of its own halve that.
_FROM_ENTRY, _FROM_GENE, _FROM_SERIES = (0.9, 40.0), (0.8, 10.0), (0.8, 10.0)
#: Borrowed rates below this are not kept.
_LEAST_BORROWED = 0.05
#: Rates below this say that the finding does not occur; they are not closed upwards.
_EXCLUDED = 0.01
_MOST_GENE_MATES, _LEAST_SERIES, _MOST_SERIES = 30, 3, 400
_ARRAYS = (
    "held_end",
    "held_disease",
    "held_rate",
    "own_end",
    "own_disease",
    "own_rate",
    "specificity",
    "onset",
    "row_of",
)


def rows_citing(ontology: Ontology, reference: str, alone: bool = False) -> NDArray[np.bool_]:
    """Which annotation rows cite a paper, shape (n_rows,).

    Rows that pool several papers cite each of them; ``alone`` picks the rows that rest on this
    paper only.
    """
    texts = ontology.texts("reference").all()
    citing = [i for i, t in enumerate(texts) if t == reference or (not alone and reference in t.split(";"))]
    return np.isin(np.asarray(ontology.array("row_reference")), citing)


def compile_profiles(ontology: Ontology, left_out: NDArray[np.bool_] | None = None) -> Profiles:
    """Profiles of all annotated diseases.

    Parameters
    ----------
    ontology : Ontology
        With its annotations.
    left_out : bool array, shape (n_rows,), optional
        Annotation rows that are treated as if nobody had written them.
    """
    n = int(ontology.meta["n_diseases"])
    own = _phenotypic(ontology, pooled_rates(ontology, left_out))
    described = np.bincount(own[0], minlength=n)
    closed = _closed(ontology, own)
    joins = np.asarray(ontology.array("join"))
    held = _with_borrowed(closed, described, _lenders(ontology, joins, n))
    counted = np.bincount(closed[1], minlength=len(ontology.term_number)).astype(np.float64)
    specificity = -np.log((np.maximum(counted, 0.5)) / (n + 1.0))
    return Profiles(
        *_by_term(held, len(ontology.term_number)),
        *_by_term(own, len(ontology.term_number)),
        specificity=specificity.astype(np.float32),
        onset=onset_ages(ontology, left_out),
        row_of=_row_of(joins, n),
        ancestor_end=np.asarray(ontology.array("term_ancestor_end")),
        ancestor_item=np.asarray(ontology.array("term_ancestor_item")),
    )


def save_profiles(profiles: Profiles, out: Path) -> None:
    """Write every array as ``profile_<name>.npy``."""
    for name in _ARRAYS:
        np.save(out / f"profile_{name}.npy", getattr(profiles, name))


def open_profiles(folder: Path, ontology: Ontology) -> Profiles:
    """Profiles from a compiled model, memory-mapped."""
    arrays = {
        name: np.load(folder / f"profile_{name}.npy", mmap_mode="r").view(np.ndarray) for name in _ARRAYS
    }
    return Profiles(
        **arrays,
        ancestor_end=ontology.array("term_ancestor_end"),
        ancestor_item=ontology.array("term_ancestor_item"),
    )


def _phenotypic(ontology: Ontology, rates: Rates) -> Rates:
    """Only phenotypic abnormalities: onset, inheritance and course are no findings here."""
    root = ontology.index_of("HP:0000118")
    ends = np.asarray(ontology.array("term_ancestor_end"))
    items = np.asarray(ontology.array("term_ancestor_item"))
    owner = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
    phenotypic = np.zeros(len(ends) - 1, bool)
    phenotypic[owner[items == root]] = True
    keep = phenotypic[rates[1]]
    return rates[0][keep], rates[1][keep], rates[2][keep]


def _closed(ontology: Ontology, rates: Rates) -> Rates:
    """A general term is there whenever a part of it is: the highest rate of the parts."""
    keep = rates[2] > _EXCLUDED
    disease, term, rate = rates[0][keep], rates[1][keep], rates[2][keep]
    ends = np.asarray(ontology.array("term_ancestor_end"))
    items = np.asarray(ontology.array("term_ancestor_item"))
    counts = ends[term + 1] - ends[term]
    places = np.arange(int(counts.sum())) + np.repeat(ends[term] - (np.cumsum(counts) - counts), counts)
    return _highest(
        np.concatenate([disease, np.repeat(disease, counts)]),
        np.concatenate([term, items[places]]),
        np.concatenate([rate, np.repeat(rate, counts)]),
    )


def _highest(disease: Ints, term: Ints, rate: Floats) -> Rates:
    """Each pair once with its highest rate, sorted by disease and term."""
    n_terms = int(term.max()) + 1 if len(term) else 1
    key = (disease.astype(np.int64) * n_terms + term) << 20
    key += ((1.0 - rate) * 1_000_000).astype(np.int64)
    order = np.argsort(key)
    key = key[order] >> 20
    first = np.concatenate([[True], key[1:] != key[:-1]]) if len(key) else np.zeros(0, bool)
    chosen = order[first]
    return disease[chosen].astype(np.int32), term[chosen].astype(np.int32), rate[chosen].astype(np.float32)


def _by_term(rates: Rates, n_terms: int) -> tuple[Ints, Ints, Floats]:
    order = np.lexsort((rates[0], rates[1]))
    ends = np.concatenate([[0], np.cumsum(np.bincount(rates[1], minlength=n_terms))])
    return ends.astype(np.int32), rates[0][order], rates[2][order]


Group = list[int]


def _lenders(ontology: Ontology, joins: Ints, n: int) -> list[tuple[list[Group], tuple[float, float]]]:
    """Groups of diseases that lend to one another, with how much and until when."""
    ends = np.asarray(ontology.array("disease_gene_end"))
    items = np.asarray(ontology.array("disease_gene_item"))
    owner = np.repeat(np.arange(n), np.diff(ends))
    of_gene: dict[int, Group] = defaultdict(list)
    for disease, gene in zip(owner.tolist(), items.tolist(), strict=True):
        of_gene[gene].append(disease)
    series: dict[str, Group] = defaultdict(list)
    for disease, name in enumerate(ontology.texts("disease_name").all()):
        series[series_of(name)].append(disease)
    series.pop("", None)
    return [
        ([[int(a), int(b)] for a, b, _ in joins], _FROM_ENTRY),
        ([g for g in of_gene.values() if 2 <= len(g) <= _MOST_GENE_MATES], _FROM_GENE),
        ([g for g in series.values() if _LEAST_SERIES <= len(g) <= _MOST_SERIES], _FROM_SERIES),
    ]


def _with_borrowed(
    closed: Rates, described: NDArray[np.int64], lenders: Iterable[tuple[list[Group], tuple[float, float]]]
) -> Rates:
    """Closed rates with those of a disease's group, scaled by how little it has of its own."""
    bounds = np.searchsorted(closed[0], np.arange(len(described) + 1))
    parts = [closed]
    for groups, (most, half) in lenders:
        share = (most * half / (half + described)).astype(np.float64)
        for group in groups:
            lent = _lent(closed, bounds, group, share)
            if lent is not None:
                parts.append(lent)
    disease, term = (np.concatenate([p[i] for p in parts]) for i in (0, 1))
    return _highest(disease, term, np.concatenate([p[2] for p in parts]))


def _lent(closed: Rates, bounds: NDArray[np.int64], group: Group, share: NDArray[np.float64]) -> Rates | None:
    """Mean rates of the other members of a group, for each member."""
    spans = [(int(bounds[d]), int(bounds[d + 1])) for d in group]
    terms = np.concatenate([closed[1][a:b] for a, b in spans])
    if not len(terms):
        return None
    support, where = np.unique(terms, return_inverse=True)
    rates = np.concatenate([closed[2][a:b] for a, b in spans]).astype(np.float64)
    total = np.bincount(where, rates).astype(np.float64)
    disease: list[Ints] = []
    term: list[Ints] = []
    rate: list[Floats] = []
    for d, (a, b) in zip(group, spans, strict=True):
        others = total.copy()
        others[np.searchsorted(support, closed[1][a:b])] -= closed[2][a:b].astype(np.float64)
        mean = share[d] * others / (len(group) - 1)
        keep = mean >= _LEAST_BORROWED
        term.append(support[keep])
        rate.append(mean[keep].astype(np.float32))
        disease.append(np.full(int(keep.sum()), d, np.int32))
    return np.concatenate(disease), np.concatenate(term), np.concatenate(rate)


def _row_of(joins: Ints, n: int) -> Ints:
    """The entry that stands for each: of joined ones the first, which is OMIM's."""
    row = np.arange(n, dtype=np.int32)
    for one, other, _ in joins.tolist():
        row[other] = row[one]
    return row
