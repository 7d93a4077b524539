import json

import jsonschema
import pytest

from whytwitch.knowledge.load import data_folder

SCHEMA = json.loads((data_folder() / "schema" / "assessment-1.json").read_text())


def test_assess_in_the_terminal_leads_with_urgency(run_cli):
    done = run_cli("assess", "examples/calves.yaml")
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert text.index("Routine") < text.index("likeliest causes") < text.index("What to ask")
    assert "not a diagnosis" in text
    assert "2025-01-16" in text


def test_assess_reads_standard_input_and_writes_valid_json(run_cli):
    done = run_cli("assess", "-", "--format", "json", stdin=b"present: [twitching eyelid]\n")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA)
    assert document["causes"][0]["id"] == "eyelid_myokymia"


def test_assess_writes_a_page(run_cli, tmp_path):
    out = tmp_path / "deep" / "page.html"
    done = run_cli("assess", "examples/calves.yaml", "--format", "html", "--out", str(out))
    assert done.returncode == 0, done.stderr
    page = out.read_text("utf-8")
    assert page.startswith("<!")
    assert "<svg" in page


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (("assess", "nowhere.yaml"), b"", "nowhere.yaml"),
        (("assess", "-"), b"", "empty"),
        (("assess", "-"), b"\x00\xff", "binary"),
        (("assess", "-"), b"age_years: -3\npresent: [tremor]\n", "age_years must be from 0 to 130; got -3"),
        (("assess", "-", "--format", "pdf"), b"present: [tremor]", "--format must be"),
        (("assess", "src"), b"", "folder"),
        (("batch", "nowhere", "--out", "x.jsonl"), b"", "nothing there"),
        (("batch", "src", "--out", "x.txt"), b"", ".jsonl or .parquet"),
        (("benchmark", "cases", "nowhere.json"), b"", "nowhere.json"),
        (("knowledge", "show", "no_such_cause_at_all"), b"", "must be known"),
        (("knowledge", "stats", "--format", "xml"), b"", "must be text or json"),
        (("knowledge", "show", "hypocalcaemia", "--format", "pdf"), b"", "terminal, html or json"),
        (("knowledge", "review", "--n", "0"), b"", "must be from 1 to"),
        (("data", "update", "--obo", "a", "--hpoa", "b"), b"", "must be a file"),
    ],
)
def test_bad_input_gets_one_line_and_exit_code_2(run_cli, arguments, stdin, says):
    done = run_cli(*arguments, stdin=stdin)
    error = done.stderr.decode()
    assert done.returncode == 2, error
    assert says in error
    assert len(error.strip().splitlines()) == 1
    assert "Traceback" not in error
    assert not done.stdout


def test_knowledge_commands(run_cli):
    assert b"no faults" in run_cli("knowledge", "check").stdout
    assert b"statements" in run_cli("knowledge", "stats").stdout
    stats = json.loads(run_cli("knowledge", "stats", "--format", "json").stdout)
    assert {"causes", "statements", "counted_share", "sourced_share", "background", "drugs", "labs"} <= set(
        stats
    )
    assert {"criteria", "rules", "questions"} <= set(stats)
    assert stats["questions"] == stats["askable"]
    page = run_cli("knowledge", "show", "hypocalcaemia", "--format", "html").stdout
    assert page.startswith(b"<!doctype html>")
    assert (
        json.loads(run_cli("knowledge", "show", "hypocalcaemia", "--format", "json").stdout)["id"]
        == "hypocalcaemia"
    )
    assert run_cli("knowledge", "review", "--n", "3", "--seed", "9").stdout.count(b"- verdict:") == 3
    shown = run_cli("knowledge", "show", "benign fasciculation syndrome").stdout.decode()
    assert "Findings" in shown
    assert "Sources" in shown
    found = run_cli("knowledge", "search", "eyelid", "myokymia").stdout.decode()
    assert "eyelid_myokymia" in found


def test_data_status_names_release_and_attribution(run_cli):
    text = run_cli("data", "status").stdout.decode()
    assert "2025-01-16" in text
    assert "hpo.jax.org" in text


def test_benchmark_prints_every_stage_and_format(run_cli, tmp_path, published):
    path = tmp_path / "few.json"
    path.write_text(json.dumps(published[:6]))
    text = run_cli("benchmark", "cases", str(path)).stdout.decode()
    assert all(stage in text for stage in ("history", "work-up", "coded"))
    document = json.loads(run_cli("benchmark", "cases", str(path), "--format", "json").stdout)
    assert [s["stage"] for s in document["stages"]] == ["history", "work-up", "coded"]
    assert {"top1", "top3", "urgency_safe", "brier"} <= set(document["stages"][0]["all"])
    csv = run_cli("benchmark", "cases", str(path), "--format", "csv", "--stage", "history").stdout
    assert csv.startswith(b"stage,group,n,top1")
    assert run_cli("benchmark", "cases", str(path), "--format", "svg").stdout.startswith(b"<svg")


def test_nothing_goes_to_the_network(tmp_path, home):
    import os
    import subprocess
    import sys

    blocker = tmp_path / "sitecustomize.py"
    blocker.write_text(
        "import socket\n"
        "def refuse(*a, **k):\n    raise RuntimeError('a socket was opened')\n"
        "socket.socket.connect = refuse\nsocket.create_connection = refuse\nsocket.getaddrinfo = refuse\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "WHYTWITCH_HOME": str(home)}
    for output in ("json", "terminal", "html"):
        done = subprocess.run(
            [sys.executable, "-m", "whytwitch", "assess", "examples/calves.yaml", "--format", output],
            capture_output=True,
            env=environment,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
