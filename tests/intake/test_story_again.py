"""What a long text says again, word for word, is read once, and every place is one of the whole text."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whytwitch.intake.story.reader import read_story
from whytwitch.intake.story.text import again as story_again
from whytwitch.intake.story.text.again import repeats_of

NOTE = (
    "Woman of 52. Her left calf has been twitching for two months. She has no weakness.\n"
    "She takes sertraline 50 mg a day. Potassium 2.9 mmol/L. Her mother had epilepsy.\n\n"
)


def _told(story):
    facts = [*story.findings, *story.exposures]
    return {(fact.id, fact.present, story.text[slice(*fact.span)].lower()) for fact in facts}


def test_a_note_that_is_carried_forward_says_what_it_said_once(model):
    once, often = read_story(model, NOTE), read_story(model, NOTE * 1_000)
    assert _told(often) == _told(once)
    assert often.person == once.person
    assert {value.test.id for value in often.values} == {value.test.id for value in once.values}
    assert all(often.text[slice(*said.span)] == said.words for said in often.findings)


def test_what_is_new_between_the_repeats_is_read_where_it_stands(model):
    new = "Since this morning she sees double. "
    text = NOTE * 700 + new + NOTE * 700
    said = next(s for s in read_story(model, text).findings if s.id == "HP:0000651")
    start = text.index(new)
    assert start <= said.span[0] < said.span[1] <= start + len(new)
    assert text[slice(*said.span)] == said.words


def test_short_texts_and_texts_of_new_sentences_are_left_as_they_are():
    assert repeats_of(NOTE) is None
    assert repeats_of(". ".join(f"Sentence {k} of a long letter" for k in range(6_000))) is None


@given(st.lists(st.sampled_from(["It twitches. ", "No cramps! ", "I sleep.\n\n", "Why? "]), max_size=60))
@settings(deadline=None)
def test_every_letter_that_is_kept_stands_where_it_was(pieces):
    text = "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(story_again, "_LONG", 0)
        shorter = repeats_of(text)
    if shorter is None:
        return
    for k, letter in enumerate(shorter.text):
        start, end = shorter.original((k, k + 1))
        assert letter == text[start:end] or letter == "\n"
    assert {p.strip() for p in pieces} == {p.strip() for p in pieces if p.strip() in shorter.text}


def test_every_sentence_is_kept_once_in_any_order():
    draw = random.Random(5)
    sentences = [f"Sentence {k} stands here. " for k in range(40)]
    text = "".join(draw.choice(sentences) for _ in range(8_000))
    shorter = repeats_of(text)
    kept = text if shorter is None else shorter.text
    assert all(sentence.strip() in kept for sentence in sentences if sentence in text)
