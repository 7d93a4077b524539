"""Long gaps: read as short ones, with places as they are in the text, and in no more time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.story.reader import read_story
from whytwitch.intake.story.text.gaps import gaps_of

TEXT = "Woman of 52.{}My left calf has been twitching for two months.{}No weakness.{}Potassium{}2.9 mmol/L."
GAPS = [" " * 41, "\n" * 500, "\t" * 60, " \n" * 40, "\r\n" * 3000, "\u00a0" * 20_000]


def _read(story):
    facts = [*story.findings, *story.exposures, *story.history, *story.values, *story.questions]
    return [" ".join(story.text[slice(*fact.span)].split()) for fact in facts]


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: f"{gap[:2]!r}x{len(gap)}")
def test_a_long_gap_changes_nothing_but_the_places(model, gap):
    short = read_story(model, TEXT.format(" ", " ", " ", " "))
    long = read_story(model, TEXT.format(gap, gap, gap, "  "))
    assert _read(long) == _read(short)
    assert long.person == short.person
    assert all(s.words in TEXT for s in long.findings)


@pytest.mark.parametrize("word", ["5", "for", "my", "no", "Na", "aged 5", "5 mg", "("])
@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\r\n", "\u2003"])
def test_a_word_before_blanks_without_end_is_read_at_once(model, word, blank):
    story = read_story(model, word + blank * 20_000)
    assert not [s for s in story.findings if s.present]


@given(
    st.lists(st.tuples(st.sampled_from(["a", "5.", "twitch"]), st.sampled_from([" ", " " * 50, "\n" * 99])))
)
@settings(deadline=None)
def test_every_letter_stands_where_it_was(pairs):
    text = "".join(word + gap for word, gap in pairs)
    gaps = gaps_of(text)
    if gaps is None:
        assert " " * 41 not in text
        return
    for k, letter in enumerate(gaps.text):
        if not letter.isspace():
            start, end = gaps.original((k, k + 1))
            assert text[start:end] == letter
    assert gaps.text.split() == text.split()


@pytest.mark.parametrize("detail", ["1" * 20_000, "1 mg " * 4000, "5" + " " * 20_000])
def test_a_detail_without_end_is_read_at_once(model, detail):
    raw = {"present": ["twitching"], "exposures": [{"name": "sertraline", "detail": detail}]}
    assert any(fact.id == "sertraline" for fact in case_from_mapping(model, raw).facts)
