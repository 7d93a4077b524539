"""Codes of many phrases at once against the code of one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whytwitch.core.story_meant import joined
from whytwitch.core.story_words import DROPPED, WORD, carries_meaning, loose_code, normal_word, phrase_code
from whytwitch.model.reading_phrases import Phrases, Vocabulary

_WORDS = (
    "weakness of in the hand hands left my no feeling calf twitching muscles thigh grow thin 4/5 3+ n't — é"
).split()
_TEXTS = st.lists(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9).map(" ".join) | st.text(max_size=12),
    min_size=1,
    max_size=8,
)


def _words(text: str) -> list[str]:
    return joined([word for word in map(normal_word, WORD.findall(text)) if word])


@given(_TEXTS)
def test_many_phrases_have_the_codes_of_each(texts):
    phrases = Phrases.of(Vocabulary(DROPPED, frozenset()), texts, 14)
    plain = (phrases.n_words > 1) & ~phrases.carry_meaning()
    codes = phrases.coded(plain).tolist()
    for text, n, says, code in zip(
        texts, phrases.n_words.tolist(), phrases.carry_meaning().tolist(), codes, strict=True
    ):
        words = _words(text)
        if len(words) <= 14:
            assert n == len(words)
            assert says == carries_meaning([w for w in words if w not in DROPPED])
            assert not words or code == phrase_code(words)


@given(_TEXTS)
def test_phrases_in_any_order_have_the_code_of_their_words(texts):
    phrases = Phrases.of(Vocabulary(DROPPED, frozenset(["no"])), texts, 14)
    rows, codes = phrases.loose()
    found = dict(zip(rows.tolist(), codes.tolist(), strict=True))
    for i, text in enumerate(texts):
        kept = [word for word in _words(text) if word not in DROPPED]
        if len(kept) in (2, 3) and len(set(kept)) == len(kept) and "no" not in kept:
            assert found[i] == loose_code(kept)
        else:
            assert i not in found


def test_a_phrase_stands_the_other_way_round():
    texts = ["weakness of the hand", "calf twitching", "calf"]
    phrases = Phrases.of(Vocabulary(DROPPED, frozenset()), texts, 14)
    rows, turned = phrases.turned()
    other = [phrase_code("the hand weakness".split()), phrase_code("twitching calf".split())]
    assert rows.tolist() == [0, 1]
    assert turned.coded(np.zeros(len(rows), bool)).tolist() == other
