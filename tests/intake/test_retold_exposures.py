"""Exposures in plain, retold and shorthand sentences: read where they are said, and only there.

The sentences were written before the words for them; their sets are told in the file's head.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from whytwitch.intake.story.reader import read_story

ROWS = yaml.safe_load((Path(__file__).parent / "retold_exposures.yaml").read_text("utf-8"))


def _wider(model, item):
    index = model.feature(item)
    return {item, *(model.item(a) for a in model.arrays.ancestors(index).tolist())} - {"medicine"}


def _read(model, text):
    return {s.id for s in read_story(model, text).exposures if s.present and ":" not in s.id}


@pytest.fixture(scope="module")
def counted(model):
    """For each set, kind and half of a row how many sentences there are and how many are right."""
    asked, right = Counter(), Counter()
    for row in ROWS:
        item, place = row["id"], (row["set"], row["kind"])
        wider = _wider(model, item)
        for text in row["say"]:
            read = _read(model, text)
            asked[*place, "say"] += 1
            right[*place, "say"] += bool(wider & read) or any(item in _wider(model, r) for r in read)
        for text in row.get("not", ()):
            asked[*place, "not"] += 1
            right[*place, "not"] += not any(item in _wider(model, r) for r in _read(model, text))
        for text in row.get("stopped", ()):
            said = read_story(model, text).exposures
            asked[*place, "stopped"] += 1
            right[*place, "stopped"] += any(
                s.detail.get("change") == "stopped" or s.id.endswith("_stopped") for s in said if s.present
            )
    return {key: right[key] / n for key, n in asked.items()}


@pytest.mark.parametrize(
    ("part", "kind", "half", "least"),
    [
        ("open", "told", "say", 0.96),
        ("open", "told", "not", 0.99),
        ("open", "told", "stopped", 0.97),
        ("open", "chart", "say", 0.99),
        ("open", "chart", "not", 0.99),
        ("open", "chart", "stopped", 0.99),
        ("later", "told", "say", 0.74),
        ("held", "told", "say", 0.79),
        ("held", "told", "not", 0.92),
        ("held", "chart", "say", 0.99),
        ("held", "chart", "not", 0.98),
        ("held", "chart", "stopped", 0.98),
    ],
)
def test_exposures_are_read_where_they_are_said(counted, part, kind, half, least):
    assert counted[part, kind, half] >= least


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("He no longer takes olanzapine.", "antipsychotic_stopped", None),
        ("She took diazepam for years. Last week it was stopped.", "benzodiazepine_stopped", None),
        ("Haloperidol was stopped and the stiffness went away.", "haloperidol", "antipsychotic_stopped"),
        ("He has not stopped his morphine.", "morphine", "opioid_stopped"),
        ("He swallowed thirty amiodarone tablets at once.", "overdose", None),
        ("For years she has taken thirty tramadol tablets a day.", "tramadol", "overdose"),
        ("Folic acid 5 mg OD.", None, "overdose"),
        ("I had a fever and a cough for three days, then my neck hurt.", "recent_infection", None),
        ("His sodium rose from 106 to 128 in a day.", "sodium_corrected", None),
        ("58F BPAD on maintenance Li.", "lithium", None),
        ("Ms Brown is a teacher.", None, "multiple_sclerosis_known"),
        ("PMH: MG, HTN.", "myasthenia_known", None),
        ("She tried lithium; other medicines such as valproate did not help.", "valproate", None),
        ("The doctor thought it was a cold and gave me an antibiotic.", "antibiotic", None),
        ("She had an operation to make her stomach smaller.", "bariatric_surgery", None),
        ("Somebody put thallium in her tea.", "thallium", None),
    ],
)  # fmt: skip
def test_what_a_sentence_makes_of_an_exposure(model, text, wanted, unwanted):
    read = _read(model, text)
    assert wanted is None or wanted in read
    assert unwanted not in read
