"""Published case reports retold by one who saw neither lexicon nor reading: an outside measure."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from whytwitch.benchmark.cases import read_benchmark, run_stage, summarise
from whytwitch.benchmark.words import run_words

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
HALVES = {half: read_benchmark(BENCHMARKS / "words" / f"reports_{half}.json") for half in ("work", "held")}
ALL = [row for half in HALVES.values() for row in half]
PUBLISHED = read_benchmark(BENCHMARKS / "cases" / "dev.json")


def _names(case):
    return {n.lower() for n in (case["diagnosis"]["name"], *case["diagnosis"]["accept"])}


def test_there_are_over_100_reports_of_over_60_causes_mostly_retold():
    assert len(ALL) == len({row["id"] for row in ALL}) == 128
    assert len({row["diagnosis"]["name"] for row in ALL}) > 60
    registers = Counter(row["register"] for row in ALL)
    assert set(registers) == {"retold", "own words", "letter"}
    assert 0.6 <= registers["retold"] / len(ALL) <= 0.8
    assert all(row["half"] == half for half, rows in HALVES.items() for row in rows)


def test_every_source_is_its_own_and_none_is_a_case_of_the_other_benchmark():
    for key in ("url", "citation"):
        mine = [row["source"][key] for row in ALL]
        assert all(mine)
        assert len(mine) == len(set(mine))
        assert not set(mine) & {case["source"][key] for case in PUBLISHED}
    for row in ALL:
        same = [
            case["id"]
            for case in PUBLISHED
            if _names(case) & _names(row)
            and (case["age_years"], case["sex"]) == (row["age_years"], row["sex"])
        ]
        assert not same, row["id"]


def test_every_code_is_a_term_of_the_ontology_under_its_own_name(model):
    ontology = model.ontology
    names = ontology.term_name
    known = {ontology.id_of(i): names[i] for i in range(len(names))}
    for row in ALL:
        present, absent = ({code["hpo"] for code in row[key]} for key in ("present", "absent"))
        assert present, row["id"]
        assert not present & absent, row["id"]
        for code in (*row["present"], *row["absent"]):
            assert known.get(code["hpo"]) == code["label"], (row["id"], code)
        assert all(e["name"] and e["kind"] for e in row["exposures"]), row["id"]


@pytest.mark.parametrize(("half", "recall", "precision"), [("work", 0.56, 0.71), ("held", 0.60, 0.70)])
def test_reading_of_reports_does_not_get_worse(model, half, recall, precision):
    ours, plain, *_ = run_words(model, HALVES[half])
    figures = ours.figures()
    assert figures["recall"] >= recall
    assert figures["precision"] >= precision
    assert figures["polarity_right"] >= 0.92
    assert plain.figures()["f1"] < figures["f1"] - 0.3


def test_the_right_cause_of_most_reports_is_near_the_top(model):
    figures = summarise(run_stage(model, ALL, "history").cases)
    assert figures["top3"] >= 0.60
    assert figures["top10"] >= 0.76
    assert figures["urgency_safe"] >= 0.97
