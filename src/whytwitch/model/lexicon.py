"""Compile every name, synonym and own phrase into sorted hash tables, one a kind of thing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from whytwitch.core.words import ordered_key, stem, tokens, unordered_key
from whytwitch.knowledge.load import Knowledge
from whytwitch.model.features import Features
from whytwitch.ontology.store import Ontology

__all__ = ["TABLES", "compile_lexicon"]

#: Which table a phrase is looked up in.
TABLES = ("finding", "exposure", "cause", "laboratory", "test")

#: Who wins when one phrase has two meanings; the higher.
_OWN_LEXICON, _OWN_RECORD, _TERM_NAME, _TERM_SYNONYM = 4, 3, 2, 1
_MAX_WORDS = 9


def compile_lexicon(
    knowledge: Knowledge, ontology: Ontology, features: Features, out: Path
) -> dict[str, list[str]]:
    """Write ``lexicon_<table>_{key,item,rank,any_key,any_item}.npy``.

    Returns
    -------
    dict
        For each table without feature numbers (cause, laboratory, test), ids by item number.
    """
    names = {
        "cause": sorted(knowledge.causes),
        "laboratory": sorted(knowledge.laboratory),
        "test": sorted(knowledge.tests),
    }
    for table in TABLES:
        rows = _rows(table, knowledge, ontology, features, names)
        _save(out, table, rows)
    return names


Row = tuple[str, int, int]  # phrase, item, rank


def _rows(
    table: str,
    knowledge: Knowledge,
    ontology: Ontology,
    features: Features,
    names: dict[str, list[str]],
) -> Iterator[Row]:
    if table == "finding":
        yield from _finding_rows(knowledge, ontology, features)
    elif table == "exposure":
        for name, exposure in knowledge.exposures.items():
            for phrase in (exposure.name, *exposure.synonyms, name.replace("_", " ")):
                yield phrase, features.own[name], _OWN_RECORD
    elif table == "cause":
        for i, name in enumerate(names[table]):
            cause = knowledge.causes[name]
            for phrase in (cause.name, *cause.synonyms):
                yield phrase, i, _OWN_RECORD
    elif table == "laboratory":
        for i, name in enumerate(names[table]):
            test = knowledge.laboratory[name]
            for phrase in (test.name, *test.synonyms, name.replace("_", " ")):
                yield phrase, i, _OWN_RECORD
    else:
        for i, name in enumerate(names[table]):
            kind = knowledge.tests[name]
            for phrase in (kind.name, *kind.synonyms, name.replace("_", " ")):
                yield phrase, i, _OWN_RECORD
    for entry in knowledge.lexicon.values():
        index = features.index(entry.means) if entry.means is not None else -1
        if index is None:
            continue
        is_exposure = index >= features.n_findings
        if (table == "exposure") == is_exposure and table in ("finding", "exposure"):
            for phrase in entry.phrases:
                yield phrase, index, _OWN_LEXICON


def _finding_rows(knowledge: Knowledge, ontology: Ontology, features: Features) -> Iterator[Row]:
    root = ontology.index_of("HP:0000118")
    phenotypes = {i for i in range(features.n_terms) if root is not None and root in features.ancestors(i)}
    for i, name in enumerate(ontology.term_name.all()):
        if i in phenotypes:
            yield name, i, _TERM_NAME
    terms = np.asarray(ontology.array("synonym_term")).tolist()
    for i, synonym in zip(terms, ontology.texts("synonym").all(), strict=True):
        if i in phenotypes:
            yield synonym, i, _TERM_SYNONYM
    for name, finding in knowledge.findings.items():
        for phrase in (finding.label, *finding.synonyms):
            yield phrase, features.own[name], _OWN_RECORD


def _save(out: Path, table: str, rows: Iterator[Row]) -> None:
    """Highest rank wins; among equals the shorter phrase's own item with the lower number."""
    ordered: dict[int, tuple[int, int]] = {}
    unordered: dict[int, tuple[int, int]] = {}
    for phrase, item, rank in rows:
        stems = [stem(t) for t in tokens(phrase)]
        if not 1 <= len(stems) <= _MAX_WORDS:
            continue
        for key, target in ((ordered_key(stems), ordered), (unordered_key(stems), unordered)):
            found = target.get(int(key))
            if found is None or (rank, -item) > (found[1], -found[0]):
                target[int(key)] = (item, rank)
    for suffix, mapping in (("", ordered), ("any_", unordered)):
        keys = np.array(sorted(mapping), np.uint64)
        np.save(out / f"lexicon_{table}_{suffix}key.npy", keys)
        items = np.array([mapping[int(k)] for k in keys], np.int32).reshape(-1, 2)
        np.save(out / f"lexicon_{table}_{suffix}item.npy", items)
