"""Blood tests that are called normal without a figure."""

import pytest

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.story.facts import story_document
from whytwitch.intake.story.reader import read_story

NORMAL = [
    ("My calcium and magnesium were normal.", ["calcium", "magnesium"]),
    ("Calcium normal.", ["calcium"]),
    ("TSH: normal", ["tsh"]),
    ("Bloods normal incl. calcium, magnesium, TSH.", ["calcium", "magnesium", "tsh"]),
    (
        "CK, potassium and calcium all came back within normal range last week.",
        ["calcium", "creatine_kinase", "potassium"],
    ),
    ("Normal calcium, magnesium and potassium.", ["calcium", "magnesium", "potassium"]),
    ("My iron, ferritin and B12 are all good.", ["ferritin", "iron", "vitamin_b12"]),
    ("Calcium 1.9, magnesium normal.", ["magnesium"]),
    ("Normal potassium but low calcium.", ["potassium"]),
    ("Vitamin D is low but calcium is fine.", ["calcium"]),
]
OPEN = [
    "Is my calcium normal?",
    "I hope my potassium is fine.",
    "Calcium was not normal.",
    "The potassium was normal apart from once.",
    "I take calcium and feel fine.",
    "My sister's calcium was normal.",
    "My arm and legs are fine.",
    "If the thyroid is normal I shall be glad.",
]


@pytest.mark.parametrize(("text", "tests"), NORMAL)
def test_each_test_of_the_list_is_normal(model, text, tests):
    story = read_story(model, text)
    called = [v for v in story.values if v.raw.value is None]
    assert sorted(v.test.id for v in called) == tests
    assert all(text[slice(*v.span)] == v.raw.name for v in called)
    labs = story_document(model, story)["labs"]
    assert {row["test"]: row["state"] for row in labs if row["value"] is None} == dict.fromkeys(
        tests, "normal"
    )


@pytest.mark.parametrize("text", OPEN)
def test_what_is_asked_hoped_or_excepted_is_not(model, text):
    story = read_story(model, text)
    assert not story.values
    assert not [s for s in story.findings if not s.present and s.id.startswith("HP:0002")]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Thyroid was fine.", "HP:0031098"),
        ("U&Es and LFTs were unremarkable.", "HP:0002900"),
        ("ECG and electrolytes normal.", "HP:0002153"),
        ("My calcium was fine.", "HP:0002901"),
    ],
)
def test_it_speaks_against_what_it_would_have_shown(model, text, item):
    case = case_from_mapping(model, {"present": ["twitching"], "narrative": text})
    assert {f.id: f.present for f in case.facts}[item] is False
    assert not read_story(model, text).not_understood


def test_a_value_goes_before_the_word(model):
    case = case_from_mapping(
        model, {"present": ["twitching"], "narrative": "Electrolytes normal. Potassium 2.9 mmol/L."}
    )
    assert {f.id: f.present for f in case.facts}["HP:0002900"] is True
