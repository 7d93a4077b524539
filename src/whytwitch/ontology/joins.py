"""One disease, one row: which entries of OMIM, Orphanet and DECIPHER are the same disease.

Names and genes alone decide, never the findings: so the joins hold however many annotations are
left out, and a benchmark that leaves a paper out is not helped by what the paper said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whytwitch.ontology.store import Ontology

__all__ = ["Join", "join_diseases", "joined_entries", "series_of"]

#: A pair counts as one disease from this score on: read off forty pairs drawn at random, all right.
LEAST_SCORE = 0.8
_MOST_GENES = 6  # an entry with more genes is a group of diseases
_COMMON = frozenset(
    "the of and with or type disease syndrome disorder autosomal recessive dominant x linked xlinked ar "
    "ad due to deficiency related congenital hereditary familial infantile juvenile adult onset early "
    "late".split()
)
_NUMBER = re.compile(r"\b\d+[a-z]?\b")
_QUALIFIER = re.compile(
    r"\b(autosomal|recessive|dominant|x linked|xlinked|semidominant|type|early onset|adult onset|"
    r"juvenile onset|late onset|childhood onset|complex|pure|form|with or without.*|with .*|due to .*|"
    r"susceptibility to|nuclear)\b"
)
_ORDINAL = re.compile(r"\b(\d+[a-z]{0,2}\d{0,2}|[ivx]{1,4}[a-z]?|[a-z])\b")


@dataclass(frozen=True, slots=True)
class Join:
    """Two entries of one disease, by their places, with the score and what it rests on."""

    one: int
    other: int
    score: float
    ground: str


def join_diseases(ids: Sequence[str], names: Sequence[str], genes: Sequence[frozenset[int]]) -> list[Join]:
    """Pairs of entries of different catalogues that are each other's best match.

    Parameters
    ----------
    ids, names : sequences of str
        As the catalogues print them.
    genes : sequence of frozenset of int
        Genes of each entry; empty where none is known.

    Returns
    -------
    list of Join
        In order of the first place; an entry stands in one join at most.
    """
    entries = [_Entry(i, ids[i].split(":")[0], names[i], genes[i]) for i in range(len(ids))]
    sole = _sole_pairs(entries)
    scored = {}
    for one, other in _candidates(entries):
        score, ground = _score(entries[one], entries[other], (one, other) in sole)
        if score >= LEAST_SCORE:
            scored[one, other] = (score, ground)
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for (one, other), (score, _) in sorted(scored.items()):
        for a, b in ((one, other), (other, one)):
            key = (a, entries[b].catalogue)
            if score > best.get(key, (0.0, -1))[0]:
                best[key] = (score, b)
    return [
        Join(one, other, round(score, 3), ground)
        for (one, other), (score, ground) in sorted(scored.items())
        if best[one, entries[other].catalogue][1] == other and best[other, entries[one].catalogue][1] == one
    ]


def joined_entries(ontology: Ontology) -> list[tuple[str, str, str, str, str, str]]:
    """The joins of a compiled release as (id, name, other id, other name, score, ground)."""
    ids, names = ontology.texts("disease_id"), ontology.texts("disease_name")
    grounds = ontology.texts("join_ground")
    return [
        (ids[one], names[one], ids[other], names[other], f"{score / 1000:.2f}", grounds[i])
        for i, (one, other, score) in enumerate(ontology.array("join").tolist())
    ]


class _Entry:
    """One entry with what the score needs, worked out once."""

    __slots__ = ("catalogue", "genes", "normal", "numbers", "place", "words")

    def __init__(self, place: int, catalogue: str, name: str, genes: frozenset[int]) -> None:
        self.place = place
        self.catalogue = catalogue
        self.normal = normal_name(name)
        self.words = frozenset(self.normal.split()) - _COMMON
        self.numbers = frozenset(_NUMBER.findall(self.normal))
        self.genes = genes


def normal_name(name: str) -> str:
    """A disease's name in lower case, without possessives and punctuation."""
    lowered = re.sub(r"[’']s\b", "", name.lower())
    return re.sub(r"[^a-z0-9]+", " ", lowered).strip()


def series_of(name: str) -> str:
    """What a numbered series has in common, such as "spastic paraplegia"; empty when nothing is left.

    Examples
    --------
    >>> series_of("Spastic paraplegia 90A, autosomal dominant")
    'spastic paraplegia'
    >>> series_of("Autosomal recessive spastic paraplegia type 76")
    'spastic paraplegia'
    """
    left = _QUALIFIER.sub(" ", normal_name(name))
    return " ".join(_ORDINAL.sub(" ", left).split())


def _sole_pairs(entries: list[_Entry]) -> set[tuple[int, int]]:
    """An OMIM and an Orphanet entry that are the only ones of a gene and have no other gene."""
    of_gene: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        if len(entry.genes) == 1:
            of_gene[next(iter(entry.genes))][entry.catalogue].append(entry.place)
    return {
        (by["OMIM"][0], by["ORPHA"][0])
        for by in of_gene.values()
        if len(by["OMIM"]) == 1 and len(by["ORPHA"]) == 1
    }


def _candidates(entries: list[_Entry]) -> Iterable[tuple[int, int]]:
    """Pairs worth scoring: a gene in common, or two rare words of the name."""
    found: set[tuple[int, int]] = set()
    of_gene: dict[int, list[_Entry]] = defaultdict(list)
    of_word: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        for gene in entry.genes if len(entry.genes) <= _MOST_GENES else ():
            of_gene[gene].append(entry)
        if entry.catalogue != "OMIM":
            for word in entry.words:
                of_word[word].append(entry)
    for same in of_gene.values():
        for one in same:
            found.update((one.place, b.place) for b in same if _may_join(one, b))
    for entry in entries:
        if entry.catalogue == "OMIM":
            rare = sorted(entry.words, key=lambda w: (len(of_word[w]), w))[:2]
            near = {b.place: b for w in rare if len(of_word[w]) < 200 for b in of_word[w]}
            found.update((entry.place, p) for p, b in near.items() if _overlap(entry.words, b.words) >= 0.75)
    return sorted(found)


def _may_join(one: _Entry, other: _Entry) -> bool:
    return one.catalogue == "OMIM" and other.catalogue != "OMIM"


def _score(one: _Entry, other: _Entry, sole: bool) -> tuple[float, str]:
    """Genes in common (0 to 1) + 1.2 x words in common + 0.5 for the same name + 0.6 for a sole pair.

    Entries with different genes, or with different numbers in a series, are not the same disease.
    """
    same = one.normal == other.normal
    both = bool(one.genes and other.genes)
    shared = _overlap(one.genes, other.genes)
    if both and not shared and not same:
        return 0.0, ""
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        return 0.0, ""
    words = _overlap(one.words, other.words)
    score = (shared if both else 0.3) + 1.2 * words + 0.5 * same + 0.6 * sole
    grounds = ["name"] if same else ["like names"] if words >= 0.5 else []
    return score, " and ".join(
        grounds + (["the only entries of a gene"] if sole else ["gene"] if shared else [])
    )


def _overlap(a: frozenset[int] | frozenset[str], b: frozenset[int] | frozenset[str]) -> float:
    """Jaccard index; 0 for two empty sets."""
    return len(a & b) / max(len(a | b), 1)
