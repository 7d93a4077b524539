"""Figures of interviews: how many questions, how sure at the end, how soon it settled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from whytwitch.benchmark.cases import CaseResult
from whytwitch.benchmark.interview import Order, Plan, Run

__all__ = ["as_json", "as_text", "summarise_runs"]

_CURVE = (2, 4, 6, 8, 12, 16)


def summarise_runs(runs: Sequence[Run]) -> dict[str, Any]:
    """Every figure of one order; shares are of 1, times in milliseconds."""
    ends = [r.path[-1] for r in runs]
    times = np.array([s for r in runs for s in r.seconds[1:]]) * 1000
    right = [r.to_right for r in runs if r.to_right is not None]
    return {
        "n": len(runs),
        "questions": float(np.mean([r.questions for r in runs])),
        "most_questions": max(r.questions for r in runs),
        "answered": float(np.mean([r.answered for r in runs])),
        "to_top3": float(np.mean([r.to_top3 for r in runs])),
        "to_right": float(np.mean(right)) if right else None,
        "to_urgency": float(np.mean([r.to_urgency for r in runs])),
        "top3_at_start": _share([r.path[0] for r in runs]),
        "top1": _share(ends, 1),
        "top3": _share(ends),
        "top1_full": _share([r.full for r in runs], 1),
        "top3_full": _share([r.full for r in runs]),
        "top3_told": _share([r.told for r in runs]),
        "curve": {k: _share([r.path[min(k, r.questions)] for r in runs]) for k in _CURVE},
        "same_urgency_as_full": float(
            np.mean([r.path[-1].urgency_given == r.full.urgency_given for r in runs])
        ),
        "urgency_safe": float(np.mean([r.path[-1].steps_high >= -1 for r in runs])),
        "next_question_ms": {
            "median": float(np.median(times)),
            "p99": float(np.quantile(times, 0.99)),
        },
    }


def _share(results: Sequence[CaseResult], k: int = 3) -> float:
    return float(np.mean([r.rank is not None and r.rank <= k for r in results]))


def as_text(runs: Sequence[Run]) -> str:
    """A table: one line an audience, start, share told of signs, and order."""
    head = (
        f"{'audience':<14}{'from':<11}{'told':>5}  {'order':<10}{'asked':>6}{'answered':>10}{'to top-3':>10}"
        f"{'to right':>10}{'to urgency':>12}{'top-3':>8}{'tellable':>10}{'full':>8}{'safe':>8}"
        f"   top-3 after {', '.join(map(str, _CURVE))} questions"
    )
    lines = [head, "-" * len(head)]
    for (plan, order), group in _groups(runs).items():
        s = summarise_runs(group)
        curve = "  ".join(f"{s['curve'][k]:.1%}" for k in _CURVE)
        told = "all" if plan.audience == "professional" else f"{plan.told:.0%}"
        right = "-" if s["to_right"] is None else f"{s['to_right']:.1f}"
        lines.append(
            f"{plan.audience:<14}{plan.start:<11}{told:>5}  {order:<10}{s['questions']:>6.1f}"
            f"{s['answered']:>10.1f}{s['to_top3']:>10.1f}{right:>10}{s['to_urgency']:>12.1f}{s['top3']:>8.1%}"
            f"{s['top3_told']:>10.1%}{s['top3_full']:>8.1%}{s['urgency_safe']:>8.1%}   {curve}"
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
    for (plan, order), group in _groups(runs).items():
        rows = [
            {
                "id": r.full.id,
                "questions": r.questions,
                "to_top3": r.to_top3,
                "to_right": r.to_right,
                "to_urgency": r.to_urgency,
                "rank": r.path[-1].rank,
                "rank_told": r.told.rank,
                "rank_full": r.full.rank,
                "asked": [list(pair) for pair in r.asked],
                "urgency_given": r.path[-1].urgency_given,
                "urgency_full": r.full.urgency_given,
            }
            for r in group
        ]
        document.append(
            {
                "audience": plan.audience,
                "start": plan.start,
                "told": plan.told,
                "order": order,
                "all": summarise_runs(group),
                "cases": rows,
            }
        )
    return json.dumps({"interview": document}, indent=1)


def _groups(runs: Sequence[Run]) -> dict[tuple[Plan, Order], list[Run]]:
    found: dict[tuple[Plan, Order], list[Run]] = {}
    for run in runs:
        found.setdefault((run.plan, run.order), []).append(run)
    return found
