"""Sixty invented stories in five registers, coded before the reader saw them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from whytwitch.benchmark.cases import read_benchmark
from whytwitch.benchmark.words import run_words

WORDS = Path(__file__).resolve().parents[2] / "benchmarks" / "words"
HALVES = {half: read_benchmark(WORDS / f"reports4b_{half}.json") for half in ("work", "held")}
ROWS = [row for rows in HALVES.values() for row in rows]


def test_there_are_sixty_in_five_registers_and_each_in_the_file_of_its_half():
    assert len({row["id"] for row in ROWS}) == len(ROWS) == 60
    assert set(Counter(row["register"] for row in ROWS).values()) == {12}
    assert all(row["half"] == half for half, rows in HALVES.items() for row in rows)
    assert all(row["source"] == "invented" for row in ROWS)


def test_every_code_is_a_term_of_the_ontology_under_its_own_name(model):
    ontology = model.ontology
    names = ontology.term_name
    known = {ontology.id_of(i): names[i] for i in range(len(names))}
    for row in ROWS:
        present, absent = ({code["hpo"] for code in row[key]} for key in ("present", "absent"))
        assert present, row["id"]
        assert not present & absent, row["id"]
        for code in (*row["present"], *row["absent"]):
            assert known.get(code["hpo"]) == code["label"], (row["id"], code)


@pytest.mark.parametrize(("half", "recall", "precision"), [("work", 0.85, 0.83), ("held", 0.73, 0.74)])
def test_reading_of_stories_does_not_get_worse(model, half, recall, precision):
    figures = run_words(model, HALVES[half])[0].figures()
    assert figures["recall"] >= recall
    assert figures["precision"] >= precision
    assert figures["polarity_right"] >= 0.95
