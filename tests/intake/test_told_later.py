"""Exposures and times told as published cases are retold, by rules rather than by phrases of their own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from sentences import classes_of
from whytwitch.intake.story.reader import read_story

HERE = Path(__file__).parent
EXPOSURES = yaml.safe_load((HERE / "exposures_later.yaml").read_text("utf-8"))
TIMES = yaml.safe_load((HERE / "durations_later.yaml").read_text("utf-8"))
#: A duration counts as right within this factor.
NEAR = 1.5


@pytest.fixture(scope="module")
def told(model):
    """For each set, the share of exposures wanted, unwanted and of changes that are read right."""
    asked, right = Counter(), Counter()
    for row in EXPOSURES:
        part = row["set"]
        read = {s.id: s for s in read_story(model, row["text"]).exposures if s.present}
        for item in row.get("wants", ()):
            asked[part, "wants"] += 1
            right[part, "wants"] += any(
                item in classes_of(model, r) or r in classes_of(model, item) for r in read
            )
        for item in row.get("not", ()):
            asked[part, "not"] += 1
            right[part, "not"] += not any(item in classes_of(model, r) for r in read)
        if "change" in row:
            asked[part, "change"] += 1
            right[part, "change"] += any(s.detail.get("change") == row["change"] for s in read.values())
    return {key: right[key] / n for key, n in asked.items()}


@pytest.mark.parametrize("part", ["later", "last"])
def test_how_long_it_has_been_isexposures_read(model, part):
    rows = [row for row in TIMES if row["set"] == part]
    right = 0
    for row in rows:
        read = read_story(model, row["text"], row.get("age")).person.duration_days
        right += read is not None and row["days"] / NEAR <= read <= row["days"] * NEAR
    assert right / len(rows) >= 0.9


@pytest.mark.parametrize(
    ("text", "age", "days"),
    [
        ("He fell off a ladder ten years ago. Since then his back aches. For a week his leg jumps.", None, 7),
        ("A month ago the dose was raised. Since then his hands shake.", None, 30.4),
        ("His family says that four days ago he stopped his tablets.", None, 4),
        ("He has smoked for thirty years. Four weeks ago he was started on paroxetine.", None, 28),
        ("The attacks last two days.", None, None),
        ("On day three of the antibiotics his hands began to shake.", None, None),
        ("Week 5 of chemo and his feet tingle.", None, None),
        ("His sister was well until her third birthday. He trembles.", 20, None),
        ("Her son has never walked.", 40, None),
        ("She is in her third month of pregnancy. Her feet burn.", 30, None),
        ("45y old man. Tremor.", None, None),
        ("It began to hurt at 7, and is worse now.", 30, None),
        ("He suddenly remembered his keys. His tremor is slow.", None, None),
    ],
)  # fmt: skip
def test_a_span_of_something_else_is_no_duration(model, text, age, days):
    assert read_story(model, text, age).person.duration_days == days


@pytest.mark.parametrize(
    ("part", "kind", "least"),
    [
        ("later", "wants", 0.92),
        ("later", "not", 0.9),
        ("later", "change", 0.99),
        ("last", "wants", 0.66),
        ("last", "not", 0.99),
    ],
)
def test_exposures_are_read_where_they_are_told(told, part, kind, least):
    assert told[part, kind] >= least


@pytest.mark.parametrize(
    ("text", "item", "change"),
    [
        ("He was switched from sertraline to fluoxetine.", "sertraline", "stopped"),
        ("He was switched from sertraline to fluoxetine.", "fluoxetine", "started"),
        ("Haloperidol was replaced by quetiapine.", "haloperidol", "stopped"),
        ("Haloperidol was replaced by quetiapine.", "quetiapine", "started"),
        ("Her lithium went from 600 to 900 mg.", "lithium", "raised"),
        ("Prednisolone was cut from forty to five milligrams.", "prednisolone", "lowered"),
        ("His levodopa was not given for two days.", "levodopa", "stopped"),
        ("On valproate the attacks stopped.", "valproate", None),
        ("Levodopa cut the tremor down by half.", "levodopa", None),
        ("The tremor moved to the left hand and she takes lithium.", "lithium", None),
        ("The dose of his lithium was not changed.", "lithium", None),
        ("I started sertraline a month ago, drink five coffees a day.", "caffeine", None),
        ("I started sertraline a month ago and drink coffee.", "sertraline", "started"),
    ],
)
def test_what_became_of_a_medicine(model, text, item, change):
    said = {s.id: s.detail.get("change") for s in read_story(model, text).exposures if s.present}
    assert said.get(item, "not read") == change


@pytest.mark.parametrize(
    ("text", "item", "is_read"),
    [
        ("A nail went through his boot.", "wound", True),
        ("He wondered whether a nail had gone through his boot.", "wound", False),
        ("The fork went into the drawer.", "wound", False),
        ("A deep burn in the stomach after meals.", "wound", False),
        ("She was given 100 mg instead of 10 mg.", "overdose", True),
        ("Instead of 2 tablets he took 3 tablets.", "overdose", False),
        ("Empty packets of tablets lay beside her.", "overdose", True),
        ("He found empty packets of crisps.", "overdose", False),
        ("The tremor is ten times too strong for her.", "overdose", False),
        ("A heavy drinker, he stopped two days ago.", "alcohol_stopped", True),
        ("He drank water and then stopped.", "alcohol_stopped", False),
        ("His mouth had been dry for weeks.", "alcohol_stopped", False),
        ("The hip was replaced two weeks ago.", "surgery_recent", True),
        ("The valve was replaced twenty years ago.", "surgery_recent", False),
        ("The door was opened two days ago.", "surgery_recent", False),
        ("She came into the world eleven weeks too early.", "birth_problem", True),
        ("His daughter was born three weeks early.", "birth_problem", False),
        ("He swam for two hours.", "exercise", True),
        ("She can run for two hours without trouble.", "exercise", False),
        ("The catheter of his baclofen pump had slipped out.", "baclofen_stopped", True),
        ("The catheter of his insulin pump had slipped out.", "baclofen_stopped", False),
        ("His mother's brother died of a wasting of the muscles.", "family_history_neuromuscular", True),
        ("His mother said his muscles were weak.", "family_history_neuromuscular", False),
        ("My son has had weak muscles since birth.", "family_history_neuromuscular", False),
        (
            "Her father, an uncle and an aunt have attacks of paralysis.",
            "family_history_periodic_paralysis",
            True,
        ),
        ("Huntington's disease is known in the family.", "family_history_huntington", True),
        ("Ataxia is not known in the family.", "family_history_ataxia", False),
        ("He wears false teeth and uses a lot of cream to hold them.", "zinc_excess", True),
        ("She wears dentures. Cream for her rash helps.", "zinc_excess", False),
        ("She takes paroxetine and the pill.", "oral_contraceptive", True),
        ("He took the pill for his heart.", "oral_contraceptive", False),
        ("A lump above the right kidney was found and taken out.", "abdominal_surgery", True),
        ("No tumour of the liver was removed.", "abdominal_surgery", False),
        ("He is being given medicines against psychosis.", "antipsychotic", True),
        ("She was given medicine for the heart.", "medicine_started", False),
        ("He got his jab against tetanus.", "unvaccinated", False),
        ("His sons were well.", "family_history_same", False),
    ],
)
def test_deeds_and_their_look_alikes(model, text, item, is_read):
    assert (item in {s.id for s in read_story(model, text).exposures if s.present}) is is_read
