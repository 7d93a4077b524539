"""Units, ranges and names of the real laboratory table, with real pint."""

from __future__ import annotations

import math

import pytest
import yaml

from whytwitch.core.words import ordered_key, stem, tokens
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.laboratory import RawLaboratory, in_unit, judge, readable_unit
from whytwitch.knowledge.load import data_folder
from whytwitch.knowledge.tables import LaboratoryTest


def rows(path: str, key: str) -> list[dict]:
    return yaml.safe_load((data_folder() / path).read_text(encoding="utf-8"))[key]


TESTS = {r["id"]: LaboratoryTest.model_validate(r) for r in rows("laboratory.yaml", "laboratory")}
NUMERIC = [t for t in TESTS.values() if t.ranges]


def state(name, value, unit, age=None, sex=None, **more):
    return judge(TESTS[name], RawLaboratory(name, value, unit, **more), age, sex).state


# ---- the table -----------------------------------------------------------------------------


def test_at_least_eighty_tests_have_a_range():
    assert len(NUMERIC) >= 80


@pytest.mark.parametrize("test", NUMERIC, ids=lambda t: t.id)
def test_ranges_are_in_order_and_possible(test):
    assert test.plausible is not None
    least, most = test.plausible
    for bounds in test.ranges:
        ends = [bounds.critical_low, bounds.low, bounds.high, bounds.critical_high]
        given = [e for e in ends if e is not None]
        assert bounds.low is not None or bounds.high is not None
        assert given == sorted(given)
        assert bounds.low is None or bounds.high is None or bounds.low < bounds.high
        assert all(least <= e <= most for e in given)
        if bounds.age_years is not None:
            assert bounds.age_years[0] < bounds.age_years[1]


@pytest.mark.parametrize("test", NUMERIC, ids=lambda t: t.id)
@pytest.mark.parametrize("sex", [None, "MALE", "FEMALE"])
def test_an_adult_of_any_sex_has_a_range(test, sex):
    least, most = test.plausible
    got = judge(test, RawLaboratory(test.name, (least + most) / 2, test.unit), 40, sex)
    assert got.state, got.why
    assert judge(test, RawLaboratory(test.name, (least + most) / 2, test.unit), None, sex).state


def test_every_source_of_a_range_stands_in_a_sources_file():
    known = {
        row["id"]
        for path in (data_folder() / "sources").glob("*.yaml")
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]
    }
    named = {r.source for t in TESTS.values() for r in t.ranges if r.source}
    assert named <= known


def test_no_name_means_two_tests():
    owner: dict[int, str] = {}
    for test in TESTS.values():
        for phrase in (test.name, *test.synonyms, test.id.replace("_", " ")):
            key = int(ordered_key([stem(t) for t in tokens(phrase)]))
            assert owner.setdefault(key, test.id) == test.id, phrase


@pytest.mark.parametrize("test", [t for t in NUMERIC if t.unit and t.unit != "IV"], ids=lambda t: t.id)
def test_every_unit_and_conversion_can_be_read(test):
    value, why = in_unit(test, RawLaboratory(test.name, 1.0, test.unit))
    assert (value, why) == (1.0, "")
    thousandth = {"mmol": "umol", "umol": "nmol", "nmol": "pmol", "ug": "ng"}
    head, _, tail = test.unit.partition("/")
    if head in thousandth:
        value, _ = in_unit(test, RawLaboratory(test.name, 1000.0, f"{thousandth[head]}/{tail}"))
        assert value == pytest.approx(1.0)
    for unit, factor in test.conversions.items():
        assert in_unit(test, RawLaboratory(test.name, 2.0, unit)) == (pytest.approx(2 * factor), "")


# ---- units ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "unit", "expected"),
    [
        ("calcium", 8.5, "mg/dL", 2.12),
        ("calcium", 8.5, "mg%", 2.12),
        ("calcium", 4.24, "mEq/L", 2.12),
        ("calcium_ionised", 4.8, "mg/dl", 1.198),
        ("glucose", 48, "mg/dL", 2.66),
        ("glucose", 48, "MG/DL", 2.66),
        ("csf_glucose", 60, "mg/dL", 3.33),
        ("magnesium", 1.2, "mEq/L", 0.6),
        ("magnesium", 1.2, "mg/dL", 0.494),
        ("potassium", 2.1, "mEq/L", 2.1),
        ("potassium", 2.1, "meq/l", 2.1),
        ("potassium", 2.1, "mmol L-1", 2.1),
        ("potassium", 2.1, "mmol·L⁻¹", 2.1),
        ("sodium", 118, "mM", 118),
        ("phosphate", 3.1, "mg/dL", 1.0),
        ("bicarbonate", 24, "mEq/L", 24),
        ("vitamin_b12", 200, "pg/mL", 147.6),
        ("vitamin_b12", 200, "ng/L", 147.6),
        ("folate", 4, "ng/mL", 9.06),
        ("creatine_kinase", 850, "U/L", 850),
        ("creatine_kinase", 850, "IU/l", 850),
        ("creatine_kinase", 850, "units/L", 850),
        ("creatine_kinase", 10, "µkat/L", 600),
        ("tsh", 4.5, "uIU/mL", 4.5),
        ("tsh", 4.5, "µIU/mL", 4.5),
        ("tsh", 4.5, "mIU/L", 4.5),
        ("tsh", 4.5, "m[IU]/L", 4.5),
        ("free_t4", 1.2, "ng/dL", 15.45),
        ("free_t3", 3.0, "pg/mL", 4.61),
        ("total_t4", 8, "µg/dL", 103),
        ("blood_urea_nitrogen", 20, "mg/dL", 7.14),
        ("urea", 40, "mg/dL", 6.66),
        ("creatinine", 1.0, "mg/dL", 88.4),
        ("bilirubin", 1.0, "mg/dL", 17.1),
        ("ammonia", 100, "ug/dL", 58.7),
        ("hba1c", 48, "mmol/mol", 6.54),
        ("hba1c", 6.5, "%", 6.5),
        ("pco2", 40, "mmHg", 5.33),
        ("pco2", 40, "mm Hg", 5.33),
        ("po2", 75, "torr", 10.0),
        ("haemoglobin", 12.5, "g/dL", 125),
        ("haemoglobin", 8.0, "mmol/L", 128.9),
        ("white_cells", 7.2, "10^3/uL", 7.2),
        ("white_cells", 7.2, "K/µL", 7.2),
        ("white_cells", 7200, "/mm3", 7.2),
        ("white_cells", 7200, "cells/uL", 7.2),
        ("white_cells", 7.2, "x10⁹/L", 7.2),
        ("white_cells", 7.2, "10*9/L", 7.2),
        ("white_cells", 7.2, "G/L", 7.2),
        ("platelets", 250, "x 10^3/mm3", 250),
        ("csf_white_cells", 12, "cells/mm3", 12),
        ("csf_white_cells", 12, "/µL", 12),
        ("csf_protein", 62, "mg/dL", 0.62),
        ("mcv", 90, "µm³", 90),
        ("crp", 1.2, "mg/dL", 12),
        ("esr", 30, "mm/hr", 30),
        ("albumin", 3.4, "g/dL", 34),
        ("parathyroid_hormone", 65, "pg/mL", 6.9),
        ("vitamin_d_25oh", 20, "ng/mL", 49.9),
        ("cortisol", 18, "ug/dL", 496.6),
        ("acth", 45, "pg/mL", 9.9),
        ("insulin", 10, "µU/mL", 60),
        ("prolactin", 424, "mIU/L", 20.0),
        ("c_peptide", 2.0, "ng/mL", 0.662),
        ("copper", 100, "mcg/dL", 15.7),
        ("copper_urine", 100, "ug/24 h", 1.57),
        ("ceruloplasmin", 18, "mg/dL", 0.18),
        ("zinc", 80, "ug/dL", 12.2),
        ("vitamin_b6", 5, "ng/mL", 20.2),
        ("vitamin_e", 0.5, "mg/dL", 11.6),
        ("blood_lead", 10, "µg/dL", 0.483),
        ("mercury", 10, "ug/L", 49.9),
        ("manganese", 20, "ug/L", 364),
        ("arsenic", 50, "ug/g creatinine", 50),
        ("lithium", 1.6, "mEq/L", 1.6),
        ("phenytoin", 20, "mcg/mL", 79.3),
        ("valproate", 100, "mg/L", 693),
        ("theophylline", 20, "µg/mL", 111),
        ("digoxin", 2.0, "ng/mL", 2.56),
        ("ethanol", 0.08, "%", 17.4),
        ("ethanol", 80, "mg/dL", 17.4),
        ("cholinesterase", 3.2, "kU/L", 3200),
        ("osmolality", 280, "mOsm/kg H2O", 280),
        ("urine_calcium", 250, "mg/24 hr", 6.24),
        ("egfr", 55, "mL/min/1.73 m²", 55),
        ("porphobilinogen", 1.5, "umol/mmol creatinine", 10.0),
        ("lactate", 19, "mg/dL", 2.11),
    ],
)
def test_units_people_write(name, value, unit, expected):
    got, why = in_unit(TESTS[name], RawLaboratory(name, value, unit))
    assert why == ""
    assert got == pytest.approx(expected, rel=5e-3)


@pytest.mark.parametrize("unit", ["mmHg", "banana", "mg", "µ", "10^9/L", "((", "mmol/L/L", "U/L", "1", "%"])
def test_a_unit_that_does_not_fit_gives_a_sentence(unit):
    got = judge(TESTS["calcium"], RawLaboratory("calcium", 2.3, unit), 40, None)
    assert got.state == ""
    assert got.why == f"the unit {unit!r} does not fit Calcium; give it in mmol/L"


def test_a_unit_that_does_not_fit_leaves_the_flag():
    assert state("calcium", 8.1, "banana", flag="low") == "low"


def test_a_value_without_a_unit_is_not_guessed():
    got = judge(TESTS["calcium"], RawLaboratory("calcium", 8.5), 40, None)
    assert got.state == ""
    assert "give the unit, such as mmol/L" in got.why
    assert state("calcium", 8.5, None, ref_low=8.6, ref_high=10.2) == "low"
    assert state("blood_ph", 7.52, None) == "high"
    assert state("inr", 3.1, "") == "high"


def test_a_value_nobody_can_have_asks_for_the_unit():
    got = judge(TESTS["calcium"], RawLaboratory("calcium", 8.5, "mmol/L"), 40, None)
    assert got.state == ""
    assert got.why == "8.5 mmol/L is outside what is possible; check the unit"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_values_that_are_no_number(value):
    got = judge(TESTS["calcium"], RawLaboratory("calcium", value, "mmol/L"), 40, None)
    assert got.state == ""
    assert got.why == "its value must be a finite number"
    assert state("calcium", value, "mmol/L", flag="L") == "low"


def test_bounds_that_are_no_number_are_left_out():
    assert state("calcium", 1.9, "mmol/L", ref_low=math.nan, ref_high=math.nan) == "low"


def test_units_of_the_same_shape_are_not_mixed_up():
    assert readable_unit("mg/dL") != readable_unit("g/dL")
    assert readable_unit("mIU/L") != readable_unit("IU/L")
    assert readable_unit("G/L") == "g/L"  # giga only where a table says so
    assert in_unit(TESTS["albumin"], RawLaboratory("albumin", 40, "G/L")) == (40, "")


# ---- ranges --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "unit", "age", "sex", "expected"),
    [
        ("phosphate", 2.2, "mmol/L", 0.02, None, "normal"),
        ("phosphate", 2.2, "mmol/L", 40, None, "high"),
        ("phosphate", 1.2, "mmol/L", 0.02, None, "low"),
        ("alkaline_phosphatase", 300, "U/L", 6, None, "normal"),
        ("alkaline_phosphatase", 300, "U/L", 40, None, "high"),
        ("alkaline_phosphatase", 350, "U/L", 12, "FEMALE", "high"),
        ("alkaline_phosphatase", 350, "U/L", 12, "MALE", "normal"),
        ("alkaline_phosphatase", 350, "U/L", 12, None, "normal"),
        ("creatinine", 70, "umol/L", 5, "MALE", "high"),
        ("creatinine", 70, "umol/L", 50, "MALE", "normal"),
        ("creatinine", 100, "umol/L", 50, "FEMALE", "high"),
        ("creatinine", 100, "umol/L", 50, None, "normal"),
        ("haemoglobin", 180, "g/L", 0.02, None, "normal"),
        ("haemoglobin", 125, "g/L", 30, "MALE", "low"),
        ("haemoglobin", 125, "g/L", 30, "FEMALE", "normal"),
        ("haemoglobin", 100, "g/L", 0.15, None, "normal"),
        ("haemoglobin", 100, "g/L", 3, None, "low"),
        ("tsh", 15, "mU/L", 0.01, None, "normal"),
        ("tsh", 15, "mU/L", 3, None, "high"),
        ("tsh", 5.5, "mU/L", 3, None, "normal"),
        ("tsh", 5.5, "mU/L", 40, None, "high"),
        ("glucose", 2.8, "mmol/L", 0.01, None, "normal"),
        ("glucose", 2.8, "mmol/L", 10, None, "low"),
        ("ammonia", 80, "umol/L", 0.01, None, "normal"),
        ("ammonia", 80, "umol/L", 5, None, "high"),
        ("bilirubin", 100, "umol/L", 0.01, None, "normal"),
        ("bilirubin", 100, "umol/L", 30, None, "high"),
        ("calcium", 2.7, "mmol/L", 0.5, None, "normal"),
        ("calcium", 2.7, "mmol/L", 60, None, "high"),
        ("potassium", 5.8, "mmol/L", 0.5, None, "normal"),
        ("creatine_kinase", 300, "U/L", 30, "MALE", "normal"),
        ("creatine_kinase", 300, "U/L", 30, "FEMALE", "high"),
    ],
)
def test_children_and_sexes_have_their_own_ranges(name, value, unit, age, sex, expected):
    assert state(name, value, unit, age, sex) == expected


@pytest.mark.parametrize("age", [0.0, 0.05, 0.5, 1, 3, 8, 11, 14.5, 17, 18, 40, 129])
@pytest.mark.parametrize(
    "name",
    "calcium calcium_adjusted magnesium potassium sodium phosphate glucose alkaline_phosphatase "
    "creatinine haemoglobin tsh ammonia bilirubin creatine_kinase white_cells mcv".split(),
)
def test_no_age_falls_between_ranges(name, age):
    bounds = [r for r in TESTS[name].ranges if r.age_years is None or r.age_years[0] <= age < r.age_years[1]]
    assert any(r.sex is None for r in bounds)


@pytest.mark.parametrize(
    ("name", "value", "unit", "critical"),
    [
        ("calcium", 6.0, "mg/dL", True),
        ("calcium", 8.0, "mg/dL", False),
        ("magnesium", 0.3, "mmol/L", True),
        ("potassium", 1.9, "mEq/L", True),
        ("sodium", 108, "mEq/L", True),
        ("glucose", 30, "mg/dL", True),
        ("blood_ph", 7.1, None, True),
        ("creatine_kinase", 60000, "U/L", True),
        ("lithium", 3.2, "mmol/L", True),
        ("lithium", 0.8, "mmol/L", False),
    ],
)
def test_critical_values(name, value, unit, critical):
    assert judge(TESTS[name], RawLaboratory(name, value, unit), 40, None).critical is critical
    own = RawLaboratory(name, value, unit, ref_low=value * 2, ref_high=value * 3)
    assert judge(TESTS[name], own, 40, None).critical is critical


def test_antibodies_are_judged_by_their_flag():
    assert state("caspr2_antibody", None, None, flag="positive") == "high"
    assert state("hu_antibody", None, None, flag="negative") == "normal"
    assert state("gad65_antibody", 2000, "IU/mL") == "high"
    assert state("acetylcholine_receptor_antibody", 0.1, "nmol/L") == "normal"
    got = judge(TESTS["lgi1_antibody"], RawLaboratory("LGI1", 80, "titre"), 40, None)
    assert got.why.startswith("no reference range is known")


@pytest.mark.parametrize(
    ("name", "denied"),
    [
        ("Electrolytes", "HP:0002900"),
        ("U&E", "HP:0003259"),
        ("Renal and liver function", "HP:0002910"),
        ("Thyroid function tests", "HP:0002925"),
    ],
)
def test_a_panel_that_is_normal_denies_what_its_values_would_show(model, name, denied):
    case = case_from_mapping(model, {"labs": [{"name": name, "flag": "normal"}]})
    assert not case.not_understood
    assert denied in {f.id for f in case.facts if not f.present}


def test_a_panel_with_an_abnormal_value_denies_nothing(model):
    case = case_from_mapping(model, {"labs": [{"name": "Electrolytes", "flag": "abnormal"}]})
    assert not case.facts
    assert case.not_understood
