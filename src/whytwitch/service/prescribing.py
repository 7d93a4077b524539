"""What a medicine that is about to be ordered would do to the twitch: cause it, worsen it, add to others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whytwitch.core.case import Case, Fact, Urgency
from whytwitch.explain.medicine_links import medicine_links
from whytwitch.explain.ranking import Row, row_names, row_urgency
from whytwitch.knowledge.schema import Cause, Source
from whytwitch.model.store import Model
from whytwitch.service.assess import Ranking, rank

__all__ = ["DrugIssue", "drug_issues", "has_movement"]

_ROOTS = ("HP:0004305", "HP:0100022", "HP:0003394", "HP:0003011")
#: A cause by the drug that would hardly be thought of is no ground to warn.
_WORTH_SAYING = 0.01
_ROWS = 200


@dataclass(frozen=True, slots=True)
class DrugIssue:
    """One thing that a drug may do.

    Attributes
    ----------
    kind : str
        ``cause`` when it can bring about what the person has; ``interaction``, ``kidneys`` or
        ``timing`` when it does so with something else.
    probability : float or None
        Of the cause by this drug, were it taken now; None for an interaction.
    others : tuple of str
        What it acts together with, by name.
    sources : tuple of (title, url)
    """

    kind: str
    drug: str
    cause: str
    text: str
    urgency: Urgency
    probability: float | None
    others: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]


def has_movement(model: Model, case: Case) -> bool:
    """Whether the case tells of an unwanted movement, spasm or twitch at all."""
    roots = {model.feature(root) for root in _ROOTS}
    for fact in case.facts:
        feature = model.feature(fact.id)
        if fact.present and feature is not None and fact.id.startswith("WT:twitch"):
            return True
        if (
            fact.present
            and feature is not None
            and {feature, *model.arrays.ancestors(feature).tolist()} & roots
        ):
            return True
    return False


def drug_issues(model: Model, case: Case, drug: Fact) -> tuple[DrugIssue, ...]:
    """What the records say against a drug in this case, likeliest first.

    Parameters
    ----------
    model : Model
    case : Case
        The person as known, without the drug.
    drug : Fact
        The exposure that is about to begin.

    Returns
    -------
    tuple of DrugIssue
        Causes by the drug only where the person has a movement to explain; interactions always.
    """
    with_drug = replace(case, facts=(*(f for f in case.facts if f.id != drug.id), drug))
    found: list[DrugIssue] = []
    ranking = rank(model, with_drug, n_rows=_ROWS)
    if has_movement(model, case):
        kinds = model.lineage(drug.id)
        found += [
            _by_drug(model, row, drug)
            for row in ranking.rows
            if row.probability >= _WORTH_SAYING and row.agent in kinds
        ]
    before = {(link.kind, link.id) for link in medicine_links(model, case)}
    for link in medicine_links(model, with_drug):
        if link.log_odds <= 0 or (link.kind, link.id) in before or drug.id not in link.agents:
            continue
        found.append(
            DrugIssue(
                link.kind,
                drug.label,
                _cause_name(model, link.brings),
                link.professional,
                _urgency(ranking, model, link.brings),
                None,
                tuple(model.label(agent) for agent in link.agents if agent != drug.id),
                _titles(model, link.sources),
            )
        )
    return tuple(found)


def _by_drug(model: Model, row: Row, drug: Fact) -> DrugIssue:
    name, _, _, _ = row_names(model, row)
    cause = model.record(Cause, row.id.split(":")[0])
    agent = row.agent
    sources: tuple[str, ...] = ()
    if cause is not None:
        sources = tuple(e.source for e in cause.exposures if e.exposure == agent and e.source)
    text = f"{drug.label} can bring about what the person has: {name}."
    return DrugIssue(
        "cause", drug.label, name, text, row_urgency(model, row), row.probability, (), _titles(model, sources)
    )


def _cause_name(model: Model, cause: str) -> str:
    record = model.record(Cause, cause)
    return record.name if record is not None else cause


def _urgency(ranking: Ranking, model: Model, cause: str) -> Urgency:
    record = model.record(Cause, cause)
    for row in ranking.rows:
        if row.id.split(":")[0] == cause:
            return row_urgency(model, row)
    return record.care.urgency if record is not None else "routine"


def _titles(model: Model, sources: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    rows = [(name, model.record(Source, name)) for name in dict.fromkeys(sources)]
    return tuple((s.title, s.opened_at) if s is not None else (name, "") for name, s in rows)
