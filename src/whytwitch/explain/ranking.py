"""Hypotheses to rows of the ranking: what a clinician would write on the problem list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whytwitch.core.case import URGENCIES, Case, Urgency
from whytwitch.inference.posterior import Posterior
from whytwitch.knowledge.schema import Cause
from whytwitch.model.store import Hypothesis, Model

__all__ = [
    "Row",
    "lead_of",
    "rank_rows",
    "row_codes",
    "row_names",
    "row_urgency",
    "underlying_shares",
]

_UNDERLYING_NAMED = 0.5
_UNDERLYING_LISTED = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """One row before it is put into words.

    ``members`` are the hypotheses it stands for, likeliest first, and ``shares`` their parts of the
    row; ``agent`` is the exposure of the case that fills a pattern.
    """

    id: str
    probability: float
    members: tuple[int, ...]
    shares: tuple[float, ...]
    agent: str = ""


def rank_rows(model: Model, case: Case, posterior: Posterior) -> list[Row]:
    """Every row with its probability, likeliest first; ties in order of id.

    A pattern's agents that the case does not name stand together in one row; a state and its
    underlying causes do too, since either end may be asked for and neither should look unlikely.
    """
    taken = _taken(model, case)
    probability = posterior.probability
    members: dict[tuple[str, str], list[int]] = {}
    for i, names in enumerate(model.meta["hypotheses"]):
        _, row, cause, agent, _ = names
        named = taken.get(agent, "") if agent else ""
        key = (f"{cause}:{named}", named) if named else (cause if agent else row, "")
        members.setdefault(key, []).append(i)
    rows = []
    for (row_id, agent), which in members.items():
        order = sorted(which, key=lambda i: (-probability[i], i))
        total = float(probability[which].sum())
        shares = tuple(float(probability[i]) / total if total > 0 else 0.0 for i in order)
        rows.append(Row(row_id, total, tuple(order), shares, agent))
    n = model.arrays.n_curated
    tail = probability[n:]
    likely = np.argsort(-tail, kind="stable")[:200]
    rows.extend(
        Row(model.disease_id[int(d)], float(tail[d]), (n + int(d),), (1.0,)) for d in likely if tail[d] > 0
    )
    return sorted(rows, key=lambda r: (-r.probability, r.id))


def _taken(model: Model, case: Case) -> dict[str, str]:
    """Agent or class -> the exposure of the case that is it or belongs to it."""
    taken: dict[str, str] = {}
    for fact in case.facts:
        feature = model.feature(fact.id)
        if not fact.present or feature is None or feature < model.arrays.n_findings:
            continue
        for above in model.arrays.ancestors(feature).tolist():
            taken.setdefault(model.item(above), fact.id)
        taken[fact.id] = fact.id
    return taken


def row_names(model: Model, row: Row) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Name, plain name, synonyms and chain of a row."""
    lead = model.hypothesis(row.members[0])
    if lead.tier == "annotated":
        name = str(model.disease_name[row.members[0] - model.arrays.n_curated])
        return name, name, (), ()
    cause = model.record(Cause, lead.cause)
    if cause is None:  # cannot happen with a sound model; an id is better than nothing
        return lead.cause, lead.cause, (), ()
    if row.agent and cause.pattern is not None:
        agent = model.label(row.agent)
        short = agent[:1].upper() + agent[1:]
        name = cause.pattern.name.replace("{agent}", short)
        filled = [s.replace("{agent}", agent.lower()) for s in cause.pattern.synonyms]
        synonyms = (*filled, cause.name, *cause.synonyms)
        return name, f"{cause.plain_name} ({agent.lower()})", synonyms, (row.agent,)
    return _chained(model, row, cause)


def _chained(model: Model, row: Row, cause: Cause) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """A state with the cause behind it, when one is likelier than not."""
    names = [cause.name, *cause.synonyms]
    chain: tuple[str, ...] = ()
    name, plain = cause.name, cause.plain_name
    shares = underlying_shares(model, row)
    for underlying, share in shares:
        record = model.record(Cause, underlying)
        if record is None:
            continue
        if share >= _UNDERLYING_NAMED:
            chain = (cause.id, underlying)
            name = f"{cause.name}, from {record.name[:1].lower()}{record.name[1:]}"
            plain = f"{cause.plain_name}, from {record.plain_name}"
        names += [record.name, *record.synonyms]
    synonyms = tuple(n for n in dict.fromkeys(names) if n != name)
    return name, plain, synonyms, chain


def underlying_shares(model: Model, row: Row) -> list[tuple[str, float]]:
    """Which causes stand behind a state, as shares of the row, likeliest first."""
    found = [
        (model.hypothesis(i).underlying, share)
        for i, share in zip(row.members, row.shares, strict=True)
        if share >= _UNDERLYING_LISTED
    ]
    return sorted((f for f in found if f[0]), key=lambda f: (-f[1], f[0]))


def row_codes(model: Model, row: Row) -> dict[str, str | None]:
    """Codes of a row: the curated record's own, or the annotated disease's."""
    lead = model.hypothesis(row.members[0])
    if lead.tier == "annotated":
        return {
            "mondo": None,
            "icd10": None,
            "omim": lead.id if lead.id.startswith("OMIM:") else None,
            "orpha": lead.id if lead.id.startswith("ORPHA:") else None,
        }
    cause = model.record(Cause, lead.cause)
    codes = cause.codes if cause is not None else None
    return {
        k: (getattr(codes, k) if codes is not None else None) for k in ("mondo", "icd10", "omim", "orpha")
    }


def row_urgency(model: Model, row: Row) -> Urgency:
    """How soon someone with this cause should be seen."""
    return URGENCIES[int(model.arrays.urgency_of[row.members[0]])]


def lead_of(model: Model, row: Row) -> Hypothesis:
    """The likeliest hypothesis of a row."""
    return model.hypothesis(row.members[0])
