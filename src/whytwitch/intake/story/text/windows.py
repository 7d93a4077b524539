"""Where in a text patterns can match at all: about the words that every one of them holds.

A span of time names a unit, a date a month or a figure. Some sixty patterns that try each place of a text
take longer than all else that is read; about such words they try a few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["matches_in", "windows_about"]


def windows_about(needle: re.Pattern[str], text: str, before: int, behind: int) -> list[tuple[int, int]]:
    """Parts of a text with one of the words, so many letters before and behind it; none overlap.

    Examples
    --------
    >>> windows_about(re.compile("week"), "For a week or for two weeks. And then it went.", 12, 6)
    [(0, 32)]
    """
    found: list[tuple[int, int]] = []
    for match in needle.finditer(text):
        start, end = max(0, match.start() - before), min(len(text), match.end() + behind)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def matches_in(
    pattern: re.Pattern[str], text: str, windows: Iterable[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    """Matches of a pattern in parts of a text; none may reach out of its part."""
    for start, end in windows:
        yield from pattern.finditer(text, start, end)
