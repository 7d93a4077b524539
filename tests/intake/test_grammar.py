"""What language spreads over lists, and what it does not: every sentence of ``grammar_sentences.yaml``."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whytwitch.intake.story.reader import read_story

SENTENCES = yaml.safe_load((Path(__file__).parent / "grammar_sentences.yaml").read_text("utf-8"))


@pytest.mark.parametrize("row", SENTENCES, ids=[r["text"][:60] for r in SENTENCES])
def test_a_sentence_gives_what_its_grammar_says(model, row):
    story = read_story(model, row["text"])
    present = {s.id for s in story.findings if s.present}
    absent = {s.id for s in story.findings if not s.present}
    assert set(row.get("present", ())) <= present
    assert set(row.get("absent", ())) <= absent
    assert not set(row.get("not", ())) & present
    assert not set(row.get("not_absent", ())) & absent
    assert not row.get("nothing") or not present
