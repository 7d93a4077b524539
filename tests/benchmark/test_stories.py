"""Stories of our own in many registers, read and compared with what their coder recorded."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from whytwitch.benchmark.cases import read_benchmark
from whytwitch.benchmark.words import as_json, as_text, run_words

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "words"
HALVES = {half: read_benchmark(FOLDER / f"{half}.json") for half in ("work", "held")}


def test_there_are_over_150_stories_of_over_100_causes_in_four_registers():
    rows = [row for half in HALVES.values() for row in half]
    assert len(rows) == len({row["id"] for row in rows}) == 189
    assert len({row["diagnosis"]["name"] for row in rows}) > 150
    assert set(Counter(row["register"] for row in rows)) == {"own words", "clinician", "telegram", "relative"}


@pytest.mark.parametrize("half", HALVES)
def test_every_code_of_a_story_is_known(model, half):
    for row in HALVES[half]:
        codes = [r["hpo"] for r in (*row["present"], *row["absent"])] + [r["id"] for r in row["exposures"]]
        assert all(model.feature(code) is not None for code in codes), row["id"]


@pytest.mark.parametrize(
    ("half", "recall", "precision", "own", "exposed"),
    [("work", 0.76, 0.74, 0.70, 0.88), ("held", 0.76, 0.76, 0.68, 0.85)],
)
def test_most_of_a_story_is_read(model, half, recall, precision, own, exposed):
    ours, plain, described, exposures = run_words(model, HALVES[half])
    figures = ours.figures()
    assert figures["recall"] >= recall
    assert figures["precision"] >= precision
    assert figures["polarity_right"] >= 0.95
    assert figures["duration_right"] >= 0.70
    assert described.figures()["recall"] >= own
    assert exposures.figures()["recall"] >= exposed
    assert plain.figures()["f1"] < figures["f1"] - 0.3


def test_the_figures_are_written_as_a_table_and_as_json(model):
    results = run_words(model, HALVES["work"][:3])
    assert "duration" in as_text(results).splitlines()[0]
    assert json.loads(as_json(model, results))["words"][0]["cases"] == 3
