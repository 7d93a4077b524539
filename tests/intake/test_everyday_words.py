"""Messages as ordinary people write them: what had been read as something graver than it says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whytwitch.intake.story import read_story

ROWS = yaml.safe_load((Path(__file__).parent / "everyday.yaml").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_a_sentence_is_read_for_what_it_says(model, row):
    story = read_story(model, row["text"])
    present = {said.id for said in story.findings if said.present}
    absent = {said.id for said in story.findings if not said.present}
    exposures = {said.id for said in story.exposures if said.present}
    assert present >= set(row.get("present", ()))
    assert absent >= set(row.get("absent", ()))
    assert exposures >= set(row.get("exposures", ()))
    assert present.isdisjoint(row.get("not", ()))
    assert (present | absent | exposures).isdisjoint(row.get("unread", ()))
    if "days" in row:
        assert story.person.duration_days == pytest.approx(row["days"])
    if row.get("no_days"):
        assert story.person.duration_days is None
