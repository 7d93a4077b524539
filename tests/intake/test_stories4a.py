"""Classes of wording in fresh stories, with other sentences of each class and look-alikes."""

import pytest

from sentences import check_class, rows_of
from whytwitch.intake.story.reader import read_story

ROWS = rows_of("stories4a.yaml")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
def test_a_class_is_read_and_its_look_alikes_are_not(model, row):
    check_class(model, row)


@pytest.mark.parametrize(
    ("text", "age", "days"),
    [
        ("On Monday she was fretful, on Tuesday she staggered. Today she cannot stand.", None, 2.0),
        ("On Monday I saw double, tuesday I couldn't walk straight. Now my eyes do not move.", None, 2.0),
        ("His arms jerked on Sunday. He had gone to dialysis on Friday as always.", None, None),
        ("Wait until Monday. On Tuesday it tingled.", None, None),
        ("It had started three years before, with a trembling of the fingers.", None, 1095.75),
        ("It went on for twenty minutes. Since then, four months, she has had two a week.", None, 121.6),
        ("In plaster for six weeks. Since the cast came off, four months ago, it burns.", None, 121.6),
        ("Since the age of 3 months he throws his head back.", 7 / 12, 121.8),
        ("He was born at 33 weeks and his legs are stiff.", None, None),
        ("Since babyhood his chin quivers.", 12, 4383.0),
    ],
)
def test_when_it_began_is_told_by_days_and_ages(model, text, age, days):
    read = read_story(model, text, age).person.duration_days
    assert (read is None) == (days is None)
    assert days is None or read == pytest.approx(days, rel=0.02)
