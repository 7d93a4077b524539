"""Why one cause stands where it does: what speaks for it, what against, what would move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whytwitch.core.assessment import CauseRow, Reason
from whytwitch.core.case import Case
from whytwitch.core.errors import InputError
from whytwitch.explain.ranking import Row, rank_rows
from whytwitch.knowledge.schema import Source
from whytwitch.model.store import Model
from whytwitch.report.as_json import cause_document
from whytwitch.service.assess import Ranking, cause_row, rank, versions

__all__ = ["Explanation", "explain_cause", "explanation_document", "source_document"]

_LISTED = 100


@dataclass(frozen=True, slots=True)
class Explanation:
    """One cause of a case, explained.

    Attributes
    ----------
    rank : int or None
        Place in the ranking, 1 the likeliest; None when it is too unlikely to have one.
    speaks_for, speaks_against : tuple of Reason
        Strongest first.
    sources : dict
        Every source named, by id.
    """

    cause: CauseRow
    rank: int | None
    speaks_for: tuple[Reason, ...]
    speaks_against: tuple[Reason, ...]
    sources: dict[str, dict[str, str]]
    versions: dict[str, str]


def explain_cause(model: Model, case: Case, cause: str) -> Explanation:
    """Explain one cause of the ranking.

    Parameters
    ----------
    cause : str
        Id of a row as in ``causes`` of an assessment, of a cause's record, or of an annotated
        disease (``OMIM:...``, ``ORPHA:...``).

    Raises
    ------
    InputError
        When no cause of that id is known.
    """
    ranking = rank(model, case, n_rows=_LISTED)
    place, row = _find(model, ranking.rows, cause)
    if row is None:
        ranking = _whole(model, case, ranking)
        place, row = _find(model, ranking.rows, cause)
    if row is None:
        row = _unranked(model, cause)
    shown = cause_row(model, case, ranking, row, explained=True)
    used = [s for r in shown.reasons for s in r.sources]
    used += shown.details.sources if shown.details is not None else ()
    return Explanation(
        cause=shown,
        rank=None if place is None else place + 1,
        speaks_for=tuple(r for r in shown.reasons if r.log_odds > 0),
        speaks_against=tuple(r for r in shown.reasons if r.log_odds <= 0),
        sources={name: source_document(model, name) for name in sorted(set(used))},
        versions=versions(model),
    )


def _whole(model: Model, case: Case, ranking: Ranking) -> Ranking:
    rows = rank_rows(model, case, ranking.posterior, len(ranking.posterior.probability))
    return Ranking(ranking.observation, ranking.posterior, rows, ranking.urgency)


def _find(model: Model, rows: list[Row], cause: str) -> tuple[int | None, Row | None]:
    """The row of that id; else the likeliest that stands for the cause, alone or behind a state."""
    for i, row in enumerate(rows):
        if row.id == cause:
            return i, row
    for i, row in enumerate(rows):
        if any(cause in (h.id, h.cause, h.row) for h in map(model.hypothesis, row.members)):
            return i, row
    return None, None


def _unranked(model: Model, cause: str) -> Row:
    """A cause that the case rules out has no row; its first hypothesis still has reasons."""
    key = "first_hypothesis"
    if key not in model.arrays.cache:
        first: dict[str, int] = {}
        for i in range(len(model.meta["hypotheses"]) + len(model.disease_id)):
            names = model.hypothesis(i)
            for name in (names.id, names.row, names.cause):
                first.setdefault(name, i)
        model.arrays.cache[key] = first
    found = model.arrays.cache[key].get(cause)
    if found is None:
        raise InputError(
            f"a cause must be known by its id; got {cause!r}; ids stand in 'causes' of an assessment"
        )
    return Row(model.hypothesis(found).row, 0.0, (found,), (1.0,))


def source_document(model: Model, name: str) -> dict[str, str]:
    """What a reader needs to open a source; an annotation's reference is its own title."""
    source = model.record(Source, name)
    if source is None:
        return {"title": name, "year": "", "identifier": name, "url": _address(name), "kind": ""}
    return {
        "title": source.title,
        "year": str(source.year or ""),
        "identifier": source.identifier,
        "url": source.opened_at,
        "kind": source.kind,
    }


def _address(reference: str) -> str:
    prefix, _, number = reference.partition(":")
    return {
        "PMID": f"https://pubmed.ncbi.nlm.nih.gov/{number}/",
        "OMIM": f"https://omim.org/entry/{number}",
        "ORPHA": f"https://www.orpha.net/en/disease/detail/{number}",
    }.get(prefix, "")


def explanation_document(explanation: Explanation) -> dict[str, Any]:
    """The explanation as plain dicts and lists, its cause as a row of an assessment's ``causes``."""
    document = cause_document(explanation.cause)
    reasons = {id(r): d for r, d in zip(explanation.cause.reasons, document["reasons"], strict=True)}
    details = explanation.cause.details
    return {
        "schema": "whytwitch.explanation/1",
        "cause": document,
        "rank": explanation.rank,
        "for": [reasons[id(r)] for r in explanation.speaks_for],
        "against": [reasons[id(r)] for r in explanation.speaks_against],
        "would_raise": list(details.would_raise) if details is not None else [],
        "would_lower": list(details.would_lower) if details is not None else [],
        "sources": explanation.sources,
        "versions": explanation.versions,
    }
