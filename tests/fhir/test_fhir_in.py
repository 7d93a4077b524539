"""Bundles in: used, or named with their place."""

import copy
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whytwitch.core.documents import parse_document
from whytwitch.core.errors import InputError
from whytwitch.intake.fhir import case_from_fhir
from whytwitch.intake.read import read_case
from whytwitch.knowledge.load import data_folder
from whytwitch.knowledge.schema import Cause

TODAY = date(2026, 3, 1)
HPO = "http://human-phenotype-ontology.org"
TWITCH = {"resourceType": "Condition", "code": {"text": "Muscle twitching"}}


def bundle(*resources):
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": "2026-03-01T00:00:00Z",
        "entry": [{"resource": r} for r in resources],
    }


def read(model, *resources):
    return case_from_fhir(model, bundle(*resources), today=TODAY)


def present(case):
    return {f.id for f in case.facts if f.present}


def absent(case):
    return {f.id for f in case.facts if not f.present}


def said_of(case, place):
    return [n.why for n in case.not_understood if n.where.startswith(place)]


def test_every_entry_of_a_record_systems_bundle_is_used_or_named(model, record_system):
    case = case_from_fhir(model, record_system)
    places = [f.origin for f in case.facts] + [n.where for n in case.not_understood] + list(case.notes)
    for i, entry in enumerate(record_system["entry"]):
        kind = entry.get("resource", {}).get("resourceType")
        place = f"entry[{i}].resource"
        named = any(p == place or p.startswith((f"{place}.", f"{place}:")) for p in places)
        assert named or kind in ("Patient", "Encounter"), f"{place} ({kind}) was lost"


def test_what_the_record_systems_bundle_says(model, record_system):
    case = case_from_fhir(model, record_system)
    assert (case.sex, case.setting, case.duration_days) == ("FEMALE", "emergency", 20)
    assert case.age_years == pytest.approx(57.8, abs=0.05)
    assert {
        "HP:0002380", "HP:0002917", "HP:0002900", "HP:0003394", "gabapentin", "pantoprazole",
        "sertraline", "baclofen_stopped", "family_history_tremor", "caffeine", "thyroid_surgery",
    } <= present(case)  # fmt: skip
    assert {"HP:0001347", "HP:0003202", "HP:0001324", "HP:0002015", "salbutamol", "nicotine"} <= absent(case)
    assert not {"cefepime", "HP:0001250"} & present(case)
    assert "multiple_sclerosis" not in case.known


def test_the_file_is_read_by_the_command_too(model, record_system, tmp_path):
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(record_system), "utf-8")
    assert read_case(model, str(file)).facts == case_from_fhir(model, record_system).facts


@pytest.mark.parametrize(
    ("value", "there"),
    [
        ({"valueBoolean": True}, True),
        ({"valueBoolean": False}, False),
        ({}, True),
        ({"valueCodeableConcept": {"coding": [{"system": "http://loinc.org", "code": "LA33-6"}]}}, True),
        (
            {"valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": "2667000"}]}},
            False,
        ),
        ({"valueString": "absent"}, False),
        ({"interpretation": [{"coding": [{"code": "NEG"}]}]}, False),
        ({"valueCodeableConcept": {"text": "unknown"}}, None),
        ({"dataAbsentReason": {"text": "not asked"}}, None),
    ],
)
def test_a_finding_is_there_or_not_by_its_value(model, value, there):
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": HPO, "code": "HP:0001336"}]},
        **value,
    }
    case = read(model, TWITCH, observation)
    assert ("HP:0001336" in present(case)) == (there is True)
    assert ("HP:0001336" in absent(case)) == (there is False)
    assert bool(said_of(case, "entry[1]")) == (there is None)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "entered-in-error"}, "entered in error"),
        ({"verificationStatus": {"coding": [{"code": "entered-in-error"}]}}, "entered in error"),
        ({"modifierExtension": [{"url": "http://x/negated"}]}, "may change its meaning"),
        ({"implicitRules": "http://x"}, "implicit rules"),
        ({"subject": {"reference": "Patient/other"}}, "someone else"),
        ({"clinicalStatus": {"coding": [{"code": "resolved"}]}}, "it is over"),
        ({"abatementDateTime": "2025-01-01"}, "it is over"),
        ({"code": None}, "no code and no text"),
        ({"code": {"text": "Zorblax"}}, "known to bear"),
    ],
)
def test_what_must_not_be_used_is_named(model, change, why):
    condition = TWITCH | change
    case = read(model, {"resourceType": "Patient", "id": "one"}, condition)
    assert present(case) == set()
    assert any(why in said for said in said_of(case, "entry[1].resource"))


@pytest.mark.parametrize(
    ("code", "found", "why"),
    [
        ("refuted", "absent", ""),
        ("confirmed", "present", ""),
        ("unconfirmed", "present", ""),
    ],
)
def test_verification(model, code, found, why):
    case = read(model, TWITCH | {"verificationStatus": {"coding": [{"code": code}]}})
    assert "HP:0002380" in (present(case) if found == "present" else absent(case))


@pytest.mark.parametrize("name", ["Benign fasciculation syndrome", "Amyotrophic lateral sclerosis", "ALS"])
def test_a_suspected_or_refuted_diagnosis_is_no_evidence(model, name):
    for status, why in (("provisional", "only suspected"), ("refuted", "ruled out")):
        condition = {
            "resourceType": "Condition",
            "code": {"text": name},
            "verificationStatus": {"coding": [{"code": status}]},
        }
        case = read(model, TWITCH, condition)
        assert case.known == ()
        assert {f.id for f in case.facts} == {"HP:0002380"}
        assert why in " ".join(said_of(case, "entry[1]"))


@pytest.mark.parametrize(
    ("born", "age"),
    [("1990-03-01", 36.0), ("1990-03-02", 35.997), ("2024-02-29", 2.0), ("1990", 35.7), ("1990-09", 35.46)],
)
def test_ages_from_whole_and_partial_dates(model, born, age):
    case = read(model, {"resourceType": "Patient", "birthDate": born}, TWITCH)
    assert case.age_years == pytest.approx(age, abs=0.05)


@pytest.mark.parametrize("born", ["2030-01-01", "1800", "soon", "2020-13-40", ""])
def test_a_birth_date_that_cannot_be_is_named(model, born):
    case = read(model, {"resourceType": "Patient", "birthDate": born, "_birthDate": {}}, TWITCH)
    assert case.age_years is None
    assert said_of(case, "entry[0].resource.birthDate") or born == ""


@pytest.mark.parametrize(
    ("onset", "days"),
    [
        ({"onsetDateTime": "2026-02-27"}, 2),
        ({"onsetPeriod": {"start": "2026-02-19T10:00:00Z"}}, 10),
        ({"onsetAge": {"value": 35, "unit": "a"}}, 365.25),
        ({"onsetDateTime": "2027-01-01"}, None),
        ({"onsetString": "some time ago"}, None),
    ],
)
def test_how_long_it_has_been_there(model, onset, days):
    case = read(model, {"resourceType": "Patient", "birthDate": "1990-03-01"}, TWITCH | onset)
    assert case.duration_days == (None if days is None else pytest.approx(days, abs=1))


@pytest.mark.parametrize(
    ("resource", "item", "recent"),
    [
        ({"resourceType": "MedicationStatement", "status": "active",
          "medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": "N03AX14"}]},
          "effectivePeriod": {"start": "2026-02-20"}}, "levetiracetam", True),
        ({"resourceType": "MedicationStatement", "status": "active",
          "medicationCodeableConcept":
              {"coding": [{"system": "http://www.whocc.no/atc", "code": "N03AX99"}]}},
         "antiseizure_medicine", None),
        ({"resourceType": "MedicationRequest", "status": "active", "intent": "order",
          "medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm",
           "code": "310430", "display": "gabapentin 100 MG Oral Capsule"}]}, "authoredOn": "2020-01-01"},
         "gabapentin", False),
        ({"resourceType": "MedicationAdministration", "status": "completed",
          "medicationReference": {"reference": "#m", "display": "Lithium carbonate"},
          "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Lithium"}}]},
         "lithium", None),
    ],
)  # fmt: skip
def test_medicines_by_code_words_and_reference(model, resource, item, recent):
    case = read(model, TWITCH, resource)
    (fact,) = (f for f in case.facts if f.id == item)
    assert (fact.present, fact.recent, fact.origin) == (True, recent, "entry[1].resource")


@pytest.mark.parametrize("status", ["intended", "draft", "cancelled", "on-hold"])
def test_what_was_not_given_is_not_taken(model, status):
    medicine = {"resourceType": "MedicationRequest", "status": status, "intent": "order",
                "medicationCodeableConcept": {"text": "Gabapentin"}}  # fmt: skip
    case = read(model, TWITCH, medicine)
    assert "gabapentin" not in {f.id for f in case.facts}
    assert said_of(case, "entry[1]")


def test_the_latest_value_of_a_test_counts(model):
    def potassium(value, day):
        return {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
            "effectiveDateTime": day,
            "valueQuantity": {"value": value, "unit": "mmol/L"},
        }

    case = read(model, TWITCH, potassium(2.5, "2026-02-01"), potassium(4.2, "2026-02-28"))
    assert "HP:0002900" in absent(case)
    assert said_of(case, "entry[1]")


def test_a_contained_resource_that_nobody_refers_to_is_named(model):
    inner = {"resourceType": "Observation", "id": "x", "code": {"text": "Seizure"}, "valueBoolean": True}
    case = read(model, TWITCH | {"contained": [inner]})
    assert said_of(case, "entry[0].resource.contained[0]")
    assert "HP:0001250" not in present(case)


def test_parameters_and_a_single_resource_are_taken_too(model):
    inside = {"resourceType": "Parameters", "parameter": [{"name": "bundle", "resource": bundle(TWITCH)}]}
    case = case_from_fhir(model, inside)
    assert case.facts[0].origin == "parameter[0].resource.entry[0].resource"
    assert present(case_from_fhir(model, TWITCH)) == present(case)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"resourceType": "Bundle"}, "at least one"),
        ({"resourceType": "Bundle", "entry": "x"}, "must be a list"),
        ({"resourceType": "StructureMap"}, "must be a Bundle"),
        ({"resourceType": "Parameters", "parameter": []}, "with a Bundle"),
        (
            bundle({"resourceType": "Patient", "id": "1"}, {"resourceType": "Patient", "id": "2"}),
            "one person",
        ),
        ({"resourceType": "Bundle", "entry": [{}] * 5001}, "at most 5000"),
    ],
)
def test_what_is_no_bundle_of_one_person_is_refused(model, value, says):
    with pytest.raises(InputError, match=says):
        case_from_fhir(model, value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


def _paths(value, path=()):
    yield path
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in rows:
        yield from _paths(inner, (*path, key))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), value=JSON)
def test_no_shape_of_input_breaks_the_reader(model, record_system, data, value):
    paths = [p for p in _paths(record_system["entry"]) if p]
    broken = copy.deepcopy(record_system)
    for path in data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=4)):
        holder = broken["entry"]
        try:
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    said = ""
    try:
        case_from_fhir(model, broken)
    except InputError as error:
        said = str(error)
    assert "\n" not in said


@pytest.mark.parametrize(
    ("name", "site", "item"),
    [
        ("Muscle twitching", "Left eyelid", "HP:0030826"),
        ("Muscle twitching (finding)", "Structure of left calf", "WT:twitch_calves"),
        ("Tremor", "Hand", "HP:0002378"),
    ],
)
def test_a_complaint_at_its_place(model, name, site, item):
    case = read(model, {"resourceType": "Condition", "code": {"text": name}, "bodySite": [{"text": site}]})
    assert present(case) == {item}


CM = "http://hl7.org/fhir/sid/icd-10-cm"
WHO = "http://hl7.org/fhir/sid/icd-10"


def coded(system, code, **more):
    return {"resourceType": "Condition", "code": {"coding": [{"system": system, "code": code, **more}]}}


@pytest.mark.parametrize(
    ("system", "code", "cause"),
    [
        (CM, "G35", "multiple_sclerosis"),
        (CM, "G35.A1", "multiple_sclerosis"),
        (WHO, "G35", "multiple_sclerosis"),
        (WHO, "G10", "huntington_disease"),
        (CM, "G12.21", "amyotrophic_lateral_sclerosis"),
        (CM, "G1221", "amyotrophic_lateral_sclerosis"),
        (CM, "T56.0X1A", "lead_poisoning"),
        ("urn:oid:2.16.840.1.113883.6.90", "G51.3", "hemifacial_spasm"),
        ("https://omim.org/", "254900", "action_myoclonus_renal_failure"),
        ("http://www.orpha.net", "ORPHA:35708", "aadc_deficiency"),
        ("urn:whytwitch:cause", "multiple_sclerosis", "multiple_sclerosis"),
    ],
)
def test_a_diagnosis_is_read_by_its_code_alone(model, system, code, cause):
    case = read(model, TWITCH, coded(system, code))
    assert case.known == (cause,)
    assert case.not_understood == ()
    assert any(note.startswith("entry[1].resource: ") for note in case.notes)


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (CM, "K21.9"),  # reflux, which the record of Sandifer syndrome names
        (CM, "G25.8"),  # a remainder of several diseases
        (WHO, "G12.21"),  # not in this edition
        (WHO, "M62.82"),  # a muscle of the upper arm there
        (CM, "G3"),
        (CM, ""),
        ("http://snomed.info/sct", "24700007"),
        ("urn:whytwitch:cause", "none_such"),
        ("https://omim.org", "nothing"),
    ],
)
def test_a_code_that_says_nothing_sure_is_named(model, system, code):
    case = read(model, TWITCH, coded(system, code))
    assert case.known == ()
    assert len(said_of(case, "entry[1]")) == 1


def test_words_and_code_of_a_diagnosis_make_one(model):
    case = read(model, TWITCH, coded(CM, "G35", display="Multiple sclerosis"))
    assert (case.known, case.not_understood) == (("multiple_sclerosis",), ())
    case = read(model, TWITCH, coded(CM, "G35", display="Zorblax"))
    assert (case.known, case.not_understood) == (("multiple_sclerosis",), ())


@pytest.mark.parametrize("status", ["provisional", "refuted"])
def test_a_code_is_no_evidence_where_the_diagnosis_is_none(model, status):
    condition = coded(CM, "G35") | {"verificationStatus": {"coding": [{"code": status}]}}
    case = read(model, TWITCH, condition)
    assert case.known == ()
    assert len(said_of(case, "entry[1]")) == 1


def test_each_listed_code_is_that_of_the_cause_it_names(model):
    table = parse_document((data_folder() / "fhir/icd10.yaml").read_text("utf-8"), "icd10.yaml").value[
        "causes"
    ]
    assert len(table) > 100
    for code, cause in table.items():
        own = model.record(Cause, cause).codes.icd10
        assert own.startswith(code) or code.startswith(own), (code, cause, own)


RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
BARE = {"coding": [{"system": RXNORM, "code": "617993"}]}


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Condition", "code": BARE},
        {"resourceType": "Condition", "code": BARE, "bodySite": [BARE]},
        {"resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": BARE},
        {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
         "medicationReference": {"reference": "#m"},
         "contained": [{"resourceType": "Medication", "id": "m", "code": BARE}]},
        {"resourceType": "MedicationStatement", "status": "not-taken", "medicationCodeableConcept": BARE},
        {"resourceType": "Observation", "status": "final", "code": BARE, "valueBoolean": True},
        {"resourceType": "Observation", "status": "final", "code": BARE, "valueString": "raised"},
        {"resourceType": "Observation", "status": "final", "code": BARE, "valueQuantity": {"value": 3}},
        {"resourceType": "Procedure", "status": "completed", "code": BARE},
        {"resourceType": "FamilyMemberHistory", "status": "completed", "relationship": {"text": "mother"},
         "condition": [{"code": BARE}]},
        {"resourceType": "DiagnosticReport", "status": "final", "code": BARE, "conclusionCode": [BARE]},
        {"resourceType": "Encounter", "status": "finished", "reasonCode": [BARE]},
        {"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": "http://x/q",
         "item": [{"linkId": "1", "text": "Illness", "answer": [{"valueCoding": BARE["coding"][0]}]}]},
    ],
)  # fmt: skip
def test_a_code_without_words_is_named_and_nothing_is_made_of_it(model, resource):
    case = read(model, TWITCH, resource)
    assert present(case) == {"HP:0002380"}
    assert case.known == ()
    named = [n for n in case.not_understood if n.where.startswith("entry[1].resource")]
    assert named
    assert any("617993" in n.text or "Illness" in n.text for n in named)


@pytest.mark.parametrize("system", ["http://www.whocc.no/atc", "urn:oid:2.16.840.1.113883.6.73",
                                    "http://fhir.de/CodeSystem/bfarm/atc"])  # fmt: skip
def test_a_medicine_is_read_by_its_atc_code_alone(model, system):
    concept = {"coding": [{"system": system, "code": "N06AB06"}]}
    medicine = {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": concept,
    }
    case = read(model, TWITCH, medicine)
    assert "sertraline" in present(case)
    assert case.not_understood == ()
