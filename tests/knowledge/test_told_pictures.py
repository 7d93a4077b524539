"""Pictures in plain words that once stood behind something else, and how soon each must be seen."""

from pathlib import Path

import pytest
import yaml

from whytwitch.core.case import URGENCIES
from whytwitch.intake.coded import Collector
from whytwitch.service.assess import rank

PICTURES = yaml.safe_load(Path(__file__).with_name("told_pictures.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture["text"][:50])
def test_a_told_picture_is_led_by_its_cause(model, picture):
    collected = Collector(model)
    collected.plain_words(picture["text"], "narrative")
    ranking = rank(model, collected.case())
    leading = {model.hypothesis(member).cause for member in ranking.rows[0].members}
    assert leading & set(picture["leads"])
    least, most = (URGENCIES.index(level) for level in picture["level"])
    assert least <= URGENCIES.index(ranking.urgency.level) <= most
