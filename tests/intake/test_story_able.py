"""Deeds that fail, are hard or go well, and the ages at which a child sat, walked and spoke."""

from __future__ import annotations

import pytest

from whytwitch.intake.story.findings.able import read_abilities
from whytwitch.intake.story.reader import read_story
from whytwitch.intake.story.text.split import split_words

#: The verb, its form in -ing, its form for "he", the terms where it fails and where it is hard.
DEEDS = [
    ("breathe", "breathing", "breathes", "HP:0002094", "HP:0002094"),
    ("hear", "hearing", "hears", "HP:0000365", "HP:0000365"),
    ("swallow", "swallowing", "swallows", "HP:0002015", "HP:0002015"),
    ("concentrate", "concentrating", "concentrates", "HP:0031987", "HP:0031987"),
    ("pass water", "passing water", "passes water", "HP:0000016", "HP:0000009"),
    ("suck", "sucking", "sucks", "HP:0002033", "HP:0002033"),
]
FAILING = [
    "He is unable to {base}.",
    "She could not {base}.",
    "He can no longer {base}.",
    "She failed to {base}.",
]
HARD = [
    "He finds it hard to {base}.",
    "She struggles to {base}.",
    "He has difficulty {doing}.",
    "{Doing} is an effort.",
    "She {does} with difficulty.",
    "He can hardly {base}.",
]
WELL = [
    "He {does} without trouble.",
    "She can {base} normally.",
    "He had no trouble {doing}.",
    "She can still {base}.",
    "{Doing} is no problem.",
]


def _read(model, text):
    return {(said.id, said.present) for said in read_story(model, text).findings}


def _told(frame, base, doing, does):
    return frame.format(base=base, doing=doing, Doing=doing.capitalize(), does=does)


@pytest.mark.parametrize(("base", "doing", "does", "fails", "hard"), DEEDS, ids=[d[0] for d in DEEDS])
def test_a_deed_is_read_whatever_words_tell_that_it_fails(model, base, doing, does, fails, hard):
    for frame in FAILING:
        assert (fails, True) in _read(model, _told(frame, base, doing, does)), frame
    for frame in HARD:
        read = _read(model, _told(frame, base, doing, does))
        assert {(hard, True), (fails, True)} & read, frame
    for frame in WELL:
        read = _read(model, _told(frame, base, doing, does))
        assert (hard, True) not in read, frame
        assert (fails, True) not in read, frame


def test_a_list_of_deeds_is_read_to_its_end(model):
    assert {("HP:0002015", True), ("HP:0000365", True)} <= _read(model, "She cannot write, swallow or hear.")
    assert ("HP:0002015", False) in _read(model, "He can speak and swallow well.")


@pytest.mark.parametrize(
    "text",
    [
        "He cannot see why he should pay.",
        "She could not hear of such a thing.",
        "If he cannot sleep he reads.",
        "Her mother cannot hear.",
    ],
)
def test_words_about_something_else_are_no_deed(model, text):
    assert not read_abilities(model, split_words(model, text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He did not walk until two.", {("HP:0001270", True), ("HP:0031936", True)}),
        ("She took her first steps at twenty-six months.", {("HP:0001270", True)}),
        ("He sat only at 14 months.", {("HP:0001270", True)}),
        ("She could not sit at one year.", {("HP:0001270", True)}),
        ("He spoke his first words at four.", {("HP:0000750", True)}),
        ("She walked at eleven months.", {("HP:0001270", False)}),
        ("He talked in sentences at two.", {("HP:0000750", False)}),
    ],
)
def test_an_age_well_past_the_usual_is_a_delay(model, text, wanted):
    assert wanted <= _read(model, text)


@pytest.mark.parametrize(
    "text",
    [
        "He walked until two years ago.",
        "They walked at three in the morning.",
        "Her brother walked at three.",
        "She sat at three tables.",
    ],
)
def test_other_ages_and_hours_are_no_delay(model, text):
    assert not {item for item, _ in _read(model, text)} & {"HP:0001270", "HP:0031936"}
