"""Gaps that no writer leaves: a text is read with short ones, and its places are told in the text as it is.

Patterns let any number of blanks stand between two words, and several in a row try each way to share them
out: a figure before ten thousand blanks would take minutes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

__all__ = ["Shorter", "gaps_of"]

#: Blanks that are read as they stand: the widest columns of a table.
_MOST = 40
_GAP = re.compile(rf"\s{{{_MOST + 1},}}")


class Shorter(NamedTuple):
    """A text without some of its parts, and where each of them was."""

    text: str
    #: Places of the text read behind which more was left out, and all that was up to there.
    places: tuple[int, ...]
    left_out: tuple[int, ...]

    def original(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where what was read stands in the whole text."""
        return self._original(span[0]), self._original(max(span[1] - 1, span[0])) + (span[1] > span[0])

    def _original(self, place: int) -> int:
        k = bisect_right(self.places, place)
        return place + (self.left_out[k - 1] if k else 0)


def gaps_of(text: str) -> Shorter | None:
    """The text with short gaps; None where it has no long one.

    A gap of several lines stays one between paragraphs, one of a line or a tab parts lines or columns.

    Examples
    --------
    >>> gaps = gaps_of("Age 50." + 90 * " " + "It twitches.")
    >>> gaps.text, gaps.original((11, 13))
    ('Age 50.    It twitches.', (97, 99))
    """
    # A gap lies over one letter in so many, and over one beside it.
    if not any(text[i].isspace() and text[i - 1 : i + 2].isspace() for i in range(_MOST, len(text), _MOST)):
        return None
    parts: list[str] = []
    places: list[int] = []
    left_out: list[int] = []
    end = length = 0
    for match in _GAP.finditer(text):
        gap = match.group()
        lines = gap.count("\n") or gap.count("\r")
        short = "\n\n" if lines > 1 else "\n" if lines else "\t" if "\t" in gap else "    "
        parts += [text[end : match.start()], short]
        length += match.start() - end + len(short)
        end = match.end()
        places.append(length)
        left_out.append(end - length)
    if not places:
        return None
    return Shorter("".join([*parts, text[end:]]), tuple(places), tuple(left_out))
