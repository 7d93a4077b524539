"""When to come back: what would make the leading causes need help sooner, as their records say."""

from __future__ import annotations

from dataclasses import dataclass

from whytwitch.core.assessment import Assessment
from whytwitch.core.case import URGENCIES, Urgency
from whytwitch.knowledge.schema import Cause
from whytwitch.model.store import Model

__all__ = ["Sooner", "watch_for"]

_CAUSES, _LEAST, _MOST = 5, 0.02, 6


@dataclass(frozen=True, slots=True)
class Sooner:
    """One change to watch for; ``urgency`` is how soon to be seen then."""

    when: str
    urgency: Urgency
    source: str
    of: str


def watch_for(model: Model, assessment: Assessment) -> tuple[Sooner, ...]:
    """Changes that would raise the urgency above what it is now, most urgent first, at most six.

    What the person already has is left out.
    """
    there = {f.id for f in assessment.case.facts if f.present}
    now = URGENCIES.index(assessment.urgency.level)
    found: dict[str, Sooner] = {}
    for row in assessment.causes[:_CAUSES]:
        cause = model.record(Cause, row.id.split(":")[0])
        if cause is None or row.probability < _LEAST:
            continue
        for raised in cause.care.raise_to:
            if URGENCIES.index(raised.urgency) > now and not there.intersection(raised.findings):
                when = raised.when
                found.setdefault(when, Sooner(when, raised.urgency, raised.source or "", row.plain_name))
    ordered = sorted(found.values(), key=lambda s: -URGENCIES.index(s.urgency))
    return tuple(ordered[:_MOST])
