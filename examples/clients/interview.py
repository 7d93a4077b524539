"""An interview through the REST interface, with Python's own library alone.

    python examples/clients/interview.py [ADDRESS]

Answers are typed (a number, or nothing for "don't know"); at the end of the input it says what it
has. Nothing is kept by the service between calls: this program carries the answers. A service that
asks for a token takes it from WHYTWITCH_TOKEN.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any


def ask(address: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """One call; a problem ends the program with its line."""
    headers = {"Content-Type": "application/json"}
    if os.environ.get("WHYTWITCH_TOKEN"):
        headers["Authorization"] = f"Bearer {os.environ['WHYTWITCH_TOKEN']}"
    request = urllib.request.Request(f"{address}/api/v1/{path}", json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            sys.exit(json.load(error)["detail"])
    except urllib.error.URLError as error:
        sys.exit(f"the service must be there; got {error.reason}; start it with: whytwitch serve")


def typed(choices: list[dict[str, str]]) -> str | None:
    """The value of what was typed; None at the end of the input."""
    for i, choice in enumerate(choices, 1):
        print(f"  {i}  {choice['label']}")
    line = sys.stdin.readline()
    if not line:
        return None
    number = line.strip()
    if number.isdigit() and 1 <= int(number) <= len(choices):
        return choices[int(number) - 1]["value"]
    return "unknown"


def main() -> None:
    """Ask until more would not change the advice."""
    address = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8765").rstrip("/")
    answers: list[dict[str, str]] = []
    while True:
        step = ask(address, "next", {"answers": answers, "assessment": True})
        question = step["question"]
        if step["urgency"]["level"] == "emergency":
            print("Get help now:", step["urgency"]["reasons"][0]["text"])
            break
        if question is None:
            print(step["stopped_because"])
            break
        print(f"\n{question['text']}  ({question['why']})")
        value = typed(question["choices"])
        if value is None:
            break
        answers.append({"question": question["id"], "value": value})
    print(f"\nHow soon: {step['urgency']['level']}")
    for cause in step["assessment"]["causes"][:3]:
        print(f"  {cause['probability']:.0%}  {cause['plain_name']}")
    print(step["assessment"]["disclaimer"])


if __name__ == "__main__":
    main()
