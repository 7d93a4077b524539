"""One numbering for everything that can be a fact: ontology terms, own findings, exposures.

Features ``0 .. n_terms-1`` are the ontology's terms in its order, then come our own findings, then
exposures. Parents join them into one graph, so a class of medicines holds its medicines in the same
way as a general term holds its parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whytwitch.knowledge.load import Knowledge
from whytwitch.ontology.store import Ontology

__all__ = ["Features", "number_features"]

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Features:
    """The numbering and its graph.

    Attributes
    ----------
    own : dict[str, int]
        Index of every feature that is no ontology term.
    ancestor_end, ancestor_item : arrays
        Ancestors of feature i are ``ancestor_item[ancestor_end[i]:ancestor_end[i + 1]]``.
    """

    ontology: Ontology
    own: dict[str, int]
    ancestor_end: Ints
    ancestor_item: Ints
    n_terms: int
    n_findings: int

    def __len__(self) -> int:
        return len(self.ancestor_end) - 1

    def index(self, item: str) -> int | None:
        """Index of a term, own finding or exposure; None when unknown."""
        if item.startswith("HP:"):
            return self.ontology.index_of(item)
        return self.own.get(item)

    def ancestors(self, index: int) -> Ints:
        """Every ancestor of a feature, itself left out."""
        start, end = int(self.ancestor_end[index]), int(self.ancestor_end[index + 1])
        return self.ancestor_item[start:end]


def number_features(knowledge: Knowledge, ontology: Ontology) -> Features:
    """Number the features and close their graph upwards."""
    n_terms = len(ontology.term_number)
    own = {f: n_terms + i for i, f in enumerate(sorted(knowledge.findings))}
    n_findings = n_terms + len(own)
    own |= {e: n_findings + i for i, e in enumerate(sorted(knowledge.exposures))}
    parents: dict[str, tuple[str, ...]] = {f: r.parents for f, r in knowledge.findings.items()}
    parents |= {e: r.parents for e, r in knowledge.exposures.items()}
    closed: dict[str, frozenset[int]] = {}

    term_ends, term_items = _filed(knowledge, ontology)

    def index(item: str) -> int | None:
        return ontology.index_of(item) if item.startswith("HP:") else own.get(item)

    def close(item: str, below: tuple[str, ...] = ()) -> frozenset[int]:
        if item in closed:
            return closed[item]
        found: set[int] = set()
        for parent in parents.get(item, ()):
            i = index(parent)
            if i is None or parent in below:
                continue
            found.add(i)
            if parent.startswith("HP:"):
                found.update(term_items[int(term_ends[i]) : int(term_ends[i + 1])].tolist())
            else:
                found |= close(parent, (*below, item))
        closed[item] = frozenset(found)
        return closed[item]

    ends = [int(term_ends[-1])]
    items: list[int] = []
    for item in own:  # own is in index order
        items.extend(sorted(close(item)))
        ends.append(ends[0] + len(items))
    return Features(
        ontology=ontology,
        own=own,
        ancestor_end=np.concatenate([term_ends, np.array(ends[1:], np.int32)]).astype(np.int32),
        ancestor_item=np.concatenate([term_items, np.array(items, np.int32)]).astype(np.int32),
        n_terms=n_terms,
        n_findings=n_findings,
    )


def _filed(knowledge: Knowledge, ontology: Ontology) -> tuple[Ints, Ints]:
    """Ancestors of the ontology's terms, with those that our own filing adds."""
    ends = np.asarray(ontology.array("term_ancestor_end"))
    items = np.asarray(ontology.array("term_ancestor_item"))
    above: dict[int, set[int]] = {}
    for record in knowledge.filed.values():
        term, under = ontology.index_of(record.id), ontology.index_of(record.under)
        if term is not None and under is not None:
            above.setdefault(term, set()).update((under, *ontology.ancestors(under)))
    for added in above.values():  # what is filed under something filed elsewhere comes along
        for term in sorted(added & above.keys()):
            added |= above[term]
    if not above:
        return ends, items
    lineages = np.split(items, ends[1:-1])
    for term in np.flatnonzero([not above.keys().isdisjoint((t, *lineage.tolist()))
                                for t, lineage in enumerate(lineages)]).tolist():  # fmt: skip
        lineage = set(lineages[term].tolist())
        for filed in above.keys() & (lineage | {term}):
            lineage |= above[filed]
        lineages[term] = np.array(sorted(lineage - {term}), np.int32)
    lengths = np.array([len(lineage) for lineage in lineages])
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32), np.concatenate(lineages)
