"""Names of the rows of the ranking."""

from typing import Any

from whytwitch.benchmark.speed import drawn_cases
from whytwitch.core.case import Case, Fact
from whytwitch.explain.ranking import row_name, row_names
from whytwitch.intake.case_file import CASE_KEYS, case_from_mapping
from whytwitch.model.store import Model
from whytwitch.service.assess import rank


def test_the_short_name_of_a_row_is_the_first_of_its_names(
    model: Model, published: list[dict[str, Any]]
) -> None:
    coded = [case_from_mapping(model, {k: c[k] for k in CASE_KEYS if k in c}) for c in published[:20]]
    for case in (*coded, *drawn_cases(model, 20)):
        for row in rank(model, case).rows[:15]:
            assert row_name(model, row) == row_names(model, row)[0]


def test_a_name_with_an_explanation_in_brackets_is_known_without_it_too(model):
    rows = rank(model, Case(facts=(Fact("HP:0007289", True, "limb fasciculations"),))).rows
    names = {row.id: row_names(model, row) for row in rows}
    name, _, synonyms, _ = names["amyotrophic_lateral_sclerosis"]
    assert name.endswith("(motor neuron disease)")
    assert "Amyotrophic lateral sclerosis" in synonyms
