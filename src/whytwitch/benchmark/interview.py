"""Put the interview to people whose history is known: it starts from little, they answer.

Published cases answer from what their history records; what it does not record is "don't know".
People drawn from the model (:mod:`whytwitch.benchmark.interview_people`) answer everything. Beside the
adaptive order stand a fixed form, the same for everybody, and a random order of the questions that
are open, so that what adapting is worth can be seen.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from whytwitch.benchmark.cases import CaseResult, score_case
from whytwitch.benchmark.interview_answers import Person, answer_from, opening, tellable, telling
from whytwitch.benchmark.interview_people import draw_people, place_of
from whytwitch.core.case import Case, Fact
from whytwitch.intake.case_file import CASE_KEYS, STAGES, case_from_mapping
from whytwitch.model.store import Model
from whytwitch.service.assess import Ranking, rank
from whytwitch.service.interview import (
    MOST_QUESTIONS,
    Audience,
    Question,
    Step,
    next_step,
    open_questions,
    prepare,
    record_answer,
)

__all__ = [
    "AUDIENCES",
    "ORDERS",
    "PUBLISHED",
    "Order",
    "Plan",
    "Run",
    "run_drawn",
    "run_interviews",
]

Order = Literal["adaptive", "fixed", "random"]
Start = Literal["complaint", "words"]
AUDIENCES: tuple[Audience, ...] = ("public", "professional")
ORDERS: tuple[Order, ...] = ("adaptive", "fixed", "random")
_SEED = 20260129
_TOP = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """How people are asked.

    Attributes
    ----------
    start : ``complaint`` or ``words``
        From age, sex and the complaint alone, or also from what is read in the history told in words.
    told : float
        Share of signs and test results that a person was told of.
    typed : int
        So many things a person types under a list of a troubled area that has no line for them.
    """

    audience: Audience = "public"
    start: Start = "complaint"
    told: float = 0.0
    orders: tuple[Order, ...] = ORDERS
    typed: int = 0


#: What is run on published cases: knowing no sign, told of half or all of them, telling it in words.
PUBLISHED = (
    Plan("public"),
    Plan("public", told=0.5, orders=("adaptive",)),
    Plan("public", told=1.0, orders=("adaptive",)),
    Plan("public", start="words", orders=("adaptive",)),
    Plan("professional"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One person put through one order.

    Attributes
    ----------
    path : tuple of CaseResult
        The result after 0, 1, 2 ... questions; the last is where it stopped.
    leaders : tuple
        The three likeliest rows at each of these points.
    full : CaseResult
        With the whole history.
    told : CaseResult
        With all of the history that this person can tell.
    answered : int
        Questions that the history could answer.
    seconds : tuple of float
        Processor time of each step.
    asked : tuple of (str, str)
        Each question's id with the answer given.
    """

    plan: Plan
    order: Order
    path: tuple[CaseResult, ...]
    leaders: tuple[tuple[str, ...], ...]
    full: CaseResult
    told: CaseResult
    answered: int
    seconds: tuple[float, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()

    @property
    def questions(self) -> int:
        """How many were asked."""
        return len(self.path) - 1

    @property
    def to_top3(self) -> int:
        """Questions after which the three likeliest causes no longer changed."""
        return _settled([frozenset(x) for x in self.leaders])

    @property
    def to_right(self) -> int | None:
        """Questions after which the diagnosis was among the three for good; None when it is not."""
        among = [p.rank is not None and p.rank <= _TOP for p in self.path]
        return _settled(among) if among[-1] else None

    @property
    def to_urgency(self) -> int:
        """Questions after which how soon no longer changed."""
        return _settled([p.urgency_given for p in self.path])


def _settled(values: Sequence[object]) -> int:
    k = len(values) - 1
    while k > 0 and values[k - 1] == values[-1]:
        k -= 1
    return k


Score = Callable[[Ranking], CaseResult]
Chooser = Callable[[Step, list[str], Case], Question | None]


def run_interviews(model: Model, cases: Iterable[Mapping[str, Any]], plan: Plan = Plan()) -> list[Run]:
    """Every published case through every order."""
    prepare(model, plan.audience)  # as the page and the terminal do: times are those a person waits
    form = _fixed_form(model, plan.audience) if "fixed" in plan.orders else []
    runs = []
    for number, raw in enumerate(cases):
        shown = {k: raw[k] for k in CASE_KEYS if k in raw and k not in STAGES["history"]}
        full = case_from_mapping(model, shown, str(raw.get("id", "")))
        person = Person(full, plan.audience, plan.told, typed=plan.typed)
        first = opening(model, full)
        if plan.start == "words":
            first = telling(model, full, str(raw.get("narrative", "")))
        for order in plan.orders:
            choose = _chooser(model, plan.audience, order, form, number)
            runs.append(_run(model, person, first, _published(model, raw), plan, order, choose))
    return runs


def _published(model: Model, raw: Mapping[str, Any]) -> Score:
    return lambda ranking: score_case(model, raw, ranking)


def run_drawn(model: Model, n: int, plan: Plan = Plan(), seed: int = 1) -> list[Run]:
    """``n`` people drawn from the model through every order; they answer all that they can know."""
    prepare(model, plan.audience)  # as the page and the terminal do: times are those a person waits
    form = _fixed_form(model, plan.audience) if "fixed" in plan.orders else []
    runs = []
    for number, (cause, full) in enumerate(draw_people(model, n, seed)):
        person = Person(full, plan.audience, plan.told, whole=True, typed=plan.typed)
        for order in plan.orders:
            choose = _chooser(model, plan.audience, order, form, number)
            score = _drawn(model, cause, full)
            runs.append(_run(model, person, opening(model, full), score, plan, order, choose))
    return runs


def _drawn(model: Model, cause: str, full: Case) -> Score:
    """Nobody read how soon a drawn person should be seen, so that is not judged."""

    def score(ranking: Ranking) -> CaseResult:
        place, probability = place_of(model, cause, ranking)
        lead, level = ranking.rows[0], ranking.urgency.level
        return CaseResult(
            full.id, "drawn", place, probability, lead.id, lead.probability, level, level
        )  # fmt: skip

    return score


def _run(
    model: Model,
    person: Person,
    case: Case,
    score: Score,
    plan: Plan,
    order: Order,
    choose: Chooser,
) -> Run:
    ceilings = score(rank(model, person.full)), score(rank(model, tellable(model, person)))
    asked: list[str] = []
    path: list[CaseResult] = []
    leaders: list[tuple[str, ...]] = []
    seconds: list[float] = []
    answers: list[tuple[str, str]] = []
    while True:
        began = time.process_time()
        step = next_step(model, case, asked, plan.audience)
        seconds.append(time.process_time() - began)
        path.append(score(step.ranking))
        leaders.append(_three(step.ranking))
        question = choose(step, asked, case)
        if question is None or len(asked) >= MOST_QUESTIONS:
            break
        answer = answer_from(model, person, question, case)
        answers.append((question.id, answer))
        case = record_answer(model, case, question.id, answer)
        asked.append(question.id)
    answered = sum(answer != "unknown" for _, answer in answers)
    return Run(
        plan, order, tuple(path), tuple(leaders), *ceilings, answered, tuple(seconds), tuple(answers)
    )  # fmt: skip


def _three(ranking: Ranking) -> tuple[str, ...]:
    # An agent's row is its pattern's: naming the agent changes the words, not the cause.
    return tuple(row.id.split(":")[0] if row.agent else row.id for row in ranking.rows[:_TOP])


# ---- orders -----------------------------------------------------------------------------------------


def _chooser(model: Model, audience: Audience, order: Order, form: list[Question], number: int) -> Chooser:
    if order == "adaptive":
        return lambda step, _asked, _case: step.question
    if order == "fixed":
        return lambda _step, asked, _case: form[len(asked)] if len(asked) < len(form) else None
    dice = random.Random(_SEED + number)

    def choose(step: Step, asked: list[str], case: Case) -> Question | None:
        found = open_questions(model, case, asked, audience)
        return dice.choice(found) if found else None

    return choose


def _fixed_form(model: Model, audience: Audience) -> list[Question]:
    """A form for everybody: what would be asked of an adult who says only that something moves."""
    movement = "HP:0004305"
    case = Case(facts=(Fact(movement, True, model.label(movement)),), age_years=45.0, sex=None)
    asked = ["sex"]
    form: list[Question] = []
    while len(form) < MOST_QUESTIONS:
        question = next_step(model, case, asked, audience).question
        if question is None:
            break
        form.append(question)
        asked.append(question.id)
    return form
