"""What the medicines of a case do together, with weak kidneys, and at their time of starting."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from whytwitch.core.assessment import MedicineLink
from whytwitch.core.case import Case, Fact
from whytwitch.knowledge.medicine_tables import Interaction, RenalCaution, Timing
from whytwitch.knowledge.schema import Cause
from whytwitch.model.store import Model

__all__ = ["favoured_hypotheses", "medicine_links"]

#: How much likelier a cause is when the pair that brings it about is taken, or when the kidneys that
#: should clear its agent are weak; and when its agent was begun within or long before the time the
#: effect takes (estimates: the sources name the link, none gives its odds).
_LOG_PAIR, _LOG_RENAL = math.log(3.0), math.log(3.0)
_LOG_IN_TIME, _LOG_TOO_LATE = math.log(2.0), math.log(0.4)
_TOO_LATE = 6.0  # times the end of the window

#: Findings and conditions that say the kidneys are weak.
_WEAK_KIDNEYS = frozenset(
    {"HP:0000083", "HP:0012622", "HP:0001919", "HP:0003259", "HP:0012211", "HP:0003774", "HP:0012213"}
)
_WEAK_KIDNEY_CONDITIONS = frozenset({"kidney_disease", "dialysis", "haemodialysis", "chronic_kidney_disease"})


@dataclass(frozen=True, slots=True)
class _Taken:
    """Everything the case has, each id with its ancestors, mapped to the fact that brought it."""

    by_id: dict[str, Fact]
    known: frozenset[str]

    def fact(self, ids: tuple[str, ...]) -> Fact | None:
        """The first fact that is one of the ids, or a kind of one."""
        for i in ids:
            if i in self.by_id:
                return self.by_id[i]
        return None


def medicine_links(model: Model, case: Case) -> tuple[MedicineLink, ...]:
    """Pairs that interact, medicines that weak kidneys keep back, and starts that fit in time.

    Returns
    -------
    tuple of MedicineLink
        In order of kind and id; each with its source.
    """
    if not any(f.kind == "exposure" and f.present for f in case.facts):
        return ()
    taken = _taken(model, case)
    return (*_pairs(model, taken), *_renal(model, taken), *_timed(model, taken))


def favoured_hypotheses(model: Model, links: tuple[MedicineLink, ...]) -> tuple[tuple[int, float], ...]:
    """Log ratio that the links give to hypotheses: of one kind the strongest, kinds added up."""
    found: dict[int, dict[str, float]] = {}
    for link in links:
        for hypothesis in _hypotheses(model, link):
            kinds = found.setdefault(hypothesis, {})
            kinds[link.kind] = max(kinds.get(link.kind, -math.inf), link.log_odds)
    return tuple((h, sum(kinds.values())) for h, kinds in sorted(found.items()))


def _taken(model: Model, case: Case) -> _Taken:
    by_id: dict[str, Fact] = {}
    for fact in case.facts:
        feature = model.feature(fact.id)
        if not fact.present or feature is None:
            continue
        by_id[fact.id] = fact
        for above in model.arrays.ancestors(feature).tolist():
            by_id.setdefault(model.item(above), fact)
    return _Taken(by_id, frozenset(case.known))


def _pairs(model: Model, taken: _Taken) -> Iterator[MedicineLink]:
    for row in _rows(model, Interaction):
        one = taken.fact(row.any)
        if one is None:
            continue
        others = [taken.by_id[i] for i in row.together_with if i in taken.by_id]
        other = next((f for f in others if f.id != one.id), None)
        if other is None:
            continue
        yield MedicineLink(
            kind="interaction",
            id=row.id,
            agents=(one.id, other.id),
            brings=row.brings,
            log_odds=_LOG_PAIR,
            plain=row.plain,
            professional=f"{row.professional} ({row.mechanism}; evidence: {row.evidence})",
            sources=(row.source,),
        )


def _renal(model: Model, taken: _Taken) -> Iterator[MedicineLink]:
    weak = taken.known & _WEAK_KIDNEY_CONDITIONS or (_WEAK_KIDNEYS | _WEAK_KIDNEY_CONDITIONS) & set(
        taken.by_id
    )
    if not weak and "uraemic_encephalopathy" not in taken.known:
        return
    for row in _rows(model, RenalCaution):
        fact = taken.fact((row.agent,))
        if fact is not None:
            yield MedicineLink(
                kind="kidneys",
                id=row.id,
                agents=(fact.id,),
                brings=row.brings,
                log_odds=_LOG_RENAL,
                plain=f"Weak kidneys can let {fact.label.lower()} build up in the body. Ask the doctor or "
                "pharmacist whether the dose fits.",
                professional=f"{fact.label}: {row.when}: {row.effect}",
                sources=(row.source,),
            )


def _timed(model: Model, taken: _Taken) -> Iterator[MedicineLink]:
    for row in _rows(model, Timing):
        fact = taken.fact((f"{row.agent}_stopped", row.agent) if row.what == "stopped" else (row.agent,))
        if fact is None or fact.since_days is None:
            continue
        hours = fact.since_days * 24
        if row.from_hours <= hours <= row.to_hours:
            log_odds, words = _LOG_IN_TIME, "fits"
        elif hours > _TOO_LATE * row.to_hours:
            log_odds, words = _LOG_TOO_LATE, "is late for"
        else:
            continue
        yield MedicineLink(
            kind="timing",
            id=row.id,
            agents=(fact.id,),
            brings=row.brings,
            log_odds=log_odds,
            plain=f"The time since the change of {fact.label.lower()} {words} this.",
            professional=f"{row.agent.replace('_', ' ')} ({row.what.replace('_', ' ')}): usual window "
            f"{row.from_hours:g} to {row.to_hours:g} hours; here about {hours:g}.",
            sources=(row.source,),
        )


def _hypotheses(model: Model, link: MedicineLink) -> list[int]:
    """Hypotheses of the cause a link brings about; of a pattern only those of its agents."""
    key = "hypotheses_of_cause"
    if key not in model.arrays.cache:
        index: dict[str, list[tuple[int, str]]] = {}
        for i, (_, _, cause, agent, _) in enumerate(model.meta["hypotheses"]):
            index.setdefault(cause, []).append((i, agent))
        model.arrays.cache[key] = index
    agents: set[str] = set()
    for name in link.agents:
        agents |= model.lineage(name)
    rows = model.arrays.cache[key].get(link.brings, [])
    return [i for i, agent in rows if not agent or agent in agents]


R = TypeVar("R", Interaction, RenalCaution, Timing)


def _rows(model: Model, kind: type[R]) -> list[R]:
    key = f"rows_{kind.__name__}"
    if key not in model.arrays.cache:
        known = set(model.ids(Cause))
        model.arrays.cache[key] = [r for r in model.all_records(kind).values() if r.brings in known]
    found: list[R] = model.arrays.cache[key]
    return found
