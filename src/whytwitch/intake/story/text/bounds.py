"""Where the sentence of a letter begins and ends, and what of a text lies within what."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeVar

__all__ = ["Spans", "apart_from", "is_question", "is_within", "lies_within", "sentence_of", "start_of"]

Span = tuple[int, int]
Spans = Sequence[Span]
T = TypeVar("T")

#: Letters to either side in which the ends of a sentence are looked for; some texts have no full stop.
_SENTENCE = 300
_STOPS = (". ", "; ", "! ", "? ", "\n")


def start_of(text: str, at: int) -> int:
    """Where the sentence of a letter begins, no farther back than a sentence is long.

    Examples
    --------
    >>> start_of("One. Two. Three.", 5)
    5
    """
    first = at - _SENTENCE if at > _SENTENCE else 0
    for mark in _STOPS:
        found = text.rfind(mark, first, at)
        if found >= 0:
            first = found + len(mark)
    return first


def sentence_of(text: str, at: int) -> tuple[int, int]:
    """Where the sentence of a letter begins and ends, no farther off than a sentence is long.

    Examples
    --------
    >>> sentence_of("One. Two. Three.", 5)
    (5, 8)
    """
    last = min(len(text), at + _SENTENCE)
    for mark in ".;!?\n":
        found = text.find(mark, at, last)
        if found >= 0:
            last = found
    return start_of(text, at), last


def is_question(text: str, at: int) -> bool:
    """Whether the sentence of a letter ends in a question mark."""
    return text.startswith("?", sentence_of(text, at)[1])


def is_within(spans: Spans, at: int) -> bool:
    """Whether a character stands in one of these spans, which are in order."""
    i = bisect_right(spans, (at, sys.maxsize)) - 1
    return i >= 0 and at < spans[i][1]


def lies_within(spans: Spans, span: Span) -> bool:
    """Whether a span stands in one of these whole, which are in order."""
    i = bisect_right(spans, (span[0], sys.maxsize)) - 1
    return i >= 0 and span[1] <= spans[i][1]


def apart_from(taken: Iterable[Span], named: Iterable[tuple[T, Span]]) -> list[tuple[T, Span]]:
    """Those of some places with a name that share no letter with what is taken.

    Examples
    --------
    >>> apart_from([(4, 9), (0, 2)], [("a", (1, 3)), ("b", (2, 4)), ("c", (9, 12))])
    [('b', (2, 4)), ('c', (9, 12))]
    """
    spans = sorted(taken)
    starts = [start for start, _ in spans]
    reach = [0, *accumulate((end for _, end in spans), max)]  # by how many of them begin before
    return [(name, span) for name, span in named if reach[bisect_left(starts, span[1])] <= span[0]]
