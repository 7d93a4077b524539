"""The FHIR operations of a real service, over HTTP."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from whytwitch.core.case import Case
from whytwitch.intake.fhir import case_from_fhir
from whytwitch.intake.fhir_own_answers import OWN_ANSWER, link_of
from whytwitch.service.interview import record_answer
from whytwitch.web.fhir_answers import FhirRoute
from whytwitch.web.fhir_questionnaire import next_question

ROOT = Path(__file__).resolve().parent.parent.parent
JSON = {"content-type": "application/fhir+json"}
AUDIENCES = ("public", "professional")
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


def test_a_fault_is_an_operation_outcome_that_tells_nothing_of_the_case(check_resource, caplog):
    application = FastAPI()
    routes = APIRouter(route_class=FhirRoute)

    @routes.get("/fault")
    async def fault():
        raise ValueError("Mrs Example has a twitch")

    application.include_router(routes)

    async def ask():
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get("/fault")

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (500, "exception")
    check_resource(answer.json())
    assert "Example" not in answer.text + caplog.text
    assert "ValueError" in caplog.text


def next_asked(response):
    """The last question of the contained Questionnaire, which has no answer yet."""
    questions = [q for q in response["contained"][0]["item"] if q["type"] != "display"]
    answered = {item["linkId"] for item in response.get("item", [])}
    (new,) = [q for q in questions if q["linkId"] not in answered]
    assert new == questions[-1]
    return new


def fill_in(response, pick):
    """Answer the next question as a form filler does."""
    question = next_asked(response)
    item = {"linkId": question["linkId"], "text": question["text"], "answer": [pick(question)]}
    return {**response, "item": [*response.get("item", []), item]}


def check_adaptive(response, start):
    """What the profiles of Structured Data Capture ask of a response and of the form in it."""
    sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
    assert response["meta"]["profile"] == [f"{sdc}/sdc-questionnaireresponse-adapt"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", response["authored"])
    (form,) = response["contained"]
    assert response["questionnaire"] == f"#{form['id']}"
    assert form["meta"]["profile"] == [f"{sdc}/sdc-questionnaire-adapt"]
    assert "url" not in form
    assert form["title"]
    assert form["derivedFrom"] == [start.get("questionnaire", "urn:whytwitch:questionnaire:public")]
    adaptive = [e for e in form["extension"] if e["url"] == f"{sdc}/sdc-questionnaire-questionnaireAdaptive"]
    assert adaptive == [{"url": adaptive[0]["url"], "valueBoolean": True}]
    questions = [q for q in form.get("item", []) if q["type"] != "display"]
    for question in questions:
        assert question["text"]
        assert question["required"] is True
        assert len(question["linkId"]) <= 255
        assert all(len(note["linkId"]) <= 255 and "item" not in note for note in question.get("item", []))
    links = [q["linkId"] for q in questions]
    assert len(links) == len(set(links))
    answered = [item["linkId"] for item in response.get("item", [])]
    assert answered == links[: len(answered)]
    assert len(links) - len(answered) == (response["status"] == "in-progress")


def interview(service, check_resource, start, pick, most=30):
    response = start
    for _ in range(most):
        answer = post(service, "Questionnaire/$next-question", response)
        assert answer.status_code == 200, answer.text
        response = answer.json()
        check_resource(response)
        check_adaptive(response, start)
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
    assert again["contained"] == first["contained"]


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
    assert next_asked(response)["linkId"] not in ("age_years", "sex")


def test_a_start_as_the_guide_shows_it(service, check_resource):
    """A contained form without items, under an id and an identifier of the client's own."""
    form = {"resourceType": "Questionnaire", "id": "q", "status": "active",
            "meta": {"profile": ["http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-adapt"]},
            "identifier": [{"system": "http://example.org", "value": "one"}], "title": "Any",
            "derivedFrom": ["urn:whytwitch:questionnaire:professional|0.1.0"]}  # fmt: skip
    start = {"resourceType": "QuestionnaireResponse", "status": "in-progress", "contained": [form],
             "questionnaire": "#q", "subject": {"reference": "http://example.org/fhir/Patient/proband"},
             "authored": "2019-08-21T20:36:57.544Z"}  # fmt: skip
    response = post(service, "Questionnaire/$next-question", start).json()
    check_resource(response)
    assert (response["questionnaire"], response["contained"][0]["id"]) == ("#q", "q")
    assert response["contained"][0]["derivedFrom"] == ["urn:whytwitch:questionnaire:professional"]
    assert (response["subject"], response["authored"]) == (start["subject"], start["authored"])
    assert "item" not in response
    assert next_asked(response)["text"]


def test_the_questionnaire_says_where_it_is_filled_in(service):
    found = service.get("/fhir/Questionnaire/public").json()
    extensions = {e["url"].rpartition("/")[2]: e for e in found["extension"]}
    adaptive = extensions["sdc-questionnaire-questionnaireAdaptive"]["valueUrl"]
    assert adaptive == f"{str(service.base_url).rstrip('/')}/fhir"
    assert post(service, "Questionnaire/$next-question", START).status_code == 200
    assert extensions["artifact-versionAlgorithm"]["valueCoding"]["code"] == "semver"
    definition = service.get("/fhir/OperationDefinition/next-question").json()
    assert definition["base"] == "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-next-question"


def test_a_finished_interview_says_the_same_as_a_resource(model):
    """What is read from it at last is what each answer added to the case."""
    for seed in range(6):
        random = Random(seed)
        response = START | {"questionnaire": f"urn:whytwitch:questionnaire:{AUDIENCES[seed % 2]}"}
        case, links = Case(), set()
        for _ in range(30):
            response = next_question(model, response)
            if response["status"] == "completed":
                break
            question = next_asked(response)
            codes = [option["valueCoding"]["code"] for option in question["answerOption"]]
            code = random.choice([c for c in codes if c != "unknown"])
            asked = next((c["code"] for c in question.get("code", [])), question["linkId"])
            response = fill_in(response, lambda _, c=code: {"valueCoding": {"system": OWN_ANSWER, "code": c}})
            case, links = record_answer(model, case, asked, code), {*links, question["linkId"]}
        read = case_from_fhir(model, response, may_be_empty=True)
        assert {(f.id, f.present) for f in read.facts} == {(f.id, f.present) for f in case.facts}
        for name in ("age_years", "sex", "setting", "duration_days"):
            assert getattr(read, name) == getattr(case, name)
        assert read.not_understood == ()
        assert len(links) > 5


def test_a_list_that_is_too_long_for_a_link_keeps_its_id_beside_it(model):
    question = "any:" + "|".join(model.item(i) for i in range(60))
    form = {"resourceType": "Questionnaire", "id": "q",
            "item": [{"linkId": link_of(question), "type": "choice", "text": "Any?",
                      "code": [{"system": "urn:whytwitch:question", "code": question}]}]}  # fmt: skip
    item = {"linkId": link_of(question), "text": "Any?",
            "answer": [{"valueCoding": {"system": OWN_ANSWER, "code": "no"}}]}  # fmt: skip
    response = {"resourceType": "QuestionnaireResponse", "status": "completed", "contained": [form],
                "questionnaire": "#q", "item": [item]}  # fmt: skip
    read = case_from_fhir(model, response)
    assert {f.id for f in read.facts if not f.present} <= set(question[4:].split("|"))
    assert len(read.facts) > 1
    lost = case_from_fhir(model, {**response, "contained": []})
    assert (lost.facts, len(lost.not_understood)) == ((), 1)


@pytest.mark.parametrize(
    ("link", "answer", "name", "value"),
    [
        ("age_years", {"valueDecimal": 34}, "age_years", 34),
        ("age_years", {"valueInteger": 7}, "age_years", 7),
        ("duration_days", {"valueString": "3 weeks"}, "duration_days", 21),
        ("duration_days", {"valueDecimal": 10}, "duration_days", 10),
    ],
)
def test_what_was_typed_is_read_at_last(model, link, answer, name, value):
    items = [{"linkId": link, "text": "How?", "answer": [answer]},
             {"linkId": "medicines:sertraline", "answer": [{"valueString": "Lithium, Zorblax"}]}]  # fmt: skip
    read = case_from_fhir(model, START | {"status": "completed", "item": items})
    assert getattr(read, name) == value
    assert {f.id for f in read.facts} == {"lithium"}
    assert [n.text for n in read.not_understood] == ["Zorblax"]


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
