"""Classes of wording in fresh stories, with other sentences of each class and look-alikes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whytwitch.benchmark.words import related_items
from whytwitch.intake.story import read_story

ROWS = yaml.safe_load((Path(__file__).parent / "stories4a.yaml").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
def test_a_class_is_read_and_its_look_alikes_are_not(model, row):
    story = read_story(model, row["text"])
    read = {said.id: said.present for said in story.findings}
    exposed = {said.id for said in story.exposures if said.present}
    for key, present in (("present", True), ("absent", False)):
        for item in row.get(key, ()):
            assert any(read[other] is present for other in related_items(model, item, read)), item
    for item in row.get("never", ()):
        name = item.lstrip("+-")
        assert name not in read or (item[0] in "+-" and read[name] is not (item[0] == "+")), item
    assert set(row.get("exposed", ())) <= exposed
    assert not set(row.get("unexposed", ())) & exposed
