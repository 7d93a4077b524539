"""Call both CDS Hooks services of a running whytwitch as a record system does, and print the cards.

    whytwitch serve                                   # in one terminal
    python examples/clients/cds_hooks_call.py         # in another

Needs Python alone.
"""

import json
import sys
import urllib.request
import uuid

PATIENT = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1961-05-04"}
SUBJECT = {"reference": "Patient/p1"}


def bundle(*resources: dict) -> dict:
    """What a search gives."""
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": r} for r in resources]}


PREFETCH = {
    "patient": PATIENT,
    "conditions": bundle(
        {"resourceType": "Condition", "id": "c1", "subject": SUBJECT, "code": {"text": "Myoclonus"}}
    ),
    "medicationStatements": bundle(
        {
            "resourceType": "MedicationStatement",
            "id": "m1",
            "status": "active",
            "subject": SUBJECT,
            "medicationCodeableConcept": {"text": "Sertraline"},
        }
    ),
}
DRAFT = {
    "resourceType": "MedicationRequest",
    "id": "draft",
    "status": "draft",
    "intent": "order",
    "subject": SUBJECT,
    "medicationCodeableConcept": {
        "coding": [{"system": "http://www.whocc.no/atc", "code": "N02AX02", "display": "tramadol"}]
    },
}


def post(url: str, document: dict) -> dict:
    """Send JSON, get JSON."""
    request = urllib.request.Request(
        url, data=json.dumps(document).encode(), headers={"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as response:
        answer: dict = json.load(response)
    return answer


def main(base: str = "http://127.0.0.1:8765") -> int:
    """Discover the services, call each, show its cards, and send feedback on the last."""
    with urllib.request.urlopen(f"{base}/cds-services") as response:
        services = json.load(response)["services"]
    for service in services:
        context = {"userId": "Practitioner/1", "patientId": "p1"}
        if service["hook"] == "order-select":
            context |= {"selections": ["MedicationRequest/draft"], "draftOrders": bundle(DRAFT)}
        answer = post(
            f"{base}/cds-services/{service['id']}",
            {
                "hook": service["hook"],
                "hookInstance": str(uuid.uuid4()),
                "context": context,
                "prefetch": PREFETCH,  # a record system fills in the templates of service["prefetch"]
            },
        )
        for card in answer["cards"]:
            print(f"[{service['hook']}, {card['indicator']}] {card['summary']}")
            given = {
                "card": card["uuid"],
                "outcome": "overridden",
                "outcomeTimestamp": "2026-03-01T10:00:00Z",
            }
            post(f"{base}/cds-services/{service['id']}/feedback", {"feedback": [given]})
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
