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


def test_a_result_of_the_cause_behind_does_not_measure_the_state(model):
    # Thyroid values alone name the thyroid, not the high calcium that it may bring.
    labs = [{"name": "TSH", "flag": "low"}, {"name": "Free T4", "flag": "high"}]
    shown = {
        "age_years": 21,
        "sex": "MALE",
        "present": [{"hpo": "HP:0002072", "label": "Chorea"}],
        "labs": labs,
    }
    ids = [row.id for row in rank(model, case_from_mapping(model, shown)).rows[:10]]
    assert ids[0] == "hyperthyroidism"
    assert "hypercalcaemia" not in ids


def test_a_measured_state_still_gives_its_row_the_name(model):
    labs = [{"name": "Potassium", "value": 1.7, "unit": "mmol/L", "flag": "low"}]
    shown = {"present": [{"hpo": "HP:0007340", "label": "Lower limb muscle weakness"}], "labs": labs}
    assert rank(model, case_from_mapping(model, shown)).rows[0].id == "hypokalaemia"


def test_a_named_medicine_is_enough_where_nobody_says_that_it_is_new(model):
    told = model.arrays.told
    assert told[model.feature("medicine_started")] < told[model.feature("tramadol")]
    present = [
        {"hpo": "HP:0001336", "label": "Myoclonus"},
        {"hpo": "HP:0012164", "label": "Asterixis"},
    ]
    shown = {"present": present, "exposures": [{"name": "pregabalin", "kind": "drug"}]}
    assert rank(model, case_from_mapping(model, shown)).rows[0].id == "drug_induced_myoclonus:pregabalin"


def test_a_sleeping_tablet_that_was_stopped_is_a_withdrawal(model):
    present = [{"hpo": "HP:0001250", "label": "Seizure"}, {"hpo": "HP:0000739", "label": "Anxiety"}]
    shown = {"present": present, "exposures": [{"name": "zopiclone", "kind": "withdrawal"}]}
    assert rank(model, case_from_mapping(model, shown)).rows[0].id == "benzodiazepine_withdrawal"
