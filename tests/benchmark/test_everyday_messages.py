"""Everyday messages: the files are well-formed, the figures are right, and floors hold."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from whytwitch.benchmark.cases import normal_name
from whytwitch.benchmark.everyday import (
    EverydayResult,
    as_json,
    as_text,
    read_everyday,
    run_everyday,
    summarise_everyday,
)
from whytwitch.cli.main import app
from whytwitch.core.case import URGENCIES
from whytwitch.core.errors import InputError

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "words"
HALVES = {half: read_everyday(FOLDER / f"everyday_{half}.json") for half in ("work", "held")}
WHOLE = sorted(HALVES["work"] + HALVES["held"], key=lambda row: row["id"])
LATER = {half: read_everyday(FOLDER / f"everyday2_{half}.json") for half in ("work", "held")}
KEYS = {"id", "half", "narrative", "age_years", "sex", "diagnosis", "urgency", "urgency_max", "never"}

CALM = EverydayResult(
    id="x",
    rank=1,
    first=("Eyelid myokymia",),
    frightening=(),
    rare=0.0,
    n_read=2,
    urgency="self-care",
    urgency_max="routine",
    urgency_given="routine",
)


def test_a_hundred_messages_are_well_formed():
    assert len({row["id"] for row in WHOLE}) == len({row["narrative"] for row in WHOLE}) == len(WHOLE) == 100
    for row in WHOLE:
        assert set(row) == KEYS
        assert row["sex"] in (None, "female", "male")
        assert row["age_years"] is None or 0 <= row["age_years"] < 100
        assert 2 <= len(row["diagnosis"]["accept"]) <= 6
        accepted = {normal_name(n) for n in row["diagnosis"]["accept"]}
        assert row["never"]
        assert accepted.isdisjoint(normal_name(n) for n in row["never"])


def test_sixty_later_messages_are_well_formed():
    rows = LATER["work"] + LATER["held"]
    assert len({row["id"] for row in rows}) == len({row["narrative"] for row in rows}) == len(rows) == 60
    assert {row["narrative"] for row in rows}.isdisjoint(row["narrative"] for row in WHOLE)
    for half, some in LATER.items():
        assert len(some) == 30
        for row in some:
            assert set(row) == KEYS
            assert row["half"] == half
            accepted = {normal_name(n) for n in row["diagnosis"]["accept"]}
            assert row["never"]
            assert accepted.isdisjoint(normal_name(n) for n in row["never"])
    assert sum(URGENCIES.index(row["urgency"]) >= 3 for row in rows) == 9


def test_most_messages_can_wait_and_some_must_not():
    levels = [URGENCIES.index(row["urgency"]) for row in WHOLE]
    assert sum(level <= 1 for level in levels) >= 75
    assert 10 <= sum(level >= 3 for level in levels) <= 15


def test_the_halves_are_the_whole_by_a_hash_of_the_id():
    by_hash = sorted(WHOLE, key=lambda row: hashlib.sha256(row["id"].encode()).hexdigest())
    assert {row["id"] for row in HALVES["work"]} == {row["id"] for row in by_hash[:50]}
    assert HALVES["work"] == [row for row in WHOLE if row["half"] == "work"]
    assert all(row["half"] == half for half, rows in HALVES.items() for row in rows)


def test_figures_by_hand():
    rows = [
        CALM,
        replace(CALM, rank=3, urgency_given="emergency", frightening=("Rabies",), rare=0.2),
        replace(CALM, rank=None, urgency_given="urgent", n_read=0),
        replace(CALM, rank=4, urgency="urgent", urgency_max="emergency", urgency_given="soon"),
    ]
    figures = summarise_everyday(rows)
    assert (figures["top1"], figures["top3"]) == (0.25, 0.5)
    assert (figures["urgency_below"], figures["serious"], figures["serious_below"]) == (0.25, 1, 1.0)
    assert (figures["false_alarm"], figures["emergency_without_ground"]) == (0.5, 0.25)
    assert (figures["frightening"], figures["nothing_read"]) == (0.25, 0.25)
    assert figures["rare_mass"] == pytest.approx(0.05)


def test_a_figure_that_does_not_exist_is_a_dash_or_null():
    line = next(row for row in as_text([CALM]).splitlines() if "must not wait" in row)
    assert line.endswith(" -")
    assert json.loads(as_json([CALM]))["all"]["serious_below"] is None


def test_the_words_alone_are_shown(model):
    few = HALVES["work"][:4]
    blind = [{**c, "diagnosis": {"name": "none"}, "never": [], "urgency": "self-care"} for c in few]
    told = [r.first for r in run_everyday(model, few)]
    assert told == [r.first for r in run_everyday(model, blind)]


def test_a_name_among_three_that_must_not_be_there_is_found(model):
    few = HALVES["work"][:4]
    named = run_everyday(model, few)
    again = run_everyday(model, [{**case, "never": [r.first[1]]} for case, r in zip(few, named, strict=True)])
    assert [r.frightening for r in again] == [(r.first[1],) for r in named]


def test_what_hardly_anybody_comes_with_is_rare(model):
    told = {"urgency": "urgent", "urgency_max": "emergency", "never": [], "diagnosis": {"name": "none"}}
    common, rare = run_everyday(
        model,
        [
            {**told, "narrative": "My lower eyelid has been twitching for five days. I drink much coffee."},
            {**told, "narrative": "My jaw is locked, my back arches in spasms when someone touches me."},
        ],
    )
    assert common.rare < 0.05
    assert rare.rare > common.rare


def test_floors(model):
    figures = summarise_everyday(run_everyday(model, WHOLE))
    assert figures["top1"] >= 0.68
    assert figures["top3"] >= 0.84
    assert figures["urgency_below"] <= 0.01
    assert figures["serious_below"] == 0.0
    assert figures["false_alarm"] <= 0.15
    assert figures["frightening"] <= 0.10


def test_floors_of_the_later_messages(model):
    figures = summarise_everyday(run_everyday(model, LATER["work"] + LATER["held"]))
    assert figures["top1"] >= 0.66
    assert figures["top3"] >= 0.86
    assert figures["serious_below"] == 0.0
    assert figures["false_alarm"] <= 0.26
    assert figures["emergency_without_ground"] <= 0.12


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"narrative": " "}, "narrative"),
        ({"urgency_max": None}, "urgency_max"),
        ({"urgency": "urgent", "urgency_max": "soon"}, "urgency_max"),
        ({"never": "rabies"}, "never"),
    ],
)
def test_a_message_that_cannot_be_scored_is_refused(tmp_path, change, said):
    path = tmp_path / "messages.json"
    path.write_text(json.dumps([{**WHOLE[0], **change}]), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_everyday(path)


def test_the_command_prints_a_table_and_json(model, tmp_path):
    path = tmp_path / "messages.json"
    path.write_text(json.dumps(HALVES["work"][:2]), encoding="utf-8")
    shown = CliRunner().invoke(app, ["benchmark", "everyday", str(path)])
    assert shown.exit_code == 0
    assert "an accepted name among three" in shown.stdout
    shown = CliRunner().invoke(app, ["benchmark", "everyday", str(path), "--format", "json"])
    assert json.loads(shown.stdout)["all"]["n"] == 2
    shown = CliRunner().invoke(app, ["benchmark", "everyday", str(path), "--format", "svg"])
    assert shown.exit_code != 0
