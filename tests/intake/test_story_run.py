"""Where a movement is and how it runs, as its own clause and its attacks tell."""

import pytest

from whytwitch.intake.story.reader import read_story

TOLD = [
    ("For two years she has had short attacks in which the left arm stiffens.", "WT:twitch_in_attacks"),
    ("He has spells of jerking in the right leg several times a week.", "WT:twitch_in_attacks"),
    ("Every day there are several spells, during which her hands cramp.", "WT:twitch_in_attacks"),
    ("My eyelid flutters for ten to twenty seconds each time.", "WT:attack_under_a_minute"),
    ("Each time for five to ten minutes my thigh jerks.", "WT:twitch_minutes"),
    ("The calf has been twitching all day long without a pause.", "WT:twitch_hours"),
    ("The right side of my belly has started to jerk and it does not stop, day or night.", "WT:twitch_hours"),
    ("His arm jerks at night. Every attack looks exactly the same.", "WT:twitch_stereotyped"),
    ("Almost all his fits come out of sleep.", "WT:twitch_only_in_sleep"),
    ("He wakes at night with cramp in the foot.", "WT:cramp_night"),
    ("Cramp in both calves.", "WT:cramp_calves"),
    ("Twitching, mainly both calves.", "WT:twitch_calves"),
    ("The muscles of my belly twitch.", "WT:twitch_trunk"),
    ("My ring finger keeps twitching.", "WT:twitch_thumb_or_finger"),
    ("Both hands tremble when he drinks.", "WT:tremor_both_arms"),
    ("Bilateral hand tremor for years.", "WT:tremor_both_arms"),
    ("I have had shaking hands for three years.", "HP:0002378"),
    ("He has a shaking left hand.", "HP:0002378"),
    ("Jerks of the right arm that go on and on.", "WT:unilateral_limbs"),
    ("The right arm makes slow writhing movements.", "WT:unilateral_limbs"),
    ("The left arm and leg stayed weak.", "HP:0001269"),
    ("Both legs are weak, the left much more than the right.", "WT:asymmetric_weakness"),
    ("In the evening she has to keep moving her legs, they feel unpleasant.", "WT:urge_to_move_legs"),
]
LOOK_ALIKE = [
    ("She has panic attacks, and her eyelid twitches.", "WT:twitch_in_attacks"),
    ("He has had heart attacks. The thumb twitches.", "WT:twitch_in_attacks"),
    ("There were no attacks in which the arm jerked.", "WT:twitch_in_attacks"),
    ("He avoids shaking hands with strangers.", "HP:0002378"),
    ("The grip is slow to open after shaking hands.", "HP:0002378"),
    ("The right arm jerks, and so does the left leg.", "WT:unilateral_limbs"),
    ("Both arms jerk, more on the right.", "WT:unilateral_limbs"),
    ("The left side of the face twitches.", "WT:unilateral_limbs"),
    ("A right-handed man has jerks.", "WT:unilateral_limbs"),
    ("My right hand cramps up only when I write.", "WT:unilateral_limbs"),
    ("My left calf keeps twitching.", "WT:unilateral_limbs"),
    ("The left arm is weak and the right leg is weak.", "HP:0001269"),
    ("The left arm and leg move by themselves.", "HP:0001269"),
    ("The arms are weaker than the legs.", "WT:asymmetric_weakness"),
    ("Only the left hand trembles.", "WT:tremor_both_arms"),
    ("Her hands have trembled for years.", "WT:tremor_both_arms"),
    ("He is back from work and his eyelid twitches.", "WT:twitch_trunk"),
]


@pytest.mark.parametrize(("text", "item"), TOLD)
def test_the_run_of_a_movement_is_read(model, text, item):
    there = [s for s in read_story(model, text).findings if s.present]
    assert any(item in model.lineage(s.id) | {s.id} for s in there)


@pytest.mark.parametrize(("text", "item"), LOOK_ALIKE)
def test_what_only_looks_like_it_is_not(model, text, item):
    assert all(s.id != item for s in read_story(model, text).findings if s.present)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("His hair is falling out.", "HP:0001596"),
        ("Her blood pressure was low.", "HP:0002615"),
        ("On examination there was left-sided weakness.", "HP:0001269"),
        ("He wears a hearing aid.", "HP:0000365"),
        ("His legs will not obey.", "HP:0003470"),
    ],
)
def test_what_the_lexicon_means_outlives_what_it_stops(model, text, item):
    there = [s for s in read_story(model, text).findings if s.present]
    assert any(item in model.lineage(s.id) | {s.id} for s in there)


def test_what_is_stopped_as_it_is_written_stays_so(model):
    assert all(s.id != "HP:0001269" for s in read_story(model, "Both sides are weak.").findings)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Pinprick and position sense in the legs are reduced.", {"HP:0007328", "HP:0010831"}),
        ("Pinprick and vibration are reduced in the feet.", {"HP:0007328", "HP:0002495"}),
        ("Tone and power are reduced in the legs.", {"HP:0001252", "HP:0001324"}),
        ("Reduced touch, pain and vibration below the knee.", {"HP:0007328", "HP:0002495"}),
        ("She can hardly stand and has no tendon jerks.", {"HP:0001284"}),
    ],
)
def test_all_that_a_list_calls_reduced_is(model, text, items):
    there = [s for s in read_story(model, text).findings if s.present]
    assert items <= {item for s in there for item in model.lineage(s.id) | {s.id}}


def test_a_list_that_is_not_reduced_is_not(model):
    story = read_story(model, "Pinprick and vibration are not reduced in the feet.")
    assert all(s.id != "HP:0007328" for s in story.findings if s.present)
