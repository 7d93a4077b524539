"""Everyday messages: is the ordinary named, is nobody frightened without ground, is nothing serious missed.

A message is shown as narrative, age and sex alone. Beside the accepted names stand ``urgency`` (what a
careful general practitioner would say), ``urgency_max`` (the highest level that is still sensible; above
it is a false alarm) and ``never`` (names that would frighten without ground among the first three).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from whytwitch.benchmark.cases import normal_name, read_benchmark, score_case
from whytwitch.core.case import SETTINGS, URGENCIES
from whytwitch.core.errors import InputError
from whytwitch.explain.ranking import Row, row_name, row_names
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.model.curated import PRESENTING_PER_100000
from whytwitch.model.store import Model
from whytwitch.service.assess import rank

__all__ = ["EverydayResult", "as_json", "as_text", "read_everyday", "run_everyday", "summarise_everyday"]

_SHOWN = ("id", "narrative", "age_years", "sex")
_FIRST, _LISTED = 3, 10
#: From this level on a message must not be taken lightly.
_SERIOUS = URGENCIES.index("urgent")


@dataclass(frozen=True, slots=True)
class EverydayResult:
    """One message.

    ``rare`` is the probability given to causes among the first ten with which fewer than one in 100,000
    people present in a year; ``frightening`` are the ``never`` names among the first three.
    """

    id: str
    rank: int | None
    first: tuple[str, ...]
    frightening: tuple[str, ...]
    rare: float
    n_read: int
    urgency: str
    urgency_max: str
    urgency_given: str

    @property
    def below(self) -> bool:
        """Whether the urgency is lower than a careful general practitioner's."""
        return URGENCIES.index(self.urgency_given) < URGENCIES.index(self.urgency)

    @property
    def above(self) -> bool:
        """Whether the urgency is a false alarm."""
        return URGENCIES.index(self.urgency_given) > URGENCIES.index(self.urgency_max)

    @property
    def serious(self) -> bool:
        """Whether the message tells of something that must not wait."""
        return URGENCIES.index(self.urgency) >= _SERIOUS


def read_everyday(path: Path) -> list[dict[str, Any]]:
    """Messages of a file.

    Raises
    ------
    InputError
        When a message lacks what scoring needs.
    """
    cases = read_benchmark(path)
    for i, case in enumerate(cases):
        where = f"{path}[{i}]"
        if not str(case.get("narrative") or "").strip():
            raise InputError("a message must have a narrative; got none", where)
        most, never = case.get("urgency_max"), case.get("never")
        if most not in URGENCIES or URGENCIES.index(most) < URGENCIES.index(case["urgency"]):
            raise InputError(f"urgency_max must be a level, at least urgency; got {most!r}", where)
        if not isinstance(never, list) or not all(isinstance(n, str) for n in never):
            raise InputError(f"never must be a list of names; got {never!r}", where)
    return cases


def run_everyday(model: Model, cases: Iterable[Mapping[str, Any]]) -> list[EverydayResult]:
    """Rank every message by its words, age and sex."""
    results = []
    for raw in cases:
        shown = {k: raw[k] for k in _SHOWN if raw.get(k) is not None}
        case = case_from_mapping(model, shown, str(raw.get("id", "")), may_be_empty=True)
        ranking = rank(model, case)
        scored = score_case(model, raw, ranking)
        never = {normal_name(n) for n in raw["never"]}
        rows = ranking.rows[:_LISTED]
        results.append(
            EverydayResult(
                id=scored.id,
                rank=scored.rank,
                first=tuple(row_name(model, row) for row in rows[:_FIRST]),
                frightening=tuple(
                    row_name(model, row) for row in rows[:_FIRST] if not never.isdisjoint(_names(model, row))
                ),
                rare=sum(row.probability for row in rows if _is_rare(model, row)),
                n_read=len(case.facts),
                urgency=scored.urgency,
                urgency_max=str(raw["urgency_max"]),
                urgency_given=scored.urgency_given,
            )
        )
    return results


def _names(model: Model, row: Row) -> set[str]:
    name, _, synonyms, _ = row_names(model, row)
    return {normal_name(n) for n in (name, *synonyms)}


def _is_rare(model: Model, row: Row) -> bool:
    """Whether fewer than one in 100,000 people a year present with it, in any setting."""
    prior = model.arrays.log_prior[SETTINGS.index("any")][list(row.members)]
    return float(np.exp(prior.astype(np.float64)).sum()) * PRESENTING_PER_100000 < 1.0


def summarise_everyday(results: Sequence[EverydayResult]) -> dict[str, float]:
    """Shares are of 1; ``serious_below`` is of the messages that must not wait, NaN without any."""
    serious = [r.below for r in results if r.serious]
    return {
        "n": len(results),
        "top1": float(np.mean([r.rank == 1 for r in results])),
        "top3": float(np.mean([r.rank is not None and r.rank <= _FIRST for r in results])),
        "urgency_below": float(np.mean([r.below for r in results])),
        "serious": len(serious),
        "serious_below": float(np.mean(serious)) if serious else float("nan"),
        "false_alarm": float(np.mean([r.above for r in results])),
        "emergency_without_ground": float(
            np.mean([r.above and r.urgency_given == URGENCIES[-1] for r in results])
        ),
        "frightening": float(np.mean([bool(r.frightening) for r in results])),
        "rare_mass": float(np.mean([r.rare for r in results])),
        "nothing_read": float(np.mean([r.n_read == 0 for r in results])),
    }


_LINES = {
    "top1": "an accepted name first",
    "top3": "an accepted name among three",
    "urgency_below": "urgency too low",
    "serious_below": "  of what must not wait",
    "false_alarm": "urgency above what is sensible",
    "emergency_without_ground": "  called an emergency",
    "frightening": "a frightening name among three",
    "rare_mass": "probability of rare causes in ten",
    "nothing_read": "nothing read",
}


def as_text(results: Sequence[EverydayResult]) -> str:
    """A table of the figures in per cent; no message is named."""
    figures = summarise_everyday(results)
    lines = [f"{'messages':<36}{len(results):>6}"]
    for key, words in _LINES.items():
        value = figures[key]
        of = f"  of {figures['serious']:.0f}" if key == "serious_below" else ""
        lines.append(f"{words:<36}" + (f"{'-':>6}" if value != value else f"{100 * value:>6.1f}{of}"))
    return "\n".join(lines)


def as_json(results: Sequence[EverydayResult]) -> str:
    """The figures, and each message with what it was given; a figure that does not exist is null."""
    figures = {k: None if v != v else round(v, 4) for k, v in summarise_everyday(results).items()}
    rows = [asdict(r) | {"below": r.below, "above": r.above} for r in results]
    return json.dumps({"all": figures, "messages": rows}, indent=1, ensure_ascii=False)
