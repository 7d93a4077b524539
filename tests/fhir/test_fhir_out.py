"""Answers out: valid R4, deterministic, tied together; and phenopackets."""

import json
from datetime import UTC, datetime

import pytest
from google.protobuf.json_format import Parse
from phenopackets import Phenopacket

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.fhir import case_from_fhir
from whytwitch.intake.phenopacket import case_from_phenopacket
from whytwitch.report.as_fhir import assessment_bundle
from whytwitch.report.as_phenopacket import phenopacket_document
from whytwitch.service.assess import assess

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DRUG = {
    "age_years": 60,
    "present": ["myoclonus", "kidney failure"],
    "exposures": [
        {"name": "gabapentin", "detail": "begun 5 days ago"},
        {"name": "tramadol"},
        {"name": "sertraline"},
    ],
    "labs": [{"name": "creatinine", "value": 400, "unit": "umol/L"}],
}


@pytest.fixture(scope="module")
def assessments(model, published):
    cases = [case_from_mapping(model, c.get("case", c)) for c in published[::6]]
    return [assess(model, case) for case in [*cases, case_from_mapping(model, DRUG)]]


@pytest.fixture(scope="module")
def answer(model, record_system):
    return assessment_bundle(assess(model, case_from_fhir(model, record_system)), AT, record_system)


def kinds(bundle):
    return [entry["resource"]["resourceType"] for entry in bundle["entry"]]


def of(bundle, kind):
    return [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]


def test_every_resource_out_is_valid_r4(assessments, answer, check_resource):
    for assessment in assessments:
        check_resource(assessment_bundle(assessment, AT))
    check_resource(answer)


def test_the_bundle_holds_what_it_should(answer):
    assert {"RiskAssessment", "ClinicalImpression", "GuidanceResponse", "DetectedIssue", "ServiceRequest",
            "Provenance"} <= set(kinds(answer))  # fmt: skip
    assert all(r["intent"] == "proposal" and r["status"] == "draft" for r in of(answer, "ServiceRequest"))


def test_equal_input_gives_equal_bytes_and_other_input_other_ids(model, record_system, answer, assessments):
    again = assessment_bundle(assess(model, case_from_fhir(model, record_system)), AT, record_system)
    assert json.dumps(again) == json.dumps(answer)
    ids = [e["fullUrl"] for a in assessments for e in assessment_bundle(a, AT)["entry"]]
    assert len(set(ids)) == len(ids)


def test_it_refers_to_the_patient_and_the_medicines_it_was_given(answer, record_system):
    known = {f"{r['resourceType']}/{r.get('id')}" for e in record_system["entry"] if (r := e.get("resource"))}
    known |= {entry["fullUrl"] for entry in answer["entry"]} | {"#advice", "#not-understood"}

    def references(value):
        if isinstance(value, dict):
            if isinstance(value.get("reference"), str) and "resourceType" not in value:
                yield value["reference"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    found = list(references(answer))
    assert "Patient/f201" in found
    assert [r for r in found if r not in known] == []
    assert any(i["implicated"][0]["reference"].startswith("Medication") for i in of(answer, "DetectedIssue"))


def test_probabilities_are_percent_and_add_up_to_no_more_than_the_whole(assessments):
    for assessment in assessments:
        (risk,) = of(assessment_bundle(assessment, AT), "RiskAssessment")
        total = sum(p["probabilityDecimal"] for p in risk["prediction"])
        assert 0 < total <= 100.5
        assert risk["prediction"][0]["probabilityDecimal"] == pytest.approx(
            100 * assessment.causes[0].probability, rel=1e-3
        )


def test_what_was_not_understood_goes_out_with_its_place(answer, model, record_system):
    (guidance,) = of(answer, "GuidanceResponse")
    outcome = next(r for r in guidance["contained"] if r["resourceType"] == "OperationOutcome")
    case = case_from_fhir(model, record_system)
    assert [i["expression"] for i in outcome["issue"]] == [[f"Bundle.{n.where}"] for n in case.not_understood]


def test_a_drug_that_may_be_the_cause_is_an_issue(model):
    bundle = assessment_bundle(assess(model, case_from_mapping(model, DRUG)), AT)
    text = " ".join(issue["detail"] for issue in of(bundle, "DetectedIssue"))
    assert "Gabapentin" in text


def test_the_command_writes_both_formats(run_cli, check_resource, tmp_path):
    done = run_cli("assess", "tests/fhir/bundles/record_system.json", "--format", "fhir")
    assert done.returncode == 0, done.stderr
    check_resource(json.loads(done.stdout))
    out = tmp_path / "packet.json"
    done = run_cli("assess", "examples/calves.yaml", "--format", "phenopacket", "--out", str(out))
    assert done.returncode == 0, done.stderr
    Parse(out.read_text("utf-8"), Phenopacket())
    assert run_cli("assess", str(out), "--format", "json").returncode == 0


def test_phenopackets_follow_the_standards_own_schema(assessments):
    for assessment in assessments:
        packet = Parse(json.dumps(phenopacket_document(assessment, AT)), Phenopacket())
        assert packet.meta_data.phenopacket_schema_version == "2.0"
        prefixes = {r.namespace_prefix for r in packet.meta_data.resources}
        used = {f.type.id.split(":")[0] for f in packet.phenotypic_features}
        used |= {i.diagnosis.disease.id.split(":")[0] for i in packet.interpretations}
        used |= {m.treatment.agent.id.split(":")[0] for m in packet.medical_actions}
        assert used <= prefixes
        assert all(r.id and r.name and r.url and r.iri_prefix for r in packet.meta_data.resources)


def test_findings_come_back_from_a_phenopacket(model, assessments):
    for assessment in assessments:
        case = assessment.case
        back = case_from_phenopacket(model, phenopacket_document(assessment, AT))
        assert {(f.id, f.present) for f in back.facts if f.id.startswith(("HP:", "WT:"))} >= {
            (f.id, f.present) for f in case.facts if f.kind != "exposure"
        }
        assert back.sex == case.sex
        if case.age_years is not None:
            assert back.age_years == pytest.approx(case.age_years, abs=0.01)
