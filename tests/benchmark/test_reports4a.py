"""Sixty invented stories in five registers, coded before they were read: how much of a story is found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from whytwitch.benchmark.cases import read_benchmark
from whytwitch.benchmark.words import run_words

WORDS = Path(__file__).resolve().parents[2] / "benchmarks" / "words"
HALVES = {half: read_benchmark(WORDS / f"reports4a_{half}.json") for half in ("work", "held")}
ALL = [row for rows in HALVES.values() for row in rows]


def test_sixty_causes_stand_in_five_registers_and_two_halves():
    assert len(ALL) == len({row["id"] for row in ALL}) == len({row["diagnosis"]["name"] for row in ALL}) == 60
    assert all(row["half"] == half for half, rows in HALVES.items() for row in rows)
    assert {row["source"] for row in ALL} == {"invented"}
    assert set(Counter(row["register"] for row in ALL).values()) == {12}


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


@pytest.mark.parametrize(
    ("half", "recall", "precision", "exposures"), [("work", 0.82, 0.78, 0.84), ("held", 0.67, 0.69, 0.80)]
)
def test_reading_does_not_get_worse(model, half, recall, precision, exposures):
    ours, _, exposed = run_words(model, HALVES[half])
    figures = ours.figures()
    assert figures["recall"] >= recall
    assert figures["precision"] >= precision
    assert figures["polarity_right"] >= 0.95
    assert exposed.figures()["recall"] >= exposures
