"""Terms that count as kinds of others although the ontology files them elsewhere."""

import pytest

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.service.assess import assess


def probability(model, *present):
    rows = {"age_years": 58, "sex": "MALE", "setting": "primary care", "duration_days": 180}
    rows["present"] = [{"hpo": item} for item in present]
    return {row.id: row.probability for row in assess(model, case_from_mapping(model, rows)).causes}


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("HP:0030237", "HP:0001324"),  # weak hands
        ("HP:0003427", "HP:0003484"),  # weak thumb muscles, by way of weak hands
        ("HP:0002385", "HP:0001324"),  # paraparesis
        ("HP:0009060", "HP:0003202"),  # wasting about the shoulder blade
    ],
)
def test_a_term_and_its_parts_count_under_what_they_are_filed_under(model, part, whole):
    above = model.arrays.ancestors(model.feature(part)).tolist()
    assert model.feature(whole) in above
    assert len(above) == len(set(above))
    assert model.feature(part) not in above


def test_weak_hands_speak_against_twitching_that_is_harmless_by_definition(model):
    without = probability(model, "HP:0002380", "WT:worry_about_mnd")
    with_weak_hands = probability(model, "HP:0002380", "WT:worry_about_mnd", "HP:0030237")
    assert with_weak_hands["benign_fasciculation_syndrome"] < without["benign_fasciculation_syndrome"] / 2
