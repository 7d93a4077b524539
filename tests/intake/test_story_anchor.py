"""Openings as data: what a pattern finds at opening words alone is what ``re`` finds at every letter."""

import importlib
import pkgutil
import re
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whytwitch import intake
from whytwitch.intake.story.text.anchor import Anchored, _folded, _opened, first_of
from whytwitch.intake.story.text.split import split_words

MODULES = [
    importlib.import_module(f"{intake.__name__}.{info.name}")
    for info in pkgutil.iter_modules(intake.__path__)
    if info.name.startswith("story_") or info.name == "story"
]
ANCHORED = {
    id(value): value
    for module in MODULES
    for several in vars(module).values()
    for value in (several if isinstance(several, tuple) else (several,))
    if isinstance(value, Anchored)
}
#: A generated match of more words repeats what a pattern lets stand any number of times.
_MOST_WORDS = 20

_words = st.sampled_from(
    ["it", "IT", "is", "sits", "sitting", "unsit", "can't", "4/5", "16+", "½", "٣", "a_b"]
)
_texts = st.lists(st.tuples(_words, st.sampled_from([" ", " ", ", ", "-", "'", "/", "_", ""]))).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@pytest.mark.parametrize("anchored", ANCHORED.values(), ids=lambda a: a.pattern.pattern[:40])
def test_whatever_a_pattern_matches_is_found(model, anchored):
    @settings(
        max_examples=12,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.sampled_from(["", "The ", "x, ", "he's "]),
        st.from_regex(anchored.pattern),
        st.sampled_from(["", " ", ".", " and"]),
    )
    def holds(before, match, after):
        text = before + re.sub(r"\s", " ", match).replace("_", "x") + after
        if len(text.split()) <= _MOST_WORDS:
            expected = [m.span() for m in anchored.pattern.finditer(text)]
            assert [m.span() for m in anchored.finditer(split_words(model, text))] == expected, text

    holds()


def test_words_are_looked_up_as_a_pattern_finds_them(model):
    @settings(deadline=None, database=None, derandomize=True)
    @given(_texts)
    def holds(text):
        words = split_words(model, text)
        for opening, pattern in (
            ("sit* # *can 4", r"\bsit|\b\d|can(?!\w)|\b4\b"),
            ("it >1 is", r"\bit\W+is\b"),
            ("a >1 b; *it* >2 sits", r"it\W+(?:\w+\W+)?sits\b"),
        ):
            places = _opened(words, opening)
            wanted = {m.start() for m in re.finditer(pattern, text, re.I)} - _behind_a_line(text)
            assert wanted <= set(places), (opening, text, wanted, places)

    holds()


def _behind_a_line(text):
    """A low line parts words here and is a letter to ``re``."""
    return {i for i in range(len(text)) if "_" in text[i : i + 12]}


def test_letters_are_folded_as_re_ignores_case():
    letters = "".join(map(chr, range(128, sys.maxunicode + 1)))
    folded = _folded(letters)
    assert len(folded) == len(letters)
    for match in re.finditer(r"[a-z]|\d", letters, re.I):
        as_read = folded[match.start()]
        assert as_read == "0" if match[0].isdecimal() else re.fullmatch(as_read, match[0], re.I)


def test_a_word_within_reach_is_needed(model):
    found = {}
    for text in ("He can hear and still see", "He can still see", "can, still"):
        words = split_words(model, text)
        found[text] = _opened(words, "can >1 still")
    assert list(found.values()) == [[], [3], [0]]


def test_several_patterns_find_what_their_alternation_does(model):
    patterns = tuple(
        Anchored(p, o) for p, o in ((r"\bit (?:is|was)", "it"), (r"\bit\b", "it"), (r"\bis\b", "is"))
    )
    every = re.compile("|".join(one.pattern.pattern for one in patterns), re.I)

    @settings(deadline=None, database=None, derandomize=True)
    @given(_texts)
    def holds(text):
        text = text.replace("_", "")
        assert [m.span() for m in first_of(patterns, split_words(model, text))] == [
            m.span() for m in every.finditer(text)
        ]

    holds()
