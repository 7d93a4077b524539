"""Medicines, habits, poisons, illnesses, values and results: what became of each, since when, how much."""

from __future__ import annotations

import pytest

from sentences import check_class, rows_of
from whytwitch.intake.story.facts import story_document
from whytwitch.intake.story.reader import read_story

ROWS = rows_of("told_medicines.yaml")


def _wider(model, item):
    index = model.feature(item)
    assert index is not None, item
    return {item, *(model.item(a) for a in model.arrays.ancestors(index).tolist())} - {"medicine"}


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_what_a_sentence_tells(model, row):
    """Besides the keys of sentences: ``dose``, ``change``, ``since`` of an exposure; ``labs``, ``nolab``.

    ``exposed`` and ``unexposed`` hold with every class of what is read.
    """
    story = read_story(model, row["text"])
    read = {said.id: said.detail for said in story.exposures if said.present}
    classes = {wide for item in read for wide in _wider(model, item)}
    assert set(row.get("exposed", ())) <= classes
    assert classes.isdisjoint(row.get("unexposed", ()))
    check_class(model, {k: v for k, v in row.items() if k not in ("exposed", "unexposed")})
    for item, change in row.get("change", {}).items():
        assert read[item].get("change") == change
    for item, days in row.get("since", {}).items():
        since = read[item].get("since_days")
        assert since is None if days is None else since == pytest.approx(days, rel=0.1, abs=0.01), item
    for item, amount in row.get("dose", {}).items():
        assert read[item]["dose"]["amount"] == amount
    labs = [row for row in story_document(model, story)["labs"] if row["value"] is not None]
    states = {value["test"]: value["state"] for value in labs}
    assert states.items() >= row.get("labs", {}).items()
    assert not (row.get("nolab") and states)
