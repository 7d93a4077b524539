"""Findings and exposures of general medicine in plain words: how much of each half is read right.

The rows without a mark were looked at while the lexicon grew. ``held`` ones, every tenth, were counted, no
more; ``late`` ones were written when the lexicon was done, as far from its words as came to mind, and tell
what it makes of words it never saw. Nothing may be read of a ``trap``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whytwitch.intake.story.reader import read_story

ROWS = yaml.safe_load((Path(__file__).parent / "plain_general.yaml").read_text("utf-8"))
TRAPS = [row["text"] for row in ROWS if row.get("trap")]


def _near(model, item):
    """The item with what is above and below it: a term's parents and children, all of an exposure's."""
    index = model.feature(item)
    if not item.startswith("HP:"):
        return {item, *(model.item(a) for a in model.arrays.ancestors(index).tolist())}
    place = model.ontology.index_of(item)
    return {item, *(model.ontology.id_of(p) for p in model.ontology.parents(place))}


def _holds(model, wanted, read):
    """Whether one of the wanted items is among those read, or a parent or child of it."""
    return any(a in read or _near(model, a) & read or any(a in _near(model, r) for r in read)
               for a in wanted.split("|"))  # fmt: skip


def _is_right(model, row):
    story = read_story(model, row["text"])
    sides = {
        True: {s.id for s in (*story.findings, *story.exposures) if s.present},
        False: {s.id for s in (*story.findings, *story.exposures) if not s.present},
    }
    there = [*row.get("present", ()), *row.get("exposures", ())]
    gone = [*row.get("absent", ()), *row.get("absent_exposures", ())]
    never = [*gone, *row.get("not", ()), *row.get("not_exposures", ())]
    return (
        all(_holds(model, a, sides[True]) for a in there)
        and all(_holds(model, a, sides[False]) for a in gone)
        and not any(_holds(model, a, sides[True]) for a in never)
    )


def _share(model, rows):
    return sum(_is_right(model, row) for row in rows) / len(rows)


@pytest.mark.parametrize(
    ("mark", "least"), [(None, 0.94), ("held", 0.85), ("late", 0.38)], ids=["work", "held", "late"]
)
def test_most_plain_sentences_are_read_right(model, mark, least):
    def belongs(row):
        late, held = row.get("late", False), row.get("held", False)
        return late if mark == "late" else held and not late if mark == "held" else not held

    rows = [row for row in ROWS if not row.get("trap") and belongs(row)]
    assert len(rows) >= 80
    assert _share(model, rows) >= least


@pytest.mark.parametrize("text", TRAPS)
def test_nothing_is_read_of_everyday_words(model, text):
    story = read_story(model, text)
    assert not [s.id for s in (*story.findings, *story.exposures) if s.present]
