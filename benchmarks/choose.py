"""Choose the numbers of the profiles' score on other papers: python -m benchmarks.choose FILE --settings 90.

Each paper's annotation rows are left out and what each kind of lender gives is worked out once; then
random settings are scored. On four fifths of the papers the setting with the best mean log rank is
taken (each disease counting once, ranks above 1,000 as 1,000), and measured on the last fifth.
Decision 8 tells what came of it. Takes about 2.5 GB and six seconds of processor time a setting.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from whytwitch.benchmark.rare import RareCase, read_cases
from whytwitch.model import profiles as build
from whytwitch.model.annotated import onset_ages, paper_counts, pooled_rates
from whytwitch.ontology.store import Ontology, open_ontology

TOPS = (1, 3, 10)
LEAST_SPECIFIC = 1.0
ONSET_SPREAD = 0.6
CHOICES: dict[str, list[Any]] = {
    "gene": [(a, h) for a in (0.5, 0.65, 0.8) for h in (5.0, 10.0, 20.0)],
    "series": [(a, h) for a in (0.5, 0.65, 0.8, 0.9) for h in (5.0, 10.0, 20.0, 40.0)],
    "through": [0.3, 0.5, 0.7, 1.0, 1.3],
    "silence": [0.8, 1.0, 1.2, 1.4],
    "mentioned": [0.1, 0.15, 0.2, 0.3],
    "floor": [-1.5, -1.0, -0.7],
    "cap": [6.0, 7.0, 8.0],
    "absent": [0.0, 0.1, 0.2, 0.3],
    "onset": [0.2, 0.3, 0.5],
    "papers": [0.0, 0.15, 0.3, 0.5],
    "known_gene": [0.0, 0.5, 1.0, 1.5],
    "rate": [0.7, 0.85, 1.0],
    "either": [False, True],  # rates join as "one or the other", or the higher counts
}
ENTRY = (0.9, 40.0)


@dataclass
class Person:
    """A case, and how often each lineage term is there: own, entry, gene, series; (4, n_terms, n)."""

    case: RareCase
    terms: list[int]
    rates: Any
    spoken: tuple[Any, Any]


@dataclass
class Paper:
    """All people of a paper, and the annotations without it."""

    specificity: Any
    described: Any
    own: tuple[Any, Any]
    onset: Any
    papers: Any
    people: list[Person]


def lineage(ontology: Ontology, term: int) -> list[int]:
    """A term and its ancestors."""
    ends, items = ontology.array("term_ancestor_end"), ontology.array("term_ancestor_item")
    return [*items[int(ends[term]) : int(ends[term + 1])].tolist(), term]


def without_paper(ontology: Ontology, paper: str, cases: list[RareCase]) -> Paper:
    """Everything the score reads, with the rows of one paper left out."""
    n, n_terms = int(ontology.meta["n_diseases"]), len(ontology.term_number)
    out = build.rows_citing(ontology, paper, alone=True)
    own = build._phenotypic(ontology, pooled_rates(ontology, out))
    closed = build._closed(ontology, own)
    counted = np.bincount(closed[1], minlength=n_terms)
    specificity = -np.log(np.maximum(counted, 0.5) / (n + 1.0))
    whole = np.ones(n)
    lent = [
        build._concatenated(build._lent(closed, some, whole) for some in build._portions(groups))
        for groups, _ in build._lenders(ontology, np.asarray(ontology.array("join")), n)
    ]
    people = []
    for case in cases:
        said = case.findings.present | case.findings.absent
        terms = sorted({a for t in said for a in lineage(ontology, t) if specificity[a] >= LEAST_SPECIFIC})
        place = np.full(n_terms, -1)
        place[terms] = np.arange(len(terms))
        rates = np.zeros((4, len(terms), n), np.float16)
        for kind, (disease, term, rate) in enumerate([closed, *lent]):
            inside = place[term] >= 0
            np.maximum.at(
                rates[kind], (place[term[inside]], disease[inside]), rate[inside].astype(np.float16)
            )
        above = np.zeros(n_terms, bool)
        above[[a for t in case.findings.present for a in lineage(ontology, t)]] = True
        named = above[own[1]]
        people.append(Person(case, terms, rates, (own[0][named], own[2][named])))
    described = np.bincount(own[0], minlength=n)
    ages = onset_ages(ontology, out)
    return Paper(
        specificity, described, (own[0], own[2]), ages, np.log1p(paper_counts(ontology, out)), people
    )


def score(ontology: Ontology, paper: Paper, person: Person, s: dict[str, Any], known_gene: Any) -> Any:
    """The score of :func:`whytwitch.inference.profiles.profile_scores` under a setting, before joining."""
    n = len(paper.described)
    rate = person.rates[0].astype(np.float32)
    for kind, (most, half) in enumerate((ENTRY, s["gene"], s["series"]), start=1):
        share = (most * half / (half + paper.described)).astype(np.float32)
        lent = person.rates[kind].astype(np.float32) * share
        lent[lent < build._LEAST_BORROWED] = 0.0
        rate = 1 - (1 - rate) * (1 - lent) if s["either"] else np.maximum(rate, lent)
    place = {t: i for i, t in enumerate(person.terms)}
    with np.errstate(divide="ignore"):
        value = s["rate"] * np.log(rate) + paper.specificity[person.terms][:, None]
    value = np.minimum(value, s["cap"])
    silent = np.bincount(paper.own[0], np.log1p(-s["mentioned"] * paper.own[1]), minlength=n)
    spoken = np.bincount(person.spoken[0], np.log1p(-s["mentioned"] * person.spoken[1]), minlength=n)
    total = s["silence"] * (silent - spoken) + s["papers"] * paper.papers + s["known_gene"] * known_gene
    findings = person.case.findings
    for term in findings.present:
        best = np.full(n, s["floor"])
        for a in lineage(ontology, term):
            if a in place:
                np.maximum(best, value[place[a]] - (s["through"] if a != term else 0.0), out=best)
        total += best
    for term in findings.absent - findings.present:
        if term in place:
            total += s["absent"] * np.log1p(-np.minimum(rate[place[term]], 0.95))
    if findings.onset is not None:
        first, last = np.log(paper.onset.T.astype(np.float64) + 0.5)
        low, high = (math.log(years + 0.5) for years in findings.onset)
        steps = np.maximum(np.maximum(low - last, first - high), 0.0) / ONSET_SPREAD
        total += np.where(np.isnan(first), -0.3 * s["onset"], -s["onset"] * np.minimum(steps, 4.0))
    return total


def rank(total: Any, row_of: Any, diagnosis: int) -> float:
    """Place of the row that holds the diagnosis; of rows with the same score the middle one."""
    total = total.copy()
    np.maximum.at(total, row_of, total)
    rows = total[row_of == np.arange(len(row_of))]
    own = total[row_of[diagnosis]]
    return float(1 + (rows > own).sum() + ((rows == own).sum() - 1) / 2)


def chosen(ranks: Any, diseases: list[str], inside: Any) -> int:
    """The setting with the best mean log rank among the people inside, each disease counting once."""
    weight = np.zeros(len(diseases))
    for disease in {d for d, i in zip(diseases, inside, strict=True) if i}:
        same = inside & (np.array(diseases) == disease)
        weight[same] = 1 / same.sum()
    return int(np.argmin(np.log(np.minimum(ranks, 1000)) @ weight))


def shares(ranks: Any, diseases: list[str]) -> list[float]:
    """Share of diseases in percent whose people rank within 1, 3 and 10."""
    by_disease: dict[str, list[float]] = defaultdict(list)
    for disease, place in zip(diseases, ranks, strict=True):
        by_disease[disease].append(place)
    return [
        100 * float(np.mean([np.mean([p <= top for p in own]) for own in by_disease.values()]))
        for top in TOPS
    ]


def main() -> None:
    """Score random settings and print the cross-validated shares."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", type=Path)
    asked.add_argument("--settings", type=int, default=90)
    asked.add_argument("--splits", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args()
    ontology = open_ontology()
    index = {name: i for i, name in enumerate(ontology.texts("disease_id").all())}
    by_paper: dict[str, list[RareCase]] = defaultdict(list)
    for case in read_cases(told.file, ontology):
        if case.diagnosis in index:
            by_paper[case.paper].append(case)
    papers = [without_paper(ontology, paper, by_paper[paper]) for paper in sorted(by_paper)]
    people = [(paper, person) for paper in papers for person in paper.people]
    diseases = [person.case.diagnosis for _, person in people]
    row_of = build._row_of(np.asarray(ontology.array("join")), len(index))
    known_gene = np.diff(np.asarray(ontology.array("disease_gene_end"))) > 0
    drawn = random.Random(told.seed)
    settings = [{k: drawn.choice(v) for k, v in CHOICES.items()} for _ in range(told.settings)]
    ranks = np.array(
        [
            [
                rank(score(ontology, paper, person, s, known_gene), row_of, index[person.case.diagnosis])
                for paper, person in people
            ]
            for s in settings
        ]
    )
    every = [shares(row, diseases) for row in ranks]
    print("mean over the settings, top-1, 3, 10:", np.round(np.mean(every, axis=0), 1))
    paper_of = np.array([person.case.paper for _, person in people])
    found = []
    for split in range(told.splits):
        order = sorted(by_paper)
        random.Random(split).shuffle(order)
        outside = np.zeros(len(people))
        for fold in range(5):
            test = np.isin(paper_of, order[fold::5])
            outside[test] = ranks[chosen(ranks, diseases, ~test)][test]
        found.append(shares(outside, diseases))
    print(
        "chosen on other papers:", np.round(np.mean(found, axis=0), 1), "+/-", np.round(np.std(found, 0), 1)
    )
    best = chosen(ranks, diseases, np.ones(len(people), bool))
    print("best over all:", np.round(every[best], 1), settings[best])


if __name__ == "__main__":
    main()
