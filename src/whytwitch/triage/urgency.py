"""How soon: guideline rules first, then expected harm; the higher of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whytwitch.core.assessment import UrgencyAdvice, UrgencyReason
from whytwitch.core.case import URGENCIES, Urgency
from whytwitch.knowledge.tables import Rule

__all__ = ["HARM_THRESHOLDS", "CauseShare", "CauseWords", "advise"]

#: A level is advised when causes that need it, or a higher one, are at least this likely: about one
#: in eight, since being late costs far more than an early visit (an estimate, picked
#: from a grid of 0.08 to 0.30 on the open cases, so their urgency figures are in-sample). Between
#: watching at home and an ordinary visit no harm hangs, so there the likelier side decides.
HARM_THRESHOLDS: dict[Urgency, float] = {
    "emergency": 0.12,
    "urgent": 0.12,
    "soon": 0.12,
    "routine": 0.40,
}


@dataclass(frozen=True, slots=True)
class CauseShare:
    """How likely a cause is and what harm calls for; ``id`` leads to its words."""

    id: str
    probability: float
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class CauseWords:
    """What is said about a cause when it decides the urgency."""

    name: str
    plain_name: str
    why: str = ""
    sources: tuple[str, ...] = ()


Describe = Callable[[str], CauseWords]


def advise(
    rules: Sequence[Rule],
    causes: Sequence[CauseShare],
    describe: Describe,
    none: float = 0.0,
) -> UrgencyAdvice:
    """The higher of the rules' level and the level that expected harm asks for.

    Parameters
    ----------
    rules : sequence of Rule
        Rules that hold, most urgent first.
    causes : sequence of CauseShare
        Every cause with a probability worth counting; order does not matter.
    describe : callable
        Words of a cause by its id; asked only for the one or two that are named.
    none : float
        Probability of none of these: counted as needing a routine look.
    """
    reasons = [
        UrgencyReason(
            r.plain,
            r.id,
            r.level,
            r.professional,
            (r.source,) if r.source else (),
        )
        for r in rules
    ]
    harm = _by_harm(causes, describe, none)
    level = max([harm.level, *(r.level for r in rules)], key=URGENCIES.index)
    ordered = sorted([*reasons, harm], key=lambda r: -URGENCIES.index(r.level))
    return UrgencyAdvice(level, tuple(ordered))


def _by_harm(causes: Sequence[CauseShare], describe: Describe, none: float) -> UrgencyReason:
    total = 0.0
    for level in reversed(URGENCIES[1:]):
        at = sorted((c for c in causes if c.urgency == level), key=lambda c: (-c.probability, c.id))
        total += sum(c.probability for c in at)
        if level == "routine":
            total += none
        if total >= HARM_THRESHOLDS[level]:
            return _harm_reason(level, total, [describe(c.id) for c in at[:2]])
    return UrgencyReason(
        "The likely causes are harmless and can be watched at home.",
        "expected_harm",
        "self-care",
        "No cause that needs a visit is likely enough.",
    )


def _harm_reason(level: Urgency, total: float, named: Sequence[CauseWords]) -> UrgencyReason:
    plain = " or ".join(c.plain_name for c in named) or "one of the less common causes"
    names = " or ".join(c.name for c in named) or "rarer causes"
    first = named[0] if named and named[0].why else None
    why = f" If it is {first.plain_name}: {first.why[:1].lower()}{first.why[1:]}" if first else ""
    return UrgencyReason(
        f"What you describe fits {plain}.{why}",
        "expected_harm",
        level,
        f"Causes needing this level or higher hold {total:.0%} of the probability, led by {names}.",
        tuple(s for c in named for s in c.sources),
    )
