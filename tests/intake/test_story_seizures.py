"""What kind a seizure is, and what changes nothing."""

from __future__ import annotations

import pytest

from whytwitch.intake.story import read_story


def _read(model, text: str) -> dict[str, bool]:
    return {said.id: said.present for said in read_story(model, text).findings}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She has seizures in which she stares and her eyelids flutter.", "HP:0011149"),
        ("In her seizures she stares while her shoulders jerk in rhythm.", "HP:0011150"),
        ("During his seizures he crumples to the floor, all tone gone limp.", "HP:0010819"),
        ("In the seizures his arms fly up and then he collapses.", "HP:0011170"),
        ("In her seizures the arms and legs stiffen.", "HP:0010818"),
        ("In her seizures the left arm and leg jerk.", "HP:0006813"),
        ("In his seizures one side of his face jerks.", "HP:0007332"),
        ("In her seizures all limbs jerk rhythmically.", "HP:0011169"),
        ("In his seizures he smacks his lips and does not answer.", "HP:0002384"),
    ],
)
def test_what_a_seizure_does_says_its_kind(model, text, kind):
    assert _read(model, text).get(kind) is True


@pytest.mark.parametrize(
    "text",
    [
        "He has never had a seizure in which he drops to the floor.",
        "Her father has seizures in which he drops to the floor.",
        "In her seizures she is cared for by her mother.",
        "In the afternoon he collapses on the sofa.",
    ],
)
def test_no_kind_without_a_seizure_of_ones_own(model, text):
    assert not {"HP:0010819", "HP:0010818", "HP:0011170", "HP:0002384"} & {
        item for item, there in _read(model, text).items() if there
    }


@pytest.mark.parametrize(
    ("text", "item", "there"),
    [
        ("Cold makes no difference to the cramps.", "WT:twitch_on_cold", False),
        ("Cold makes no difference to the cramps.", "HP:0003394", True),
        ("The jerks are no worse at night.", "WT:twitch_at_night", False),
        ("The jerks are worse at night.", "WT:twitch_at_night", True),
        ("Touching the chin did not help the spasm.", "WT:sensory_trick", False),
        ("Touching the chin helps the spasm.", "WT:sensory_trick", True),
        ("He cannot hold the jerks back.", "WT:twitch_suppressible", False),
        ("He can hold the jerks back for a while.", "WT:twitch_suppressible", True),
        ("Noise does not set off the jerks.", "HP:0001336", True),
        ("Stress does not make the twitching worse.", "HP:0002380", True),
        ("Stress does not make the hands shake.", "HP:0002378", False),
        ("The medicine did not cause the rash.", "HP:0000988", False),
        ("Cold brings on the cramps, and rest does not help.", "WT:twitch_on_cold", True),
    ],
)
def test_what_changes_nothing(model, text, item, there):
    assert _read(model, text).get(item) is there


@pytest.mark.parametrize(
    "text",
    ["The blood pressure had fallen.", "Her lashes have fallen out.", "His weight fell.", "Her sodium fell."],
)
def test_a_thing_that_falls_is_no_fall(model, text):
    assert "HP:0002527" not in _read(model, text)


@pytest.mark.parametrize(
    "text", ["He fell in the kitchen.", "Her pressure was low and she has fallen twice."]
)
def test_a_person_falls(model, text):
    assert {"HP:0002527", "HP:0002359"} & _read(model, text).keys()


@pytest.mark.parametrize(
    ("text", "item", "there"),
    [
        ("He did not speak until he was four.", "HP:0000750", True),
        ("At five she does not talk.", "HP:0001344", True),
        ("No sleep apnoea was found.", "HP:0010535", False),
        ("Facial expression was normal.", "HP:0000298", False),
        ("There was little facial expression.", "HP:0000298", True),
        ("The saccades were normal.", "HP:0000570", False),
        ("Bowel sounds were reduced.", "HP:0030144", True),
    ],
)
def test_single_turns(model, text, item, there):
    read = _read(model, text)
    assert read.get(item) is there


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("He did not speak until he was four.", "HP:0002300"),
        ("No sleep apnoea was found.", "HP:0100785"),
        ("No periodic leg movements were recorded.", "HP:0000141"),
        ("At 60 he could not speak.", "HP:0001344"),
        ("Her brother did not talk until he was four.", "HP:0000750"),
    ],
)
def test_look_alikes(model, text, item):
    assert not _read(model, text).get(item)
