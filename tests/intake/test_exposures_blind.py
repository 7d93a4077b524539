"""Every exposure that is no single medicine in three voices; trade names, names cut short, look-alikes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from sentences import classes_of, exposures_read
from whytwitch.intake.story.reader import read_story

ROWS = yaml.safe_load((Path(__file__).parent / "exposures_blind.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def counted(model):
    """For each part the share of sentences that give their exposure, and of look-alikes that do not."""
    asked, right = Counter(), Counter()
    for row in ROWS:
        item, part = row["id"], row["part"]
        wider = classes_of(model, item)
        for text in row["say"]:
            read = exposures_read(model, text)
            asked[part, "say"] += 1
            right[part, "say"] += bool(wider & read) or any(item in classes_of(model, r) for r in read)
        if "not" in row:
            asked[part, "not"] += 1
            right[part, "not"] += not any(
                item in classes_of(model, r) for r in exposures_read(model, row["not"])
            )
    return {key: right[key] / n for key, n in asked.items()}


@pytest.mark.parametrize(
    ("part", "half", "least"),
    [("mend", "say", 0.92), ("mend", "not", 0.98), ("blind", "say", 0.67), ("blind", "not", 0.8)],
)
def test_exposures_are_read_in_three_voices(counted, part, half, least):
    assert counted[part, half] >= least


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("She takes Eltroxin.", "levothyroxine"),
        ("He is on Mounjaro.", "glp1_agonist"),
        ("She took a Stilnoct.", "zolpidem"),
        ("He was given Tramacet.", "tramadol"),
        ("She had Septra for her bladder.", "trimethoprim_sulfamethoxazole"),
        ("He injects Humira.", "tnf_blocker"),
        ("She took Lomotil for a week.", "atropine"),
        ("He takes Nuelin.", "theophylline"),
        ("Mum is on Xarelto.", "antithrombotic"),
        ("Dad takes Januvia.", "glucose_lowering"),
        ("He chews Nicorette.", "nicotine_replacement"),
        ("I took NyQuil.", "dextromethorphan"),
        ("He smokes weed.", "cannabis"),
        ("DH: fluox 20 mg mane.", "fluoxetine"),
        ("Gent 5 mg/kg stat.", "gentamicin"),
        ("Pregab held on admission.", "gabapentinoid_stopped"),
        ("They took her off the olanzapine last week.", "antipsychotic_stopped"),
        ("Someone ran into the back of her car.", "neck_or_back_injury"),
    ],
)
def test_names_and_turns_that_say_an_exposure(model, text, item):
    read = exposures_read(model, text)
    assert any(item in classes_of(model, r) for r in read), read


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("No smoking, alcohol.", "alcohol"),
        ("No smoking, alcohol or drugs.", "alcohol"),
        ("Vaccination hx unclear.", "recent_vaccination"),
        ("When I hold my coffee it shakes.", "caffeine"),
        ("She can brush her teeth.", "ill_fitting_dentures"),
        ("The vet put their dog on gabapentin.", "gabapentin"),
        ("He came out in a rash with penicillin.", "penicillin_class"),
        ("She will need a kidney machine one day.", "dialysis"),
        ("An older gent came in.", "gentamicin"),
        ("Hal is unwell.", "haloperidol"),
        ("They pulled weeds in the garden.", "cannabis"),
        ("No aunt, uncle or brother died of ALS.", "family_history_mnd"),
    ],
)
def test_look_alikes_of_exposures(model, text, item):
    assert not any(item in classes_of(model, r) for r in exposures_read(model, text))


@pytest.mark.parametrize(
    "text",
    [
        "My twitching has gotten worse since May.",
        "Stretching enabled me to sleep.",
        "The vendor at work shook my hand.",
        "My son Connor and my wife Bonnie have cramps.",
        "My daughter Yasmin is a day nurse.",
    ],
)
def test_no_everyday_word_is_a_slip_for_a_trade_name(model, text):
    assert not read_story(model, text).exposures


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("I take prozak.", "fluoxetine"),
        ("She takes venlafaxin.", "venlafaxine"),
        ("I take Gopten.", "ace_inhibitor"),
    ],
)
def test_a_slip_in_a_medicine_is_still_mended(model, text, item):
    assert item in {said.id for said in read_story(model, text).exposures}
