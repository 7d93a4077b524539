"""Run a file of published cases and say how often, how soon and how sure the answer was right.

A case holds the case-file keys plus what must not be shown to the program: ``diagnosis`` (``name``,
``accept``, ``mondo``, ``omim``), ``urgency`` and ``group``. Only the case-file keys are read.

A cause is right when one of its names (its row's name or a synonym, spelling and word endings made
one) is one of the accepted names, or when its MONDO or OMIM code is the diagnosis's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from whytwitch.core.case import URGENCIES
from whytwitch.core.errors import InputError
from whytwitch.core.words import content, stem, tokens
from whytwitch.explain.ranking import Row, row_codes, row_names
from whytwitch.intake.case_file import CASE_KEYS, STAGES, case_from_mapping
from whytwitch.intake.read import parse_case
from whytwitch.model.store import Model
from whytwitch.service.assess import Ranking, rank

__all__ = [
    "CaseResult",
    "StageResult",
    "normal_name",
    "read_benchmark",
    "run_stage",
    "score_case",
    "summarise",
]

_LOOKED_AT = 60
_MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case at one stage. ``rank`` is None when the diagnosis is not among the first sixty."""

    id: str
    group: str
    rank: int | None
    probability: float
    leader: str
    leader_probability: float
    urgency: str
    urgency_given: str

    @property
    def steps_high(self) -> int:
        """Levels above (positive) or below (negative) the readers' urgency."""
        return URGENCIES.index(self.urgency_given) - URGENCIES.index(self.urgency)


@dataclass(frozen=True, slots=True)
class StageResult:
    """Every case of one stage."""

    stage: str
    cases: tuple[CaseResult, ...]


def read_benchmark(path: Path) -> list[dict[str, Any]]:
    """Cases of a benchmark file: a JSON or YAML list.

    Raises
    ------
    InputError
        When the file is missing or a case lacks what scoring needs.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError("a benchmark file must be at most 50 MB; got more", str(path))
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the benchmark must be a readable text file; got {error}", str(path)) from None
    value = parse_case(text, str(path)).value
    cases = value.get("cases") if isinstance(value, dict) else value
    if not isinstance(cases, list) or not cases:
        raise InputError("a benchmark must be a list of cases; got none", str(path))
    for i, case in enumerate(cases):
        diagnosis = case.get("diagnosis") if isinstance(case, dict) else None
        if not isinstance(diagnosis, dict) or not diagnosis.get("name"):
            raise InputError("a benchmark case must have a diagnosis with a name; got none", f"{path}[{i}]")
        if case.get("urgency") not in URGENCIES:
            raise InputError(
                f"urgency must be one of {', '.join(URGENCIES)}; got {case.get('urgency')!r}",
                f"{path}[{i}]",
            )
    return cases


def normal_name(name: str) -> str:
    """A name with case, spelling, possessives and word endings made one.

    Examples
    --------
    >>> normal_name("Isaacs' syndrome") == normal_name("Isaac syndrome")
    True
    """
    return " ".join(content([stem(t) for t in tokens(name)]))


def run_stage(model: Model, cases: Iterable[Mapping[str, Any]], stage: str) -> StageResult:
    """Assess every case with what is known at a stage, and find the diagnosis in the ranking."""
    left_out = STAGES[stage]
    results = []
    for raw in cases:
        shown = {k: raw[k] for k in CASE_KEYS if k in raw and k not in left_out}
        case = case_from_mapping(model, shown, str(raw.get("id", "")))
        results.append(score_case(model, raw, rank(model, case)))
    return StageResult(stage, tuple(results))


def score_case(model: Model, raw: Mapping[str, Any], ranking: Ranking) -> CaseResult:
    """Find the diagnosis of a case in a ranking, and set the urgency beside the readers' own."""
    diagnosis = raw["diagnosis"]
    accepted = {normal_name(n) for n in (diagnosis["name"], *(diagnosis.get("accept") or ()))}
    found = None
    for place, row in enumerate(ranking.rows[:_LOOKED_AT], start=1):
        if _is_right(model, row, accepted, diagnosis):
            found = (place, row.probability)
            break
    leader = ranking.rows[0]
    return CaseResult(
        id=str(raw.get("id", "")),
        group=str(raw.get("group", "")),
        rank=found[0] if found else None,
        probability=found[1] if found else 0.0,
        leader=leader.id,
        leader_probability=leader.probability,
        urgency=str(raw["urgency"]),
        urgency_given=ranking.urgency.level,
    )


def _is_right(model: Model, row: Row, accepted: set[str], diagnosis: Mapping[str, Any]) -> bool:
    name, _, synonyms, _ = row_names(model, row)
    if any(normal_name(n) in accepted for n in (name, *synonyms)):
        return True
    codes = row_codes(model, row)
    return any(diagnosis.get(k) and codes[k] == diagnosis[k] for k in ("mondo", "omim"))


def summarise(results: Sequence[CaseResult]) -> dict[str, float]:
    """Every figure of the table for some cases.

    Returns
    -------
    dict
        Shares are of 1; ``mrr`` is the mean reciprocal rank; ``brier`` and ``calibration_error``
        are of the leading cause being right; ``emergency_recall`` is NaN without emergencies.
    """
    n = len(results)
    ranks = np.array([r.rank or 10**9 for r in results], float)
    steps = np.array([r.steps_high for r in results])
    emergencies = [r for r in results if r.urgency == "emergency"]
    right, sure = _right_and_sure(results)
    return {
        "n": n,
        "top1": float((ranks <= 1).mean()),
        "top3": float((ranks <= 3).mean()),
        "top5": float((ranks <= 5).mean()),
        "top10": float((ranks <= 10).mean()),
        "mrr": float((1.0 / ranks).mean()),
        "urgency_exact": float((steps == 0).mean()),
        "urgency_safe": float((steps >= -1).mean()),
        "urgency_below": float((steps < 0).mean()),
        "urgency_two_or_more_high": float((steps >= 2).mean()),
        "emergency_recall": (
            sum(r.urgency_given == "emergency" for r in emergencies) / len(emergencies)
            if emergencies
            else float("nan")
        ),
        "emergencies_rated_routine_or_lower": float(
            sum(URGENCIES.index(r.urgency_given) <= 1 for r in emergencies)
        ),
        "brier": float(((sure - right) ** 2).mean()),
        "calibration_error": calibration_error(right, sure),
    }


def _right_and_sure(
    results: Sequence[CaseResult],
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.float64]]]:
    right = np.array([r.rank == 1 for r in results], float)
    sure = np.array([r.leader_probability for r in results], float)
    return right, sure


def reliability(
    right: np.ndarray[Any, np.dtype[np.float64]],
    sure: np.ndarray[Any, np.dtype[np.float64]],
    n_bins: int = 5,
) -> list[dict[str, float]]:
    """Mean probability and share right in bins of equal width; empty bins are left out."""
    which = np.minimum((sure * n_bins).astype(int), n_bins - 1)
    bins = []
    for b in range(n_bins):
        at = which == b
        if at.any():
            bins.append(
                {
                    "low": b / n_bins,
                    "n": int(at.sum()),
                    "said": float(sure[at].mean()),
                    "right": float(right[at].mean()),
                }
            )
    return bins


def calibration_error(
    right: np.ndarray[Any, np.dtype[np.float64]], sure: np.ndarray[Any, np.dtype[np.float64]]
) -> float:
    """Expected calibration error over five bins (Naeini 2015)."""
    n = len(right)
    return float(sum(b["n"] / n * abs(b["said"] - b["right"]) for b in reliability(right, sure)))


def stage_document(result: StageResult) -> dict[str, Any]:
    """One stage as plain values: all cases, each group, each case, and the reliability picture."""
    right, sure = _right_and_sure(result.cases)
    groups = sorted({r.group for r in result.cases})
    return {
        "stage": result.stage,
        "all": summarise(result.cases),
        "groups": {g: summarise([r for r in result.cases if r.group == g]) for g in groups},
        "reliability": reliability(right, sure),
        "cases": [
            {
                "id": r.id,
                "group": r.group,
                "rank": r.rank,
                "probability": r.probability,
                "leader": r.leader,
                "leader_probability": r.leader_probability,
                "urgency": r.urgency,
                "urgency_given": r.urgency_given,
            }
            for r in result.cases
        ],
    }


def document_json(stages: Sequence[StageResult]) -> str:
    """All stages as JSON; a figure that does not exist is null."""
    document = {"stages": [stage_document(s) for s in stages]}
    return json.dumps(_without_nan(document), indent=1, ensure_ascii=False)


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_nan(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_nan(v) for v in value]
    return None if isinstance(value, float) and value != value else value
