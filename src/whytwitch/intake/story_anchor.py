"""Patterns that are tried only where a word stands that can open them.

A pattern without a fixed beginning is tried by ``re`` at every letter of a text. Which words can open it
is asked once for each distinct word instead; the matches are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import numpy as np

from whytwitch.intake.story_split import Words

__all__ = ["Anchored", "opened"]

#: With one word in so many an opening one, trying each letter costs no more.
_OFTEN = 4


class Anchored:
    """A pattern of which every match begins inside a word, with what that word holds from there on.

    Parameters
    ----------
    pattern : str
        Must match no empty text, or be a look ahead alone.
    opening : str
        Pattern of how a match begins, within one word: all that can, for what it leaves out is not found.
    """

    def __init__(self, pattern: str, opening: str) -> None:
        self.pattern = re.compile(pattern, re.I)
        # Distinct words are searched line by line.
        self.opening = re.compile(f"(?=(?:{opening}))", re.I | re.M)

    def finditer(self, words: Words, first: int = 0, last: int | None = None) -> Iterator[re.Match[str]]:
        """What ``re.finditer`` finds, between two letters when they are given."""
        places = opened(words, self.opening)
        last = len(words.text) if last is None else last
        if places is None:
            yield from self.pattern.finditer(words.text, first, last)
            return
        end = first
        for k in range(bisect_left(places, first), len(places)):
            at = places[k]
            if at >= last:
                return
            match = self.pattern.match(words.text, at, last) if at >= end else None
            if match is not None:
                yield match
                end = match.end()

    def may_open(self, words: Words, first: int, last: int) -> bool:
        """Whether a word between two letters may open a match; cheaper to ask than :meth:`finditer`."""
        places = opened(words, self.opening)
        if places is None:
            return True
        k = bisect_left(places, first)
        return k < len(places) and places[k] < last


def opened(words: Words, opening: re.Pattern[str]) -> list[int] | None:
    """Places in the text where words are opened, in order; None where too many are."""
    key = opening.pattern  # a compiled pattern goes through its whole code for its hash
    if key in words.found:
        known: list[int] | None = words.found[key]
        return known
    places = words.found[key] = _places(words, opening)
    return places


def _places(words: Words, opening: re.Pattern[str]) -> list[int] | None:
    lines, begins = _lines(words)
    steps: dict[int, list[int]] = {}
    for match in opening.finditer(lines):
        k = bisect_right(begins, match.start()) - 1
        steps.setdefault(k, []).append(match.start() - begins[k])
    opens = np.zeros(len(begins), bool)
    opens[list(steps)] = True
    at = np.flatnonzero(opens[words.which])
    if len(at) * _OFTEN > len(words.normal) > _FEW:
        return None
    which = words.which[at].tolist()
    return [words.start[i] + step for i, k in zip(at.tolist(), which, strict=True) for step in steps[k]]


def _lines(words: Words) -> tuple[str, list[int]]:
    """The distinct words, one a line, and where each line begins: one search instead of thousands."""
    if _lines not in words.found:
        sizes = np.fromiter(map(len, words.distinct), np.int64, len(words.distinct)) + 1
        words.found[_lines] = "\n".join(words.distinct), (sizes.cumsum() - sizes).tolist()
    found: tuple[str, list[int]] = words.found[_lines]
    return found


_FEW = 1000
