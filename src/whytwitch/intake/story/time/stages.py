"""When a single finding began, where its own clause dates it later than the complaint.

"For three years my hands have been shaking; since this morning my left arm is weak": the complaint is three
years old, the weakness a few hours, and what is done about it goes by the hours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.time.duration import clause_of, is_attack
from whytwitch.intake.story.time.roughly import named_days
from whytwitch.intake.story.time.spans import Span

__all__ = ["with_stages"]

#: Days: what is older is no stage that calls for haste.
_LATELY = 28.0
#: A span that reaches up to now; "for two days" may be of any time, unless something is so now.
_UP_TO_NOW = re.compile(
    r"\b(?:since|ago|yesterday|today|this (?:morning|afternoon|evening)|tonight|last night|"
    r"(?:the|these|this|my|his|her) (?:last|past))\b",
    re.I,
)
_IS_SO = re.compile(
    r"\b(?:is|are|am|has|have|can|cannot|can['’]t|feels?|gets?)\b|\b(?:i|he|she|it|they)['’](?:s|m|ve|re)\b",
    re.I,
)
#: What was done or met on that day, or got better from then on.
_NOT_BEGUN = re.compile(
    r"\b(?:started on|put on|took|taking|tried|given|stopped taking|diagnos\w+|operat\w+|surger\w+|scan\w*|"
    r"tests?|seen|saw|visit\w*|appointment|examin\w+|better|gone|improv\w+|settled|stopped|resolved|eased|"
    r"less|again|usual|always|every|each|follow[- ]up|review\w*|clinic)\b",
    re.I,
)


def with_stages(
    text: str,
    findings: list[Said],
    spans: Sequence[Span],
    days: float | None,
    is_left: Callable[[int], bool],
) -> list[Said]:
    """The findings, those that began later than the complaint with ``since_days`` in their detail.

    Parameters
    ----------
    spans : sequence of Span
        All spans of time in the text.
    days : float or None
        How long the complaint has lasted.
    is_left : callable
        Whether what stands at a place of the text tells of something else.
    """
    if days is None:
        return findings
    stages = [s for s in _stages(text, spans) if s.days < days and not is_left(s.start)]
    return [_dated(said, stages) for said in findings] if stages else findings


def _dated(said: Said, stages: Iterable[Span]) -> Said:
    since = [s.days for s in stages if s.start <= said.span[0] < s.end] if said.present else []
    return replace(said, detail=said.detail | {"since_days": round(min(since), 2)}) if since else said


def _stages(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Clauses that say when what they tell of began, and how many days ago."""
    days = [Span(*day) for day in named_days(text)]
    days = [day for day in days if all(day.end <= s.start or s.end <= day.start for s in spans)]
    every = sorted([*spans, *days], key=lambda s: s.start)
    for i, span in enumerate(every):
        low = every[i - 1].end if i else 0
        high = every[i + 1].start if i + 1 < len(every) else len(text)
        if span.rough or span.days > _LATELY or is_attack(text, span):
            continue
        start, end = clause_of(text, span, (low, high))
        now = _UP_TO_NOW.search(text, span.start, span.end) or _IS_SO.search(text, start, end)
        if now and not _NOT_BEGUN.search(text, start, end):
            yield Span(start, end, span.days)
