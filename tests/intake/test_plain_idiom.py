"""Everyday sentences that fixed phrases once misread, and phrases that are found only as they are written."""

import pytest

from sentences import check_said, rows_of
from whytwitch.core.story_words import written_out
from whytwitch.intake.story.reader import read_story
from whytwitch.knowledge.load import load_knowledge
from whytwitch.model.reading_table import AS_WRITTEN

ROWS = rows_of("plain_idiom.yaml")


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_a_sentence_is_read_for_what_it_says(model, row):
    check_said(model, row)


@pytest.mark.parametrize(
    "text",
    [
        "I was worried it was ALS.",
        "I'm sure it's ALS.",
        "Worried this was motor neurone disease.",
        "He was afraid it was a brain tumour.",
        "I am worried I have MS.",
    ],
)
def test_a_disease_that_is_feared_is_none_that_is_had(model, text):
    story = read_story(model, text)
    told = [said for said in story.history if said.kind == "cause"]
    assert told
    assert all(said.when == "feared" for said in told)
    assert not any(said.present and said.id == "WT:mri_brain_mass" for said in story.findings)


@pytest.mark.parametrize(
    "text",
    ["I'm sure it is weaker.", "I am worried that my hand is weaker.", "worried it was getting weaker"],
)
def test_a_complaint_that_worries_is_a_complaint(model, text):
    story = read_story(model, text)
    assert any("weakness" in said.label.lower() and said.present for said in story.findings)


def test_a_line_as_written_stands_for_each_of_its_phrases():
    assert written_out("{in|with} the {|severe }cold") == [
        "in the cold",
        "in the severe cold",
        "with the cold",
        "with the severe cold",
    ]


def test_no_line_as_written_stands_for_more_phrases_than_are_said(model):
    """Choices multiply: one line with ten of them once stood for a million phrases, none ever found."""
    lines = [
        line.removeprefix(AS_WRITTEN)
        for entry in load_knowledge().lexicon.values()
        for line in entry.phrases
        if line.startswith(AS_WRITTEN)
    ]
    phrases = [written_out(line) for line in lines]
    assert max(map(len, phrases)) < 2_000
    assert sum(map(len, phrases)) < 25_000
    never = [line for line, made in zip(lines, phrases, strict=True) if min(len(p.split()) for p in made) > 6]
    assert not never
