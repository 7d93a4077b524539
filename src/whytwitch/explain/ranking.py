"""Hypotheses to rows of the ranking: what a clinician would write on the problem list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.case import URGENCIES, Case, Fact, Urgency
from whytwitch.inference.largest import largest
from whytwitch.inference.likelihood import column
from whytwitch.inference.posterior import Posterior
from whytwitch.knowledge.schema import Cause, Finding
from whytwitch.knowledge.tables import Plain
from whytwitch.model.store import Hypothesis, Model

__all__ = [
    "Row",
    "entries_of",
    "lead_of",
    "rank_rows",
    "row_codes",
    "row_name",
    "row_names",
    "row_urgency",
    "underlying_shares",
]

_UNDERLYING_NAMED = 0.5
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_UNDERLYING_LISTED = 0.1
_SHARE_COUNTED = 0.01


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


def rank_rows(model: Model, case: Case, posterior: Posterior, limit: int = 100) -> list[Row]:
    """The likeliest rows with their probabilities; ties in order of id.

    A pattern's agents that the case does not name stand together in one row; a state and its
    underlying causes do too, since either end may be asked for and neither should look unlikely.
    """
    grouping = _grouping(model)
    probability = posterior.probability
    n = model.arrays.n_curated
    taken = _taken(model, case)
    if not taken.keys().isdisjoint(_agent_hypotheses(model)):
        grouping = _named_agents(model, taken, grouping)
    totals = np.bincount(grouping.labels, probability[:n], minlength=len(grouping.names))
    tail = probability[n:]
    # Curated rows by their label, annotated ones by a negative number.
    few = [(float(totals[i]), i) for i in _top(totals, limit)]
    few += [(float(tail[d]), -1 - d) for d in _top(tail, limit)]
    few.sort(reverse=True)
    least = few[limit - 1][0] if len(few) > limit else 0.0
    found = [
        (total, *(grouping.names[i] if i >= 0 else (model.hypothesis(n - 1 - i).row, "")), i)
        for total, i in few
        if total >= least
    ]
    found.sort(key=lambda f: (-f[0], f[1]))
    rows = [_row(f, grouping, probability, n) for f in found[:limit]]
    return _joined(model, case, rows)


def _joined(model: Model, case: Case, rows: list[Row]) -> list[Row]:
    """A state and the cause behind it become one row: one problem stands once.

    A state that was measured gives the row its name; else the likelier of the two does.
    """
    standing = {row.id: row for row in rows}
    states = _grouping(model).states
    for row in rows:
        if row.probability < _WORTH_JOINING or row.id not in states:
            continue
        for underlying, share in underlying_shares(model, row):
            state, cause = standing.get(row.id), standing.get(underlying)
            if share < _UNDERLYING_NAMED or state is None or cause is None:
                continue
            leads = state.probability >= cause.probability or _is_measured(model, case, state)
            lead, rest = (state, cause) if leads else (cause, state)
            del standing[rest.id]
            standing[lead.id] = _merged(lead, rest)
    return sorted(standing.values(), key=lambda row: (-row.probability, row.id))


_DEFINING = 0.9
#: Rows that are less likely stand as they are.
_WORTH_JOINING = 0.001


def _is_measured(model: Model, case: Case, state: Row) -> bool:
    """Whether a test result that the state itself hardly ever comes without is there.

    The state's own hypothesis is asked, not one with a cause behind it: that one is lent the
    cause's results too, and a low thyroid-stimulating hormone does not measure calcium.
    """
    own = [m for m in state.members if m < model.arrays.n_curated and not model.hypothesis(m).underlying]
    hypothesis = next((m for m in own if model.hypothesis(m).row == state.id), state.members[0])
    for fact in case.facts:
        feature = model.feature(fact.id)
        if not fact.present or feature is None or not _is_test_result(model, fact):
            continue
        col = column(model.arrays, feature)
        at = int(col.hyp.searchsorted(hypothesis))
        if at < len(col.hyp) and int(col.hyp[at]) == hypothesis and col.rate[at] >= _DEFINING:
            return True
    return False


def _is_test_result(model: Model, fact: Fact) -> bool:
    if fact.kind in ("laboratory", "test"):
        return True
    words = model.record(Plain, fact.id) or model.record(Finding, fact.id)
    return words is not None and words.kind == "test"


def _merged(lead: Row, rest: Row) -> Row:
    """Two rows as one under the first one's name; its own members come first."""
    total = lead.probability + rest.probability
    members = {m: lead.probability * s for m, s in zip(lead.members, lead.shares, strict=True)}
    members |= {m: rest.probability * s for m, s in zip(rest.members, rest.shares, strict=True)}
    order = sorted(members, key=lambda m: (m in rest.members, -members[m], m))
    shares = tuple(members[m] / total for m in order)
    return replace(lead, probability=total, members=tuple(order), shares=shares)


def _top(values: NDArray[Any], limit: int) -> list[int]:
    """Places of the largest values that are above zero, in no order."""
    places = largest(values, limit)
    found: list[int] = places[values[places] > 0].tolist()
    return found


Name = tuple[str, str]  # id of the row, and the exposure that fills a pattern


@dataclass(frozen=True, slots=True)
class _Grouping:
    """Row of each curated hypothesis (``labels``), and the hypotheses by row, from ``starts`` on.

    ``states`` are the ids of rows that causes of other rows may stand behind.
    """

    labels: NDArray[np.int64]
    names: list[Name]
    by_label: NDArray[np.int64]
    starts: list[int]
    states: frozenset[str]


def _grouped(labels: NDArray[np.int64], names: list[Name], states: frozenset[str]) -> _Grouping:
    by_label = np.argsort(labels, kind="stable")
    starts = labels[by_label].searchsorted(np.arange(len(names) + 1))
    return _Grouping(labels, names, by_label, starts.tolist(), states)


def _grouping(model: Model) -> _Grouping:
    """Rows of the curated hypotheses when no agent is named, worked out once a model."""
    key = "row_grouping"
    if key not in model.arrays.cache:
        index: dict[Name, int] = {}
        labels = [
            index.setdefault((cause if agent else row, ""), len(index))
            for _, row, cause, agent, _ in model.meta["hypotheses"]
        ]
        states = frozenset(row for _, row, _, _, underlying in model.meta["hypotheses"] if underlying)
        model.arrays.cache[key] = _grouped(np.array(labels, np.int64), list(index), states)
    cached: _Grouping = model.arrays.cache[key]
    return cached


def _agent_hypotheses(model: Model) -> dict[str, list[int]]:
    """Hypotheses that stand for each agent."""
    key = "agent_hypotheses"
    if key not in model.arrays.cache:
        index: dict[str, list[int]] = {}
        for i, names in enumerate(model.meta["hypotheses"]):
            if names[3]:
                index.setdefault(names[3], []).append(i)
        model.arrays.cache[key] = index
    cached: dict[str, list[int]] = model.arrays.cache[key]
    return cached


def _named_agents(model: Model, taken: dict[str, str], grouping: _Grouping) -> _Grouping:
    """Give each agent that the case names a row of its own."""
    labels, names = grouping.labels.copy(), list(grouping.names)
    index: dict[Name, int] = {}
    agents = _agent_hypotheses(model)
    for agent in sorted(agents.keys() & taken.keys()):
        for i in agents[agent]:
            name = (f"{model.meta['hypotheses'][i][2]}:{taken[agent]}", taken[agent])
            if name not in index:
                index[name] = len(names)
                names.append(name)
            labels[i] = index[name]
    return _grouped(labels, names, grouping.states)


def _row(
    found: tuple[float, str, str, int], grouping: _Grouping, probability: NDArray[np.float64], n: int
) -> Row:
    total, name, agent, label = found
    if label < 0:
        return Row(name, total, (n - 1 - label,), (1.0,))
    members = grouping.by_label[grouping.starts[label] : grouping.starts[label + 1]]
    if len(members) == 1:
        return Row(name, total, (int(members[0]),), (1.0,), agent)
    own = probability[members]
    order = np.argsort(-own, kind="stable")
    shares = tuple((own[order] / total).tolist())
    return Row(name, total, tuple(members[order].tolist()), shares, agent)


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


def row_name(model: Model, row: Row) -> str:
    """The name that :func:`row_names` gives first, without working out the others."""
    lead = model.hypothesis(row.members[0])
    if lead.tier == "annotated":
        return str(model.disease_name[row.members[0] - model.arrays.n_curated])
    cause = model.record(Cause, lead.cause)
    if cause is None or (row.agent and cause.pattern is not None):
        return row_names(model, row)[0]
    return _from_behind(model, cause, underlying_shares(model, row))[0]


def row_names(model: Model, row: Row) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Name, plain name, synonyms and chain of a row."""
    lead = model.hypothesis(row.members[0])
    if lead.tier == "annotated":
        names = [str(model.disease_name[d]) for d in entries_of(model, row)]
        return names[0], names[0], tuple(n for n in dict.fromkeys(names[1:]) if n != names[0]), ()
    cause = model.record(Cause, lead.cause)
    if cause is None:  # cannot happen with a sound model; an id is better than nothing
        return lead.cause, lead.cause, (), ()
    if row.agent and cause.pattern is not None:
        agent = model.label(row.agent)
        short = agent[:1].upper() + agent[1:]
        name = cause.pattern.name.replace("{agent}", short)
        filled = [s.replace("{agent}", agent.lower()) for s in cause.pattern.synonyms]
        synonyms = (*filled, *_names_of(cause))
        return name, f"{cause.plain_name} ({agent.lower()})", synonyms, (row.agent,)
    return _chained(model, row, cause)


def _names_of(cause: Cause) -> list[str]:
    """The name, the same without what explains it in brackets, and the synonyms."""
    bare = _IN_BRACKETS.sub("", cause.name)
    return list(dict.fromkeys((cause.name, bare, *cause.synonyms)))


def _chained(model: Model, row: Row, cause: Cause) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """A state with the cause behind it, when one is likelier than not."""
    names = _names_of(cause)
    shares = underlying_shares(model, row)
    name, plain, chain = _from_behind(model, cause, shares)
    for other in [*(u for u, _ in shares if u != cause.id), *_states_taken_in(model, row)]:
        record = model.record(Cause, other)
        names += _names_of(record) if record is not None else []
    synonyms = tuple(n for n in dict.fromkeys(names) if n != name)
    return name, plain, synonyms, chain


def _from_behind(
    model: Model, cause: Cause, shares: list[tuple[str, float]]
) -> tuple[str, str, tuple[str, ...]]:
    """Name and plain name of a cause with the one behind it that holds its greater part, and the chain."""
    name, plain = cause.name, cause.plain_name
    chain: tuple[str, ...] = ()
    for underlying, share in shares:
        record = model.record(Cause, underlying) if share >= _UNDERLYING_NAMED else None
        if record is not None and underlying != cause.id:
            chain = (cause.id, underlying)
            name = f"{cause.name}, from {record.name[:1].lower()}{record.name[1:]}"
            plain = f"{cause.plain_name}, from {record.plain_name}"
    return name, plain, chain


def _states_taken_in(model: Model, row: Row) -> list[str]:
    """States that a cause's own row has taken in, as far as they hold a part worth naming."""
    shares: dict[str, float] = {}
    for i, share in zip(row.members, row.shares, strict=True):
        names = model.hypothesis(i)
        if names.underlying == row.id:
            shares[names.cause] = shares.get(names.cause, 0.0) + share
    return sorted(state for state, share in shares.items() if share >= _UNDERLYING_LISTED)


def underlying_shares(model: Model, row: Row) -> list[tuple[str, float]]:
    """Which causes stand behind a state, as shares of the row, likeliest first.

    A cause's own hypothesis, where the row has taken it in, counts with its chain.
    """
    if row.members[0] >= model.arrays.n_curated:
        return []  # an annotated disease is no state
    shares: dict[str, float] = {}
    hypotheses, own = model.meta["hypotheses"], row.id.split(":")[0]
    for i, share in zip(row.members, row.shares, strict=True):
        if share < _SHARE_COUNTED or i >= model.arrays.n_curated:
            continue
        _, _, cause, _, underlying = hypotheses[i]
        behind = underlying or (cause if cause != own else "")
        # The row may be the cause itself, with the state it brings about taken in.
        if behind and behind != row.id:
            shares[behind] = shares.get(behind, 0.0) + share
    found = [(name, share) for name, share in shares.items() if share >= _UNDERLYING_LISTED]
    return sorted(found, key=lambda f: (-f[1], f[0]))


def row_codes(model: Model, row: Row) -> dict[str, str | None]:
    """Codes of a row: the curated record's own, or the annotated disease's."""
    lead = model.hypothesis(row.members[0])
    if lead.tier == "annotated":
        ids = [str(model.disease_id[d]) for d in entries_of(model, row)]
        return {
            "mondo": None,
            "icd10": None,
            "omim": next((i for i in ids if i.startswith("OMIM:")), None),
            "orpha": next((i for i in ids if i.startswith("ORPHA:")), None),
        }
    cause = model.record(Cause, lead.cause)
    codes = cause.codes if cause is not None else None
    return {
        k: (getattr(codes, k) if codes is not None else None) for k in ("mondo", "icd10", "omim", "orpha")
    }


def entries_of(model: Model, row: Row) -> list[int]:
    """Catalogue entries of an annotated row, the one that names it first."""
    disease = row.members[0] - model.arrays.n_curated
    return [disease, *(d for d in model.joined.get(disease, []) if d != disease)]


def row_urgency(model: Model, row: Row) -> Urgency:
    """How soon someone with this cause should be seen."""
    return URGENCIES[int(model.arrays.urgency_of[row.members[0]])]


def lead_of(model: Model, row: Row) -> Hypothesis:
    """The likeliest hypothesis of a row."""
    return model.hypothesis(row.members[0])
