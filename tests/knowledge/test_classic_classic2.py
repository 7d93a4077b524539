"""Well-known pictures told in plain words, one for each of 209 causes: floors of the totals."""

import json
from pathlib import Path

import pytest

from whytwitch.benchmark.cases import normal_name
from whytwitch.core.case import URGENCIES
from whytwitch.explain.ranking import row_names
from whytwitch.intake.coded import Collector
from whytwitch.service.assess import rank

PICTURES = Path(__file__).parents[2] / "benchmarks" / "words" / "classic_classic2.json"


@pytest.fixture(scope="module")
def answers(model):
    found = []
    for picture in json.loads(PICTURES.read_text(encoding="utf-8")):
        collector = Collector(model)
        collector.plain_words(picture["narrative"], "words")
        ranking = rank(model, collector.case())
        wanted = normal_name(str(model.meta["cause_names"][picture["cause"]]))
        place = 99
        for i, row in enumerate(ranking.rows[:60], start=1):
            name, _, synonyms, _ = row_names(model, row)
            if picture["cause"] in row.id.split(":") or wanted in map(normal_name, (name, *synonyms)):
                place = i
                break
        level = URGENCIES.index(ranking.urgency.level) - URGENCIES.index(picture["urgency"])
        found.append((picture["cause"], place, level))
    return found


def test_what_is_told_in_its_classic_way_is_found(answers):
    places = [place for _, place, _ in answers]
    assert len(places) == 209
    assert sum(place <= 1 for place in places) >= 170
    assert sum(place <= 3 for place in places) >= 200
    assert sum(place <= 5 for place in places) >= 204


def test_none_is_told_to_wait_much_longer_than_it_should(answers):
    assert [cause for cause, _, level in answers if level < -1] == []
    assert sum(level > 2 for *_, level in answers) <= 2
