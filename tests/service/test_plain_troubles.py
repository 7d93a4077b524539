"""Passing hiccups, a wry neck: named they lead and calm, unnamed they take nothing from what is grave."""

from __future__ import annotations

import pytest

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.knowledge.schema import Cause
from whytwitch.service.assess import rank


def _rank(model, narrative, **told):
    return rank(model, case_from_mapping(model, {"narrative": narrative, **told}, ""))


@pytest.mark.parametrize(
    ("narrative", "told", "cause", "most"),
    [
        ("Hiccups since last night after a curry and a few beers.", {}, "passing_hiccups", "routine"),
        ("Woke up and can't turn my head, neck in spasm.", {"age_years": 37}, "acute_wry_neck", "routine"),
        ("My back went into spasm lifting a crate.", {"age_years": 39}, "acute_back_spasm", "routine"),
        ("Shivering, aching all over, a temperature and a cough since yesterday, I think it's flu.",
         {"age_years": 35}, "feverish_cold_shivering", "urgent"),
        ("She throws her arms out at noises and then settles.", {"age_years": 0.06}, "newborn_startle",
         "soon"),
        ("When I don't eat I get trembly and need sugar.", {"age_years": 26}, "hunger_shakes", "soon"),
    ],
)  # fmt: skip
def test_a_plain_trouble_that_is_named_leads(model, narrative, told, cause, most):
    order = ["self-care", "routine", "soon", "urgent", "emergency"]
    ranking = _rank(model, narrative, **told)
    assert ranking.rows[0].id == cause
    assert order.index(ranking.urgency.level) <= order.index(most)


@pytest.mark.parametrize(
    ("narrative", "told", "level"),
    [
        ("Hiccups and vomiting for five days, now my arms are numb and I see double.", {"age_years": 31},
         "emergency"),
        ("Fever 39.5, shivering, stiff neck, light hurts and he is confused since last night.",
         {"age_years": 20}, "emergency"),
        ("My back went into spasm, both legs are weak since yesterday and I can't pass water.",
         {"age_years": 50}, "emergency"),
        ("Trembling and sweating when I don't eat, last night she could not wake me, then I had a fit.",
         {"age_years": 50}, "emergency"),
    ],
)  # fmt: skip
def test_what_is_grave_beside_it_is_not_played_down(model, narrative, told, level):
    assert _rank(model, narrative, **told).urgency.level == level


def test_a_trouble_that_is_not_named_is_not_thought_of(model):
    plain = {c.id for c in model.all_records(Cause).values() if any(f.required for f in c.findings)}
    assert len(plain) >= 6
    ranking = rank(model, case_from_mapping(model, {"present": ["tremor", "fever", "headache"]}, ""))
    assert sum(row.probability for row in ranking.rows if row.id in plain) < 0.02
