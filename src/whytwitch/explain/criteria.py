"""Run published criteria on a case, in three values: met, not met, unknown.

Every truth is a pair (surely, possibly): what holds whatever the answers to come are, and what can
still hold. The pair is exact as long as no fact counts for a verdict in one place and against it in
another, which the tests demand of every shipped set.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from whytwitch.core.assessment import CriteriaItem, CriteriaResult
from whytwitch.core.case import Case
from whytwitch.knowledge.criteria_schema import Condition, CriteriaSet, Item, Needs, Part
from whytwitch.model.store import Model

__all__ = ["Truth", "evaluate", "item_truth", "reader", "run_criteria"]

#: (surely, possibly): (True, True) met, (False, False) not met, (False, True) unknown.
Truth = tuple[bool, bool]
#: What a case says about a finding, an exposure or a known cause.
Reader = Callable[[str], Truth]

MET: Truth = (True, True)
UNMET: Truth = (False, False)
UNKNOWN: Truth = (False, True)
_DAYS = 365.25


def run_criteria(model: Model, case: Case, causes: Sequence[str]) -> tuple[CriteriaResult, ...]:
    """Run the criteria of the leading causes, and those an item of which speaks for itself.

    Parameters
    ----------
    model : Model
    case : Case
    causes : sequence of str
        Ids of the leading causes, likeliest first.

    Returns
    -------
    tuple of CriteriaResult
        Sets with a verdict first, then those that may still be met, then those that cannot; in
        each by the rank of their cause, then by id. What is unknown changes nothing.
    """
    read = reader(model, case)
    rank = {cause: i for i, cause in reversed(list(enumerate(causes)))}
    found = []
    for criteria in model.all_records(CriteriaSet).values():
        truths = [item_truth(item.when, read, case) for item in criteria.items]
        speaks = any(t == MET and _telling(i) for i, t in zip(criteria.items, truths, strict=True))
        if criteria.cause in rank or speaks:
            found.append(evaluate(criteria, truths))
    order = {"undetermined": 1, "not met": 2}
    return tuple(sorted(found, key=lambda r: (order.get(r.verdict, 0), rank.get(r.cause, len(rank)), r.id)))


def _telling(item: Item) -> bool:
    """An item that says something about the cause: one that a fact, not an absence, meets."""
    return not item.trivial and bool(item.when.all or item.when.any)


def reader(model: Model, case: Case) -> Reader:
    """What a case says about each id.

    Present when it, or a part of it, is present; absent when it, or something that holds it, was
    said to be absent; unknown otherwise. A known diagnosis is present.
    """
    present: set[str] = set(case.known)
    absent: set[str] = set()
    for fact in case.facts:
        feature = model.feature(fact.id)
        if not fact.present:
            absent.add(fact.id)
            continue
        present.add(fact.id)
        if feature is not None:
            present |= model.ancestor_items(feature)

    def read(item: str) -> Truth:
        if item in present:
            return MET
        if item in absent:
            return UNMET
        feature = model.feature(item)
        denied = feature is not None and not absent.isdisjoint(model.ancestor_items(feature))
        return UNMET if denied else UNKNOWN

    return read


def item_truth(when: Condition, read: Reader, case: Case) -> Truth:
    """Whether a condition surely holds, and whether it can still hold."""
    parts = [*_parts(when, read), *_bounds(when, case)]
    return _both(parts)


def _parts(when: Condition | Part, read: Reader) -> Iterator[Truth]:
    def truth(element: str | Part) -> Truth:
        return read(element) if isinstance(element, str) else _both(_parts(element, read))

    yield from (truth(e) for e in when.all)
    if when.any:
        yield _count([truth(e) for e in when.any], when.at_least)
    for element in when.none:
        surely, possibly = read(element)
        yield not possibly, not surely


def _both(parts: Iterable[Truth]) -> Truth:
    parts = list(parts)
    return all(surely for surely, _ in parts), all(possibly for _, possibly in parts)


def _count(parts: Sequence[Truth], least: int) -> Truth:
    return sum(s for s, _ in parts) >= least, sum(p for _, p in parts) >= least


def _bounds(when: Condition, case: Case) -> Iterator[Truth]:
    age, days = case.age_years, case.duration_days
    if when.sex is not None:
        yield UNKNOWN if case.sex is None else (case.sex == when.sex, case.sex == when.sex)
    if when.age_years is not None:
        yield _inside((0.0, math.inf) if age is None else (age, age), when.age_years)
    if when.duration_days is not None:
        yield _inside((0.0, math.inf) if days is None else (days, days), when.duration_days)
    if when.onset_age_years is not None:
        oldest = math.inf if age is None else age - (days or 0.0) / _DAYS
        youngest = 0.0 if age is None or days is None else oldest
        yield _inside((youngest, oldest), when.onset_age_years)


def _inside(value: tuple[float, float], bounds: tuple[float, float]) -> Truth:
    """Whether a value known to lie in an interval lies within bounds."""
    surely = bounds[0] <= value[0] and value[1] <= bounds[1]
    return surely, value[0] <= bounds[1] and bounds[0] <= value[1]


def evaluate(criteria: CriteriaSet, truths: Sequence[Truth]) -> CriteriaResult:
    """The verdict of a set, from the truth of each of its items.

    The first verdict whose needs are surely met; "not met" when none can be met any more;
    "undetermined" otherwise. ``missing`` names the unknown items that stand between the case and
    the next verdict up.
    """
    of = dict(zip((item.id for item in criteria.items), truths, strict=True))
    score = _score(criteria, truths)
    reached = [_needs(v.needs, of, score) for v in criteria.verdicts]
    first = next((i for i, t in enumerate(reached) if t == MET), None)
    still = [i for i, t in enumerate(reached[:first]) if t == UNKNOWN]
    verdict = "undetermined" if still else "not met"
    if first is not None:
        verdict = criteria.verdicts[first].verdict
    open_items = _open(criteria.verdicts[still[-1]].needs, of, score) if still else set()
    texts = {item.id: item.text for item in criteria.items}
    return CriteriaResult(
        id=criteria.id,
        name=criteria.name,
        verdict=verdict,
        items=tuple(
            CriteriaItem(i.text, _state(t), i.points) for i, t in zip(criteria.items, truths, strict=True)
        ),
        cause=criteria.cause,
        score=score[0] if criteria.kind == "score" else None,
        missing=tuple(text for name, text in texts.items() if name in open_items),
        sources=criteria.sources,
    )


def _state(truth: Truth) -> Literal["met", "not met", "unknown"]:
    return "met" if truth == MET else "unknown" if truth == UNKNOWN else "not met"


def _score(criteria: CriteriaSet, truths: Sequence[Truth]) -> tuple[float, float]:
    """The least and the most points the case can have."""
    least = most = 0.0
    for item, (surely, possibly) in zip(criteria.items, truths, strict=True):
        low = item.points or 0.0
        high = low if item.points_most is None else item.points_most
        least += low if surely else 0.0
        most += high if possibly else 0.0
    return least, most


def _needs(needs: Needs, of: dict[str, Truth], score: tuple[float, float]) -> Truth:
    def truth(part: str | Needs) -> Truth:
        return of[part] if isinstance(part, str) else _needs(part, of, score)

    parts = [truth(p) for p in needs.every]
    if needs.some:
        parts.append(_count([truth(p) for p in needs.some], needs.at_least))
    if needs.score is not None:
        parts.append((score[0] >= needs.score, score[1] >= needs.score))
    return _both(parts)


def _open(needs: Needs, of: dict[str, Truth], score: tuple[float, float]) -> set[str]:
    """Unknown items that what is still open of the needs rests on."""
    if _needs(needs, of, score) != UNKNOWN:
        return set()
    some = list(needs.some)
    if some and _needs(Needs(some=needs.some, at_least=needs.at_least), of, score) == MET:
        some = []
    found: set[str] = set()
    for part in (*needs.every, *some):
        if isinstance(part, str):
            found |= {part} if of[part] == UNKNOWN else set()
        else:
            found |= _open(part, of, score)
    if needs.score is not None and score[0] < needs.score:
        found |= {name for name, truth in of.items() if truth == UNKNOWN}
    return found
