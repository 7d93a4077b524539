"""Two sets of sixty invented stories in five registers, coded before they were read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sentences import check_codes
from whytwitch.benchmark.cases import read_benchmark
from whytwitch.benchmark.words import run_words

WORDS = Path(__file__).resolve().parents[2] / "benchmarks" / "words"
SETS = {
    name: {half: read_benchmark(WORDS / f"reports4{name}_{half}.json") for half in ("work", "held")}
    for name in ("a", "b")
}


@pytest.mark.parametrize("name", SETS)
def test_sixty_stand_in_five_registers_and_two_halves(name):
    every = [row for rows in SETS[name].values() for row in rows]
    assert len(every) == len({row["id"] for row in every}) == 60
    assert all(row["half"] == half for half, rows in SETS[name].items() for row in rows)
    assert {row["source"] for row in every} == {"invented"}
    assert set(Counter(row["register"] for row in every).values()) == {12}


def test_the_first_sixty_have_as_many_causes():
    assert len({row["diagnosis"]["name"] for rows in SETS["a"].values() for row in rows}) == 60


@pytest.mark.parametrize("name", SETS)
def test_every_code_is_a_term_of_the_ontology_under_its_own_name(model, name):
    check_codes(model, [row for rows in SETS[name].values() for row in rows])


@pytest.mark.parametrize(
    ("name", "half", "recall", "precision", "exposures"),
    [
        ("a", "work", 0.82, 0.78, 0.84),
        ("a", "held", 0.67, 0.69, 0.80),
        ("b", "work", 0.85, 0.83, 0.0),
        ("b", "held", 0.73, 0.74, 0.0),
    ],
)
def test_reading_does_not_get_worse(model, name, half, recall, precision, exposures):
    ours, _, exposed = run_words(model, SETS[name][half])
    figures = ours.figures()
    assert figures["recall"] >= recall
    assert figures["precision"] >= precision
    assert figures["polarity_right"] >= 0.95
    assert exposed.figures()["recall"] >= exposures
