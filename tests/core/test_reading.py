import pytest
from hypothesis import given
from hypothesis import strategies as st

from whytwitch.core.reading import reading_grade, syllables


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The cat sat on the mat. It was a warm day.", 0, 2),
        ("Do you have tingling or pins and needles?", 0, 6),
        (
            "Ectopic discharge of distal motor axon terminals produces fasciculation potentials without "
            "electromyographic evidence of denervation.",
            14,
            30,
        ),
    ],
)
def test_grades_order_texts_as_a_reader_would(text, low, high):
    assert low <= reading_grade(text) <= high


@given(st.text())
def test_any_text_has_a_grade(text):
    assert reading_grade(text) >= 0


@given(st.from_regex(r"[a-z]{1,20}", fullmatch=True))
def test_every_word_has_a_syllable(word):
    assert 1 <= syllables(word) <= 20
