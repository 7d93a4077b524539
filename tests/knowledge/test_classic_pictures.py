"""Each cause as a person would tell of it at a first visit, written before the records were read: floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from whytwitch.core.case import URGENCIES
from whytwitch.intake.coded import Collector
from whytwitch.model.store import Model
from whytwitch.service.assess import rank

FOLDER = Path(__file__).parents[2] / "benchmarks" / "words"
#: Of each file: pictures, and how many causes must lead, and stand among the first three and five.
FLOORS = {"classic_1.json": (211, 172, 200, 203), "classic_2.json": (209, 176, 201, 205)}
#: A row stands for a cause that holds at least this part of it.
_PART = 0.02
Outcome = tuple[str, int, int]


def _outcome(model: Model, picture: dict[str, str]) -> Outcome:
    """The cause, its rank (99 when it is in no row) and levels above the urgency that was asked for."""
    collector = Collector(model)
    collector.plain_words(picture["narrative"], "words")
    ranking = rank(model, collector.case())
    place = 99
    for i, row in enumerate(ranking.rows, start=1):
        held = sum(
            share
            for member, share in zip(row.members, row.shares, strict=True)
            if picture["cause"] in (model.hypothesis(member).cause, model.hypothesis(member).underlying)
        )
        if held >= _PART:
            place = i
            break
    level = URGENCIES.index(ranking.urgency.level) - URGENCIES.index(picture["urgency"])
    return picture["cause"], place, level


@pytest.fixture(scope="module", params=FLOORS)
def told(request: pytest.FixtureRequest, model: Model) -> tuple[str, list[Outcome]]:
    pictures = json.loads((FOLDER / request.param).read_text("utf-8"))
    return request.param, [_outcome(model, picture) for picture in pictures]


def test_what_is_told_in_its_classic_way_is_found(told: tuple[str, list[Outcome]]) -> None:
    name, outcomes = told
    places = [place for _, place, _ in outcomes]
    found = (len(places), *(sum(place <= k for place in places) for k in (1, 3, 5)))
    assert found[0] == FLOORS[name][0]
    assert all(there >= floor for there, floor in zip(found, FLOORS[name], strict=True)), found


def test_none_waits_too_long_and_few_are_frightened(told: tuple[str, list[Outcome]]) -> None:
    _, outcomes = told
    assert [cause for cause, _, level in outcomes if level < -1] == []
    assert sum(level > 2 for *_, level in outcomes) <= 6
