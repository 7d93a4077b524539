"""``whytwitch read`` and plain words in ``assess``, as a user types them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from whytwitch.cli.main import app

run = CliRunner()


def test_read_shows_what_was_understood():
    result = run.invoke(app, ["read", "My eyelid keeps fluttering. No weakness."])
    assert result.exit_code == 0
    assert "There" in result.stdout
    assert "Muscle weakness" in result.stdout


def test_read_as_json_has_every_key():
    result = run.invoke(app, ["read", "34F, calf twitching for 2 months, CK 1,240 U/L", "--format", "json"])
    document = json.loads(result.stdout)
    assert list(document) == [
        "present", "absent", "exposures", "labs", "history", "context", "not_understood", "questions",
    ]  # fmt: skip
    assert document["context"]["age_years"] == 34


def test_read_takes_a_file_and_standard_input(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text("My tongue twitches.", "utf-8")
    by_file = run.invoke(app, ["read", str(file), "--format", "json"]).stdout
    by_input = run.invoke(app, ["read", "-", "--format", "json"], input="My tongue twitches.").stdout
    assert json.loads(by_file)["present"] == json.loads(by_input)["present"]
    assert json.loads(by_file)["present"][0]["hpo"] == "HP:0001308"


def test_assess_takes_plain_words(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text("My eyelid has been twitching for two weeks and I drink six coffees a day.", "utf-8")
    result = run.invoke(app, ["assess", str(file), "--format", "json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["causes"]


@pytest.mark.parametrize("arguments", [["read", ""], ["read", "   "], ["read", "x", "--format", "xml"]])
def test_a_wrong_use_is_one_plain_error(arguments):
    assert run.invoke(app, arguments).exit_code != 0


def test_words_in_quotes_are_assessed():
    words = "my left eyelid has twitched for ten days, I drink a lot of coffee"
    result = run.invoke(app, ["assess", words, "--format", "json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["causes"][0]["id"] in ("eyelid_myokymia", "caffeine_excess")


def test_a_file_that_is_not_there_is_no_story():
    assert run.invoke(app, ["assess", "my old case.yaml"]).exit_code != 0


@pytest.mark.parametrize("name", ["letter.txt", "./letter", "/nowhere/letter", "../", "~/my.pdf"])
def test_a_file_that_is_not_there_is_not_read_as_words(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run.invoke(app, ["read", name]).exit_code != 0


@pytest.mark.parametrize("word", ["twitching", "twitching/cramps", "Mg0.45", "cramps."])
def test_a_single_word_is_read(word):
    assert run.invoke(app, ["read", word]).exit_code == 0
