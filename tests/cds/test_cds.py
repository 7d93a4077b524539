"""CDS Hooks 2.0 against the fields and limits of its specification."""

import json
import re
import subprocess
import sys
import time
import uuid
from pathlib import Path

import jwt
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
UUID = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$")
HOOKS = {"twitch-view": "patient-view", "twitch-order": "order-select"}
CARD = {"uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior",
        "overrideReasons", "links"}  # fmt: skip


def check_cards(document):
    """Required and allowed fields, and limits, of CDS Hooks 2.0, "CDS Service Response"."""
    assert set(document) <= {"cards", "systemActions"}
    for card in document["cards"]:
        assert set(card) <= CARD
        assert 0 < len(card["summary"]) < 140
        assert card["indicator"] in ("info", "warning", "critical")
        assert card["source"]["label"]
        assert set(card["source"]) <= {"label", "url", "icon", "topic"}
        assert UUID.match(card["uuid"])
        for suggestion in card.get("suggestions", []):
            assert set(suggestion) <= {"label", "uuid", "isRecommended", "actions"}
            assert suggestion["label"]
            assert UUID.match(suggestion["uuid"])
            for action in suggestion["actions"]:
                assert action["description"]
                if action["type"] == "create":
                    assert action["resource"]["resourceType"]
                else:
                    assert action["type"] == "delete"
                    assert action["resourceId"]
        if card.get("suggestions"):
            assert card["selectionBehavior"] in ("any", "at-most-one")
        for reason in card.get("overrideReasons", []):
            assert reason["code"]
            assert reason["display"]
        for link in card.get("links", []):
            assert link["type"] in ("absolute", "smart")
            assert link["label"]
            assert link["url"]
    return document["cards"]


def order(text, name="1", code=None):
    concept = {"coding": [{"system": "http://www.whocc.no/atc", "code": code}]} if code else {"text": text}
    draft = {"resourceType": "MedicationRequest", "id": name, "status": "draft", "intent": "order",
             "subject": {"reference": "Patient/p1"}, "medicationCodeableConcept": concept}  # fmt: skip
    return {
        "userId": "Practitioner/1",
        "patientId": "p1",
        "selections": [f"MedicationRequest/{name}"],
        "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": draft}]},
    }


def test_discovery(service):
    answer = service.get("/cds-services")
    assert answer.status_code == 200
    services = answer.json()["services"]
    assert {s["id"]: s["hook"] for s in services} == HOOKS
    for row in services:
        assert set(row) <= {"hook", "title", "description", "id", "prefetch", "usageRequirements"}
        assert row["description"]
        for key, template in row["prefetch"].items():
            assert re.fullmatch(r"\w+", key)
            assert set(re.findall(r"\{\{(.*?)\}\}", template)) == {"context.patientId"}


def test_a_record_with_a_twitch_gets_one_card(service, call):
    answer = service.post("/cds-services/twitch-view", json=call())
    assert answer.status_code == 200, answer.text
    (card,) = check_cards(answer.json())
    assert card["indicator"] in ("warning", "critical")
    assert "**Possible causes**" in card["detail"]
    assert "not a diagnosis" in card["detail"].lower()
    for suggestion in card["suggestions"]:
        resource = suggestion["actions"][0]["resource"]
        assert (resource["intent"], resource["status"]) == ("proposal", "draft")


def test_what_a_card_creates_is_valid_r4(service, call):
    from fhir.resources.R4B import get_fhir_model_class

    (card,) = service.post("/cds-services/twitch-view", json=call()).json()["cards"]
    for suggestion in card["suggestions"]:
        for action in suggestion["actions"]:
            get_fhir_model_class("ServiceRequest").model_validate(action["resource"])


def test_a_record_without_a_movement_gets_no_card(service, call, prefetch):
    quiet = {**prefetch, "conditions": {"resourceType": "Bundle", "entry": []}}
    answer = service.post("/cds-services/twitch-view", json=call(prefetch=quiet))
    assert (answer.status_code, answer.json()) == (200, {"cards": []})


@pytest.mark.parametrize("code", [None, "N02AX02"])
def test_a_drug_that_acts_with_another_is_warned_of(service, call, code):
    body = call("order-select", context=order("Tramadol", code=code))
    cards = check_cards(service.post("/cds-services/twitch-order", json=body).json())
    (card,) = cards
    assert card["summary"].startswith("Tramadol")
    assert card["suggestions"][0]["actions"] == [
        {
            "type": "delete",
            "description": "Remove the draft order of Tramadol",
            "resourceId": "MedicationRequest/1",
        }
    ]


def test_a_drug_that_can_bring_about_the_movement_is_warned_of(service, call, prefetch):
    # Myoclonus alone: with low magnesium beside it the drug would hardly matter.
    alone = {"patient": prefetch["patient"], "conditions": prefetch["conditions"]}
    body = call("order-select", context=order("Gabapentin 300 MG Oral Capsule"), prefetch=alone)
    (card,) = check_cards(service.post("/cds-services/twitch-order", json=body).json())
    assert "Gabapentin can cause or worsen" in card["summary"]


@pytest.mark.parametrize("text", ["Paracetamol", "Zorblaxone 10 mg", ""])
def test_a_drug_of_which_nothing_is_said_gets_no_card(service, call, text):
    answer = service.post("/cds-services/twitch-order", json=call("order-select", context=order(text)))
    assert (answer.status_code, answer.json()) == (200, {"cards": []})


def test_only_what_was_selected_counts(service, call):
    context = order("Tramadol") | {"selections": ["MedicationRequest/other"]}
    answer = service.post("/cds-services/twitch-order", json=call("order-select", context=context))
    assert answer.json() == {"cards": []}


@pytest.mark.parametrize(
    "change",
    [
        {"prefetch": {}},
        {"prefetch": {"patient": None, "conditions": None}},
        {"prefetch": {"patient": {"resourceType": "Patient", "id": "p1"}}},
        {"prefetch": {"patient": {"resourceType": "Patient"}, "conditions": "none"}},
        {
            "prefetch": {
                "patient": {"resourceType": "Patient"},
                "conditions": {"resourceType": "OperationOutcome", "issue": [{"diagnostics": "timed out"}]},
            }
        },
    ],
)
def test_missing_and_failed_prefetch_is_412(service, call, change):
    for name, hook in HOOKS.items():
        context = {} if hook == "patient-view" else {"context": order("Tramadol")}
        answer = service.post(f"/cds-services/{name}", json=call(hook, **context, **change))
        assert answer.status_code == 412, answer.text
        assert "prefetch" in answer.json()["detail"]


def test_no_prefetch_at_all_is_412_even_with_a_server_named(service, call):
    body = call(fhirServer="http://127.0.0.1:9/fhir", fhirAuthorization={"access_token": "x"})
    del body["prefetch"]
    assert service.post("/cds-services/twitch-view", json=body).status_code == 412


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"hook": "order-sign"}, "hook"),
        ({"hookInstance": "1"}, "hookInstance"),
        ({"context": None}, "context"),
        ({"context": {"userId": "Practitioner/1"}}, "context.patientId"),
        ({"prefetch": [1]}, "prefetch"),
    ],
)
def test_a_request_out_of_shape_is_400_and_names_the_field(service, call, change, where):
    answer = service.post("/cds-services/twitch-view", json=call(**change))
    assert (answer.status_code, answer.json()["where"]) == (400, where)


def test_a_service_that_is_not_there(service, call):
    assert service.post("/cds-services/none", json=call()).status_code == 404


def test_feedback(service):
    card = str(uuid.uuid4())
    good = {"feedback": [
        {"card": card, "outcome": "accepted", "acceptedSuggestions": [{"id": card}],
         "outcomeTimestamp": "2026-03-01T10:00:00Z"},
        {"card": card, "outcome": "overridden", "outcomeTimestamp": "2026-03-01T10:00:00Z",
         "overrideReason": {"reason": {"code": "known"}, "userComment": "seen"}},
    ]}  # fmt: skip
    assert service.post("/cds-services/twitch-view/feedback", json=good).status_code == 200
    for bad in ({}, {"feedback": []}, {"feedback": [{"card": card, "outcome": "liked"}]},
                {"feedback": [{"card": card, "outcome": "accepted"}]}):  # fmt: skip
        assert service.post("/cds-services/twitch-view/feedback", json=bad).status_code == 400


# ---- the client's token --------------------------------------------------------------------------


def token(key, service, **changes):
    now = int(time.time())
    address = f"{str(service.base_url).rstrip('/')}/cds-services/twitch-view"
    claims = {"iss": "https://ehr.example.org", "aud": address,
              "iat": now, "exp": now + 300, "jti": str(uuid.uuid4())} | changes  # fmt: skip
    claims = {k: v for k, v in claims.items() if v is not None}
    return jwt.encode(claims, key, algorithm="ES384", headers={"kid": "one"})


def send(service, body, given):
    headers = {"authorization": f"Bearer {given}"} if given else {}
    return service.post("/cds-services/twitch-view", json=body, headers=headers)


def test_a_good_token_is_taken_once(checking_service, client_keys, call):
    good = token(client_keys[0], checking_service)
    assert send(checking_service, call(), good).status_code == 200
    again = send(checking_service, call(), good)
    assert (again.status_code, "used before" in again.json()["detail"]) == (401, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://else.example.org"},
        {"aud": "https://else.example.org/cds-services/twitch-view"},
        {"exp": 1_000_000_000},
        {"jti": None},
        {"iat": None},
        {"aud": None},
    ],
)
def test_a_token_that_does_not_fit_is_refused(checking_service, client_keys, call, changes):
    answer = send(checking_service, call(), token(client_keys[0], checking_service, **changes))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_no_token_a_strangers_key_and_no_signature_are_refused(checking_service, call):
    from cryptography.hazmat.primitives.asymmetric import ec

    stranger = token(ec.generate_private_key(ec.SECP384R1()), checking_service)
    unsigned = jwt.encode({"iss": "https://ehr.example.org"}, None, algorithm="none")
    for given in ("", stranger, unsigned, "a.b.c", "x"):
        assert send(checking_service, call(), given).status_code == 401
    feedback = checking_service.post("/cds-services/twitch-view/feedback", json={"feedback": []})
    assert feedback.status_code == 401


def test_issuers_without_keys_are_refused_at_the_start(run_cli):
    done = run_cli("serve", "--port", "0", "--cds-issuer", "https://ehr.example.org")
    assert done.returncode == 2
    assert b"--jwt-keys" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_any_prefetch_is_answered_or_refused_in_one_line(service, call, prefetch):
    odd = [None, 1, "x", [], [[]], {}, {"resourceType": 1}, {"resourceType": "Bundle", "entry": 3},
           {"resourceType": "Bundle", "entry": [None, {"resource": []}]},
           {"resourceType": "Condition", "code": [], "subject": 3}]  # fmt: skip
    for key in ("patient", "conditions", "observations", "family"):
        for value in odd:
            body = call(prefetch={**prefetch, key: value})
            answer = service.post("/cds-services/twitch-view", content=json.dumps(body),
                                  headers={"content-type": "application/json"})  # fmt: skip
            assert answer.status_code in (200, 412, 422), (key, value, answer.text)


def test_the_example_client_runs(service):
    script = ROOT / "examples/clients/cds_hooks_call.py"
    base = str(service.base_url).rstrip("/")
    done = subprocess.run([sys.executable, script, base], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[patient-view, " in done.stdout
    assert "[order-select, " in done.stdout
