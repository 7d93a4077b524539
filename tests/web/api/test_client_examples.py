"""The example clients, run as a reader would run them, against a real service."""

from __future__ import annotations

import json
import os
import subprocess
import sys

TOKEN = "a-token-of-many-characters"


def run(*command, stdin="", token=None):
    environment = {**os.environ, **({"WHYTWITCH_TOKEN": token} if token else {})}
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, timeout=120, env=environment, check=False
    )


def test_curl(service):
    done = run("sh", "examples/clients/assess.sh", "examples/clients/case.json", service)
    assert done.returncode == 0, done.stderr
    version, answer, reading, step, found = (json.loads(line) for line in done.stdout.splitlines())
    assert version["api"].startswith("1.")
    assert answer["causes"][0]["id"] == "eyelid_myokymia"
    assert reading["present"][0]["hpo"] == "HP:0030826"
    assert step["question"]["id"]
    assert found["items"][0]["id"] == "HP:0002380"


def test_curl_says_what_is_wrong_in_one_line(service, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text('{"age_years": -3, "present": ["tremor"]}')
    done = run("sh", "examples/clients/assess.sh", str(bad), service)
    assert done.returncode == 2
    assert done.stderr.strip() == "body: age_years must be from 0 to 130; got -3; leave it out if unknown"


def test_python_interview(service):
    done = run(sys.executable, "examples/clients/interview.py", service, stdin="1\n" + "\n" * 30)
    assert done.returncode == 0, done.stderr
    assert "How soon: " in done.stdout
    assert "not a diagnosis" in done.stdout


def test_python_ends_well_at_the_end_of_the_input_and_without_a_service(service):
    done = run(sys.executable, "examples/clients/interview.py", service)
    assert done.returncode == 0
    assert "How soon: " in done.stdout
    gone = run(sys.executable, "examples/clients/interview.py", "http://127.0.0.1:9")
    assert gone.returncode == 1
    assert "whytwitch serve" in gone.stderr
    assert "Traceback" not in gone.stderr


def test_both_carry_a_token(serve):
    with serve("--token", TOKEN) as address:
        done = run("sh", "examples/clients/assess.sh", "examples/clients/case.json", address, token=TOKEN)
        assert done.returncode == 0, done.stderr
        done = run(sys.executable, "examples/clients/interview.py", address)
        assert "Bearer" in done.stderr
        done = run(sys.executable, "examples/clients/interview.py", address, token=TOKEN)
        assert done.returncode == 0
