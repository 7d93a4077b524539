"""The FHIR operations of a real service, over HTTP."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
JSON = {"content-type": "application/fhir+json"}
START = {"resourceType": "QuestionnaireResponse", "status": "in-progress",
         "questionnaire": "urn:whytwitch:questionnaire:public"}  # fmt: skip


def post(service, path, body):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return service.post(f"/fhir/{path}", content=content, headers=JSON)


def test_the_capability_statement_and_its_definitions(service, check_resource):
    statement = service.get("/fhir/metadata").json()
    check_resource(statement)
    assert (statement["fhirVersion"], statement["resourceType"]) == ("4.0.1", "CapabilityStatement")
    rest = statement["rest"][0]
    operations = rest["operation"] + [o for r in rest["resource"] for o in r.get("operation", [])]
    assert {o["name"] for o in operations} == {"assess", "next-question"}
    for operation in operations:
        check_resource(service.get(operation["definition"]).json())
    for audience in ("public", "professional"):
        check_resource(service.get(f"/fhir/Questionnaire/{audience}").json())


def test_a_record_systems_bundle_is_assessed(service, record_system, check_resource):
    answer = post(service, "$assess", record_system)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert answer.headers["cache-control"] == "no-store"
    assert "x-whytwitch-kept" not in answer.headers
    check_resource(answer.json())


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "structure"),
        (b"\xff\xfe", 400, "structure"),
        (b"[1]", 400, "structure"),
        (b'{"a": 1}', 400, "structure"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', 400, "structure"),
        (b'{"resourceType": "Bundle"}', 422, "processing"),
        (b'{"resourceType": "Nonsense"}', 422, "processing"),
        (b"[" * 100_000, 400, "structure"),
    ],
)
def test_bad_input_is_an_operation_outcome(service, check_resource, body, status, code):
    answer = post(service, "$assess", body)
    assert answer.status_code == status
    outcome = answer.json()
    check_resource(outcome)
    issue = outcome["issue"][0]
    assert (issue["severity"], issue["code"]) == ("error", code)
    assert "\n" not in issue["diagnostics"]


def test_what_is_not_there_and_what_is_not_spoken(service, check_resource):
    for path in ("Patient/1", "OperationDefinition/none", "Questionnaire/none", "x/y/z"):
        answer = service.get(f"/fhir/{path}")
        assert answer.status_code == 404
        check_resource(answer.json())
    xml = service.get("/fhir/metadata", headers={"accept": "application/fhir+xml"})
    assert (xml.status_code, xml.json()["issue"][0]["code"]) == (406, "not-supported")
    text = service.post(
        "/fhir/$assess", content=b"<Bundle/>", headers={"content-type": "application/fhir+xml"}
    )
    assert (text.status_code, text.json()["resourceType"]) == (415, "OperationOutcome")


def fill_in(response, pick):
    """Answer the last item as a form filler does."""
    questions = {item["linkId"]: item for item in response["contained"][0]["item"]}
    last = response["item"][-1]
    answer = pick(questions[last["linkId"]])
    last["answer"] = [answer] if answer is not None else []
    return response


def interview(service, check_resource, start, pick, most=30):
    response = start
    for _ in range(most):
        answer = post(service, "Questionnaire/$next-question", response)
        assert answer.status_code == 200, answer.text
        response = answer.json()
        check_resource(response)
        if response["status"] == "completed":
            return response
        response = fill_in(response, pick)
    pytest.fail("the interview did not end")
    return {}


def first_or_no(question):
    options = [o["valueCoding"] for o in question["answerOption"]]
    wanted = "no" if any(o["code"] == "no" for o in options) else options[0]["code"]
    return {"valueCoding": next(o for o in options if o["code"] == wanted)}


def test_the_adaptive_questionnaire_goes_to_its_end_and_is_assessed(service, check_resource):
    done = interview(service, check_resource, START, first_or_no)
    links = [item["linkId"] for item in done["item"]]
    assert len(links) == len(set(links)) > 3
    assert all(item["answer"] for item in done["item"])
    answer = post(service, "$assess", done)
    assert answer.status_code == 200, answer.text
    check_resource(answer.json())


def test_unknown_is_always_an_answer_and_typed_ages_are_taken(service, check_resource):
    def pick(question):
        if question["linkId"] == "age_years":
            return {"valueDecimal": 34}
        codes = [o["valueCoding"] for o in question["answerOption"]]
        return {"valueCoding": next((c for c in codes if c["code"] == "unknown"), codes[0])}

    assert interview(service, check_resource, START, pick)["status"] == "completed"


def test_the_same_answers_lead_to_the_same_question(service):
    first = post(service, "Questionnaire/$next-question", START).json()
    body = {"resourceType": "Parameters",
            "parameter": [{"name": "questionnaire-response", "resource": first}]}  # fmt: skip
    again = post(service, "Questionnaire/$next-question", body).json()
    assert again["item"] == first["item"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"status": "completed"}, 422),
        ({"resourceType": "Parameters"}, 400),
        ({"item": [{"linkId": "age_years", "answer": [{"valueCoding": {"code": "old"}}]}]}, 422),
        ({"item": [{"linkId": "none-of-ours", "answer": [{"valueBoolean": True}]}]}, 422),
        ({"item": [{"linkId": "sex", "answer": [{"valueAttachment": {}}]}]}, 422),
        ({"item": [{"linkId": str(i)} for i in range(61)]}, 422),
    ],
)
def test_an_answer_that_fits_no_question_is_refused_with_its_place(service, check_resource, change, status):
    answer = post(service, "Questionnaire/$next-question", START | change)
    assert answer.status_code == status
    check_resource(answer.json())


def test_what_the_record_holds_is_not_asked_again(service):
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": {"resourceType": "Patient", "gender": "male", "birthDate": "1990-01-01"}},
        {"resource": {"resourceType": "Condition", "code": {"text": "Muscle twitching"}}},
    ]}  # fmt: skip
    body = {"resourceType": "Parameters", "parameter": [
        {"name": "questionnaire-response", "resource": START},
        {"name": "bundle", "resource": bundle},
    ]}  # fmt: skip
    response = post(service, "Questionnaire/$next-question", body).json()
    assert response["item"][-1]["linkId"] not in ("age_years", "sex")


def test_the_example_client_runs(service, tmp_path, record_system):
    script = ROOT / "examples/clients/fhir_assess.py"
    base = str(service.base_url).rstrip("/")
    done = subprocess.run([sys.executable, script, "", base], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Proposed:" in done.stdout
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(record_system), "utf-8")
    done = subprocess.run([sys.executable, script, file, base], capture_output=True, text=True, check=False)
    assert (done.returncode, "Not used:" in done.stdout) == (0, True)
    file.write_text('{"resourceType": "Bundle"}', "utf-8")
    done = subprocess.run([sys.executable, script, file, base], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
