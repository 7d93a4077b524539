"""A text of a book's length: its two halves are read side by side, and put together.

Such a text is no one person's story. It is cut at a blank line, or else at the end of a sentence, which
little that is read reaches over: who is told of, an age and a duration are read from its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from whytwitch.intake.story_said import Question, Said, Story
from whytwitch.intake.story_values import Value

__all__ = ["cut_of", "moved", "put_together"]

#: Letters from which on a copy of the process is worth its making.
_LONG = 300_000
#: The copy has its memory yet to take over: it gets the lesser part, in per cent.
_FIRST = 55
#: So far before the middle a cut is looked for.
_REACH = 20_000
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z])")

Placed = TypeVar("Placed", Said, Question, Value)


def cut_of(text: str) -> int:
    """Where the second half begins; 0 where the text is not so long or nowhere ends a sentence.

    Examples
    --------
    >>> cut_of("Short."), cut_of("A calf twitches. " * 20_000) % len("A calf twitches. ")
    (0, 0)
    """
    if len(text) < _LONG:
        return 0
    middle = len(text) * _FIRST // 100
    blank = text.rfind("\n\n", middle - _REACH, middle)
    if blank >= 0:
        return blank + 2
    ends = [match.end() for match in _SENTENCE.finditer(text, middle - _REACH, middle)]
    return ends[-1] if ends else 0


def put_together(text: str, first: Story, second: Story, cut: int) -> Story:
    """One story of two, the places of the second as they are in the whole text.

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
