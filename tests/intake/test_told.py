"""Findings as reports retold in plain English tell them; a share of the sentences must be read.

A fourth of the sentences was kept aside while the lexicon was made; the floors are what was reached.
"""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from sentences import check_said, rows_of
from whytwitch.benchmark.words import related_items
from whytwitch.intake.story.reader import read_story

FILES = sorted(Path(__file__).parent.glob("told_[0-9].yaml"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_most_sentences_are_read(model, file):
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    right, every = Counter(), Counter()
    for half, floor in told["floors"].items():
        for item, sentences in told[half].items():
            for sentence in sentences:
                read = {}
                for said in read_story(model, sentence[2:]).findings:
                    read[said.id] = said.present or read.get(said.id, False)
                present = sentence[0] == "+"
                right[half] += any(read[other] == present for other in related_items(model, item, read))
                every[half] += 1
        assert right[half] / every[half] >= floor, half


WAYS = rows_of("told_ways.yaml")


@pytest.mark.parametrize("row", WAYS, ids=[row["text"][:60] for row in WAYS])
def test_a_way_of_telling_is_read_and_its_look_alikes_are_not(model, row):
    check_said(model, row)
