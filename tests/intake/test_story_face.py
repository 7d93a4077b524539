"""Pain of the face: its words, what sets it off, and what is no such pain."""

import pytest

from whytwitch.intake.story.reader import read_story

SHOT, ON_TOUCH = "WT:face_pain_electric", "WT:face_pain_on_touch"


def _present(model, text):
    return {said.id for said in read_story(model, text).findings if said.present}


@pytest.mark.parametrize(
    "text",
    [
        "I get spasms of shooting pain in my right cheek. Brushing my teeth or even a breeze sets it off.",
        "Sudden stabbing spasms in the left side of my face, worse when I chew.",
        "She has terrible spasms of facial pain on one side. Touching her lip brings it on.",
        "Shooting electric shocks through my jaw and face, brought on by talking or eating.",
    ],
)
def test_a_spasm_of_pain_is_a_pain_and_no_movement(model, text):
    present = _present(model, text)
    assert {SHOT, ON_TOUCH} <= present
    assert present.isdisjoint({"HP:0003394", "HP:0010828", "HP:0011468"})


@pytest.mark.parametrize(
    "text",
    [
        "My hand shakes when I brush my teeth.",
        "My eyelid twitches when a breeze hits.",
        "My eye twitches, talking sets it off.",
        "I have no shooting pain in my face.",
        "My mother has stabbing pains in her face. My eyelid twitches.",
    ],
)
def test_what_is_no_pain_of_the_face(model, text):
    assert _present(model, text).isdisjoint({SHOT, ON_TOUCH})
