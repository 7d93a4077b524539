"""Exposures and times told as published cases are retold, by rules rather than by phrases of their own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from whytwitch.intake.story import read_story

HERE = Path(__file__).parent
EXPOSURES = yaml.safe_load((HERE / "exposures_later.yaml").read_text("utf-8"))
TIMES = yaml.safe_load((HERE / "durations_later.yaml").read_text("utf-8"))
#: A duration counts as right within this factor.
NEAR = 1.5


def _wider(model, item):
    index = model.feature(item)
    assert index is not None, item
    return {item, *(model.item(a) for a in model.arrays.ancestors(index).tolist())} - {"medicine"}


@pytest.fixture(scope="module")
def told(model):
    """For each set, the share of exposures wanted, unwanted and of changes that are read right."""
    asked, right = Counter(), Counter()
    for row in EXPOSURES:
        part = row["set"]
        read = {s.id: s for s in read_story(model, row["text"]).exposures if s.present}
        for item in row.get("wants", ()):
            asked[part, "wants"] += 1
            right[part, "wants"] += any(item in _wider(model, r) or r in _wider(model, item) for r in read)
        for item in row.get("not", ()):
            asked[part, "not"] += 1
            right[part, "not"] += not any(item in _wider(model, r) for r in read)
        if "change" in row:
            asked[part, "change"] += 1
            right[part, "change"] += any(s.detail.get("change") == row["change"] for s in read.values())
    return {key: right[key] / n for key, n in asked.items()}


@pytest.mark.parametrize("part", ["later"])
def test_how_long_it_has_been_is_read(model, part):
    rows = [row for row in TIMES if row["set"] == part]
    right = 0
    for row in rows:
        read = read_story(model, row["text"], row.get("age")).person.duration_days
        right += read is not None and row["days"] / NEAR <= read <= row["days"] * NEAR
    assert right / len(rows) >= 0.9


@pytest.mark.parametrize(
    ("text", "age", "days"),
    [
        ("He fell ten years ago. Since then his back is bad. For two weeks his leg jumps.", None, 14),
        ("A month ago the dose was raised. Since then his hands shake.", None, 30.4),
        ("The attacks last two days.", None, None),
        ("On day three of the antibiotics his hands began to shake.", None, None),
        ("Week 5 of chemo and his feet tingle.", None, None),
        ("His sister was well until her third birthday. He trembles.", 20, None),
        ("Her son has never walked.", 40, None),
        ("She is in her third month of pregnancy. Her feet burn.", 30, None),
        ("45y old man. Tremor.", None, None),
        ("It began to hurt at 7, and is worse now.", 30, None),
        ("He suddenly remembered his keys. His tremor is slow.", None, None),
    ],
)  # fmt: skip
def test_a_span_of_something_else_is_no_duration(model, text, age, days):
    assert read_story(model, text, age).person.duration_days == days
