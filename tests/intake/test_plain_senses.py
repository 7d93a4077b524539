"""Feeling, sleep, mind, fits, the senses and the course of movements: how much is read right."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whytwitch.benchmark.words import related_items
from whytwitch.intake.story.reader import read_story

ROWS = yaml.safe_load((Path(__file__).parent / "plain_senses.yaml").read_text("utf-8"))
SENTENCES = [row for row in ROWS if row["half"] != "trap"]
TRAPS = [row for row in ROWS if row["half"] == "trap"]


def _is_right(model, row) -> bool:
    """Whether all that is told is read: the same term, a parent or a child; and nothing of ``not``."""
    read = {said.id: said.present for said in read_story(model, row["text"]).findings}
    told = [(item, key == "present") for key in ("present", "absent") for item in row.get(key, ())]
    found = all(any(read[i] == there for i in related_items(model, item, read)) for item, there in told)
    return found and not any(read.get(item) for item in row.get("not", ()))


def test_every_item_is_known(model):
    for row in ROWS:
        for item in (*row.get("present", ()), *row.get("absent", ()), *row.get("not", ())):
            assert model.feature(item) is not None, item


@pytest.mark.parametrize(("half", "least"), [("work", 0.90), ("held", 0.80)])
def test_most_sentences_are_read_right(model, half, least):
    rows = [row for row in SENTENCES if row["half"] == half]
    wrong = [row["text"] for row in rows if not _is_right(model, row)]
    assert len(rows) >= 150
    assert 1 - len(wrong) / len(rows) >= least, wrong


@pytest.mark.parametrize("row", TRAPS, ids=[row["text"][:60] for row in TRAPS])
def test_the_same_words_in_another_sense_are_no_finding(model, row):
    read = {said.id for said in read_story(model, row["text"]).findings if said.present}
    assert not set(row["not"]) & read


def test_there_are_enough_of_each():
    assert len(SENTENCES) >= 1_500
    assert len(TRAPS) >= 100
