"""What a mark says of the words beside it: "?MS", "rigidity -", "Weak? No."."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from whytwitch.intake.story_split import Words

__all__ = ["queried_words", "sentences_answered_no", "words_with_minus"]

#: "?MS", "r/o MS": the marks that a letter puts before what is thought of.
_QUERY = re.compile(r"(?<![\w?)])\?+(?=\w)|\b[rR]/[oO] (?=\w)")
#: "Rigidity -, wasting (-)".
_MINUS = re.compile(r"(?<=\w)\s?(?:\([-–−]\)|\s[-–−])(?=\s*(?:[,;.]|$))", re.M)
_ANSWERED_NO = re.compile(
    r"\?\s*(?:[-–]\s*|A:\s*)?(?:no|nope|nah|none|never|nil)\b(?=\s*(?:[.,;!\n]|$))", re.I
)


def queried_words(words: Words) -> frozenset[int]:
    """Words with a mark of question right before them."""
    if "?" not in words.text and "/" not in words.text:
        return frozenset()
    return frozenset(bisect_left(words.start, m.end()) for m in _QUERY.finditer(words.text))


def words_with_minus(words: Words) -> frozenset[int]:
    """Words with a minus behind them, at the end of an item of a list."""
    return frozenset(bisect_left(words.start, m.start()) - 1 for m in _MINUS.finditer(words.text))


def sentences_answered_no(words: Words) -> frozenset[int]:
    """Questions that are followed by a bare no."""
    if "?" not in words.text:
        return frozenset()
    places = [bisect_right(words.start, m.start()) - 1 for m in _ANSWERED_NO.finditer(words.text)]
    return frozenset(words.sentence[i] for i in places if i >= 0)
