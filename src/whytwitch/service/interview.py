"""The adaptive interview: which question comes next, what an answer changes, when to stop.

Nothing is remembered here: a step follows from the case and the ids of what was asked, so that a
front end may go back, change an answer or reload at any point and comes to the same question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from whytwitch.core.assessment import Assessment, UrgencyAdvice
from whytwitch.core.case import Case, Fact
from whytwitch.core.errors import InputError
from whytwitch.explain.next_step import next_steps
from whytwitch.model.store import Model
from whytwitch.service.assess import assess, rank

__all__ = ["Audience", "Choice", "Question", "Step", "next_step", "record_answer"]

Audience = Literal["public", "professional"]

MOST_QUESTIONS = 20


@dataclass(frozen=True)
class Choice:
    """One answer to choose. ``value`` is ``yes``, ``no``, ``unknown``, or an option's id."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    id : str
        Goes into ``asked`` and to :func:`record_answer`.
    bits : float
        Expected information about the cause.
    several : bool
        Several choices may be picked; their values are joined by commas.
    entry : str
        ``years`` or ``days``: a number may be typed in place of a choice (its value is the number);
        ``words``: words may be typed (their value is ``words:`` and the words). Empty: choices only.
    red_flag : bool
        Asked early because a yes would change how soon.
    """

    id: str
    kind: Literal["question", "examination", "test"]
    text: str
    why: str
    choices: tuple[Choice, ...]
    bits: float
    several: bool = False
    entry: str = ""
    red_flag: bool = False


@dataclass(frozen=True)
class Step:
    """Where the interview stands.

    Attributes
    ----------
    question : Question or None
        The next one; None when the interview is over.
    asked : int
        How many were asked so far.
    about_left : int
        About how many are to come; 0 when it is over.
    stopped_because : str
        Empty while it goes on.
    urgency : UrgencyAdvice
        How soon, as far as is known: show it at once when it is urgent.
    """

    question: Question | None
    asked: int
    about_left: int
    stopped_because: str
    urgency: UrgencyAdvice
    _model: Model = field(repr=False, compare=False)
    _case: Case = field(repr=False)

    @cached_property
    def assessment(self) -> Assessment:
        """The answer as it stands; worked out when it is asked for."""
        return assess(self._model, self._case)


def next_step(model: Model, case: Case, asked: Sequence[str], audience: Audience = "public") -> Step:
    """The next question, or why there is none."""
    ranking = rank(model, case)
    steps = next_steps(model, ranking.observation, ranking.rows)
    for step in steps:
        if step.id not in asked and step.kind == "question" and len(asked) < MOST_QUESTIONS:
            choices = (Choice("yes", "Yes"), Choice("no", "No"), Choice("unknown", "Don't know"))
            question = Question(step.id, step.kind, step.text, step.why, choices, step.bits)
            return Step(question, len(asked), len(steps), "", ranking.urgency, model, case)
    return Step(None, len(asked), 0, "More would not change the advice.", ranking.urgency, model, case)


def record_answer(model: Model, case: Case, question_id: str, value: str) -> Case:
    """A new case with the answer in it; ``unknown`` changes nothing."""
    if value == "unknown":
        return case
    if value not in ("yes", "no"):
        raise InputError(f"the answer must be yes, no or unknown; got {value!r}")
    kind: Literal["finding", "exposure"] = "finding" if question_id[:3] in ("HP:", "WT:") else "exposure"
    fact = Fact(question_id, value == "yes", model.label(question_id), "interview", kind=kind)
    from dataclasses import replace

    return replace(case, facts=(*case.facts, fact))
