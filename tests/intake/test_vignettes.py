"""Invented persons, read as the benchmark of words reads published ones: how much is right."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whytwitch.benchmark.words import run_words

ROWS = yaml.safe_load((Path(__file__).parent / "vignettes.yaml").read_text("utf-8"))


def _cases(half: str) -> list[dict[str, object]]:
    return [
        {"narrative": r["text"]} | {key: [{"hpo": item} for item in r[key]] for key in ("present", "absent")}
        for r in ROWS
        if r["half"] == half
    ]


def test_every_coded_finding_is_a_term_of_the_knowledge(model):
    for row in ROWS:
        for item in (*row["present"], *row["absent"]):
            assert model.feature(item) is not None, item


def test_there_are_sixty_half_of_them_held_back_and_half_in_each_voice():
    assert len(ROWS) == 60
    assert sum(r["half"] == "held" for r in ROWS) == 30
    assert sum(r["style"] == "letter" for r in ROWS) == 30


@pytest.mark.parametrize(("half", "recall", "precision"), [("work", 0.90, 0.82), ("held", 0.85, 0.78)])
def test_most_of_what_is_told_is_read_and_most_of_what_is_read_was_told(model, half, recall, precision):
    ours, plain, *_ = run_words(model, _cases(half))
    figures = ours.figures()
    assert ours.n_cases == 30
    assert figures["recall"] >= recall
    assert figures["precision"] >= precision
    assert figures["polarity_right"] >= 0.95
    assert figures["absent_right"] >= 0.95
    assert figures["f1"] > plain.figures()["f1"] + 0.3
