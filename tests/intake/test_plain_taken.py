"""What became of a medicine and what its end took away, whose an illness is, and figures that are no age."""

import pytest

from sentences import check_said, rows_of
from whytwitch.intake.story.reader import read_story

ROWS = [*rows_of("plain_taken.yaml"), *rows_of("plain_opened.yaml")]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_a_sentence_is_read_for_what_it_says(model, row):
    check_said(model, row)


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("Her temperature was 103.2 F and she was shivering.", None, "FEMALE"),
        ("Temp 101 F. Rigid and sweating.", None, None),
        ("My temperature was 98 F this morning.", None, None),
        ("34F twitching.", 34, "FEMALE"),
        ("T 38.5, 67 F, twitching.", 67, "FEMALE"),
    ],
)
def test_degrees_are_no_years_and_fahrenheit_no_woman(model, text, age, sex):
    person = read_story(model, text).person
    assert (person.age_years, person.sex) == (age, sex)
