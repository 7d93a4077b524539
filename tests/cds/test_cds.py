"""CDS Hooks 2.0 against the fields and limits of its specification."""

import json
import re
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import jwt
import pytest

from real_service import client_of

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
        {"prefetch": {"conditions": None}},
        {"prefetch": {"patient": {"resourceType": "Patient", "id": "p1"}}},
        {"prefetch": {"patient": {"resourceType": "Patient"}, "conditions": "none"}},
        {
            "prefetch": {
                "patient": {"resourceType": "Patient"},
                "conditions": {"resourceType": "OperationOutcome", "issue": [{"diagnostics": "timed out"}]},
            }
        },
        {
            "prefetch": {
                "patient": {"resourceType": "Patient"},
                "conditions": {
                    "resourceType": "Bundle",
                    "type": "searchset",
                    "entry": [
                        {
                            "search": {"mode": "outcome"},
                            "resource": {
                                "resourceType": "OperationOutcome",
                                "issue": [
                                    {"severity": "error", "code": "timeout", "diagnostics": "timed out"}
                                ],
                            },
                        },
                    ],
                },
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


@pytest.mark.parametrize("conditions", [None, {"resourceType": "Bundle", "type": "searchset", "total": 0}])
def test_a_search_that_found_nothing_is_no_fault(service, call, conditions):
    """Null says that there is no data; a key that was not fetched is left out."""
    nothing = {"patient": {"resourceType": "Patient", "id": "p1"}, "conditions": conditions, "family": None}
    answer = service.post("/cds-services/twitch-view", json=call(prefetch=nothing))
    assert (answer.status_code, answer.json()) == (200, {"cards": []})
    body = call("order-select", context=order("Tramadol"), prefetch=nothing)
    assert service.post("/cds-services/twitch-order", json=body).status_code == 200


def test_a_warning_beside_the_result_is_no_failure(service, call, prefetch):
    warning = {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "warning", "code": "informational"}],
    }
    entry = {"search": {"mode": "outcome"}, "resource": warning}
    found = prefetch["conditions"]
    conditions = {**found, "entry": [*found["entry"], entry]}
    answer = service.post(
        "/cds-services/twitch-view", json=call(prefetch={**prefetch, "conditions": conditions})
    )
    assert len(check_cards(answer.json())) == 1


def test_further_pages_that_were_not_sent_are_told(service, call, prefetch):
    """The shape of the published example of pagination."""

    def told(body):
        (card,) = service.post("/cds-services/twitch-view", json=body).json()["cards"]
        found = re.search(r"(\d+) entries of the record were not used", card["detail"])
        return int(found.group(1)) if found else 0

    found = prefetch["conditions"]
    page = "https://ehr.example.org/fhir/Condition?patient=p1&_page="
    links = [{"relation": "self", "url": f"{page}1"}, {"relation": "next", "url": f"{page}2"}]
    paged = {**prefetch, "conditions": {**found, "total": 3, "link": links}}
    assert told(call(prefetch=paged)) == told(call()) + 1


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


def test_the_published_example_of_a_request_is_taken(service):
    """Its shape: ids, authorization, an encounter and an extension that nobody has agreed upon."""
    body = {
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "fhirServer": "http://hooks.smarthealthit.org:9080",
        "hook": "patient-view",
        "fhirAuthorization": {
            "access_token": "some-opaque-fhir-access-token", "token_type": "Bearer", "expires_in": 300,
            "scope": "user/Patient.read user/Observation.read", "subject": "cds-service4",
        },
        "context": {"userId": "PractitionerRole/123", "patientId": "1288992", "encounterId": "89284"},
        "prefetch": {
            "patient": {"resourceType": "Patient", "gender": "male", "birthDate": "1925-12-23",
                        "id": "1288992", "active": True},
            "conditions": {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": {
                "resourceType": "Condition", "subject": {"reference": "Patient/1288992"},
                "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "R25.3",
                                     "display": "Fasciculation"}]}}}]},
        },
        "extension": {"com.example.timestamp": "2017-11-27T22:13:25Z"},
    }  # fmt: skip
    answer = service.post("/cds-services/twitch-view", json=body)
    assert answer.status_code == 200, answer.text
    assert len(check_cards(answer.json())) == 1


def test_the_published_example_of_chosen_orders_is_taken(service, call, prefetch):
    """A diet and a medicine are drafted, both chosen; the medicine comes as RxNorm with its display."""
    drug = {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "617993",
                        "display": "Tramadol hydrochloride 50 MG Oral Tablet"}]}  # fmt: skip
    subject = {"reference": "Patient/p1"}
    drafts = [
        {"resourceType": "NutritionOrder", "id": "pureeddiet-simple", "status": "draft", "patient": subject,
         "oralDiet": {"type": [{"text": "Pureed diet"}]}},
        {"resourceType": "MedicationRequest", "id": "smart-MedicationRequest-103", "status": "draft",
         "intent": "order", "medicationCodeableConcept": drug, "subject": subject,
         "dosageInstruction": [{"text": "5 mL bid x 10 days"}]},
    ]  # fmt: skip
    context = {
        "userId": "PractitionerRole/123", "patientId": "p1", "encounterId": "89284",
        "selections": ["NutritionOrder/pureeddiet-simple", "MedicationRequest/smart-MedicationRequest-103"],
        "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": d} for d in drafts]},
    }  # fmt: skip
    answer = service.post("/cds-services/twitch-order", json=call("order-select", context=context))
    (card,) = check_cards(answer.json())
    assert (
        card["suggestions"][0]["actions"][0]["resourceId"] == "MedicationRequest/smart-MedicationRequest-103"
    )


def test_a_service_that_is_not_there(service, call):
    assert service.post("/cds-services/none", json=call()).status_code == 404


FEEDBACK = {
    "accepted": {"card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "accepted",
                 "acceptedSuggestions": [{"id": "e56e1945-20b3-4393-8503-a1a20fd73152"}],
                 "outcomeTimestamp": "2021-12-11T10:05:31Z"},
    "without a reason": {"card": "f6b95768-b1c8-40dc-8385-bf3504b82ffb", "outcome": "overridden",
                         "outcomeTimestamp": "2020-12-11T00:00:00Z"},
    "with a reason": {"card": "9368d37b-283f-44a0-93ea-547cebab93ed", "outcome": "overridden",
                      "overrideReason": {"reason": {"code": "d7ecf885",
                                                    "system": "https://example.com/override-reason-system"},
                                         "userComment": "A comment entered by the clinician."},
                      "outcomeTimestamp": "2020-12-11T00:00:00Z"},
    "with a comment alone": {"card": "9368d37b-283f-44a0-93ea-547cebab93ed", "outcome": "overridden",
                             "overrideReason": {"userComment": "seen"},
                             "outcomeTimestamp": "1985-04-12T23:20:50.52+02:00"},
}  # fmt: skip


def test_the_published_examples_of_feedback_are_taken(service):
    for rows in (*([row] for row in FEEDBACK.values()), list(FEEDBACK.values())):
        answer = service.post("/cds-services/twitch-view/feedback", json={"feedback": rows})
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"card": ""}, "card"),
        ({"outcome": "liked"}, "outcome"),
        ({"outcomeTimestamp": None}, "outcomeTimestamp"),
        ({"outcomeTimestamp": "yesterday"}, "outcomeTimestamp"),
        ({"outcomeTimestamp": "2020-12-11T00:00:00"}, "outcomeTimestamp"),
        ({"outcomeTimestamp": "2020-13-11T00:00:00Z"}, "outcomeTimestamp"),
        ({"acceptedSuggestions": []}, "acceptedSuggestions"),
        ({"acceptedSuggestions": [{}]}, "acceptedSuggestions"),
        ({"acceptedSuggestions": ["x"]}, "acceptedSuggestions"),
        ({"overrideReason": "no"}, "overrideReason"),
        ({"overrideReason": {"reason": {"display": "no code"}}}, "overrideReason"),
    ],
)
def test_feedback_out_of_shape_is_400_and_names_the_field(service, change, where):
    rows = [FEEDBACK["without a reason"], FEEDBACK["accepted"] | change]
    answer = service.post("/cds-services/twitch-view/feedback", json={"feedback": rows})
    assert (answer.status_code, answer.json()["where"]) == (400, f"feedback[1].{where}")


def test_no_feedback_is_400(service):
    for bad in ({}, {"feedback": []}, {"feedback": {}}, [], 3):
        assert service.post("/cds-services/twitch-view/feedback", json=bad).status_code == 400


# ---- the client's token --------------------------------------------------------------------------


def token(key, service, **changes):
    now = int(time.time())
    address = f"{str(service.base_url).rstrip('/')}/cds-services/twitch-view"
    claims = {"iss": "https://ehr.example.org", "aud": address,
              "iat": now, "exp": now + 300, "jti": str(uuid.uuid4())} | changes  # fmt: skip
    claims = {k: v for k, v in claims.items() if v is not None}
    return jwt.encode(claims, key, algorithm="ES384", headers={"kid": "one"})


def send(service, body, given, path=""):
    headers = {"authorization": f"Bearer {given}"} if given else {}
    return service.post(f"/cds-services/twitch-view{path}", json=body, headers=headers)


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
        {"aud": "https://whytwitch.example.org"},
        {"aud": []},
    ],
)
def test_a_token_that_does_not_fit_is_refused(checking_service, client_keys, call, changes):
    answer = send(checking_service, call(), token(client_keys[0], checking_service, **changes))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("head", [{}, {"kid": "two"}, {"kid": "one", "typ": "at+jwt"}])
def test_the_head_of_a_token_names_its_key_and_kind(checking_service, client_keys, call, head):
    given = token(client_keys[0], checking_service)
    claims = jwt.decode(given, options={"verify_signature": False})
    given = jwt.encode(claims, client_keys[0], algorithm="ES384", headers=head)
    assert send(checking_service, call(), given).status_code == 401


def test_a_token_for_several_and_with_a_tenant_is_taken(checking_service, client_keys, call):
    address = f"{str(checking_service.base_url).rstrip('/')}/cds-services/twitch-view"
    head = {"kid": "one", "jku": "https://fhir-ehr.example.com/jwk_uri"}
    given = token(client_keys[0], checking_service, aud=["https://else.example.org", address], tenant="2ddd")
    claims = jwt.decode(given, options={"verify_signature": False})
    given = jwt.encode(claims, client_keys[0], algorithm="ES384", headers=head)
    assert send(checking_service, call(), given).status_code == 200


def test_feedback_takes_a_token_for_the_service_or_for_itself(checking_service, client_keys):
    body = {"feedback": [FEEDBACK["accepted"]]}
    address = f"{str(checking_service.base_url).rstrip('/')}/cds-services/twitch-view"
    for audience in (address, f"{address}/feedback"):
        given = token(client_keys[0], checking_service, aud=audience)
        assert send(checking_service, body, given, "/feedback").status_code == 200
    given = token(client_keys[0], checking_service, aud=address.replace("view", "order"))
    assert send(checking_service, body, given, "/feedback").status_code == 401


def test_several_processes_take_a_token_once(home, model, client_keys, call):
    """Sent sixteen times at once on new connections, so that both processes are asked."""
    options = ("--jwt-issuer", "https://login.example.org", "--jwt-audience", "https://whytwitch.example.org")
    keys = ("--jwt-keys", str(client_keys[1]), "--cds-issuer", "https://ehr.example.org", "--workers", "2")
    with client_of(*options, *keys) as service:
        given = token(client_keys[0], service)
        headers = {"authorization": f"Bearer {given}", "connection": "close"}
        url = f"{str(service.base_url).rstrip('/')}/cds-services/twitch-view"

        def ask(_: int) -> int:
            return httpx.post(url, json=call(), headers=headers, timeout=60).status_code

        with ThreadPoolExecutor(16) as pool:
            statuses = sorted(pool.map(ask, range(16)))
    assert statuses == [200] + [401] * 15


ORIGIN = "https://ehr.example.org"


@pytest.fixture(scope="module")
def browser_service(home, model):
    with client_of("--cds-origin", ORIGIN) as service:
        yield service


def test_a_browser_page_of_a_named_origin_may_call(browser_service, call):
    asked = browser_service.options(
        "/cds-services/twitch-view",
        headers={"origin": ORIGIN, "access-control-request-method": "POST",
                 "access-control-request-headers": "authorization,content-type"},
    )  # fmt: skip
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "authorization" in asked.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in asked.headers
    headers = {"origin": ORIGIN, "sec-fetch-site": "cross-site"}
    answer = browser_service.post("/cds-services/twitch-view", json=call(), headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert answer.headers["vary"] == "Origin"
    fault = browser_service.post("/cds-services/twitch-view", json={}, headers=headers)
    assert (fault.status_code, fault.headers["access-control-allow-origin"]) == (400, ORIGIN)


def test_no_other_origin_and_no_other_path_answers_across(browser_service, call):
    for origin in ("https://evil.example.org", f"{ORIGIN}.evil.example", "null", "http://ehr.example.org"):
        headers = {"origin": origin}
        answer = browser_service.post("/cds-services/twitch-view", json=call(), headers=headers)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    for path in ("/api/v1/assess", "/fhir/$assess", "/cds-services-else"):
        answer = browser_service.post(path, json={}, headers={"origin": ORIGIN})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


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
