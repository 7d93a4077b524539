"""What became of a medicine and what its end took away, whose an illness is, and figures that are no age."""

import pytest

from sentences import check_said, rows_of
from whytwitch.intake.story.reader import read_story

ROWS = [
    row for name in ("plain_taken.yaml", "plain_opened.yaml", "plain_afresh.yaml") for row in rows_of(name)
]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_a_sentence_is_read_for_what_it_says(model, row):
    check_said(model, row)


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("Her temperature was 103.2 F and she was shivering.", None, "FEMALE"),
        ("Temp 101 F. Rigid and sweating.", None, None),
        ("My temperature was 98 F this morning.", None, None),
        ("34F twitching.", 34, "FEMALE"),
        ("T 38.5, 67 F, twitching.", 67, "FEMALE"),
        ("Took a handful of my mum's amitriptyline tablets at 4 pm.", None, None),
        ("The tremor began at school and my father and his sister have it.", None, None),
        ("Mrs Jones (72) has a tremor, and Dr Brown has seen her.", 72, "FEMALE"),
        ("I saw a neurologist, he did an EMG and I twitch.", None, None),
        ("Wife reports that he kicks in his sleep.", None, "MALE"),
    ],
)
def test_whose_age_and_sex_are_told(model, text, age, sex):
    person = read_story(model, text).person
    assert (person.age_years, person.sex) == (age, sex)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Three days after starting clarithromycin on top of her simvastatin her thighs ache.",
         {"clarithromycin": "started", "simvastatin": None}),
        ("She takes lithium 800 mg at night, ramipril was added three weeks ago.",
         {"lithium": None, "ramipril": "started"}),
        ("He was on haloperidol 5 mg, which was stopped last week.", {"haloperidol": "stopped"}),
        ("He took baclofen, the dose was halved.", {"baclofen": "lowered"}),
        ("Ciprofloxacin was added to theophylline two days ago.",
         {"ciprofloxacin": "started", "theophylline": None}),
    ],
)  # fmt: skip
def test_what_became_of_each_medicine(model, text, changes):
    read = {said.id: said.detail.get("change") for said in read_story(model, text).exposures}
    assert {name: read[name] for name in changes} == changes


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Does ALS start with twitching?", "feared"),
        ("I read that ALS usually starts in one hand.", "feared"),
        ("I have ALS, does it always twitch?", "diagnosed"),
    ],
)
def test_a_disease_that_is_asked_about_is_nobodys(model, text, when):
    assert [said.when for said in read_story(model, text).history if said.kind == "cause"] == [when]


def test_a_named_nerve_asks_for_no_worry(model):
    assert read_story(model, "Her ulnar nerve was released.").questions == []


def test_a_panel_of_which_everything_came_back_fine_is_normal(model):
    values = read_story(model, "Bloods including thyroid and calcium and everything came back fine.").values
    flags = {value.test.id: value.raw.flag for value in values}
    assert (flags["calcium"], flags["tsh"]) == ("normal", "normal")


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("On lithium; level was 1.6 mmol/L.", [("lithium", 1.6)]),
        ("Lithium (level 1.9) and tremor.", [("lithium", 1.9)]),
        ("He takes lithium and valproate, level 0.8.", []),
        ("Calcium (adj) 1.82 mmol/L.", [("calcium_adjusted", 1.82)]),
    ],
)
def test_a_level_is_of_the_medicine_named_before(model, text, levels):
    assert [(value.test.id, value.raw.value) for value in read_story(model, text).values] == levels
