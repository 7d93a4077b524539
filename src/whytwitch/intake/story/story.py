"""Everything that was read from one text."""

from __future__ import annotations

from dataclasses import dataclass, field

from whytwitch.intake.story.measured.values import Value
from whytwitch.intake.story.person import Person
from whytwitch.intake.story.said import Question, Said

__all__ = ["Story"]


@dataclass
class Story:
    """Everything read from one text; the same text always gives the same story."""

    text: str
    person: Person
    findings: list[Said] = field(default_factory=list)
    exposures: list[Said] = field(default_factory=list)
    history: list[Said] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    not_understood: list[tuple[int, int]] = field(default_factory=list)
