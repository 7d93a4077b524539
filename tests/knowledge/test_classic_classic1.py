"""Classic pictures of 211 causes, written before the records were read: floors of their totals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from whytwitch.intake.coded import Collector
from whytwitch.model.store import Model
from whytwitch.service.assess import rank

_LEVELS = ["self-care", "routine", "soon", "urgent", "emergency"]
_FILE = Path(__file__).parents[2] / "benchmarks" / "words" / "classic_classic1.json"
#: A row stands for a cause that holds at least this part of it.
_PART = 0.02


@pytest.fixture(scope="module")
def outcomes(model: Model) -> list[tuple[int, int]]:
    """Rank of the cause (99 when it is in no row) and levels above the one that was asked for."""
    found = []
    for picture in json.loads(_FILE.read_text()):
        collector = Collector(model)
        collector.plain_words(picture["narrative"], "x")
        ranked = rank(model, collector.case())
        place = 99
        for i, row in enumerate(ranked.rows, 1):
            held = sum(
                share
                for member, share in zip(row.members, row.shares, strict=True)
                if picture["cause"] in (model.hypothesis(member).cause, model.hypothesis(member).underlying)
            )
            if held >= _PART:
                place = i
                break
        found.append((place, _LEVELS.index(ranked.urgency.level) - _LEVELS.index(picture["urgency"])))
    return found


def test_classic_pictures_are_ranked(outcomes: list[tuple[int, int]]) -> None:
    assert sum(place <= 1 for place, _ in outcomes) >= 170
    assert sum(place <= 5 for place, _ in outcomes) >= 201


def test_no_classic_picture_waits_too_long(outcomes: list[tuple[int, int]]) -> None:
    assert sum(steps < -1 for _, steps in outcomes) <= 1
    assert sum(steps > 2 for _, steps in outcomes) <= 6
