"""Ordinary words about ordinary things: none of them names a rare sign or something grave."""

import pytest

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.story.reader import read_story
from whytwitch.service.assess import rank

NOT_SAID = [
    ("My left eyelid keeps fluttering.", "HP:0032678"),
    ("My eyelid flutters when I'm stressed.", "HP:0032678"),
    ("My leg jerks at night.", "WT:cord_flexor_spasms"),
    ("My leg twitches at night.", "WT:kicks_in_sleep"),
    ("My foot shakes when I rest.", "HP:0011448"),
    ("My foot jerks after the gym.", "HP:0011448"),
    ("My thumb jerks when I rest.", "HP:0031993"),
    ("My eye jumps all day.", "HP:0010543"),
    ("My calf tightens up when I rest.", "HP:0004417"),
    ("My cheek cramps when I rest.", "HP:0003710"),
    ("My shoulder is numb.", "nerve_block"),
    ("I sit all day.", "HP:0000741"),
    ("I take vitamins.", "vitamin_b6_supplement"),
    ("I wake up with a numb hand.", "HP:0002360"),
    ("My nose twitches.", "HP:0100034"),
    ("Nobody else can see it.", "HP:0000738"),
    ("I carried heavy boxes.", "neck_or_back_injury"),
    ("I play guitar and my finger curls.", "HP:0001281"),
    ("I'm taking valproate for fits and my hands shake.", "HP:0020219"),
    ("My mother takes sertraline and my eyelid twitches.", "maternal_drug_exposure"),
    ("She hit her head on the kerb.", "HP:0100716"),
    ("Leads: CR positive.", "HP:0030208"),
    ("My thigh twitches, it's worse in the evening.", "HP:0003473"),
    ("I zone out.", "HP:0011147"),
    ("SLR 40 degrees on the left.", "HP:0001945"),
    ("Abduction of the shoulder to 40 degrees.", "HP:0001945"),
    ("Saddle anaesthesia.", "general_anaesthetic"),
    ("Anti-GAD positive.", "anxiety_known"),
    ("My urine is dark.", "HP:0002913"),
]
SAID = [
    ("Her eyelids flutter and she stares.", "HP:0032678"),
    ("His legs shoot out by themselves since the cord injury.", "WT:cord_flexor_spasms"),
    ("My legs kick all night.", "WT:kicks_in_sleep"),
    ("The foot bounces by itself.", "HP:0011448"),
    ("The thumb bends when the finger is flicked.", "HP:0031993"),
    ("His eyes jump in all directions.", "HP:0010543"),
    ("The shoulder was numbed with an injection.", "nerve_block"),
    ("She sees things nobody else sees.", "HP:0000738"),
    ("He hits himself.", "HP:0100716"),
    ("The weakness is worse by evening.", "HP:0003473"),
    ("She zones out for a few seconds.", "HP:0002121"),
    ("My pee looks like cola.", "HP:0002913"),
    ("My son suddenly has wild arm movements.", "HP:0002072"),
    ("My arms are weak and breast tissue is growing.", "HP:0000771"),
    ("He was hot, 40 degrees.", "HP:0001945"),
    ("Saddle anaesthesia.", "WT:saddle_numbness"),
    ("He had a general anaesthetic.", "general_anaesthetic"),
    ("Anti-GAD positive.", "HP:5000011"),
    ("AChR antibodies positive.", "HP:0030208"),
    ("It is the worst headache of my life.", "HP:0030907"),
    ("He had a sudden severe headache.", "HP:0030907"),
    ("My thigh has been twitching since the gym yesterday.", "exercise"),
    ("I can walk on my heels and toes.", "WT:strength_normal"),
]


def _present(model, text):
    story = read_story(model, text)
    return {s.id for s in (*story.findings, *story.exposures) if s.present}


@pytest.mark.parametrize(("text", "item"), NOT_SAID)
def test_it_is_not_read_where_it_is_not_said(model, text, item):
    assert item not in _present(model, text)


@pytest.mark.parametrize(("text", "item"), SAID)
def test_it_is_read_where_it_is_said(model, text, item):
    assert item in _present(model, text)


@pytest.mark.parametrize(
    "text", ["My hands shake when I'm hungry, better after eating.", "It stops after eating."]
)
def test_what_eases_it_is_no_beginning(model, text):
    assert read_story(model, text).person.duration_days is None


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (
            "My left eyelid keeps fluttering, three weeks now, I'm 34, lots of coffee.",
            {"self-care", "routine"},
        ),
        ("My thigh won't stop twitching since the gym yesterday.", {"self-care", "routine"}),
        ("My vision went in one eye this morning and my eyelid has been twitching.", {"emergency"}),
        ("Since this morning I see double and my eyelid twitches.", {"urgent", "emergency"}),
        ("I suddenly have the worst headache of my life and my arm is jerking.", {"emergency"}),
        ("After my bariatric surgery my fingers tingle and my hands cramp.", {"urgent", "emergency"}),
    ],
)
def test_the_urgency_is_what_the_words_ask_for(model, text, levels):
    assert rank(model, case_from_mapping(model, {"narrative": text})).urgency.level in levels
