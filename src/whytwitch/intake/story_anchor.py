"""Patterns that are tried only where a word stands that can open them.

A pattern without a fixed beginning is tried by ``re`` at every letter of a text. Which words can open it
is asked once for each distinct word instead; the matches are the same.
"""

from __future__ import annotations

import re
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
        self.opening = re.compile(f"(?=(?:{opening}))", re.I)

    def finditer(self, words: Words) -> Iterator[re.Match[str]]:
        """What ``re.finditer`` finds."""
        places = opened(words, self.opening)
        if places is None:
            yield from self.pattern.finditer(words.text)
            return
        end = 0
        for at in places:
            match = self.pattern.match(words.text, at) if at >= end else None
            if match is not None:
                yield match
                end = match.end()


def opened(words: Words, opening: re.Pattern[str]) -> list[int] | None:
    """Places in the text where words are opened, in order; None where too many are."""
    if opening in words.found:
        known: list[int] | None = words.found[opening]
        return known
    places = words.found[opening] = _places(words, opening)
    return places


def _places(words: Words, opening: re.Pattern[str]) -> list[int] | None:
    opens = np.array([match is not None for match in map(opening.search, words.distinct)])
    at = np.flatnonzero(opens[words.which])
    if len(at) * _OFTEN > len(words.normal) > _FEW:
        return None
    which = words.which[at].tolist()
    steps = {k: [match.start() for match in opening.finditer(words.distinct[k])] for k in set(which)}
    return [words.start[i] + step for i, k in zip(at.tolist(), which, strict=True) for step in steps[k]]


_FEW = 1000
