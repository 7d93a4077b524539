"""The adaptive interview: which question comes next, what an answer changes, when to stop.

Nothing is remembered here: a step follows from the case and the ids of what was asked, so that a
front end may go back, change an answer or reload at any point and comes to the same question.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.assessment import Assessment, UrgencyAdvice
from whytwitch.core.case import URGENCIES, Case, Fact, Urgency
from whytwitch.explain.interview import (
    LIST_PREFIXES,
    TOLD_PREFIX,
    Asking,
    Weighing,
    askings,
    items_of_question,
    red_flags,
    settling,
    text_of_asking,
    weigh,
    why_asked,
)
from whytwitch.explain.interview_areas import asked_areas, in_play, open_areas, setting_bits
from whytwitch.explain.interview_themes import COMPLAINT, option_label
from whytwitch.knowledge.tables import Rule
from whytwitch.model.store import Model
from whytwitch.service.assess import Ranking, assess, rank
from whytwitch.service.interview_answers import DONT_KNOW, YES_NO, Choice, Question, record_answer
from whytwitch.service.interview_person import (
    AREAS_ID,
    areas_question,
    movement_question,
    onset_question,
    person_question,
    person_questions,
)
from whytwitch.triage.rules import called_by

__all__ = [
    "MOST_QUESTIONS",
    "Audience",
    "Choice",
    "Question",
    "Step",
    "next_step",
    "open_questions",
    "prepare",
    "record_answer",
    "replay",
]

Audience = Literal["public", "professional"]

#: Nobody is asked more than this many questions.
MOST_QUESTIONS = 16
#: Lines in one list: more are not read with care, but where something was said to be wrong. Who
#: examines people for a living goes down a list twice as long.
_LINES = {"public": (8, 12), "professional": (16, 24)}
_RED_LINES = 8
#: Below both, the best question left is not expected to change the advice: bits for its cost, and
#: expected change in how soon (both estimates).
_LEAST_VALUE = 0.2
_LEAST_CHANGE = 0.05
#: Open questions come once so many others have shown what it is about; what happened before tells
#: least of the three, on people drawn from the model as in published cases.
_OPEN_AFTER = {"medicines": 2, "conditions": 3, "events": 9}
#: Where somebody is seen moves all causes a little, and what is there tells more: it comes after so many.
_SETTING_AFTER = 6
#: So many questions at the end are kept for telling the leading causes apart.
_LAST = 3
#: Rule of the reason that rests on likelihood alone.
EXPECTED_HARM = "expected_harm"
#: Rules of urgency start from here.
_NO_RULE: Urgency = "self-care"


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
    flags_open : bool
        What cannot wait was not asked yet, and no rule calls for more than an ordinary visit: then
        ``urgency`` rests on what is common alone, and is not to be shown as if it were known.
    """

    question: Question | None
    asked: int
    about_left: int
    stopped_because: str
    urgency: UrgencyAdvice
    flags_open: bool
    ranking: Ranking = field(repr=False, compare=False)
    _model: Model = field(repr=False, compare=False)
    _case: Case = field(repr=False)

    @cached_property
    def assessment(self) -> Assessment:
        """The answer as it stands; worked out when it is asked for."""
        return assess(self._model, self._case)


def next_step(model: Model, case: Case, asked: Sequence[str], audience: Audience = "public") -> Step:
    """The next question, or why there is none.

    Parameters
    ----------
    model : Model
    case : Case
        What is known, with every answer so far recorded; it may hold no fact at all.
    asked : sequence of str
        Ids of the questions that were put, in any order, answered or not.
    audience : ``public`` or ``professional``
        A person is asked only what a person can answer; a professional is also asked for signs
        and test results.

    Returns
    -------
    Step
        Deterministic: the same case and ids give the same step.
    """
    ranking = rank(model, case)
    step = _Stepping(model, case, tuple(asked), audience, ranking)
    question, left, stopped = step.find()
    return Step(question, len(asked), left, stopped, ranking.urgency, step.flags_open, ranking, model, case)


def replay(model: Model, case: Case, answers: Iterable[tuple[str, str]]) -> Case:
    """The case after some answers: what going back and changing one comes down to."""
    for question, value in answers:
        case = record_answer(model, case, question, value)
    return case


def open_questions(
    model: Model, case: Case, asked: Sequence[str], audience: Audience = "public"
) -> list[Question]:
    """Every question that could be put now, best first; what :func:`next_step` chooses from."""
    step = _Stepping(model, case, tuple(asked), audience, rank(model, case))
    person = [q for q in person_questions(case) if q.id not in asked]
    return [*person, *(step.question(a) for a in step.askings())]


def prepare(model: Model, audience: Audience = "public") -> None:
    """Read once what the first questions of a process would wait for.

    What stays is put aside from the collector of cycles, whose walk over it takes longer than a question.
    """
    item = "HP:0004305"
    case = Case((Fact(item, True, model.label(item)),), age_years=45.0, sex="FEMALE", duration_days=30.0)
    next_step(model, case, (), audience)
    next_step(model, replace(case, areas=("strength", "movement")), ("red:", AREAS_ID), audience)
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class _Stepping:
    """The pieces that one step is found from."""

    model: Model
    case: Case
    asked: tuple[str, ...]
    audience: Audience
    ranking: Ranking

    @property
    def professional(self) -> bool:
        return self.audience == "professional"

    def find(self) -> tuple[Question | None, int, str]:
        """The question, about how many are left, and why it stops."""
        if len(self.asked) >= MOST_QUESTIONS:
            return None, 0, f"{MOST_QUESTIONS} questions are enough: more would tire you and add little."
        if not self.case.facts and "movement" not in self.asked:
            return movement_question(self.model), self._left(None), ""
        person = person_question(self.case, self.asked)
        if person is not None and person.early:
            return person.question, self._left(None), ""
        ranked = self.askings()
        flags = self._flags()
        if flags is not None:
            return self.question(flags, red_flag=True), self._left(ranked), ""
        if self.case.areas is None and AREAS_ID not in self.asked:
            return areas_question(self.case, self.professional), self._left(ranked), ""
        chosen = self._chosen(ranked)
        if chosen is not None:
            return chosen, self._left(ranked), ""
        if not ranked:
            return None, 0, "There is nothing left to ask that bears on this."
        return None, 0, "More questions would hardly change the advice."

    def _chosen(self, ranked: list[Asking]) -> Question | None:
        """The next question once what cannot wait and the overview are done."""
        person = person_question(self.case, self.asked)
        if person is not None and len(self.asked) >= _SETTING_AFTER and self._setting_is_best(ranked):
            return person.question
        unheard = self._unheard(ranked)
        if unheard is not None:
            return self.question(unheard)
        opened = self._open(ranked)
        if opened is not None:
            return self.question(opened)
        onset = onset_question(self.model, self.case, self.asked, self.ranking.rows, self.professional)
        if onset is not None:
            return onset
        if len(self.asked) >= MOST_QUESTIONS - _LAST and self.weighing is not None:
            last = settling(self.weighing)
            if last is not None and _is_worth_asking(last):
                return self.question(last)
        if ranked and _is_worth_asking(ranked[0]):
            return self.question(ranked[0])
        return None

    def _setting_is_best(self, ranked: list[Asking]) -> bool:
        """Where somebody is seen is asked when it tells more than any list."""
        if self.weighing is None:
            return False
        bits = setting_bits(self.model, *self.play)
        return bits >= max(_LEAST_VALUE, ranked[0].value if ranked else 0.0)

    def _unheard(self, ranked: list[Asking]) -> Asking | None:
        """What was said to be troubled and the complaint itself are asked about before the last questions."""
        left = MOST_QUESTIONS - _LAST - len(self.asked) - sum(not self._was_asked(t) for t in _OPEN_AFTER)
        if len(self.asked) >= MOST_QUESTIONS - _LAST:
            return None
        public = not self.professional
        items = [i for q in self.asked if not q.startswith("red:") for i in items_of_question(q)]
        wanted = {COMPLAINT, *open_areas(self.model, self.case, public)}
        wanted -= asked_areas(self.model, items, public)
        if len(wanted) < left:
            return None
        return next((a for a in ranked if a.theme.area in wanted), None)

    @property
    def flags_open(self) -> bool:
        """What cannot wait is still to be asked, and no rule speaks."""
        if URGENCIES.index(self._ruled()) >= URGENCIES.index("urgent") or self._was_asked("red"):
            return False
        if len(self.asked) >= MOST_QUESTIONS:
            return False
        person = person_question(self.case, self.asked)
        early = not self.case.facts or (person is not None and person.early)
        return early or self._flags() is not None

    def _flags(self) -> Asking | None:
        """What cannot wait, unless it was asked or a rule says already that nothing can."""
        if self._was_asked("red") or self._ruled() == URGENCIES[-1] or self.weighing is None:
            return None
        at = URGENCIES.index(self._ruled())
        rules = {
            item: {r.id: to - at for r in called if (to := URGENCIES.index(r.level)) > at}
            for item, called in self._called_by.items()
        }
        return red_flags(self.model, self.weighing, rules, _RED_LINES)

    def _ruled(self) -> Urgency:
        """How soon by rules alone. Before anything was asked, likelihood says only what is common."""
        ruled = [r.level for r in self.ranking.urgency.reasons if r.rule != EXPECTED_HARM]
        return max(ruled, key=URGENCIES.index, default=_NO_RULE)

    @cached_property
    def play(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Hypotheses to tell apart, and how likely each is held to be."""
        ranking = self.ranking
        probability = ranking.posterior.probability
        return in_play(self.model, self.case, ranking.rows, probability, not self.professional)

    @cached_property
    def weighing(self) -> Weighing | None:
        """Everything that can be asked now, weighed."""
        items = {item for question in self.asked for item in items_of_question(question)}
        return weigh(
            self.model,
            self.case,
            self.ranking.observation,
            *self.play,
            self._rises(self.ranking.urgency.level),
            self._rises(self._ruled()),
            items,
            not self.professional,
            _LINES[self.audience],
        )

    def askings(self) -> list[Asking]:
        found = askings(self.weighing) if self.weighing is not None else []
        return [a for a in found if a.theme.id not in _OPEN_AFTER or not self._was_asked(a.theme.id)]

    @cached_property
    def _called_by(self) -> dict[str, list[Rule]]:
        """Rules that would hold at once, were an item there."""
        model, present = self.model, set(self.case.known)
        for feature in self.ranking.observation.present:
            present.add(model.item(feature))
            present |= model.ancestor_items(feature)
        return called_by(model.all_records(Rule).values(), present, self.case)

    def _rises(self, level: Urgency) -> dict[str, int]:
        """By how many levels an item would raise what holds, by rule."""
        at = URGENCIES.index(level)
        to = {item: URGENCIES.index(rules[0].level) for item, rules in self._called_by.items()}
        return {item: level - at for item, level in to.items() if level > at}

    def _was_asked(self, prefix: str) -> bool:
        return any(question.startswith(f"{prefix}:") for question in self.asked)

    def _open(self, ranked: list[Asking]) -> Asking | None:
        """The open question whose turn it is, with the lines that fit best."""
        put = sum(question not in _PERSON for question in self.asked)
        for theme, after in _OPEN_AFTER.items():
            if put >= after and not self._was_asked(theme):
                return next((a for a in ranked if a.theme.id == theme), None)
        return None

    def _left(self, ranked: list[Asking] | None) -> int:
        worthwhile = MOST_QUESTIONS if ranked is None else sum(map(_is_worth_asking, ranked))
        return max(min(worthwhile, MOST_QUESTIONS - len(self.asked)), 1)

    def question(self, asking: Asking, red_flag: bool = False) -> Question:
        model = self.model
        text = text_of_asking(model, asking)
        several = asking.id.partition(":")[0] in LIST_PREFIXES
        choices: tuple[Choice, ...] = YES_NO
        if several:
            lines = [w.candidate.item for w in asking.items]
            choices = (
                *(Choice(i, option_label(model, i, self.professional)) for i in lines),
                Choice("no", "None of these"),
                DONT_KNOW,
            )
        return Question(
            asking.id,
            asking.kind,
            text,
            why_asked(model, asking),
            choices,
            round(asking.bits, 4),
            several=several,
            entry="words" if asking.id.startswith(_TYPED) or self._takes_words(asking) else "",
            red_flag=red_flag,
        )

    def _takes_words(self, asking: Asking) -> bool:
        """Where something was said to be wrong, what no line says may be typed."""
        several = asking.id.partition(":")[0] in LIST_PREFIXES
        return several and asking.theme.area in (*(self.case.areas or ()), COMPLAINT)


_TYPED = (TOLD_PREFIX, *(f"{theme}:" for theme in _OPEN_AFTER))
_PERSON = frozenset((AREAS_ID, "movement", "age_years", "sex", "duration_days", "setting"))


def _is_worth_asking(asking: Asking) -> bool:
    return asking.value >= _LEAST_VALUE or asking.change >= _LEAST_CHANGE
