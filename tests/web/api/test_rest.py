"""The REST interface from outside: answers, errors in the command line's words, bounds."""

from __future__ import annotations

import json
import subprocess

import httpx
import jsonschema
import pytest
import yaml

from whytwitch.knowledge.load import data_folder
from whytwitch.web.api import openapi_document

SCHEMA = json.loads((data_folder() / "schema" / "assessment-1.json").read_text())
CASE = {
    "age_years": 34,
    "sex": "male",
    "duration_days": 60,
    "present": ["twitching in the calves", {"label": "muscle twitching", "detail": "at rest"}],
    "absent": ["muscle weakness"],
    "exposures": [{"name": "coffee", "detail": "five cups a day"}],
}


@pytest.fixture(scope="module")
def client(service):
    with httpx.Client(base_url=f"{service}/api/v1", timeout=30) as made:
        yield made


def problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["type"].startswith("https://")
    assert document["title"]
    assert "\n" not in document["detail"]
    return document["detail"]


def test_assess_gives_the_very_document_of_the_command_line(client, run_cli):
    with open("examples/calves.yaml", encoding="utf-8") as stream:
        case = yaml.safe_load(stream)
    answer = client.post("/assess", json=case)
    assert answer.status_code == 200
    jsonschema.validate(answer.json(), SCHEMA)
    done = run_cli("assess", "-", "--format", "json", stdin=json.dumps(case).encode())
    assert answer.json() == json.loads(done.stdout)


def test_top_bounds_the_list(client):
    assert len(client.post("/assess", params={"top": 3}, json=CASE).json()["causes"]) == 3
    assert "top" in problem(client.post("/assess", params={"top": 0}, json=CASE), 422)


@pytest.mark.parametrize(
    "case",
    [
        {"age_years": -3, "present": ["tremor"]},
        {"age_years": "old", "present": ["tremor"]},
        {"present": 4},
        {"labs": [{"value": 2}]},
        {},
    ],
)
def test_errors_stand_in_the_words_of_the_command_line(client, run_cli, case):
    said = problem(client.post("/assess", json=case), 422)
    done = run_cli("assess", "-", stdin=json.dumps(case).encode())
    line = done.stderr.decode().strip()
    assert said.removeprefix("body: ") == line.removeprefix("whytwitch: standard input: ")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "must be valid JSON"),
        (b"{", "must be valid JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "too deep"),
        (b'{"present": ["x"], "present": ["y"]}', "must stand once"),
        (b'{"present": ["x"], "age_years": NaN}', "finite"),
        (b'{"present": ["x"], "age_years": 1e999}', "finite"),
        (b'{"present": ["\\ud800"]}', "surrogate"),
    ],
)
def test_what_is_no_json_is_refused_in_one_line(client, body, says):
    answer = client.post("/assess", content=body, headers={"content-type": "application/json"})
    assert says in problem(answer, 400)


def test_numbers_of_many_digits_are_no_fault(client):
    body = b'{"present": ["x"], "age_years": ' + b"9" * 5000 + b"}"
    answer = client.post("/assess", content=body, headers={"content-type": "application/json"})
    assert "finite" in problem(answer, 400)


def test_the_contract_is_kept_where_the_reader_would_be_lenient(client):
    assert "age_years" in problem(client.post("/assess", json={**CASE, "age_years": "34"}), 422)
    assert "present" in problem(client.post("/assess", json={**CASE, "present": [3]}), 422)


def test_a_narrative_of_control_characters_says_nothing(client):
    assert "at least one fact" in problem(client.post("/assess", json={"narrative": "\x0e", "sex": "?"}), 422)


def test_unknown_keys_are_named_not_refused(client):
    answer = client.post("/assess", json={**CASE, "colour": "red"})
    assert answer.status_code == 200
    assert "colour" in [n["text"] for n in answer.json()["not_understood"]]


def test_a_phenopacket_is_read(client):
    packet = {
        "id": "p1",
        "subject": {"id": "s", "sex": "MALE"},
        "phenotypicFeatures": [{"type": {"id": "HP:0002380", "label": "Fasciculations"}}],
        "metaData": {"phenopacketSchemaVersion": "2.0"},
    }
    answer = client.post("/assess", json=packet)
    assert answer.status_code == 200, answer.text
    assert "HP:0002380" in [f["id"] for f in answer.json()["used"]["facts"]]


def test_media_type_and_method(client):
    assert "application/json" in problem(client.post("/assess", content=b"{}"), 415)
    answer = client.get("/assess")
    assert "must be POST" in problem(answer, 405)
    assert answer.headers["allow"] == "POST"
    assert "openapi.json" in problem(client.get("/nowhere"), 404)


def test_an_interview_is_carried_by_its_answers_alone(client):
    case = {"present": ["twitching eyelid"]}
    answers: list[dict[str, str]] = []
    asked = set()
    while True:
        step = client.post("/next", json={"case": case, "answers": answers}).json()
        if step["question"] is None:
            break
        assert step["question"]["id"] not in asked
        assert step["question"]["why"]
        asked.add(step["question"]["id"])
        answers.append({"question": step["question"]["id"], "value": "unknown"})
    assert step["stopped_because"]
    assert step["asked"] == len(answers) > 2
    # Going back is leaving answers away: the same question comes again.
    again = client.post("/next", json={"case": case, "answers": answers[:1]}).json()
    assert again["question"]["id"] == answers[1]["question"]


def test_an_interview_may_start_from_nothing_and_carry_the_answer(client):
    step = client.post("/next", json={"assessment": True}).json()
    assert step["question"]["choices"]
    jsonschema.validate(step["assessment"], SCHEMA)
    assert "must be one that was put" in problem(
        client.post("/next", json={"answers": [{"question": "no such", "value": "yes"}]}), 404
    )
    assert "audience" in problem(client.post("/next", json={"audience": "cat"}), 422)


def test_read_gives_what_the_command_line_gives(client, run_cli):
    text = "My left calf keeps twitching, no weakness. Ca 1.75 mmol/L (2.10-2.60). Five coffees a day."
    answer = client.post("/read", json={"text": text})
    assert answer.status_code == 200
    assert answer.json() == json.loads(run_cli("read", text, "--format", "json").stdout)
    for row in (*answer.json()["present"], *answer.json()["absent"]):
        start, end = row["span"]
        assert " ".join(text[start:end].split()) == row["detail"]
    assert "text" in problem(client.post("/read", json={"text": " "}), 422)
    assert "text" in problem(client.post("/read", json={"text": "x" * 50_001}), 422)


def test_explain_says_why_and_why_not(client):
    told = client.post("/explain", json={"case": CASE, "cause": "amyotrophic_lateral_sclerosis"}).json()
    assert told["cause"]["id"] == "amyotrophic_lateral_sclerosis"
    assert all(r["log_odds"] > 0 for r in told["for"])
    assert all(r["log_odds"] <= 0 for r in told["against"])
    assert told["for"]
    assert told["against"]
    assert told["would_raise"]
    named = {s for r in (*told["for"], *told["against"]) for s in r["sources"]}
    assert named <= set(told["sources"])


def test_explain_agrees_with_the_assessment(client):
    first = client.post("/assess", json=CASE).json()["causes"][0]
    told = client.post("/explain", json={"case": CASE, "cause": first["id"]}).json()
    assert told["rank"] == 1
    assert told["cause"]["probability"] == first["probability"]
    assert told["cause"]["reasons"] == first["reasons"]


@pytest.mark.parametrize("cause", ["OMIM:105400", "ORPHA:98"])
def test_explain_knows_annotated_diseases_and_names_what_it_does_not(client, cause):
    answer = client.post("/explain", json={"case": CASE, "cause": cause})
    assert answer.status_code in (200, 404)
    assert "must be known" in problem(client.post("/explain", json={"case": CASE, "cause": "no"}), 404)


def test_lists_are_searched_and_paged(client):
    whole = client.get("/causes", params={"q": "myoclonus", "limit": 100}).json()
    assert whole["total"] == len(whole["items"]) > 5
    paged = [
        item
        for offset in range(0, whole["total"], 3)
        for item in client.get("/causes", params={"q": "myoclonus", "limit": 3, "offset": offset}).json()[
            "items"
        ]
    ]
    assert paged == whole["items"]
    found = client.get("/findings", params={"q": "HP:0002380"}).json()
    assert [i["label"] for i in found["items"]] == ["Fasciculations"]
    assert client.get("/findings", params={"q": "fascic"}).json()["total"] > 0
    assert client.get("/causes", params={"q": "zzzz"}).json() == {"total": 0, "offset": 0, "items": []}


def test_one_cause_whole_with_its_sources(client):
    cause = client.get("/causes/eyelid_myokymia").json()
    assert cause["record"]["id"] == "eyelid_myokymia"
    source = next(iter(cause["sources"]))
    assert client.get(f"/sources/{source}").json()["opened_at"].startswith("http")
    annotated = client.get("/causes/OMIM:105400").json()
    assert annotated["tier"] == "annotated"
    assert annotated["annotations"]
    assert annotated["codes"]["omim"] == "OMIM:105400"
    problem(client.get("/causes/nope"), 404)
    problem(client.get("/sources/nope"), 404)


def test_version_and_health(client):
    assert set(client.get("/version").json()) == {"software", "knowledge", "ontology", "api"}
    assert client.get("/healthz").json() == {"status": "ok"}


def test_the_openapi_document_is_whole(client):
    document = client.get("/openapi.json").json()
    assert document == json.loads(json.dumps(openapi_document()))
    assert document["openapi"].startswith("3.1")
    assert len(document["paths"]) == 10
    assert "$ref" not in json.dumps(document)
    given = document["paths"]["/api/v1/assess"]["post"]["responses"]["200"]
    schema = given["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(client.post("/assess", json=CASE).json(), schema)


def test_nothing_of_a_case_is_logged(serve, tmp_path):
    """A case with a word of its own: the word is in no output of the service."""
    log = tmp_path / "log"
    with log.open("wb") as stream:
        import os
        import signal
        import sys

        process = subprocess.Popen(
            [sys.executable, "-m", "whytwitch", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert process.stdout is not None
        address = process.stdout.readline().split()[3].rstrip("/")
        httpx.post(f"{address}/api/v1/assess", json={"narrative": "xylophonesecret twitching"}, timeout=30)
        httpx.post(f"{address}/api/v1/read", json={"text": "xylophonesecret twitching"}, timeout=30)
        httpx.post(f"{address}/api/v1/assess", content=b"xylophonesecret", timeout=30)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    assert "xylophonesecret" not in rest + log.read_text()
