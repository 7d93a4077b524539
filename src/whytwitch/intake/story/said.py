"""What was said in a text: each thing with its words, its certainty and its polarity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Question", "Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, with its words.

    ``certainty`` is sure or possible; ``who`` person, family or other; ``when`` present, past or
    feared; ``detail`` holds body part, side, dose and change where they are said.
    """

    kind: Literal["finding", "exposure", "cause"]
    id: str
    label: str
    span: tuple[int, int]
    words: str
    present: bool
    who: str = "person"
    when: str = "present"
    certainty: str = "sure"
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """Words that could mean two things."""

    words: str
    span: tuple[int, int]
    meanings: tuple[str, ...]
    question: str
    coded: str | None
