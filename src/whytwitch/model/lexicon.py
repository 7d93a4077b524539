"""Compile every name, synonym and own phrase into sorted hash tables, one a kind of thing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from whytwitch.core.words import MAX_PHRASE_WORDS, inflected_key, ordered_key, stem, tokens, unordered_key
from whytwitch.knowledge.load import Knowledge
from whytwitch.model.features import Features
from whytwitch.model.reading_table import AS_WRITTEN, save_tables
from whytwitch.ontology.store import Ontology

__all__ = ["TABLES", "compile_lexicon", "numbered_names"]

#: Which table a phrase is looked up in.
TABLES = ("finding", "exposure", "cause", "laboratory", "test")

#: Who wins when one phrase has two meanings; the higher.
_OWN_LEXICON, _OWN_RECORD, _TERM_NAME = 4, 3, 2  # a term's synonym is 1


def numbered_names(knowledge: Knowledge) -> dict[str, list[str]]:
    """For each table without feature numbers (cause, laboratory, test), ids by item number."""
    return {
        "cause": sorted(knowledge.causes),
        "laboratory": sorted(knowledge.laboratory),
        "test": sorted(knowledge.tests),
    }


def compile_lexicon(knowledge: Knowledge, ontology: Ontology, features: Features, out: Path) -> None:
    """Write ``lexicon_<table>_{key,item,any_key,any_item,single}.npy``, and the reader's tables.

    ``single`` holds the phrases of one word, by which a reader of running text tells a word from
    another of the same stem.
    """
    names = numbered_names(knowledge)
    for table in TABLES:
        base = _term_phrases(ontology, features) if table == "finding" else None
        _save(out, table, _rows(table, knowledge, features, names), base)
    save_tables(knowledge, ontology, features, _phenotypes(ontology, features), names, out)


#: Names of drinks that mean other things when no cup or can stands beside them.
_EVERYDAY_WORDS = frozenset({"instant", "bang", "monster", "mate", "cocoa", "single shot", "chocolate bar"})

Row = tuple[str, int, int]  # phrase, item, rank


def _rows(
    table: str,
    knowledge: Knowledge,
    features: Features,
    names: dict[str, list[str]],
) -> Iterator[Row]:
    if table == "finding":
        for name, finding in knowledge.findings.items():
            for phrase in (finding.label, *finding.synonyms):
                yield phrase, features.own[name], _OWN_RECORD
        yield from _laboratory_words(knowledge, features)
    elif table == "exposure":
        for name, exposure in knowledge.exposures.items():
            for phrase in (exposure.name, *exposure.synonyms, name.replace("_", " ")):
                yield phrase, features.own[name], _OWN_RECORD
        for drink in knowledge.drinks.values():
            for phrase in drink.names:
                if phrase not in _EVERYDAY_WORDS:
                    yield phrase, features.own["caffeine"], _TERM_NAME
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
    # A name of our own finding says more than the wider term that the lexicon may give it.
    taken = {
        phrase.lower()
        for finding in knowledge.findings.values()
        for phrase in (finding.label, *finding.synonyms)
    }
    for entry in knowledge.lexicon.values():
        index = features.index(entry.means) if entry.means is not None else -1
        if index is None or entry.denies is not None:
            continue
        is_exposure = index >= features.n_findings
        if (table == "exposure") == is_exposure and table in ("finding", "exposure"):
            for phrase in (line.removeprefix(AS_WRITTEN) for line in entry.phrases):
                if "{" not in phrase and (index < 0 or is_exposure or phrase.lower() not in taken):
                    yield phrase, index, _OWN_LEXICON


def _save(out: Path, table: str, rows: Iterator[Row], base: Keyed | None) -> None:
    """Sorted keys with item and rank; the highest rank wins, then the lower item."""
    keys: list[np.uint64] = []
    any_keys: list[np.uint64] = []
    items: list[tuple[int, int]] = []
    single = set() if base is None else set(base["single"])
    for phrase, item, rank in rows:
        words = tokens(phrase)
        stems = [stem(t) for t in words]
        if len(words) == 1:
            single.add(inflected_key(words[0]))
        if 1 <= len(stems) <= MAX_PHRASE_WORDS:
            keys.append(ordered_key(stems))
            any_keys.append(unordered_key(stems))
            items.append((item, rank))
    np.save(out / f"lexicon_{table}_single.npy", np.array(sorted(single), np.uint64))
    own_items = np.array(items, np.int32).reshape(-1, 2)
    for suffix, own in (("", keys), ("any_", any_keys)):
        key, item_rank = np.array(own, np.uint64), own_items
        if base is not None:
            key = np.concatenate([key, base[suffix]])
            item_rank = np.concatenate([item_rank, base["item"]])
        order = np.lexsort((item_rank[:, 0], -item_rank[:, 1], key))
        key, item_rank = key[order], item_rank[order]
        first = np.concatenate([[True], key[1:] != key[:-1]]) if len(key) else np.zeros(0, bool)
        np.save(out / f"lexicon_{table}_{suffix}key.npy", key[first])
        np.save(out / f"lexicon_{table}_{suffix}item.npy", item_rank[first])


_HIGH = ("raised", "high", "elevated", "increased")
_LOW = ("low", "reduced", "decreased")


def _laboratory_words(knowledge: Knowledge, features: Features) -> Iterator[Row]:
    """ "Raised creatine kinase": each test with the words for high and low."""
    for test in knowledge.laboratory.values():
        for item, adjectives in ((test.high, _HIGH), (test.low, _LOW)):
            index = features.index(item) if item is not None else None
            if index is not None:
                for name in (test.name, *test.synonyms):
                    for adjective in adjectives:
                        yield f"{adjective} {name}", index, _TERM_NAME


Keyed = dict[str, Any]


def _term_phrases(ontology: Ontology, features: Features) -> Keyed:
    """Names and synonyms of phenotypic terms, hashed when the ontology was built."""
    phenotype = _phenotypes(ontology, features)
    item = np.asarray(ontology.array("phrase_item"))
    keep = phenotype[item[:, 0]]
    words = (tokens(text) for name in ("term_name", "synonym") for text in ontology.texts(name).all())
    return {
        "single": [inflected_key(w[0]) for w in words if len(w) == 1],
        "item": item[keep],
        "": ontology.array("phrase_key")[keep],
        "any_": ontology.array("phrase_any_key")[keep],
    }


def _phenotypes(ontology: Ontology, features: Features) -> Any:
    """Which terms are phenotypic, no mode of inheritance or course; shape (n_terms,)."""
    root = ontology.index_of("HP:0000118")
    ends = np.repeat(np.arange(features.n_terms), np.diff(features.ancestor_end[: features.n_terms + 1]))
    above = features.ancestor_item[: int(features.ancestor_end[features.n_terms])]
    phenotype = np.zeros(features.n_terms, bool)
    phenotype[ends[above == root]] = True
    return phenotype
