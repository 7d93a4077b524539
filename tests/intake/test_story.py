"""Plain words to facts: every sentence of ``lay_sentences.yaml``, and what holds for any text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from whytwitch.core.story_words import normal_word
from whytwitch.intake.coded import Collector
from whytwitch.intake.story.facts import story_document
from whytwitch.intake.story.reader import read_story

SENTENCES = [
    row
    for name in ("lay_sentences", "letter_sentences")
    for row in yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8"))
]


@pytest.mark.parametrize("row", SENTENCES, ids=[r["text"][:60] or "(empty)" for r in SENTENCES])
def test_a_lay_sentence_gives_its_facts(model, row):
    story = read_story(model, row["text"])
    present = {s.id for s in story.findings if s.present}
    absent = {s.id for s in story.findings if not s.present}
    taken = {s.id for s in story.exposures if s.present}
    assert set(row.get("present", ())) <= present
    assert set(row.get("absent", ())) <= absent
    assert not set(row.get("not", ())) & present
    assert set(row.get("exposures", ())) <= taken
    assert not set(row.get("not_exposures", ())) & taken
    assert set(row.get("absent_exposures", ())) <= {s.id for s in story.exposures if not s.present}
    for key, value in row.get("context", {}).items():
        assert getattr(story.person, key) == value
    assert len(story.questions) >= row.get("questions", 0)
    if "labs" in row:
        collector = Collector(model)
        collector.plain_words(row["text"], "text")
        assert set(row["labs"]) <= {f.id for f in collector.facts if f.present}


def test_there_are_at_least_150_sentences():
    assert len(SENTENCES) >= 150


def test_every_fact_says_the_words_it_came_from(model):
    text = "My left calf keeps twitching; no weakness. I started sertraline 50 mg two weeks ago. K+ 2.9."
    document = story_document(model, read_story(model, text))
    for key in ("present", "absent", "exposures"):
        assert document[key]
        for row in document[key]:
            first, last = row["span"]
            assert text[first:last] == row["detail"]
    assert document["exposures"][0]["dose"] == {"amount": 50.0, "unit": "mg"}
    assert document["labs"][0]["state"] == "low"


def test_a_pasted_table_of_values_is_read(model):
    text = "Calcium | 1.75 | mmol/L | 2.10-2.60\nMagnesium   0.4 mmol/L (0.7 - 1.0)\nCK: 1,240 U/L (< 200)\n"
    rows = story_document(model, read_story(model, text))["labs"]
    assert [(r["test"], r["state"]) for r in rows[:2]] == [("calcium", "low"), ("magnesium", "low")]
    assert rows[2]["value"] == 1240
    assert rows[2]["state"] == "high"


def test_what_could_mean_two_things_becomes_a_question(model):
    document = story_document(model, read_story(model, "He has fits and bad nerves."))
    assert len(document["questions"]) == 2
    assert all(len(q["meanings"]) > 1 and q["question"].endswith("?") for q in document["questions"])


def test_a_sentence_that_gives_nothing_is_kept(model):
    text = "My calf twitches. The quarterly turnover exceeded expectations wonderfully."
    missed = story_document(model, read_story(model, text))["not_understood"]
    assert [row["text"] for row in missed] == ["The quarterly turnover exceeded expectations wonderfully"]


def test_misspelt_british_and_american_words_meet(model):
    for text in ("diarrhoea", "diarrhea", "diarrhoae"):
        assert "HP:0002014" in {s.id for s in read_story(model, text).findings}, text


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_story_whose_spans_lie_inside_it(model, text):
    story = read_story(model, text)
    for said in (*story.findings, *story.exposures, *story.history):
        first, last = said.span
        assert 0 <= first < last <= len(text)
        assert text[first:last] == said.words
    for first, last in story.not_understood:
        assert 0 <= first < last <= len(text)
    story_document(model, story)


@given(st.lists(st.sampled_from([r["text"] for r in SENTENCES]), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_the_same_text_always_gives_the_same_story(model, texts):
    text = "\n".join(texts)
    assert story_document(model, read_story(model, text)) == story_document(model, read_story(model, text))


_PIECES = (
    "no not without denies but and or , . ; ! ? ( ) [ ] \n \t : - – — ' ’ \" % / * + = < > | 0 1 2.5 1,240 "
    "10^9 mmol/L mg twitching weak legs my mother father ALS fit fits fever Ca K+ CK \u0000 \ud83d\ude00 é ß "
    "İ \u202e \u0301 \ufeff 𝔘 ½ ٣ ² years old 34 since for two months NaN inf -1 1e999 aaaaaaaaaaaaaaaa"
).split(" ")


@pytest.mark.slow
def test_a_hundred_thousand_hostile_texts_are_read(model):
    source = random.Random(5)
    for i in range(100_000):
        n = source.randrange(0, 9)
        text = source.choice(("", " ")).join(source.choice(_PIECES) for _ in range(n))
        if i % 10 == 0:
            text += "".join(chr(source.randrange(1, 0xD7FF)) for _ in range(n))
        story = read_story(model, text)
        for said in story.findings:
            assert text[said.span[0] : said.span[1]] == said.words


def test_a_long_text_says_what_its_sentences_say(model):
    text = " ".join(r["text"] for r in SENTENCES)
    once, often = (read_story(model, (text + "\n") * n) for n in (1, 1_000_000 // len(text)))
    assert {s.id for s in often.findings if s.present} == {s.id for s in once.findings if s.present}


def test_normal_words_are_lower_case_ascii():
    assert normal_word("Ménière’s") == "meniere"
