"""A text of a book's length: its parts are read side by side, and put together.

Such a text is no one person's story. It is cut at a blank line, or else where a sentence ends, which little
that is read reaches over: who is told of, an age and a duration are read from its beginning. Into how many
parts hangs on its length alone, so that every machine reads the same in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from whytwitch.intake.story.measured.values import Value
from whytwitch.intake.story.said import Question, Said
from whytwitch.intake.story.story import Story

__all__ = ["moved", "parts_of", "put_together"]

#: Letters of a part from which on a copy of the process is worth its making.
_PART = 150_000
#: How many parts: with three, one of two processors would wait for the other.
_SHARES = (4, 2)
#: So far before its place a cut is looked for.
_REACH = 20_000
_SENTENCE, _MARK = re.compile(r"[.!?]\s+(?=[A-Z])"), re.compile(r"[!?;\n\r•]")

Placed = TypeVar("Placed", Said, Question, Value)


def parts_of(text: str) -> list[tuple[int, int]]:
    """First letter of each part and one past its last; one part where the text is not so long.

    Examples
    --------
    >>> parts_of("Short."), [a % len("A calf twitches. ") for a, _ in parts_of("A calf twitches. " * 20_000)]
    ([(0, 6)], [0, 0])
    """
    n = next((n for n in _SHARES if len(text) >= n * _PART), 1)
    cuts = [_cut(text, len(text) * k // n) for k in range(1, n)]
    return list(pairwise([0, *sorted({cut for cut in cuts if cut}), len(text)]))


def _cut(text: str, place: int) -> int:
    """Where a part may begin, before a place; 0 where nothing ends near it."""
    low = max(0, place - _REACH)
    blank = text.rfind("\n\n", low, place)
    if blank >= 0:
        return blank + 2
    for mark in (_SENTENCE, _MARK):
        ends = [match.end() for match in mark.finditer(text, low, place)]
        if ends:
            return ends[-1]
    return 0


def put_together(text: str, first: Story, second: Story, cut: int) -> Story:
    """One story of what comes first and of what begins at ``cut``, with the places of the whole text.

    What both tell stands twice, but for what somebody else has, had once, fears or was told.
    """
    second = moved(second, text, lambda span: (span[0] + cut, span[1] + cut))
    return Story(
        text,
        first.person,
        [*first.findings, *second.findings],
        [*first.exposures, *second.exposures],
        _once([*first.history, *second.history], lambda said: (said.id, said.who, said.when, said.present)),
        [*first.values, *second.values],
        _once([*first.questions, *second.questions], lambda question: question.question),
        [*first.not_understood, *second.not_understood],
    )


Place = tuple[int, int]


def moved(story: Story, text: str, to: Callable[[Place], Place]) -> Story:
    """A story of part of a text, or of one that was cut short, with its places as they are in ``text``."""

    def placed(told: list[Placed]) -> list[Placed]:
        return [replace(one, span=to(one.span)) for one in told]

    return Story(
        text,
        story.person,
        placed(story.findings),
        placed(story.exposures),
        placed(story.history),
        placed(story.values),
        placed(story.questions),
        [to(span) for span in story.not_understood],
    )


def _once(told: list[Placed], what: Callable[[Placed], object]) -> list[Placed]:
    """The first of those that tell the same."""
    first: dict[object, Placed] = {}
    for one in told:
        first.setdefault(what(one), one)
    return list(first.values())
