"""Published case reports retold by one who saw neither lexicon nor reading: an outside measure."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sentences import check_codes
from whytwitch.benchmark.cases import read_benchmark, run_stage, summarise
from whytwitch.benchmark.words import run_words

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SETS = ("reports", "reports2", "reports3", "reports5")
HALVES = {
    f"{name}_{half}": read_benchmark(BENCHMARKS / "words" / f"{name}_{half}.json")
    for name in SETS
    for half in ("work", "held")
}
BOTH = {name: HALVES[f"{name}_work"] + HALVES[f"{name}_held"] for name in SETS}
ALL = [row for half in HALVES.values() for row in half]
PUBLISHED = read_benchmark(BENCHMARKS / "cases" / "dev.json")


def _names(case):
    return {n.lower() for n in (case["diagnosis"]["name"], *case["diagnosis"]["accept"])}


def _same_person(a, b):
    """One disease, age and sex: perhaps the same report under another address."""
    return (a["age_years"], a["sex"]) == (b["age_years"], b["sex"]) and bool(_names(a) & _names(b))


@pytest.mark.parametrize(
    ("name", "reports", "causes", "retold"),
    [
        ("reports", 128, 60, 0.6),
        ("reports2", 154, 90, 0.8),
        ("reports3", 120, 85, 0.7),
        ("reports5", 266, 180, 0.7),
    ],
)
def test_there_are_over_100_reports_of_many_causes_mostly_retold(name, reports, causes, retold):
    rows = BOTH[name]
    assert len(rows) == len({row["id"] for row in rows}) == reports
    assert len({row["diagnosis"]["name"] for row in rows}) > causes
    registers = Counter(row["register"] for row in rows)
    assert set(registers) == {"retold", "own words", "letter"}
    assert registers["retold"] / len(rows) >= retold


def test_every_row_stands_in_the_file_of_its_half():
    assert all(row["half"] == key.split("_")[1] for key, rows in HALVES.items() for row in rows)
    assert len({row["id"] for row in ALL}) == len(ALL)


def test_every_source_is_its_own_and_none_is_a_case_of_the_other_benchmark():
    for key in ("url", "citation"):
        mine = [row["source"][key] for row in ALL]
        assert all(mine)
        assert len(mine) == len(set(mine))
        assert not set(mine) & {case["source"][key] for case in PUBLISHED}
    for row in ALL:
        assert not [case["id"] for case in PUBLISHED if _same_person(case, row)], row["id"]
    for i, name in enumerate(SETS):
        earlier = [old for before in SETS[:i] for old in BOTH[before]]
        for row in BOTH[name]:
            same = [old["id"] for old in earlier if row["age_years"] and _same_person(old, row)]
            assert not same, row["id"]


def test_every_code_is_a_term_of_the_ontology_under_its_own_name(model):
    check_codes(model, ALL)


def test_the_third_set_gives_labs_and_tests_that_a_case_file_takes(model):
    rows = BOTH["reports3"]
    assert sum(bool(row["labs"] or row["tests"]) for row in rows) > 60
    for row in rows:
        for lab in row["labs"]:
            assert lab["name"], row["id"]
            assert lab["flag"] in {"normal", "high", "low", "positive", "negative"}, (row["id"], lab)
        for test in row["tests"]:
            assert test["name"], row["id"]
            assert test["flag"] in {"normal", "abnormal"}, (row["id"], test)
    assert len(run_stage(model, rows[:5], "work-up").cases) == 5


@pytest.mark.parametrize(
    ("half", "recall", "precision"),
    [
        ("reports_work", 0.84, 0.82),
        ("reports_held", 0.73, 0.75),
        ("reports2_work", 0.83, 0.77),
        ("reports2_held", 0.67, 0.71),
        ("reports3_work", 0.85, 0.75),
        ("reports3_held", 0.71, 0.70),
        ("reports5_work", 0.71, 0.68),
        ("reports5_held", 0.70, 0.67),
    ],
)
def test_reading_of_reports_does_not_get_worse(model, half, recall, precision):
    ours, plain, *_ = run_words(model, HALVES[half])
    figures = ours.figures()
    assert figures["recall"] >= recall
    assert figures["precision"] >= precision
    assert figures["polarity_right"] >= 0.92
    assert plain.figures()["f1"] < figures["f1"] - 0.3


@pytest.mark.parametrize(
    ("name", "top3", "top10", "safe"),
    [
        ("reports", 0.60, 0.76, 0.97),
        ("reports2", 0.55, 0.70, 0.97),
        ("reports3", 0.55, 0.75, 0.96),
        ("reports5", 0.75, 0.85, 0.97),
    ],
)
def test_the_right_cause_of_most_reports_is_near_the_top(model, name, top3, top10, safe):
    figures = summarise(run_stage(model, BOTH[name], "history").cases)
    assert figures["top3"] >= top3
    assert figures["top10"] >= top10
    assert figures["urgency_safe"] >= safe


SIXTH = {half: read_benchmark(BENCHMARKS / "words" / f"reports6_{half}.json") for half in ("work", "held")}


def test_the_sixth_set_has_100_people_of_its_own_in_five_groups_seen_somewhere(model):
    rows = SIXTH["work"] + SIXTH["held"]
    assert len({row["id"] for row in rows}) == len({row["source"]["url"] for row in rows}) == 100
    earlier = {row["source"]["url"] for row in (*ALL, *PUBLISHED)}
    assert not earlier & {row["source"]["url"] for row in rows}
    groups = Counter(row["group"] for row in rows)
    assert groups == {"cns": 26, "drugs": 21, "lmn": 18, "metabolic": 18, "common": 17}
    assert all(row["setting"] for row in rows)
    assert all(row["half"] == half for half, part in SIXTH.items() for row in part)
    check_codes(model, rows)


@pytest.mark.parametrize(("half", "recall", "precision"), [("work", 0.88, 0.81), ("held", 0.72, 0.76)])
def test_reading_of_the_sixth_set_does_not_get_worse(model, half, recall, precision):
    figures = run_words(model, SIXTH[half])[0].figures()
    assert figures["recall"] >= recall
    assert figures["precision"] >= precision
    assert figures["polarity_right"] >= 0.95


def test_the_right_cause_of_most_of_the_sixth_set_is_near_the_top(model):
    figures = summarise(run_stage(model, SIXTH["work"] + SIXTH["held"], "history").cases)
    assert figures["top3"] >= 0.80
    assert figures["urgency_safe"] >= 0.95
