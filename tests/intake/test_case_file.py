import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whytwitch.core.errors import InputError
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.read import MAX_BYTES, case_from_document, parse_case, read_case


def read(model, text):
    return case_from_document(model, parse_case(text, "case"), "case")


def ids(case, present=True):
    return {f.id for f in case.facts if f.present == present}


def missed(case):
    return {n.text for n in case.not_understood}


def test_words_may_stand_wherever_a_code_may(model):
    case = case_from_mapping(
        model,
        {
            "present": ["twitching eyelid", {"label": "Fasciculations", "hpo": "HP:0002380"}, "HP:0001347"],
            "absent": ["weakness"],
            "exposures": ["coffee", {"name": "Ventolin", "kind": "drug"}],
            "history": ["thyroidectomy two years ago"],
        },
    )
    assert {"HP:0030826", "HP:0002380", "HP:0001347", "caffeine", "salbutamol", "thyroid_surgery"} <= ids(
        case
    )
    assert "HP:0001324" in ids(case, False)
    assert not case.not_understood


def test_negation_and_family_are_heard(model):
    case = case_from_mapping(
        model,
        {
            "present": ["twitching"],
            "history": ["no seizures", "mother had a tremor", "no alcohol"],
            "narrative": "No headache, no double vision or fever. His brother has cramps. "
            "He is scared it is ALS.",
        },
    )
    assert {"HP:0001250", "HP:0002315", "HP:0000651", "HP:0001945"} <= ids(case, False)
    assert "family_history_tremor" in ids(case)
    assert "HP:0003394" not in ids(case)
    assert "amyotrophic_lateral_sclerosis" not in case.known


def test_an_obsolete_id_follows_its_successor_and_an_unknown_one_is_named(model):
    old = next(f"HP:{int(a):07d}" for a, b in model.ontology.array("obsolete") if int(b) >= 0)
    case = case_from_mapping(model, {"present": [old, "HP:9999999", "GO:0000001"]})
    assert len(case.facts) == 1
    assert any("obsolete" in note for note in case.notes)
    assert {"HP:9999999", "GO:0000001"} <= missed(case)


def test_an_unknown_code_with_a_label_is_read_by_its_label(model):
    case = case_from_mapping(model, {"present": [{"hpo": "HP:9999999", "label": "Tremor"}]})
    assert ids(case) == {"HP:0001337"}
    assert missed(case) == {"HP:9999999"}


def test_present_and_absent_at_once_is_named_and_present_is_used(model):
    case = case_from_mapping(model, {"present": ["HP:0001337"], "absent": ["HP:0001337"]})
    assert ids(case) == {"HP:0001337"}
    assert any("present and absent" in n.why for n in case.not_understood)


def test_an_absent_ancestor_of_a_present_finding_is_named(model):
    case = case_from_mapping(model, {"present": ["HP:0002174"], "absent": ["HP:0001337"]})
    assert ids(case, False) == set()
    assert any("a kind of it" in n.why for n in case.not_understood)


def test_a_term_and_its_own_ancestor_are_noted(model):
    case = case_from_mapping(model, {"present": ["HP:0002174", "HP:0001337"]})
    assert any("already said by" in note for note in case.notes)


def test_a_medicine_nobody_knows_and_an_unknown_key_are_named(model):
    case = case_from_mapping(model, {"present": ["tremor"], "exposures": ["zzqxolam"], "colour": "blue"})
    assert {"zzqxolam"} <= missed(case)
    assert any(n.where == "colour" for n in case.not_understood)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"age_years": -3, "present": ["tremor"]}, "age_years must be from 0 to 130; got -3"),
        ({"age_years": 400, "present": ["tremor"]}, "got 400"),
        ({"age_years": "old", "present": ["tremor"]}, "must be a number"),
        ({"age_years": True, "present": ["tremor"]}, "must be a number"),
        ({"age_years": float("nan"), "present": ["tremor"]}, "must be a number"),
        ({"duration_days": -1, "present": ["tremor"]}, "duration_days must be from 0"),
        ({"present": [["tremor"]]}, "must be words or a mapping"),
        ({"present": [{"label": {"a": 1}}]}, "label must be words"),
        ({"present": 5.5}, "must be a list"),
        ({"labs": [{"value": 3}]}, "must have a name"),
        ({"exposures": [{}]}, "must have a name"),
        ({"tests": [{}]}, "name or a result"),
        ({"narrative": ["a"]}, "must be words"),
        ({}, "at least one fact"),
        ({"present": [], "age_years": 30}, "at least one fact"),
        ({"present": ["x"] * 6000}, "at most 5000"),
    ],
)
def test_what_cannot_be_read_gets_one_clear_line(model, raw, says):
    with pytest.raises(InputError, match=says.replace("(", r"\(")):
        case_from_mapping(model, raw, "case.yaml")


def test_only_words_nobody_knows_is_still_an_answer_that_names_them(model):
    case = case_from_mapping(model, {"present": ["qwertyuiop asdf"]})
    assert case.facts == ()
    assert missed(case) == {"qwertyuiop asdf"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty file"),
        (b"   \n", "empty file"),
        (b"\x00\x01\x02", "binary"),
        (b"\xff\xfe\xfa", "UTF-8"),
        (b"[1, 2]", "list of 2"),
        (b"just words", "mapping of keys"),
        (b'{"present": ["tremor"', "valid YAML or JSON"),
        (b'{"present": ["tremor"], "present": []}', "'present' twice"),
        (b'{"age_years": NaN, "present": ["tremor"]}', "finite"),
        (b'{"resourceType": "Bundle"}', "FHIR"),
        (b"x" * (MAX_BYTES + 1), "at most 4 MB"),
    ],
)
def test_any_file_gives_one_line(model, tmp_path, data, says):
    path = tmp_path / "case.yaml"
    path.write_bytes(data)
    with pytest.raises(InputError, match=says) as caught:
        read_case(model, str(path))
    assert "\n" not in str(caught.value)


def test_a_folder_and_a_missing_file_are_named(model, tmp_path):
    with pytest.raises(InputError, match="folder"):
        read_case(model, str(tmp_path))
    with pytest.raises(InputError, match="No such file"):
        read_case(model, str(tmp_path / "none.yaml"))
    with pytest.raises(InputError, match="null byte"):
        read_case(model, "a\0b")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
keys = st.sampled_from(
    ["age_years", "sex", "setting", "duration_days", "present", "absent", "exposures", "history",
     "labs", "tests", "narrative", "id", "other"]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(keys, json_values, max_size=6))
def test_any_mapping_is_a_case_or_one_line(model, raw):
    said = ""
    try:
        case = case_from_mapping(model, raw, "any")
        assert case.facts or case.not_understood or case.known
    except InputError as error:
        said = str(error)
    assert "\n" not in said


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_a_case_or_one_line(model, tmp_path, data):
    path = tmp_path / "any.yaml"
    path.write_bytes(data)
    said = ""
    try:
        read_case(model, str(path))
    except InputError as error:
        said = str(error)
    assert "\n" not in said


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400))
def test_any_story_can_be_read(model, text):
    case = case_from_mapping(model, {"present": ["tremor"], "narrative": text})
    assert "HP:0001337" in ids(case)


def test_published_cases_are_understood(model, published):
    """Of what coded cases say, little may be lost: findings never, other lines seldom."""
    for raw in published:
        shown = {k: v for k, v in raw.items() if k in ("present", "absent")}
        if any(shown.values()):
            case = case_from_mapping(model, shown, raw["id"])
            contradictions = [n for n in case.not_understood if "present was used" in n.why]
            assert len(case.not_understood) == len(contradictions)


def test_the_format_survives_json(model, published):
    text = json.dumps({k: published[0][k] for k in ("present", "age_years", "sex")})
    assert ids(read(model, text)) >= {"HP:0002380"}


@pytest.mark.parametrize(
    ("name", "stopped"),
    [
        ("alcohol", "alcohol_stopped"),
        ("lorazepam", "benzodiazepine_stopped"),
        ("Lioresal", "baclofen_stopped"),
        ("sertraline", "antidepressant_stopped"),
        ("omeprazole", "medicine_stopped"),
    ],
)
def test_what_was_stopped_is_named_by_its_kind(model, name, stopped):
    raw = {"present": ["tremor"], "exposures": [{"name": name, "detail": "stopped two days ago"}]}
    assert stopped in ids(case_from_mapping(model, raw))
