"""Send a FHIR Bundle to a running service and print what it thinks.

    whytwitch serve                                              # in one terminal
    python examples/clients/fhir_assess.py my-bundle.json        # in another

Needs Python alone.
"""

import json
import sys
import urllib.error
import urllib.request

BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p1", "gender": "male", "birthDate": "1970-01-01"}},
        {
            "resource": {
                "resourceType": "Condition",
                "subject": {"reference": "Patient/p1"},
                "code": {"text": "Muscle twitching"},
            }
        },
        {
            "resource": {
                "resourceType": "Observation",
                "status": "final",
                "subject": {"reference": "Patient/p1"},
                "code": {"coding": [{"system": "http://loinc.org", "code": "19123-9"}], "text": "Magnesium"},
                "valueQuantity": {"value": 0.5, "unit": "mmol/L"},
            }
        },
    ],
}


def main(path: str = "", base: str = "http://127.0.0.1:8765") -> int:
    """Print the leading causes, how soon, what is proposed and what was not understood."""
    bundle = BUNDLE
    if path:
        with open(path, encoding="utf-8") as stream:
            bundle = json.load(stream)
    request = urllib.request.Request(
        f"{base}/fhir/$assess",
        data=json.dumps(bundle).encode(),
        headers={"content-type": "application/fhir+json", "accept": "application/fhir+json"},
    )
    try:
        with urllib.request.urlopen(request) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            outcome = json.load(error)  # an OperationOutcome, in the words of the command line
        print(outcome["issue"][0]["diagnostics"], file=sys.stderr)
        return 1
    resources = [entry["resource"] for entry in answer["entry"]]
    for resource in resources:
        kind = resource["resourceType"]
        if kind == "RiskAssessment":
            for row in resource["prediction"][:5]:
                print(f"{row['probabilityDecimal']:5.1f} %  {row['outcome']['text']}")
        elif kind == "ClinicalImpression":
            print(resource["summary"])
        elif kind == "DetectedIssue":
            print("Drug:", resource["detail"])
        elif kind == "ServiceRequest":
            print("Proposed:", resource["code"]["text"])
        elif kind == "GuidanceResponse":
            for inner in resource["contained"]:
                for issue in inner.get("issue", []):
                    print("Not used:", issue["diagnostics"])
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
