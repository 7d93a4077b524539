"""Findings outside movement as cases are retold in plain words: how much of each part is read.

One hand wrote the sentences and then the phrases, so ``held`` flatters the reader too; ``late`` ones were
written when all was done, as obliquely as came to mind: words that nobody planned for.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whytwitch.intake.story.reader import read_story

ROWS = yaml.safe_load((Path(__file__).parent / "plain_retold_general.yaml").read_text("utf-8"))
TRAPS = [row["text"] for row in ROWS if row.get("nothing")]


def _near(model, item):
    """The item with what is right above it."""
    if not item.startswith("HP:"):
        return {item, *(model.item(a) for a in model.arrays.ancestors(model.feature(item)).tolist())}
    place = model.ontology.index_of(item)
    return {item, *(model.ontology.id_of(p) for p in model.ontology.parents(place))}


def _is_read(model, row):
    story = read_story(model, row["text"])
    present = "present" in row
    wanted = (row["present"] if present else row["absent"])[0]
    read = {said.id for said in story.findings if said.present is present}
    return bool(_near(model, wanted) & read) or any(wanted in _near(model, item) for item in read)


def _part(row):
    return "late" if row.get("late") else "held" if row.get("held") else "open"


@pytest.mark.parametrize(("part", "least"), [("open", 0.88), ("held", 0.88), ("late", 0.10)])
def test_most_of_what_is_retold_is_read(model, part, least):
    rows = [row for row in ROWS if not row.get("nothing") and _part(row) == part]
    assert len(rows) > 100
    assert sum(_is_read(model, row) for row in rows) / len(rows) >= least


@pytest.mark.parametrize("text", TRAPS)
def test_nothing_is_read_of_everyday_words(model, text):
    story = read_story(model, text)
    assert not [said.id for said in story.findings if said.present]
