"""What a mark says of the words beside it: "?MS", "rigidity -", "Weak? No."."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from whytwitch.intake.story_split import Words

__all__ = ["queried_words", "sentences_answered_no", "words_with_minus"]

#: "?MS", "r/o MS": the marks that a letter puts before what is thought of. Each pattern here begins with
#: its mark, so that a long text is skimmed for it; what stands before it is looked at then.
_QUERY, _RULE_OUT = re.compile(r"\?+(?=\w)"), re.compile(r"/[oO] (?=\w)")
_AFTER_WORD, _AFTER_R = re.compile(r"[\w?)]\Z"), re.compile(r"\b[rR]\Z")
#: "Rigidity -, wasting (-)".
_MINUS = re.compile(r"(?:\([-–−]\)|[-–−])(?=\s*(?:[,;.]|$))", re.M)
_WITH_WORD, _WITH_WORD_AND_SPACE = re.compile(r"\w\s?\Z"), re.compile(r"\w\s\s?\Z")
_ANSWERED_NO = re.compile(
    r"\?\s*(?:[-–]\s*|A:\s*)?(?:no|nope|nah|none|never|nil)\b(?=\s*(?:[.,;!\n]|$))", re.I
)


def queried_words(words: Words) -> frozenset[int]:
    """Words with a mark of question right before them."""
    text = words.text
    ends = [
        m.end()
        for m in _QUERY.finditer(text)
        if not _AFTER_WORD.search(text, max(0, m.start() - 1), m.start())
    ]
    ends += [
        m.end() for m in _RULE_OUT.finditer(text) if _AFTER_R.search(text, max(0, m.start() - 2), m.start())
    ]
    return frozenset(bisect_left(words.start, end) for end in ends)


def words_with_minus(words: Words) -> frozenset[int]:
    """Words with a minus behind them, at the end of an item of a list."""
    text = words.text
    found = []
    for match in _MINUS.finditer(text):
        at = match.start()
        word = _WITH_WORD if text[at] == "(" else _WITH_WORD_AND_SPACE
        if word.search(text, max(0, at - 3), at):
            found.append(bisect_left(words.start, at) - 1)
    return frozenset(found)


def sentences_answered_no(words: Words) -> frozenset[int]:
    """Questions that are followed by a bare no."""
    if "?" not in words.text:
        return frozenset()
    places = [bisect_right(words.start, m.start()) - 1 for m in _ANSWERED_NO.finditer(words.text)]
    return frozenset(words.sentence[i] for i in places if i >= 0)
