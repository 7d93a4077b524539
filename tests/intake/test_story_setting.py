"""Where somebody was seen, from what they write."""

from __future__ import annotations

import pytest

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.story.person import read_person
from whytwitch.model.store import Model

_SEEN = {
    "emergency": [
        "A 30-year-old man was brought to the emergency department with jerks of all limbs.",
        "She came to A&E because her hands had cramped into claws.",
        "Brought in by ambulance after a fit.",
        "He presented to the ER with rigidity.",
        "My son was taken to A & E, he was shaking all over.",
        "Ring 999: paramedics found him twitching.",
        "Seen in casualty with a locked jaw.",
        "Presented to ED, tremor, agitated, clonus.",
        "She was seen in our emergency room for spasms of the neck.",
    ],
    "intensive_care": [
        "He was taken to intensive care with rigid limbs.",
        "On ICU she developed jerks after the arrest.",
        "In the emergency department he grew worse and was moved to the ITU.",
        "Day 3 on the ventilator: myoclonus of the face.",
    ],
    "inpatient": [
        "She was admitted with weakness of both legs.",
        "I'm still in hospital after my thyroid operation and my fingers tingle.",
        "While on the orthopaedic ward he began to jerk.",
        "A hospitalised man of 80 on high-dose penicillin jerks.",
        "Hiccups during his admission for pneumonia.",
        "The twitching began post-operatively.",
    ],
    "neurology_clinic": [
        "Seen in the neurology clinic with fasciculations of both calves.",
        "A neurologist found brisk reflexes.",
        "Thank you for asking me to see this man in the neuromuscular clinic.",
        "Reviewed at the movement disorders centre, head tremor.",
        "Two neurologists have looked at my twitching and found nothing.",
    ],
    "primary_care": [
        "My GP says the twitching is nothing.",
        "He saw his family doctor about a twitching eyelid.",
        "She came to general practice with cramps.",
        "My doctor checked my potassium.",
        "I am waiting to see a neurologist, my calves twitch.",
        "My doctor has referred me to neurology.",
        "I have an appointment with a neurologist in May because my thumb twitches.",
    ],
    "any": [
        "My eyelid twitches.",
        "Should I go to A&E with this twitch?",
        "I don't want to go to hospital, but my leg jerks.",
        "I work in intensive care and my eyelid twitches after nights.",
        "I'm an A&E nurse, eyelid twitching for two weeks.",
        "My mother is in hospital and I am so stressed that my eye twitches.",
        "I was in hospital in 2009 with pneumonia. Now my calf twitches.",
        "I haven't seen a neurologist. My calf twitches.",
        "I have ED and my leg twitches, no meds.",
        "Do I need a neurologist for this twitch?",
        "Never admitted to hospital. Twitching thumb.",
        "The ambulance drove past and I twitched.",
        "EDS since birth, twitching calves.",
        "My husband works at the general practice; my eyelid flickers.",
    ],
}


@pytest.mark.parametrize(("setting", "text"), [(s, text) for s, texts in _SEEN.items() for text in texts])
def test_where_somebody_was_seen(setting: str, text: str) -> None:
    assert read_person(text).setting == setting


def test_a_narrative_without_a_coded_setting_gives_its_own(model: Model) -> None:
    case = {"narrative": "Brought to the emergency department with jerks of the arms."}
    assert case_from_mapping(model, case).setting == "emergency"
    assert case_from_mapping(model, case | {"setting": "primary care"}).setting == "primary_care"
