import json

import pytest

from whytwitch.core.errors import InputError
from whytwitch.intake.phenopacket import case_from_phenopacket, years_of_duration
from whytwitch.intake.read import read_case

PACKET = {
    "id": "packet-1",
    "subject": {"id": "p", "sex": "FEMALE", "timeAtLastEncounter": {"age": {"iso8601duration": "P6Y6M"}}},
    "phenotypicFeatures": [
        {"type": {"id": "HP:0001336", "label": "Myoclonus"}, "onset": {"age": {"iso8601duration": "P3Y"}}},
        {"type": {"id": "HP:0001250", "label": "Seizure"}, "excluded": True},
    ],
    "measurements": [
        {
            "assay": {"id": "LOINC:2000-8", "label": "Calcium"},
            "value": {
                "quantity": {
                    "unit": {"id": "UCUM:mmol/L", "label": "mmol/L"},
                    "value": 1.7,
                    "referenceRange": {"low": 2.1, "high": 2.6},
                }
            },
        }
    ],
    "medicalActions": [{"treatment": {"agent": {"id": "x", "label": "gabapentin"}}}],
    "diseases": [{"term": {"id": "OMIM:254800", "label": "EPM1"}}],
    "metaData": {"phenopacketSchemaVersion": "2.0"},
}


def test_age_sex_findings_measurements_and_treatments_are_read(model):
    case = case_from_phenopacket(model, PACKET)
    assert (case.age_years, case.sex) == (6.5, "FEMALE")
    present = {f.id for f in case.facts if f.present}
    assert {"HP:0001336", "HP:0002901", "gabapentin"} <= present
    assert "HP:0001250" in {f.id for f in case.facts if not f.present}


def test_the_diagnosis_in_a_packet_is_never_used(model):
    case = case_from_phenopacket(model, PACKET)
    assert case.known == ()
    assert any(n.where == "diseases[0]" for n in case.not_understood)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"metaData": {"phenopacketSchemaVersion": "1.0.0"}}, "version 2"),
        (
            {"metaData": {}, "phenotypicFeatures": [{"type": {"id": "HP:0001336"}, "negated": True}]},
            "version 2",
        ),
        ({"phenotypicFeatures": {}}, "must be a list"),
        ({"phenotypicFeatures": ["HP:0001336"]}, "must be a mapping"),
        ({"phenotypicFeatures": [{"type": {"id": "HP:0001336"}, "excluded": "yes"}]}, "true or false"),
        ({"subject": [1]}, "must be a mapping"),
        ({"subject": {"timeAtLastEncounter": {"age": {"iso8601duration": "P400Y"}}}}, "0 to 130"),
        (
            {"phenotypicFeatures": [], "measurements": [], "medicalActions": [], "diseases": []},
            "at least one",
        ),
    ],
)
def test_other_shapes_get_one_line(model, change, says):
    with pytest.raises(InputError, match=says):
        case_from_phenopacket(model, {**PACKET, **change}, "packet.json")


def test_a_packet_is_known_by_its_shape(model, tmp_path):
    path = tmp_path / "packet.json"
    path.write_text(json.dumps(PACKET))
    assert read_case(model, str(path)).id == "packet-1"


@pytest.mark.parametrize(
    ("text", "years"), [("P6Y", 6), ("P18M", 1.5), ("P1Y2M3D", 1.175), ("P2W", 0.038), ("P0D", 0)]
)
def test_iso_durations(text, years):
    assert years_of_duration(text) == pytest.approx(years, abs=0.001)


@pytest.mark.parametrize("text", ["", "P", "6", "about six", "P-3Y"])
def test_what_is_no_duration_is_none(text):
    assert years_of_duration(text) is None
