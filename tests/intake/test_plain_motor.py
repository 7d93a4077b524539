"""Plain words of a neurological examination: how many sentences are read right, and that no trap is read."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whytwitch.benchmark.words import run_words
from whytwitch.intake.story.reader import read_story

ROWS = yaml.safe_load((Path(__file__).parent / "plain_motor.yaml").read_text("utf-8"))
TRAPS = [row for row in ROWS if row.get("nothing")]
TOLD = [row for row in ROWS if not row.get("nothing")]


def _cases(*, held: bool) -> list[dict[str, object]]:
    return [
        {"narrative": row["text"]}
        | {key: [{"hpo": item} for item in row.get(key, ())] for key in ("present", "absent")}
        for row in TOLD
        if bool(row.get("held")) is held
    ]


def test_every_term_is_one_of_the_knowledge(model):
    for row in TOLD:
        for item in (*row.get("present", ()), *row.get("absent", ())):
            assert model.feature(item) is not None, item


def test_about_a_tenth_of_more_than_a_thousand_sentences_is_held_back():
    assert len(TOLD) > 1000
    assert 0.08 < sum(bool(row.get("held")) for row in TOLD) / len(TOLD) < 0.16


@pytest.mark.parametrize(
    ("held", "recall", "precision", "polarity"), [(False, 0.90, 0.85, 0.97), (True, 0.78, 0.75, 0.94)]
)
def test_most_sentences_are_read_right(model, held, recall, precision, polarity):
    figures = run_words(model, _cases(held=held))[0].figures()
    assert figures["recall"] >= recall
    assert figures["precision"] >= precision
    assert figures["polarity_right"] >= polarity


@pytest.mark.parametrize("row", TRAPS, ids=[row["text"][:50] for row in TRAPS])
def test_a_harmless_sentence_with_the_same_words_gives_no_finding(model, row):
    story = read_story(model, row["text"])
    assert not [said.id for said in story.findings if said.present and said.id.startswith("HP:")]
