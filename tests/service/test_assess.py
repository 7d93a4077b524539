import json
import random

import jsonschema
import pytest

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.knowledge.load import data_folder
from whytwitch.report.as_json import assessment_document, assessment_json
from whytwitch.service.assess import assess, observe

SCHEMA = json.loads((data_folder() / "schema" / "assessment-1.json").read_text())
KEYS = ("age_years", "sex", "setting", "narrative", "duration_days", "present", "absent", "exposures",
        "history", "labs", "tests")  # fmt: skip


def shown(raw):
    return {k: raw[k] for k in KEYS if k in raw}


def test_every_published_case_gives_a_valid_document(model, published):
    for raw in published:
        document = assessment_document(assess(model, case_from_mapping(model, shown(raw))))
        jsonschema.validate(document, SCHEMA)
        named = sum(c["probability"] for c in document["causes"]) + document["none_of_these"]
        assert 0 < named <= 1 + 1e-6
        probabilities = [c["probability"] for c in document["causes"]]
        assert probabilities == sorted(probabilities, reverse=True)
        for cause in document["causes"]:
            for reason in cause["reasons"]:
                assert all(s in document["sources"] for s in reason["sources"])


def test_the_same_case_gives_the_same_bytes_whatever_the_order(model, published):
    rng = random.Random(7)
    for raw in published[::9]:
        first = assess(model, case_from_mapping(model, {k: raw[k] for k in ("present", "absent")}))
        turned = {k: rng.sample(raw[k], len(raw[k])) for k in ("present", "absent")}
        second = assess(model, case_from_mapping(model, turned))
        a, b = assessment_document(first), assessment_document(second)
        for document in (a, b):
            document.pop("used")
            document.pop("not_understood")
        assert a == b
        assert assessment_json(first) == assessment_json(first)


def test_what_is_unknown_changes_nothing(model):
    plain = assess(model, case_from_mapping(model, {"present": ["tremor"]}))
    more = assess(
        model, case_from_mapping(model, {"present": ["tremor", "zzz unknown zzz"], "sex": "UNKNOWN"})
    )
    assert plain.causes == more.causes
    assert plain.urgency == more.urgency
    assert len(more.not_understood) == 1


def test_a_known_diagnosis_gets_what_it_explains_and_the_second_cause_comes_up(model):
    raw = {
        "present": ["spasticity", "Fasciculations", "muscle wasting"],
        "age_years": 45,
    }
    without = assess(model, case_from_mapping(model, raw))
    known = assess(model, case_from_mapping(model, {**raw, "history": ["multiple sclerosis for ten years"]}))

    def place(assessment, wanted):
        return next(i for i, c in enumerate(assessment.causes) if c.id == wanted)

    assert known.case.known == ("multiple_sclerosis",)
    assert place(known, "multiple_sclerosis") < place(without, "multiple_sclerosis")
    others = [c.id for c in known.causes[:4]]
    assert len([c for c in others if c != "multiple_sclerosis"]) == 3


def test_a_medicine_names_the_row(model):
    raw = {"present": ["postural tremor", "hand tremor"], "exposures": ["sodium valproate"], "age_years": 30}
    rows = assess(model, case_from_mapping(model, raw)).causes
    row = next(c for c in rows if c.id == "drug_induced_tremor:valproate")
    assert "alproate" in row.name
    assert row.chain == ("valproate",)
    assert rows.index(row) < 5


def test_a_state_shows_the_cause_behind_it(model):
    raw = {
        "present": ["tetany", "tingling round the mouth"],
        "history": ["total thyroidectomy last week"],
        "labs": [{"name": "Calcium", "value": 1.7, "unit": "mmol/L", "ref_low": 2.1, "ref_high": 2.6}],
    }
    first = assess(model, case_from_mapping(model, raw)).causes[0]
    assert first.id == "hypocalcaemia"
    assert first.chain == ("hypocalcaemia", "hypoparathyroidism")
    assert "Hypoparathyroidism" in first.synonyms or any("ypoparathyroid" in s for s in first.synonyms)


def test_a_person_with_benign_twitching_never_sees_ten_syndromes_first(model):
    raw = {
        "present": ["muscle twitching", "anxiety"],
        "absent": ["weakness"],
        "age_years": 35,
        "setting": "primary care",
    }
    causes = assess(model, case_from_mapping(model, raw)).causes[:10]
    assert sum(c.tier == "annotated" for c in causes) == 0


def test_a_child_with_a_syndromic_picture_does_see_them(model):
    raw = {
        "present": ["HP:0001250", "HP:0001263", "HP:0000252", "HP:0001336", "HP:0000365", "HP:0000518"],
        "age_years": 2,
    }
    causes = assess(model, case_from_mapping(model, raw)).causes[:20]
    assert sum(c.tier == "annotated" for c in causes) >= 3


@pytest.mark.parametrize("kind", ["question", "examination", "test"])
def test_next_steps_are_of_every_kind_and_unasked(model, kind):
    raw = {"present": ["Fasciculations", "cramps"], "age_years": 50, "setting": "neurology clinic"}
    assessment = assess(model, case_from_mapping(model, raw))
    kinds = {s.kind for s in assessment.next_steps}
    assert kind in kinds
    asked = {f.id for f in assessment.case.facts}
    assert not asked & {s.id for s in assessment.next_steps}
    assert all(s.bits > 0 and s.why for s in assessment.next_steps)


def test_a_state_and_the_cause_it_names_are_one_row(model):
    raw = {
        "present": ["Chvostek sign", "Trousseau sign", "cramps"],
        "exposures": ["total thyroidectomy"],
        "labs": [
            {"name": "Calcium", "value": 5.8, "unit": "mg/dL", "ref_low": 8.4, "ref_high": 10.3},
            {"name": "Parathyroid hormone", "value": 7, "unit": "pg/mL", "ref_low": 15, "ref_high": 65},
        ],
    }
    assessment = assess(model, case_from_mapping(model, raw))
    assert assessment.causes[0].chain == ("hypocalcaemia", "hypoparathyroidism")
    assert "hypoparathyroidism" not in [c.id for c in assessment.causes]
    assert assessment.causes[0].probability > 0.8
    assert sum(c.probability for c in assessment.causes) + assessment.none_of_these <= 1 + 1e-6


@pytest.mark.parametrize(
    ("pattern", "agent", "present"),
    [
        ("drug_induced_myoclonus", "gabapentin", ["Myoclonus", "jerks of the limbs"]),
        ("drug_induced_tremor", "valproate", ["postural tremor"]),
        ("acute_dystonic_reaction", "metoclopramide", ["Torticollis", "Oculogyric crisis"]),
    ],
)
def test_a_named_agent_stands_above_all_unnamed_ones(model, pattern, agent, present):
    raw = {"present": present, "exposures": [agent], "age_years": 40}
    rows = [c.id for c in assess(model, case_from_mapping(model, raw), limit=100).causes]
    assert f"{pattern}:{agent}" in rows
    if pattern in rows:
        assert rows.index(f"{pattern}:{agent}") < rows.index(pattern)


def test_a_medicine_counts_for_the_class_a_cause_lists(model):
    plain = {"present": ["rigidity", "fever", "confusion"], "age_years": 40}
    with_it = {**plain, "exposures": ["haloperidol"]}

    def chance(raw):
        causes = assess(model, case_from_mapping(model, raw), limit=100).causes
        return next((c.probability for c in causes if c.id == "neuroleptic_malignant_syndrome"), 0.0)

    assert chance(with_it) > 2 * chance(plain)


def test_a_short_night_is_no_medicine_begun_lately(model):
    raw = {
        "present": ["muscle twitching"],
        "exposures": [
            {"name": "lack of sleep", "detail": "since two days"},
            {"name": "sertraline", "detail": "started two weeks ago"},
        ],
    }
    observation = observe(model, case_from_mapping(model, raw))
    assert observation.recent == {model.feature("sertraline")}
