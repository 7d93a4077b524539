"""Movement, strength and signs in plain retellings: what was mended stays read, what was held stays found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from whytwitch.benchmark.words import related_items
from whytwitch.intake.story.reader import read_story
from whytwitch.model.store import Model

ROWS = yaml.safe_load((Path(__file__).parent / "plain_retold_motor.yaml").read_text("utf-8"))
TRAPS = [row for row in ROWS if row.get("nothing")]
TOLD = [row for row in ROWS if not row.get("nothing")]
OPEN = [row for row in TOLD if not (row.get("held") or row.get("set"))]


def _found(model: Model, row: dict[str, Any]) -> list[bool]:
    """For each item of a sentence whether it, a parent or a child was read with its polarity."""
    read = {said.id: said.present for said in read_story(model, row["text"]).findings}
    return [
        any(read[other] is present for other in related_items(model, item, read))
        for key, present in (("present", True), ("absent", False))
        for item in row.get(key, ())
    ]


def test_every_item_is_one_of_the_knowledge(model):
    for row in TOLD:
        for item in (*row.get("present", ()), *row.get("absent", ())):
            assert model.feature(item) is not None, item


def test_a_third_of_more_than_two_thousand_sentences_is_held_back():
    first = [row for row in TOLD if not row.get("set")]
    assert len(first) > 2000
    assert 0.28 < sum(bool(row.get("held")) for row in first) / len(first) < 0.38


def test_what_was_mended_is_read(model):
    lost = [row["text"] for row in OPEN if not row.get("missed") and not all(_found(model, row))]
    assert not lost


@pytest.mark.parametrize(
    ("kind", "own", "share"),
    [("held", False, 0.64), ("held", True, 0.50), ("later", False, 0.93), ("later2", False, 0.42)],
)
def test_a_share_of_what_was_not_mended_is_found(model, kind, own, share):
    found: list[bool] = []
    for row in TOLD:
        items = (*row.get("present", ()), *row.get("absent", ()))
        if (row.get("held") if kind == "held" else row.get("set") == kind) and (
            kind != "held" or items[-1].startswith("WT:") is own
        ):
            found += _found(model, row)
    assert sum(found) / len(found) >= share


@pytest.mark.parametrize("row", TRAPS, ids=[row["text"][:50] for row in TRAPS])
def test_an_everyday_sentence_gives_no_finding(model, row):
    story = read_story(model, row["text"])
    assert not [said.id for said in story.findings if said.present and said.id.startswith("HP:")]
