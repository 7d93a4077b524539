"""The Python front: exported names, what an import costs, and the tutorial run as it stands."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path

import pytest

import whytwitch
import whytwitch.service.front as front

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("numpy", "pydantic", "yaml", "pint", "typer", "rich", "fastapi", "sqlalchemy", "jinja2", "fhir")


@pytest.fixture(autouse=True)
def _at_the_root(home, monkeypatch):
    monkeypatch.chdir(ROOT)


def test_the_exported_names_are_these_and_all_there():
    assert whytwitch.__all__ == sorted(whytwitch.__all__, key=lambda n: (n[0].islower() or n[0] == "_", n))
    assert {"assess", "read", "load_case", "batch", "explain_cause", "next_question", "as_json"} <= set(
        whytwitch.__all__
    )
    for name in whytwitch.__all__:
        assert getattr(whytwitch, name) is getattr(whytwitch, name)
    assert dir(whytwitch) == sorted(whytwitch.__all__)
    assert set(front.__all__) <= set(whytwitch.__all__)
    with pytest.raises(AttributeError, match="no attribute 'asses'"):
        _ = whytwitch.asses
    exec("from whytwitch import *", names := {})
    assert "assess" in names


def test_an_import_loads_nothing_heavy():
    program = "import sys, whytwitch; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules = {name.partition(".")[0] for name in loaded.stdout.split()}
    assert "whytwitch" in modules
    assert not modules & set(HEAVY)


def test_an_assessment_loads_no_server():
    program = "import sys, whytwitch; whytwitch.assess({'present': ['tremor']}); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules = {name.partition(".")[0] for name in loaded.stdout.split()}
    assert not modules & {"fastapi", "starlette", "uvicorn", "sqlalchemy", "fhir", "jwt", "rich", "typer"}


def test_the_tutorial_runs_as_it_stands():
    result = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert result.attempted > 20
    assert result.failed == 0


@pytest.mark.parametrize("module", [whytwitch, front])
def test_the_examples_of_the_functions_run(module):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


def test_a_case_may_be_a_mapping_a_path_or_coded(tmp_path):
    raw = {"present": ["twitching eyelid"]}
    file = tmp_path / "case.json"
    file.write_text(json.dumps(raw))
    answers = [
        whytwitch.as_dict(whytwitch.assess(c)) for c in (raw, file, str(file), whytwitch.load_case(raw))
    ]
    assert all(a["causes"] == answers[0]["causes"] for a in answers)
    assert raw == {"present": ["twitching eyelid"]}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: whytwitch.assess({}), "at least one fact"),
        (lambda: whytwitch.assess(3), "mapping, a path or a Case"),
        (lambda: whytwitch.assess("nowhere.yaml"), "nowhere.yaml"),
        (lambda: whytwitch.assess({"present": ["x"]}, top=0), "top must be from 1 to 200"),
        (lambda: whytwitch.explain_cause({"present": ["tremor"]}, "nope"), "must be known"),
        (lambda: whytwitch.read(" "), "at least one word"),
        (lambda: whytwitch.record_answer(None, "nope", "yes"), "must be one that was put"),
    ],
)
def test_bad_input_raises_one_line(call, says):
    with pytest.raises(whytwitch.InputError, match=says) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, whytwitch.WhytwitchError)


def test_html_and_json_agree_with_the_command_line(run_cli):
    answer = whytwitch.assess("examples/calves.yaml")
    assert (
        run_cli("assess", "examples/calves.yaml", "--format", "json").stdout.decode()
        == whytwitch.as_json(answer) + "\n"
    )
