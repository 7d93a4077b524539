"""Adjusted calcium and the anion gap."""

from __future__ import annotations

import math

import pytest

from whytwitch.intake.derived import derived_values
from whytwitch.intake.laboratory import RawLaboratory as Raw


def computed(*raw):
    return {row.name: (row.value, row.unit) for row in derived_values(raw)}


def test_adjusted_calcium():
    assert computed(Raw("calcium", 2.0, "mmol/L"), Raw("albumin", 25, "g/L")) == {
        "adjusted calcium": (pytest.approx(2.3), "mmol/L")
    }


@pytest.mark.parametrize("name", ["Serum Calcium", "Ca", "total calcium", "Ca2+", "calcium, total"])
def test_names_and_american_units(name):
    got = computed(Raw(name, 7.0, "mg/dL"), Raw("Serum albumin", 4.0, "g/dL"))
    assert got["adjusted calcium"][0] == pytest.approx(1.747, abs=0.001)


@pytest.mark.parametrize(
    "better",
    ["adjusted calcium", "Corrected calcium", "ionised calcium", "iCa", "Ca (ionized)", "free calcium"],
)
def test_a_better_calcium_leaves_nothing_to_compute(better):
    raw = (Raw("calcium", 2.0, "mmol/L"), Raw("albumin", 25, "g/L"), Raw(better, 2.2, "mmol/L"))
    assert computed(*raw) == {}


@pytest.mark.parametrize(
    "other", ["urine calcium", "CSF albumin", "calcium score", "albumin creatinine ratio"]
)
def test_other_fluids_do_not_count(other):
    assert computed(Raw(other, 2.0, "mmol/L"), Raw("albumin", 25, "g/L"), Raw("", 2.0, "mmol/L")) == {}
    assert computed(Raw(other, 25, "g/L"), Raw("calcium", 2.0, "mmol/L")) == {}


@pytest.mark.parametrize(
    "calcium",
    [
        Raw("calcium", 2.0),
        Raw("calcium", None, "mmol/L"),
        Raw("calcium", math.nan, "mmol/L"),
        Raw("calcium", math.inf, "mmol/L"),
        Raw("calcium", 2.0, "banana"),
        Raw("calcium", 8.5, "mmol/L"),
        Raw("calcium", None, None, flag="low"),
    ],
)
def test_inputs_that_cannot_be_used(calcium):
    assert computed(calcium, Raw("albumin", 25, "g/L")) == {}


def test_two_different_values_are_not_chosen_between():
    raw = [Raw("calcium", 2.0, "mmol/L"), Raw("calcium", 2.4, "mmol/L"), Raw("albumin", 25, "g/L")]
    assert computed(*raw) == {}
    assert "adjusted calcium" in computed(raw[0], raw[0], raw[2])


def test_anion_gap():
    raw = [Raw("Na", 140, "mEq/L"), Raw("Cl", 100, "mEq/L"), Raw("HCO3-", 10, "mEq/L")]
    assert computed(*raw) == {"anion gap": (30.0, "mmol/L")}
    assert computed(*raw, Raw("Anion gap", 29, "mmol/L")) == {}
    assert computed(*raw[:2]) == {}
    assert computed() == {}


def test_inputs_are_left_as_they_are():
    raw = [Raw("calcium", 2.0, "mmol/L"), Raw("albumin", 25, "g/L")]
    before = list(raw)
    derived_values(raw)
    assert raw == before
