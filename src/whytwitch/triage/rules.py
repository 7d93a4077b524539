"""Red flags: rules from guidelines that can only raise the urgency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from whytwitch.core.case import URGENCIES, Case
from whytwitch.knowledge.tables import Rule

__all__ = ["called_by", "holds", "index_rules", "matching_rules"]


def holds(
    rule: Rule, present: frozenset[str] | set[str], case: Case, since: Mapping[str, float] | None = None
) -> bool:
    """True when every condition of a rule is met.

    Parameters
    ----------
    rule : Rule
    present : set of str
        Ids that are present, each with all its ancestors, so a rule on a general finding is met
        by its parts. An unknown id meets nothing, and nothing unknown blocks a rule but ``none``.
    case : Case
        For age, sex and duration.
    since : mapping of str to float or None
        Days since what began later than the complaint; a limit of time is kept too by what is as new.
    """
    if any(item not in present for item in rule.all):
        return False
    if rule.any and sum(item in present for item in rule.any) < rule.at_least:
        return False
    if rule.and_any and not any(item in present for item in rule.and_any):
        return False
    return _may_hold(rule, present, case, since)


def _may_hold(
    rule: Rule, present: frozenset[str] | set[str], case: Case, since: Mapping[str, float] | None = None
) -> bool:
    """True when nothing speaks against a rule that more findings cannot mend."""
    if any(item in present for item in rule.none):
        return False
    if rule.sex is not None and case.sex != rule.sex:
        return False
    if not _within(case.age_years, rule.age_years):
        return False
    new = [since[item] for item in (*rule.all, *rule.any, *rule.and_any) if item in since] if since else []
    return any(_within(days, rule.duration_days) for days in (case.duration_days, *new))


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


def matching_rules(
    index: RuleIndex,
    present: frozenset[str] | set[str],
    case: Case,
    since: Mapping[str, float] | None = None,
) -> list[Rule]:
    """Every rule that holds, most urgent first, then by id."""
    candidates = {r.id: r for item in index.keys() & present for r in index[item]}
    found = [r for r in candidates.values() if holds(r, present, case, since)]
    return sorted(found, key=lambda r: (-URGENCIES.index(r.level), r.id))


def called_by(rules: Iterable[Rule], present: frozenset[str] | set[str], case: Case) -> dict[str, list[Rule]]:
    """Items each of which alone would make rules hold that do not yet, with those, most urgent first.

    Parameters
    ----------
    rules : iterable of Rule
    present : set of str
        As for :func:`holds`.
    """
    found: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda r: (-URGENCIES.index(r.level), r.id)):
        for item in _missing_one(rule, present, case):
            found.setdefault(item, []).append(rule)
    return dict(sorted(found.items()))


def _missing_one(rule: Rule, present: frozenset[str] | set[str], case: Case) -> list[str]:
    lacking = [item for item in rule.all if item not in present]
    if len(lacking) > 1 or not _may_hold(rule, present, case):
        return []
    wanted = lacking or [item for item in (*rule.any, *rule.and_any) if item not in present]
    return [item for item in wanted if holds(rule, present | {item}, case)]
