"""Which question, sign or test to ask for next, for what it tells and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.assessment import NextStep
from whytwitch.core.case import URGENCIES
from whytwitch.explain.ranking import Row
from whytwitch.inference.information import Gain, expected_gain
from whytwitch.inference.posterior import Observation
from whytwitch.knowledge.schema import Cause, Finding
from whytwitch.knowledge.tables import Plain, TestKind
from whytwitch.model.store import Model

__all__ = ["Candidate", "Kind", "cause_name", "kind_of", "lowered_label", "next_steps", "text_of"]

Kind = Literal["question", "examination", "test"]

_LEADING = 40
_MAX_CANDIDATES = 500
_URGENT = URGENCIES.index("urgent")
#: Cost of an answer: a question is nearly free, a sign needs an examiner, a test more (estimates).
_COST: dict[Kind, float] = {"question": 1.0, "examination": 1.6, "test": 3.0}
#: At most so many steps of a kind, so that a clinician and a lay person each find theirs.
_PLACES: dict[Kind, int] = {"question": 3, "examination": 2, "test": 2}
_LEAST_BITS = 0.0005
_DOUBT, _DOUBTED = 0.05, 8
_URGENCY_WEIGHT = 1.5  # bits that a whole change of urgency is worth (estimate)
#: Terms under which a finding needs an examiner.
_SIGN_ROOTS = (
    "HP:0001315",
    "HP:0001347",
    "HP:0031826",
    "HP:0003202",
    "HP:0001324",
    "HP:0003474",
    "HP:0000496",
    "HP:0001276",
    "HP:0002493",
    "HP:0031990",
    "HP:6000919",
    "HP:0000822",
    "HP:0001649",
    "HP:0011499",
    "HP:0001257",
)
_TEST_ROOTS = (
    "HP:0001939",  # metabolism: laboratory values
    "HP:0410263",
    "HP:0012443",
    "HP:0003457",
    "HP:0003134",
    "HP:0030177",
    "HP:0002353",
    "HP:0030057",
    "HP:0025454",
    "HP:0002143",
    "HP:0011805",
    "HP:0003110",
    "HP:0010876",
    "HP:0001871",
    "HP:0040081",
    "HP:0003117",
    "HP:0003236",
    "HP:0002921",
)


_KIND_OF: dict[str, Kind] = {"symptom": "question", "sign": "examination", "test": "test"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that could be asked; ``test`` is the test that shows it, if one does."""

    feature: int
    item: str
    kind: Kind
    test: str


def next_steps(
    model: Model,
    observation: Observation,
    ranked: Sequence[Row],
    limit: int = 7,
) -> tuple[NextStep, ...]:
    """The most telling steps, best first, of every kind where one tells something.

    A step's value is the bits it tells about the cause plus what it may change in urgency, for
    its cost; a question comes before an examination and that before a test by cost alone.
    """
    leading = ranked[:_LEADING]
    rows = np.array([row.members[0] for row in leading], np.int64)
    candidates = _candidates(model, observation, rows)
    if not candidates:
        return ()
    features = np.array([c.feature for c in candidates], np.int64)
    probability = np.array([row.probability for row in leading])
    # The ranking may be wrong: a little doubt, spread evenly over the first, keeps them in play.
    probability *= (1 - _DOUBT) / probability.sum()
    probability[:_DOUBTED] += _DOUBT / len(probability[:_DOUBTED])
    gain = expected_gain(model.arrays, probability, rows, features, observation.setting, _URGENT)
    cost = np.array([_cost(model, c) for c in candidates])
    value = (gain.bits + _URGENCY_WEIGHT * gain.urgency) / cost
    order = np.lexsort((features, -value))
    return _chosen(model, candidates, gain, value, order, rows, limit)


def _candidates(model: Model, observation: Observation, rows: NDArray[np.int64]) -> list[Candidate]:
    """What the leading causes' records speak of and nobody has asked, best-known causes first."""
    settled = set(observation.present) | set(observation.absent)
    for feature in observation.present:
        settled.update(model.arrays.ancestors(feature).tolist())
    found: dict[str, Candidate] = {}
    for i in rows.tolist():
        if len(found) >= _MAX_CANDIDATES:
            break
        names = model.hypothesis(i)
        cause = model.record(Cause, names.cause) if names.tier == "curated" else None
        if cause is None:
            continue
        shown = {t.shows: t.test for t in cause.tests if t.shows is not None}
        links = [f.finding for f in cause.findings] + list(shown)
        links += [e.exposure for e in cause.exposures]
        for item in links:
            asked = model.feature(item)
            if asked is None or asked in settled or item in found:
                continue
            kind = None if _denied(model, asked, observation) else kind_of(model, item, asked, shown)
            if kind is not None:
                found[item] = Candidate(asked, item, kind, shown.get(item, ""))
    return list(found.values())


def _denied(model: Model, feature: int, observation: Observation) -> bool:
    """Already answered: a more general finding was looked for in vain."""
    return bool(observation.absent.intersection(model.arrays.ancestors(feature).tolist()))


def kind_of(model: Model, item: str, feature: int, shown: dict[str, str]) -> Kind | None:
    """Who can answer; None for what is no question. ``shown`` maps findings to tests that show them."""
    if feature >= model.arrays.n_findings:
        return "question"
    if item.startswith("WT:"):
        finding = model.record(Finding, item)
        if finding is None or finding.label.endswith("normal"):
            return None  # a normal result is the answer no to what the test may show
        return _KIND_OF[finding.kind]
    plain = model.record(Plain, item)
    if plain is not None and plain.kind is not None:
        return _KIND_OF[plain.kind]
    above = set(model.arrays.ancestors(feature).tolist()) | {feature}
    if item in shown and above & _roots(model, "test", _TEST_ROOTS):
        return "test"
    if above & _roots(model, "test", _TEST_ROOTS):
        return "test"
    return "examination" if above & _roots(model, "sign", _SIGN_ROOTS) else "question"


def _roots(model: Model, name: str, terms: tuple[str, ...]) -> set[int]:
    key = ("roots", name)
    found = model.arrays.cache.get(key)
    if found is None:
        found = {i for i in (model.feature(t) for t in terms) if i is not None}
        model.arrays.cache[key] = found
    return found


def _cost(model: Model, candidate: Candidate) -> float:
    cost = _COST[candidate.kind]
    if candidate.kind == "test" and candidate.test:
        test = model.record(TestKind, candidate.test)
        cost = 1.5 + 0.75 * (test.cost if test is not None else 1)
    return cost


def _chosen(
    model: Model,
    candidates: list[Candidate],
    gain: Gain,
    value: NDArray[np.float64],
    order: NDArray[np.int64],
    rows: NDArray[np.int64],
    limit: int,
) -> tuple[NextStep, ...]:
    steps: list[NextStep] = []
    counts: dict[str, int] = {}
    for j in order.tolist():
        candidate = candidates[j]
        if counts.get(candidate.kind, 0) >= _PLACES[candidate.kind] or gain.bits[j] < _LEAST_BITS:
            continue
        counts[candidate.kind] = counts.get(candidate.kind, 0) + 1
        up = cause_name(model, int(rows[int(gain.leader_up[j])]))
        down = cause_name(model, int(rows[int(gain.leader_down[j])]))
        steps.append(
            NextStep(
                kind=candidate.kind,
                id=candidate.item,
                text=text_of(model, candidate),
                bits=round(float(gain.bits[j]), 4),
                why=_why(up, down, float(gain.yes[j]), float(gain.urgency[j])),
                value=round(float(value[j]), 4),
            )
        )
        if len(steps) >= limit:
            break
    return tuple(steps)


def _why(up: str, down: str, yes: float, urgency: float) -> str:
    text = f"A yes points to {up}" + (f", a no to {down}." if down != up else ".")
    if urgency > 0.1:
        text += " It may change how soon you should be seen."
    return text


def cause_name(model: Model, hypothesis: int) -> str:
    """Name of a hypothesis inside a sentence."""
    names = model.hypothesis(hypothesis)
    if names.tier == "annotated":
        return str(model.disease_name[hypothesis - model.arrays.n_curated])
    cause = model.record(Cause, names.cause)
    name = cause.name if cause is not None else names.cause
    lowered = name if name[1:2].isupper() or name.split()[0][-1:] == "s" else name[:1].lower() + name[1:]
    if names.agent:
        lowered += f" ({model.label(names.agent).lower()})"
    return lowered


def text_of(model: Model, candidate: Candidate) -> str:
    """The question, the sign or the test in words."""
    label = model.label(candidate.item)
    if candidate.kind == "test":
        test = model.record(TestKind, candidate.test) if candidate.test else None
        # Labels of what a test shows begin with the test: said once is enough.
        shown = lowered_label(label.partition(": ")[2] or label)
        return f"{test.name}: does it show {shown}?" if test else f"Test: {lowered_label(label)}?"
    if candidate.item.startswith("WT:"):
        finding = model.record(Finding, candidate.item)
        if finding is not None and finding.ask:
            return finding.ask
        if finding is not None and finding.elicit:
            return f"{finding.elicit}: {lowered_label(label)}?"
    plain = model.record(Plain, candidate.item)
    if plain is not None:
        if candidate.kind == "examination" and plain.elicit:
            return plain.elicit
        if plain.ask:
            return plain.ask
    if candidate.feature >= model.arrays.n_findings:
        return _exposure_question(model, candidate.item, label)
    if candidate.kind == "examination":
        return f"Look for {lowered_label(label)}."
    return f"Is there {lowered_label(label)}?"


def _exposure_question(model: Model, item: str, label: str) -> str:
    from whytwitch.knowledge.schema import Exposure

    record = model.record(Exposure, item)
    if record is not None and record.ask:
        return record.ask
    kind = record.kind if record is not None else "event"
    if kind in ("medicine", "class", "substance"):
        return f"Do you take, or have you lately taken, {lowered_label(label)}?"
    if kind == "family_history":
        return f"Is there this in the family: {lowered_label(label)}?"
    return f"Has there been {lowered_label(label)}?"


def lowered_label(label: str) -> str:
    """A label inside a sentence; eponyms and abbreviations keep their capital."""
    first = label.split(" ", 1)[0]
    keeps = label[1:2].isupper() or first.endswith("'s") or first in _EPONYMS
    return label if keeps else label[:1].lower() + label[1:]


_EPONYMS = frozenset(
    "Isaacs Morvan Parkinson Huntington Wilson Kennedy Hirayama Lafora Guillain-Barre Tourette "
    "Gitelman Hashimoto Creutzfeldt-Jakob Alzheimer Babinski Chvostek Trousseau Hoffmann Lambert-Eaton "
    "McArdle Charcot-Marie-Tooth Sydenham Rasmussen Friedreich Brody Schwartz-Jampel Meige Holmes "
    "Miller Lhermitte Romberg Tinel Hunter Whipple Cushing Unverricht-Lundborg Dravet Rett Angelman".split()
)
