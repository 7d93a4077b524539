"""Annotations to the profiles that inference scores: pooled, closed upwards, and borrowed for.

A thinly described disease borrows from the other entry of the same disease, from diseases of the
same gene and from its series ("spastic paraplegia 1, 2, 3 ..."), the less it has of its own the more.
Whatever cites a paper can be left out, everywhere, so that a case can be ranked without its own paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whytwitch.inference.profiles import Profiles
from whytwitch.model.annotated import onset_ages, paper_counts, pooled_rates
from whytwitch.model.pairs import highest, order_of, spread
from whytwitch.ontology.joins import series_of
from whytwitch.ontology.store import Ontology

__all__ = ["compile_profiles", "open_profiles", "rows_citing", "save_profiles"]

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
#: Two places and a rate of each entry, mostly disease and term; three arrays of one length, sorted.
Rates = tuple[Ints, Ints, Floats]

#: How much a disease with nothing of its own takes over, and how many findings of its own halve that.
_FROM_ENTRY, _FROM_GENE, _FROM_SERIES = (0.9, 40.0), (0.8, 5.0), (0.9, 10.0)
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
    "papers",
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
    n_terms = len(ontology.term_number)
    held = _with_borrowed(closed, described, _lenders(ontology, joins, n))
    counted = np.bincount(closed[1], minlength=n_terms).astype(np.float64)
    order = order_of(own[1], own[0])
    specificity = -np.log((np.maximum(counted, 0.5)) / (n + 1.0))
    return Profiles(
        *_by_term(*held, n_terms),
        *_by_term(own[1][order], own[0][order], own[2][order], n_terms),
        specificity=specificity.astype(np.float32),
        onset=onset_ages(ontology, left_out),
        papers=paper_counts(ontology, left_out),
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


#: Entries that are closed at a time, which bounds the memory.
_ENTRIES = 30_000


def _closed(ontology: Ontology, rates: Rates) -> Rates:
    """A general term is there whenever a part of it is: the highest rate of the parts."""
    keep = rates[2] > _EXCLUDED
    disease, term, rate = rates[0][keep], rates[1][keep], rates[2][keep]
    ends = np.asarray(ontology.array("term_ancestor_end"))
    items = np.asarray(ontology.array("term_ancestor_item"))
    parts: list[Rates] = []
    # Whole diseases at a time; entries are sorted by them.
    for own in np.split(np.arange(len(term)), _between_diseases(disease)):
        place, entry = spread(ends[term[own]].astype(np.int64), ends[term[own] + 1].astype(np.int64))
        entry = own[entry]
        parts.append(
            highest(
                np.concatenate([disease[own], disease[entry]]),
                np.concatenate([term[own], items[place]]),
                np.concatenate([rate[own], rate[entry]]),
            )
        )
    return _concatenated(parts)


def _between_diseases(disease: Ints) -> NDArray[np.int64]:
    """Places near every ``_ENTRIES``-th entry at which one disease ends and the next begins."""
    return np.unique(np.searchsorted(disease, disease[_ENTRIES::_ENTRIES]))


def _by_term(term: Ints, disease: Ints, rate: Floats, n_terms: int) -> tuple[Ints, Ints, Floats]:
    """Compressed columns of entries that stand by term."""
    ends = np.concatenate([[0], np.cumsum(np.bincount(term, minlength=n_terms))])
    return ends.astype(np.int32), disease, rate


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
    closed: Rates,
    described: NDArray[np.int64],
    lenders: Iterable[tuple[list[Group], tuple[float, float]]],
) -> Rates:
    """Term, disease and rate: closed rates with those of a disease's group, scaled by how little it has."""
    parts = [closed]
    for groups, (most, half) in lenders:
        share = (most * half / (half + described)).astype(np.float64)
        parts += [_lent(closed, some, share) for some in _portions(groups)]
    # A range of terms at a time: there are millions of entries, and sorting them holds them thrice.
    n_terms = max((int(p[1].max(initial=-1)) for p in parts), default=-1) + 1
    limits = np.linspace(0, n_terms, _RANGES + 1).astype(np.int64).tolist()
    return _concatenated(_highest_within(parts, low, high) for low, high in pairwise(limits))


#: Ranges of terms that the entries are sorted in, one after the other.
_RANGES = 8


def _highest_within(parts: list[Rates], low: int, high: int) -> Rates:
    """Term, disease and highest rate of each pair whose term lies in the range."""
    inside = [(p[1] >= low) & (p[1] < high) for p in parts]
    disease, term, rate = _concatenated(
        (p[0][at], p[1][at], p[2][at]) for p, at in zip(parts, inside, strict=True)
    )
    return highest(term, disease, rate)


def _concatenated(parts: Iterable[Rates]) -> Rates:
    one, other, rate = zip(*parts, strict=True)
    return np.concatenate(one), np.concatenate(other), np.concatenate(rate)


#: Members of groups that are worked out at a time, which bounds the memory.
_PORTION = 2000


def _portions(groups: list[Group]) -> Iterator[list[Group]]:
    """The groups in their order, few at a time."""
    some: list[Group] = []
    members = 0
    for group in groups:
        some.append(group)
        members += len(group)
        if members >= _PORTION:
            yield some
            some, members = [], 0
    if some:
        yield some


def _lent(closed: Rates, groups: list[Group], share: NDArray[np.float64]) -> Rates:
    """Mean rates of the other members of each group, for each member of it.

    Everything of all groups is laid out flat: a *member* is a disease in a group, a *sum* the total
    rate of one term in one group.
    """
    size = np.array([len(group) for group in groups])
    member = np.array([disease for group in groups for disease in group])
    group_of = np.repeat(np.arange(len(groups)), size)
    bounds = np.searchsorted(closed[0], np.arange(len(share) + 1))
    entry, member_of = spread(bounds[member], bounds[member + 1])
    order = order_of(group_of[member_of], closed[1][entry])
    entry, member_of = entry[order], member_of[order]
    term, rate = closed[1][entry], closed[2][entry].astype(np.float64)
    begins = np.ones(len(term), bool)
    begins[1:] = (term[1:] != term[:-1]) | (np.diff(group_of[member_of]) != 0)
    sum_of = np.cumsum(begins) - 1
    total = np.bincount(sum_of, rate)
    sum_term, sum_group = term[begins], group_of[member_of[begins]]
    # A sum that is too small even for the member that borrows most is dropped before it is spread.
    most = np.maximum.reduceat(share[member], np.cumsum(size) - size)
    worth = most[sum_group] * total / (size[sum_group] - 1) >= _LEAST_BORROWED
    place = np.cumsum(worth) - 1  # of a sum among those that are kept
    first = np.searchsorted(sum_group[worth], np.arange(len(groups) + 1))
    which, borrower = spread(first[group_of], first[group_of + 1])
    others = total[worth][which]
    lent_from = np.searchsorted(borrower, np.arange(len(member)))
    own = worth[sum_of]
    owner = member_of[own]
    others[lent_from[owner] + place[sum_of[own]] - first[group_of[owner]]] -= rate[own]
    mean = share[member[borrower]] * others / (size[group_of[borrower]] - 1)
    keep = mean >= _LEAST_BORROWED
    return (
        member[borrower[keep]].astype(np.int32),
        sum_term[worth][which[keep]],
        mean[keep].astype(np.float32),
    )


def _row_of(joins: Ints, n: int) -> Ints:
    """The entry that stands for each: of joined ones the first, which is OMIM's."""
    row = np.arange(n, dtype=np.int32)
    for one, other, _ in joins.tolist():
        row[other] = row[one]
    return row
