"""Exposures as reports are retold: each in two sentences, indirect turns, times of medicines, look-alikes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sentences import classes_of, exposures_read
from whytwitch.intake.story.reader import read_story

SAID = yaml.safe_load((Path(__file__).parent / "exposures_reported.yaml").read_text("utf-8"))
_NEAR_TIME = 1.5


@pytest.mark.parametrize(
    ("list_", "part", "least"),
    [
        ("direct", "work", 0.91),
        ("direct", "held", 0.88),
        ("indirect", "work", 0.85),
        ("indirect", "held", 0.55),
    ],
)
def test_exposures_areexposures_read(model, list_, part, least):
    asked = right = 0
    for item, texts in SAID[list_][part].items():
        wider = classes_of(model, item)
        for text in texts:
            read = exposures_read(model, text)
            asked += 1
            right += bool(wider & read) or any(item in classes_of(model, r) for r in read)
    assert right / asked >= least


@pytest.mark.parametrize(("part", "least"), [("work", 0.9), ("held", 0.73)])
def test_when_a_medicine_was_begun_changed_or_stopped(model, part, least):
    rows = [row for row in SAID["times"] if row["part"] == part]
    assert sum(_is_as_told(model, row) for row in rows) / len(rows) >= least


def _is_as_told(model, row):
    said = [e for e in read_story(model, row["say"]).exposures if row["id"] in classes_of(model, e.id)]
    if not said:
        return False
    detail, since = said[0].detail, row["since"]
    read = detail.get("since_days")
    timed = read is since or (None not in (read, since) and since / _NEAR_TIME <= read <= since * _NEAR_TIME)
    # What is told to be new may well be called begun.
    change = detail.get("change") in (
        (row["change"], "started") if row["change"] is None else (row["change"],)
    )
    return timed and change and detail.get("recent") == row["recent"]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Half her thyroid was taken out.", {"thyroid_surgery"}),
        ("She had her gallbladder out in May.", {"abdominal_surgery"}),
        ("He was operated on for an inguinal hernia.", {"abdominal_surgery"}),
        ("Fits began a month after a caesarean section.", {"postpartum", "abdominal_surgery"}),
        ("She drinks eight cups of coffee a day.", {"caffeine_above_limit"}),
        ("He drinks seven litres of water a day.", {"excess_water"}),
        ("She lost 26 kilos in seven weeks.", {"rapid_weight_loss"}),
        ("His weight fell from 90 to 68 kg over the summer.", {"rapid_weight_loss"}),
        ("Glucose was 38 mmol/l and there were no ketones.", {"nonketotic_hyperglycaemia"}),
        ("A crate fell on his foot.", {"nerve_or_limb_injury"}),
        ("She had shut her hand in a car door.", {"nerve_or_limb_injury"}),
        ("A plank fell on his head.", {"head_injury"}),
        ("A wall had come down on him.", {"lying_or_crush"}),
        ("He had been kept in bed for five weeks.", {"long_immobility"}),
        ("He has taken methylphenidate since he was seven.", {"methylphenidate"}),
        ("He had been without his methadone for two days.", {"opioid_stopped"}),
        ("He no longer took his zolpidem.", {"z_drug_stopped"}),
        ("Baclofen had been left out on admission.", {"baclofen_stopped"}),
        ("Haloperidol was stopped after eight years.", {"antipsychotic_stopped"}),
        ("She was told to stop her warfarin on Friday.", {"warfarin"}),
        ("Migraine is common in her family.", {"family_history_migraine"}),
        ("It can be traced through four generations.", {"family_history_same"}),
        ("A cousin takes tablets for epilepsy.", {"family_history_epilepsy"}),
    ],
)
def test_turns_that_say_an_exposure(model, text, items):
    assert items <= exposures_read(model, text)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        # Planned, refused, denied, feared, another's
        ("Her gallbladder is to be removed.", "abdominal_surgery"),
        ("Removal of her goitre was refused.", "thyroid_surgery"),
        ("She has never been operated on for a hernia.", "abdominal_surgery"),
        ("Her mother's womb was removed.", "abdominal_surgery"),
        ("He might have shut his hand in a door.", "nerve_or_limb_injury"),
        ("He nearly shut his hand in a car door.", "nerve_or_limb_injury"),
        ("It feels as if a wall had fallen on me.", "lying_or_crush"),
        ("Nothing fell on his foot.", "nerve_or_limb_injury"),
        ("She is not immunosuppressed.", "immunosuppression"),
        ("There is no migraine in her family.", "family_history_migraine"),
        # Amounts that are usual
        ("He drinks two cups of coffee a day.", "caffeine_above_limit"),
        ("She drinks no more than two litres of water a day.", "excess_water"),
        ("Glucose was 6 mmol/l, no ketones.", "nonketotic_hyperglycaemia"),
        # The same words of something else
        ("He could not whistle or drink through a straw.", "alcohol"),
        ("She has not smelled coffee in years.", "caffeine"),
        ("The thumb beats against the rail, tick, tick, tick.", "tick_bite"),
        ("It shoots from the neck into the thumb.", "injected_drug_use"),
        ("The bladder does not empty by nerve damage.", "nerve_or_limb_injury"),
        ("He sleeps ten hours at night.", "sleep_loss"),
        ("Since yesterday there's a tingling round my lips.", "lying_or_crush"),
        ("His legs shoot out when you touch them.", "lead"),
        ("Between them the muscles relaxed.", "muscle_relaxant"),
        ("His sodium was low on a blood test.", "upright_trigger"),
        ("Two brothers had the same operation.", "family_history_same"),
        ("Baby girl, 38/40, born limp.", "pregnancy"),
        ("Haloperidol stopped them within a day.", "antipsychotic_stopped"),
    ],
)
def test_look_alikes(model, text, item):
    assert not any(item in classes_of(model, r) for r in exposures_read(model, text))
