"""Questions about the person that no finding stands for: age, sex, how long, where, when begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whytwitch.core.case import Case
from whytwitch.explain.interview_themes import AREAS, MEDICINE_KINDS, TOLD
from whytwitch.explain.next_step import lowered_label
from whytwitch.explain.ranking import Row
from whytwitch.knowledge.schema import Exposure
from whytwitch.knowledge.tables import MovementKind
from whytwitch.model.store import Model
from whytwitch.service.interview_answers import DONT_KNOW, Choice, Question

__all__ = [
    "AREAS_ID",
    "PersonQuestion",
    "areas_question",
    "movement_question",
    "onset_question",
    "person_question",
    "person_questions",
]


AREAS_ID = "areas"
_CHILD = 18.0


def areas_question(case: Case, professional: bool = False) -> Question:
    """The overview: which parts of body and life are troubled at all, and what was found already.

    A professional is asked for signs and tests as such.
    """
    grown = case.age_years is None or case.age_years >= _CHILD
    without = {"growth"} if grown else set()
    without |= TOLD if professional else set()
    lines = [(area, label) for area, label in AREAS.items() if area not in without]
    return Question(
        AREAS_ID,
        "question",
        "Besides this, is anything new or wrong with any of these? Pick all that fit.",
        "It saves questions: what is fine is not asked about further.",
        (*(Choice(area, label) for area, label in lines), Choice("no", "None of these"), DONT_KNOW),
        several=True,
    )


@dataclass(frozen=True)
class PersonQuestion:
    """A question about the person; ``early`` ones come before anything else."""

    question: Question
    early: bool


def _choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return (*(Choice(value, label) for value, label in pairs), DONT_KNOW)


_AGE = Question(
    "age_years",
    "question",
    "How old are you (or the person it is about)?",
    "Some causes come only in children, others only late in life.",
    _choices(
        ("0.5", "Under 1"), ("3", "1 to 5"), ("9", "6 to 12"), ("15", "13 to 17"), ("24", "18 to 29"),
        ("35", "30 to 39"), ("45", "40 to 49"), ("55", "50 to 59"), ("65", "60 to 69"), ("75", "70 to 79"),
        ("85", "80 or more"),
    ),
    entry="years",
)  # fmt: skip
_SEX = Question(
    "sex",
    "question",
    "Which sex was noted at birth?",
    "Some causes are much commoner in one sex.",
    _choices(("FEMALE", "Female"), ("MALE", "Male"), ("OTHER", "Other")),
)
_DURATION = Question(
    "duration_days",
    "question",
    "How long has it been going on?",
    "What began today has other causes than what has been there for years.",
    _choices(
        ("0.2", "Hours"), ("3", "A few days"), ("14", "One to four weeks"), ("75", "One to six months"),
        ("270", "Half a year to a year"), ("900", "One to five years"), ("3650", "Longer"),
    ),
    entry="days",
)  # fmt: skip
_SETTING = Question(
    "setting",
    "question",
    "Where are you being seen?",
    "Who comes to a hospital has other causes than who asks at home.",
    _choices(
        ("primary_care", "At home, or at an ordinary doctor's"),
        ("neurology_clinic", "At a nerve specialist's"),
        ("emergency", "In an emergency department"),
        ("inpatient", "In a hospital bed"),
        ("intensive_care", "In intensive care"),
    ),
)


def movement_question(model: Model) -> Question:
    """What it is that moves, for a case that says nothing yet."""
    kinds = model.all_records(MovementKind).values()
    return Question(
        "movement",
        "question",
        "What does it do? Pick what comes nearest.",
        "The kind of movement says most about where it comes from.",
        (*(Choice(k.terms[0], k.plain[:1].upper() + k.plain[1:]) for k in kinds), DONT_KNOW),
        several=True,
        entry="words",
    )


def person_questions(case: Case) -> list[Question]:
    """What is not known about the person."""
    wanted = (
        (case.age_years is None, _AGE),
        (case.sex is None, _SEX),
        (case.duration_days is None, _DURATION),
        (case.setting == "any", _SETTING),
    )
    return [question for missing, question in wanted if missing]


def person_question(case: Case, asked: Sequence[str]) -> PersonQuestion | None:
    """The next thing to know about the person."""
    for question in person_questions(case):
        if question.id not in asked:
            return PersonQuestion(question, question is not _SETTING)
    return None


_WORTH_DATING, _LOOKED_AT, _MOST_DATED = 0.02, 10, 2


def onset_question(
    model: Model, case: Case, asked: Sequence[str], rows: Sequence[Row], professional: bool
) -> Question | None:
    """When a medicine was begun, where a likely cause turns on it."""
    if sum(question.startswith("when:") for question in asked) >= _MOST_DATED:
        return None
    likely = {row.agent for row in rows[:_LOOKED_AT] if row.probability >= _WORTH_DATING}
    for fact in case.facts:
        if fact.kind != "exposure" or not fact.present or fact.recent is not None or fact.id not in likely:
            continue
        record = model.record(Exposure, fact.id)
        if f"when:{fact.id}" in asked or record is None or record.kind not in MEDICINE_KINDS:
            continue
        name = lowered_label(fact.label)
        return Question(
            f"when:{fact.id}",
            "question",
            f"When was {name} begun, raised or stopped?"
            if professional
            else f"When did you start {name}, or change the dose?",
            "What a medicine brings about mostly begins soon after a start or a higher dose.",
            _choices(("recent", "In the last three months"), ("lasting", "Longer ago")),
        )
    return None
