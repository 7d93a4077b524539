"""Put the interview to published cases: it starts from age, sex and the complaint, they answer.

Answers come from what the case's history records; what it does not record is "don't know". Beside
the adaptive order stand a fixed form, the same for everybody, and a random order of the questions
that are open, so that what adapting is worth can be seen.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from whytwitch.benchmark.cases import CaseResult, score_case
from whytwitch.core.case import Case, Fact
from whytwitch.explain.interview import items_of_question
from whytwitch.explain.interview_themes import AREAS, area_of, belongs_to
from whytwitch.explain.next_step import kind_of
from whytwitch.intake.case_file import CASE_KEYS, STAGES, case_from_mapping
from whytwitch.knowledge.schema import Cause
from whytwitch.model.store import Model
from whytwitch.service.assess import Ranking, rank
from whytwitch.service.interview import (
    MOST_QUESTIONS,
    Audience,
    Question,
    Step,
    next_step,
    open_questions,
    record_answer,
)

__all__ = [
    "AUDIENCES",
    "ORDERS",
    "Run",
    "answer_from",
    "as_json",
    "as_text",
    "opening",
    "run_interviews",
    "summarise_runs",
]

Order = Literal["adaptive", "fixed", "random"]
AUDIENCES: tuple[Audience, ...] = ("public", "professional")
ORDERS: tuple[Order, ...] = ("adaptive", "fixed", "random")
_SEED = 20260129
_CURVE = (2, 4, 6, 8, 12, 16)


@dataclass(frozen=True, slots=True)
class Run:
    """One case put through one order.

    Attributes
    ----------
    path : tuple of CaseResult
        The result after 0, 1, 2 ... questions; the last is where it stopped.
    leaders : tuple
        The three likeliest rows at each of these points.
    full : CaseResult
        With the whole history.
    told : CaseResult
        With all of the history that this audience can tell: a person knows no signs.
    answered : int
        Questions that the history could answer.
    seconds : tuple of float
        Processor time of each step.
    """

    order: Order
    audience: Audience
    path: tuple[CaseResult, ...]
    leaders: tuple[tuple[str, ...], ...]
    full: CaseResult
    told: CaseResult
    answered: int
    seconds: tuple[float, ...] = ()

    @property
    def questions(self) -> int:
        """How many were asked."""
        return len(self.path) - 1

    @property
    def to_top3(self) -> int:
        """Questions after which the three likeliest causes no longer changed."""
        return _settled([frozenset(x) for x in self.leaders])

    @property
    def to_urgency(self) -> int:
        """Questions after which how soon no longer changed."""
        return _settled([p.urgency_given for p in self.path])


def _settled(values: Sequence[object]) -> int:
    k = len(values) - 1
    while k > 0 and values[k - 1] == values[-1]:
        k -= 1
    return k


def opening(model: Model, full: Case) -> Case:
    """Age, sex and the complaint: the first movement that is there, else the first finding."""
    arrays = model.arrays
    findings = [(f, model.feature(f.id)) for f in full.facts if f.present]
    known = [(f, i) for f, i in findings if i is not None and i < arrays.n_findings]
    moving = [f for f, i in known if arrays.is_movement[i]]
    facts = moving[:1] or [f for f, _ in known][:1] or [f for f, _ in findings][:1]
    return Case(facts=tuple(facts), age_years=full.age_years, sex=full.sex)


def answer_from(model: Model, full: Case, question: Question, audience: Audience = "public") -> str:
    """What a history answers to a question; ``unknown`` where it does not say."""
    if question.id == "duration_days":
        return f"words:{full.duration_days:g}" if full.duration_days is not None else "unknown"
    if question.id == "setting":
        return full.setting if full.setting != "any" else "unknown"
    if question.id in ("age_years", "sex", "movement"):
        return "unknown"
    if question.id.startswith("when:"):
        return _when(full, question.id.removeprefix("when:"))
    if question.id == "areas":
        return ",".join(_troubled(model, full, audience)) or "unknown"
    present, absent = _closed(model, full)
    covered = items_of_question(question.id)
    said = [i for i in covered if i in present]
    words: list[str] = []
    for name in ("medicines", "conditions", "events"):
        if question.id.startswith(f"{name}:"):
            told = [f for f in full.facts if f.present and belongs_to(model, f.id, name)]
            words = [f"{f.label} {_began(f)}" for f in told if f.recent is not None]
            dated = {f.id for f in told if f.recent is not None}
            said = [i for i in dict.fromkeys((*said, *(f.id for f in told))) if i not in dated]
    denied = [f"-{i}" for i in covered if i not in present and _is_denied(model, i, absent)]
    if not question.several:
        return "yes" if said else "no" if denied else "unknown"
    if question.id.startswith("conditions:"):
        records = [model.record(Cause, name) for name in full.known]
        words += [r.name for r in records if r is not None]
    parts = [*dict.fromkeys(said), *denied, *(["words:" + "; ".join(words)] if words else [])]
    return ",".join(parts) or "unknown"


def _began(fact: Fact) -> str:
    """When something was begun, as a person would say it beside its name."""
    if fact.since_days is not None:
        return f"began {fact.since_days:g} days ago"
    return "new" if fact.recent else "long-standing"


def _troubled(model: Model, full: Case, audience: Audience) -> list[str]:
    """Areas in which the history records something that the one who answers can know."""
    complaint = opening(model, full).facts
    told = [f.id for f in full.facts if f.present and f not in complaint]
    if audience == "public":
        told = [i for i in told if _is_told(model, i)]
    found = {area_of(model, item) for item in told} & set(AREAS)
    return sorted(found)


def _is_told(model: Model, item: str) -> bool:
    feature = model.feature(item)
    return feature is not None and kind_of(model, item, feature, {}) == "question"


def _tellable(model: Model, full: Case, audience: Audience) -> Case:
    if audience == "professional":
        return full
    return replace(full, facts=tuple(f for f in full.facts if _is_told(model, f.id)))


def _when(full: Case, item: str) -> str:
    recent = next((f.recent for f in full.facts if f.id == item and f.present), None)
    return "unknown" if recent is None else "recent" if recent else "lasting"


def _closed(model: Model, full: Case) -> tuple[set[str], set[str]]:
    present: set[str] = set()
    absent: set[str] = set()
    for fact in full.facts:
        feature = model.feature(fact.id)
        if feature is None:
            continue
        if fact.present:
            present.add(fact.id)
            present.update(model.item(a) for a in model.arrays.ancestors(feature).tolist())
        else:
            absent.add(fact.id)
    return present, absent


def _is_denied(model: Model, item: str, absent: set[str]) -> bool:
    feature = model.feature(item)
    if feature is None:
        return False
    return item in absent or any(model.item(a) in absent for a in model.arrays.ancestors(feature).tolist())


# ---- runs ---------------------------------------------------------------------------------------


def run_interviews(
    model: Model,
    cases: Iterable[Mapping[str, Any]],
    audience: Audience = "public",
    orders: Sequence[Order] = ORDERS,
) -> list[Run]:
    """Every case through every order."""
    form = _fixed_form(model, audience) if "fixed" in orders else []
    runs = []
    for number, raw in enumerate(cases):
        shown = {k: raw[k] for k in CASE_KEYS if k in raw and k not in STAGES["history"]}
        full = case_from_mapping(model, shown, str(raw.get("id", "")))
        whole = score_case(model, raw, rank(model, full))
        told = score_case(model, raw, rank(model, _tellable(model, full, audience)))
        for order in orders:
            chooser = {
                "adaptive": lambda step, _asked, _case: step.question,
                "fixed": lambda _step, asked, _case: form[len(asked)] if len(asked) < len(form) else None,
                "random": _random_chooser(model, audience, random.Random(_SEED + number)),
            }[order]
            runs.append(_run(model, raw, full, (whole, told), audience, order, chooser))
    return runs


Chooser = Callable[[Step, list[str], Case], Question | None]


def _run(
    model: Model,
    raw: Mapping[str, Any],
    full: Case,
    ceilings: tuple[CaseResult, CaseResult],
    audience: Audience,
    order: Order,
    choose: Chooser,
) -> Run:
    case = opening(model, full)
    asked: list[str] = []
    path: list[CaseResult] = []
    leaders: list[tuple[str, ...]] = []
    seconds: list[float] = []
    answered = 0
    while True:
        began = time.process_time()
        step = next_step(model, case, asked, audience)
        seconds.append(time.process_time() - began)
        path.append(score_case(model, raw, step.ranking))
        leaders.append(_three(step.ranking))
        question = choose(step, asked, case)
        if question is None or len(asked) >= MOST_QUESTIONS:
            break
        answer = answer_from(model, full, question, audience)
        answered += answer != "unknown"
        case = record_answer(model, case, question.id, answer)
        asked.append(question.id)
    return Run(order, audience, tuple(path), tuple(leaders), *ceilings, answered, tuple(seconds))


def _three(ranking: Ranking) -> tuple[str, ...]:
    # An agent's row is its pattern's: naming the agent changes the words, not the cause.
    return tuple(row.id.split(":")[0] if row.agent else row.id for row in ranking.rows[:3])


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


def _random_chooser(model: Model, audience: Audience, dice: random.Random) -> Chooser:
    def choose(step: Step, asked: list[str], case: Case) -> Question | None:
        found = open_questions(model, case, asked, audience)
        return dice.choice(found) if found else None

    return choose


# ---- figures --------------------------------------------------------------------------------------


def summarise_runs(runs: Sequence[Run]) -> dict[str, Any]:
    """Every figure of one order; shares are of 1, times in milliseconds."""
    ends = [r.path[-1] for r in runs]
    whole = [r.full for r in runs]
    times = np.array([s for r in runs for s in r.seconds[1:]]) * 1000
    return {
        "n": len(runs),
        "questions": float(np.mean([r.questions for r in runs])),
        "most_questions": max(r.questions for r in runs),
        "answered": float(np.mean([r.answered for r in runs])),
        "to_top3": float(np.mean([r.to_top3 for r in runs])),
        "to_urgency": float(np.mean([r.to_urgency for r in runs])),
        "top3_at_start": _share([r.path[0] for r in runs], 3),
        "top1": _share(ends, 1),
        "top3": _share(ends, 3),
        "top1_full": _share(whole, 1),
        "top3_full": _share(whole, 3),
        "top3_told": _share([r.told for r in runs], 3),
        "curve": {k: _share([r.path[min(k, r.questions)] for r in runs], 3) for k in _CURVE},
        "same_urgency_as_full": float(
            np.mean([r.path[-1].urgency_given == r.full.urgency_given for r in runs])
        ),
        "urgency_safe": float(np.mean([r.path[-1].steps_high >= -1 for r in runs])),
        "next_question_ms": {
            "median": float(np.median(times)),
            "p99": float(np.quantile(times, 0.99)),
        },
    }


def _share(results: Sequence[CaseResult], k: int) -> float:
    return float(np.mean([r.rank is not None and r.rank <= k for r in results]))


def as_text(runs: Sequence[Run]) -> str:
    """A table: one line an order and audience."""
    head = (
        f"{'audience':<14}{'order':<10}{'asked':>6}{'told':>6}{'to top-3':>10}{'to urgency':>12}"
        f"{'top-3':>8}{'tellable':>10}{'full':>8}{'safe':>8}   top-3 after "
        f"{', '.join(map(str, _CURVE))} questions"
    )
    lines = [head, "-" * len(head)]
    for (audience, order), group in _groups(runs).items():
        s = summarise_runs(group)
        curve = "  ".join(f"{s['curve'][k]:.1%}" for k in _CURVE)
        lines.append(
            f"{audience:<14}{order:<10}{s['questions']:>6.1f}{s['answered']:>6.1f}{s['to_top3']:>10.1f}"
            f"{s['to_urgency']:>12.1f}{s['top3']:>8.1%}{s['top3_told']:>10.1%}{s['top3_full']:>8.1%}{s['urgency_safe']:>8.1%}"
            f"   {curve}"
        )
    every = summarise_runs([r for r in runs if r.order == "adaptive"] or runs)["next_question_ms"]
    lines.append(
        f"next question, processor time: median {every['median']:.1f} ms, "
        f"99th percentile {every['p99']:.1f} ms"
    )
    return "\n".join(lines)


def as_json(runs: Sequence[Run]) -> str:
    """The same figures with each case's own."""
    document = []
    for (audience, order), group in _groups(runs).items():
        rows = [
            {
                "id": r.full.id,
                "questions": r.questions,
                "to_top3": r.to_top3,
                "to_urgency": r.to_urgency,
                "rank": r.path[-1].rank,
                "rank_full": r.full.rank,
                "urgency_given": r.path[-1].urgency_given,
                "urgency_full": r.full.urgency_given,
            }
            for r in group
        ]
        document.append({"audience": audience, "order": order, "all": summarise_runs(group), "cases": rows})
    return json.dumps({"interview": document}, indent=1)


def _groups(runs: Sequence[Run]) -> dict[tuple[str, str], list[Run]]:
    found: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        found.setdefault((run.audience, run.order), []).append(run)
    return found
