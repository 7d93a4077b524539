"""Single remarks on movements: what they say is read, and what only sounds like it is not."""

import pytest

from sentences import check_said, rows_of
from whytwitch.intake.story.reader import read_story

ROWS = rows_of("remarks.yaml")


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_a_sentence_is_read_for_what_it_says(model, row):
    check_said(model, row)


def test_she_is_is_no_abbreviation_of_a_disease(model):
    assert not read_story(model, "She's weak. Is she's the word?").history


def test_a_word_that_only_sounds_like_a_disease_is_none(model):
    assert not read_story(model, "I ran three miles.").history
