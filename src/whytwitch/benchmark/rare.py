"""Rank the diagnosis of published people with inherited disease, with and without their own paper.

*Leaky*: all annotation rows count. *Leak-free*: for each case the rows whose reference is the case's
own paper are left out, for all diseases, so that the background and what is borrowed lose it too.
*Strict*: rows that pool several papers, the case's own among them, are left out as well. A pooled row
cannot be split, so the first keeps a part of what the paper said, and the second throws away what
the other papers said, mostly the core of the disease; the truth lies between. Joins of entries rest
on names and genes alone and so hold in all three.

A rank is that of the row that holds the diagnosis; of rows with the same score the middle one.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.benchmark.peers import peer_results
from whytwitch.benchmark.profile_speed import time_profiles
from whytwitch.core.errors import InputError
from whytwitch.inference.profiles import ProfileCase, Profiles, profile_scores
from whytwitch.intake.phenopacket import years_of_duration
from whytwitch.model.annotated import onset_span
from whytwitch.model.profiles import compile_profiles, rows_citing
from whytwitch.ontology.store import Ontology, open_ontology

__all__ = [
    "RareCase",
    "RareResult",
    "peers_beside",
    "read_cases",
    "run_rare",
    "summarise_rare",
    "time_a_case",
]

_PAPER = re.compile(r"PMID[_:](\d+)")
_TOPS = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class RareCase:
    """One person: what was found, the paper that tells of it, and the diagnosis."""

    id: str
    paper: str
    diagnosis: str
    findings: ProfileCase
    present: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RareResult:
    """Rank of the diagnosis of one case; None when the release does not know the disease.

    ``n_left`` is how many findings of its own the diagnosis keeps without the paper.
    """

    case: RareCase
    leaky: float | None
    leak_free: float | None
    strict: float | None
    n_left: int
    leader: str
    leader_score: float


def read_cases(path: Path, ontology: Ontology) -> list[RareCase]:
    """People of a phenopacket file (JSON Lines, plain or gzipped) with a diagnosis.

    Raises
    ------
    InputError
        When the file cannot be read or holds no packet with a diagnosis.
    """
    cases = []
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    cases.append(_case(json.loads(line), ontology, f"{path}:{number}"))
    except (OSError, UnicodeDecodeError, ValueError, EOFError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"must be phenopackets, one a line; got {error}", str(path)) from None
    found = [c for c in cases if c is not None]
    if not found:
        raise InputError("must hold a phenopacket with a diagnosis; got none", str(path))
    return found


def _case(raw: Any, ontology: Ontology, where: str) -> RareCase | None:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("phenotypicFeatures", []), list):
        raise InputError("a line must be a phenopacket; got something else", where)
    diagnosis = _diagnosis(raw)
    if not diagnosis:
        return None
    present: set[int] = set()
    absent: set[int] = set()
    for feature in raw.get("phenotypicFeatures", []):
        index = ontology.index_of(_text(feature, "type", "id"))
        if index is not None and isinstance(feature, Mapping):
            (absent if feature.get("excluded") else present).add(index)
    references = " ".join(
        [str(raw.get("id", ""))]
        + [_text(r, "id") for r in _items(_inner(raw, "metaData", "externalReferences"))]
    )
    paper = _PAPER.search(references)
    sex = _text(raw, "subject", "sex")
    findings = ProfileCase(
        frozenset(present),
        frozenset(absent - present),
        _onset(raw, ontology),
        {"MALE": True, "FEMALE": False}.get(sex),
    )
    ids = tuple(ontology.id_of(t) for t in sorted(present))
    return RareCase(str(raw.get("id", where)), f"PMID:{paper[1]}" if paper else "", diagnosis, findings, ids)


def _diagnosis(raw: Mapping[str, Any]) -> str:
    for disease in _items(raw.get("diseases")):
        return _text(disease, "term", "id")
    for interpretation in _items(raw.get("interpretations")):
        return _text(interpretation, "diagnosis", "disease", "id")
    return ""


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _inner(value: Any, *keys: str) -> Any:
    """What stands under the keys; None where something else stands in between."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _text(value: Any, *keys: str) -> str:
    found = _inner(value, *keys)
    return found if isinstance(found, str) else ""


def _onset(raw: Mapping[str, Any], ontology: Ontology) -> tuple[float, float] | None:
    """Years in which it began: as said, else any time up to the last visit."""
    for disease in _items(raw.get("diseases")):
        years = years_of_duration(_text(disease, "onset", "age", "iso8601duration"))
        if years is not None:
            return years, years
        span = onset_span(ontology, _text(disease, "onset", "ontologyClass", "id"))
        if span is not None:
            return span
    years = years_of_duration(_text(raw, "subject", "timeAtLastEncounter", "age", "iso8601duration"))
    return (0.0, years) if years is not None else None


def run_rare(
    cases: Sequence[RareCase], leave_out: bool = True, candidates: str = "all", workers: int = 2
) -> list[RareResult]:
    """Rank every case, with its own paper and without.

    Parameters
    ----------
    cases : sequence of RareCase
    leave_out : bool
        Also rank leak-free, which compiles the annotations anew for every paper.
    candidates : str
        ``all`` diseases, or ``omim``: rows that hold an OMIM entry.
    workers : int
        Processes for the compilation.
    """
    by_paper: dict[str, list[RareCase]] = defaultdict(list)
    for case in cases:
        by_paper[case.paper].append(case)
    leaky = _ranked(list(cases), "", True, candidates)
    free, strict = dict(leaky), dict(leaky)
    if leave_out:
        jobs = []
        with ProcessPoolExecutor(workers) as pool:
            for paper in sorted(by_paper):
                for target, alone in _ways(paper, free, strict):
                    job = pool.submit(_ranked, by_paper[paper], paper, alone, candidates)
                    jobs.append((target, job))
            for target, job in jobs:
                for part in target:
                    part.update(job.result())
    return [_result(case, leaky[case.id], free[case.id], strict[case.id], leave_out) for case in cases]


Ranked = tuple[float | None, int, str, float]
Table = dict[str, Ranked]


def _ways(paper: str, free: Table, strict: Table) -> list[tuple[tuple[Table, ...], bool]]:
    """Which tables a paper's rows change; a paper that no row cites changes none."""
    ontology = open_ontology()
    alone = int(rows_citing(ontology, paper, alone=True).sum())
    cited = int(rows_citing(ontology, paper).sum())
    if not cited:
        return []
    if alone == cited:
        return [((free, strict), True)]
    return [((free,), True), ((strict,), False)] if alone else [((strict,), False)]


def _result(case: RareCase, leaky: Ranked, free: Ranked, strict: Ranked, leave_out: bool) -> RareResult:
    last = free if leave_out else leaky
    ranks = (free[0], strict[0]) if leave_out else (None, None)
    return RareResult(case, leaky[0], *ranks, last[1], last[2], last[3])


def _ranked(cases: list[RareCase], paper: str, alone: bool, candidates: str) -> Table:
    """Rank, findings left, leader and its score of each case, with a paper's rows left out."""
    ontology = open_ontology()
    left_out = rows_citing(ontology, paper, alone) if paper else None
    profiles = compile_profiles(ontology, left_out)
    ids = ontology.texts("disease_id").all()
    index = {name: i for i, name in enumerate(ids)}
    rows = _candidate_rows(profiles, ids, candidates)
    described = np.bincount(profiles.own_disease, minlength=profiles.n)
    found: Table = {}
    for case in cases:
        score = profile_scores(profiles, case.findings)
        leader = int(rows[np.argmax(score[rows])])
        at = index.get(case.diagnosis)
        rank = _rank(score, rows, int(profiles.row_of[at])) if at is not None else None
        left = int(described[at]) if at is not None else 0
        found[case.id] = (rank, left, ids[leader], float(score[leader]))
    return found


def _candidate_rows(profiles: Profiles, ids: Sequence[str], candidates: str) -> NDArray[np.int64]:
    own = profiles.row_of == np.arange(profiles.n)
    if candidates == "omim":
        own &= np.array([name.startswith("OMIM:") for name in ids])
    return np.flatnonzero(own)


def _rank(score: NDArray[np.float64], rows: NDArray[np.int64], row: int) -> float:
    others = score[rows]
    own = score[row]
    return float(1 + (others > own).sum() + ((others == own).sum() - 1) / 2)


def summarise_rare(results: Sequence[RareResult]) -> dict[str, Any]:
    """Every figure of the table; shares in percent.

    ``known`` are cases whose diagnosis the release has; the shares are over them. ``of_all`` counts
    the others as missed. ``nothing_left`` are known ones whose disease has no finding of its own
    without the paper: they stay in, and are counted apart. The shares at the top are leak-free where
    that was asked for, else leaky.
    """
    known = [r for r in results if r.leaky is not None]
    summary: dict[str, Any] = {
        "cases": len(results),
        "known_cases": len(known),
        "diseases": len({r.case.diagnosis for r in known}),
        "papers": len({r.case.paper for r in known}),
        "unknown_cases": len(results) - len(known),
    }
    if any(r.leak_free is not None for r in known):
        bare = [r for r in known if r.n_left == 0]
        summary["nothing_left_cases"] = len(bare)
        summary["nothing_left_diseases"] = len({r.case.diagnosis for r in bare})
        summary.update(_shares(known, len(results), "leak_free"))
        summary["something_left"] = _shares([r for r in known if r.n_left], len(results), "leak_free")
        summary["strict"] = _shares(known, len(results), "strict")
    leaky = _shares(known, len(results), "leaky")
    if "strict" not in summary:
        summary.update(leaky)
    summary["leaky"] = leaky
    return summary


def _shares(results: Sequence[RareResult], n_all: int, which: str) -> dict[str, float]:
    ranks = [float(getattr(r, which)) for r in results]
    by_disease: dict[str, list[float]] = defaultdict(list)
    for result, rank in zip(results, ranks, strict=True):
        by_disease[result.case.diagnosis].append(rank)
    found: dict[str, float] = {}
    for top in _TOPS:
        hit = [rank <= top for rank in ranks]
        found[f"per_case_top{top}"] = _percent(hit)
        found[f"of_all_top{top}"] = round(100 * sum(hit) / max(n_all, 1), 1)
        found[f"per_disease_top{top}"] = _percent(
            [float(np.mean([r <= top for r in own])) for own in by_disease.values()]
        )
    found["median_rank"] = float(np.median(ranks)) if ranks else float("nan")
    found["mean_reciprocal_rank"] = round(float(np.mean([1 / r for r in ranks])), 4) if ranks else 0.0
    found["per_disease_mean_reciprocal_rank"] = round(
        float(np.mean([np.mean([1 / r for r in own]) for own in by_disease.values()])) if by_disease else 0.0,
        4,
    )
    return found


def _percent(values: Iterable[float]) -> float:
    listed = list(values)
    return round(100 * float(np.mean(listed)), 1) if listed else 0.0


def time_a_case(cases: Sequence[RareCase]) -> dict[str, float]:
    """Milliseconds of one case in a batch over all diseases, on one core and on all."""
    return time_profiles([case.findings for case in cases])


def peers_beside(
    results: Sequence[RareResult], speed: Mapping[str, float], interpreters: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Peers on the known cases of this run: time a case, how many times ours, and leaky ranks.

    ``ratio`` is over our time on as many cores as the peer kept busy, ``ratio_one_core`` over that
    on one.
    """
    known = [r.case for r in results if r.leaky is not None]
    peers = peer_results([(c.diagnosis, c.present) for c in known], interpreters)
    for peer in peers:
        for method in peer["methods"].values():
            ranks = [rank or 10**9 for rank in method.pop("ranks")]
            like = "milliseconds_all_cores" if method["cores_busy"] > _MORE_THAN_ONE else "milliseconds"
            method["ratio"] = round(1000 * method["seconds_a_case"] / speed[like], 1)
            method["ratio_one_core"] = round(1000 * method["seconds_a_case"] / speed["milliseconds"], 1)
            method["top1"] = _percent([r <= 1 for r in ranks])
            method["top10"] = _percent([r <= 10 for r in ranks])
    return peers


#: Processor seconds a second from which on a method uses more than one core.
_MORE_THAN_ONE = 1.2
