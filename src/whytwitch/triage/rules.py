"""Red flags: rules from guidelines that can only raise the urgency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from whytwitch.core.case import URGENCIES, Case, Urgency
from whytwitch.knowledge.tables import Rule

__all__ = ["holds", "index_rules", "matching_rules", "rises"]


def holds(rule: Rule, present: frozenset[str] | set[str], case: Case, known: Iterable[str] = ()) -> bool:
    """True when every condition of a rule is met.

    Parameters
    ----------
    rule : Rule
    present : set of str
        Ids that are present, each with all its ancestors, so a rule on a general finding is met
        by its parts. An unknown id meets nothing, and nothing unknown blocks a rule but ``none``.
    case : Case
        For age, sex and duration.
    """
    if any(item not in present for item in rule.all):
        return False
    if rule.any and sum(item in present for item in rule.any) < rule.at_least:
        return False
    if rule.and_any and not any(item in present for item in rule.and_any):
        return False
    if any(item in present for item in rule.none):
        return False
    if rule.sex is not None and case.sex != rule.sex:
        return False
    return _within(case.age_years, rule.age_years) and _within(case.duration_days, rule.duration_days)


def _within(value: float | None, bounds: tuple[float, float] | None) -> bool:
    if bounds is None:
        return True
    return value is not None and bounds[0] <= value <= bounds[1]


#: Rules by each item one of which they cannot hold without.
RuleIndex = Mapping[str, Sequence[Rule]]


def index_rules(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """Rules by the items they start from: one of ``all``, or else each of ``any``."""
    index: dict[str, list[Rule]] = {}
    for rule in rules:
        for item in rule.all[:1] or rule.any:
            index.setdefault(item, []).append(rule)
    return index


def matching_rules(index: RuleIndex, present: frozenset[str] | set[str], case: Case) -> list[Rule]:
    """Every rule that holds, most urgent first, then by id."""
    candidates = {r.id: r for item in index.keys() & present for r in index[item]}
    found = [r for r in candidates.values() if holds(r, present, case)]
    return sorted(found, key=lambda r: (-URGENCIES.index(r.level), r.id))


def rises(
    rules: Iterable[Rule], present: frozenset[str] | set[str], case: Case, at: Urgency
) -> dict[str, int]:
    """Items each of which alone would make a rule raise the urgency.

    Parameters
    ----------
    rules : iterable of Rule
    present : set of str
        As for :func:`holds`.
    at : Urgency
        How soon as it stands.

    Returns
    -------
    dict
        Item to the levels it would add, 1 or more; in order of item.
    """
    found: dict[str, int] = {}
    for rule in rules:
        by = URGENCIES.index(rule.level) - URGENCIES.index(at)
        if by > 0:
            for item in _missing_one(rule, present, case):
                found[item] = max(found.get(item, 0), by)
    return dict(sorted(found.items()))


def _missing_one(rule: Rule, present: frozenset[str] | set[str], case: Case) -> list[str]:
    lacking = [item for item in rule.all if item not in present]
    if len(lacking) > 1:
        return []
    wanted = lacking or [item for item in (*rule.any, *rule.and_any) if item not in present]
    return [item for item in wanted if holds(rule, present | {item}, case)]
