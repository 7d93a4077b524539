"""Which of the spans of time in a text is how long the complaint has lasted.

Each span is weighed by what its clause tells of and by its form (:data:`WEIGHTS`). The one with most
evidence is taken, of several with as much the longest: the stages of one illness are as old as the first.
Where no span has any evidence softer words count: "last week", "a week after", "suddenly".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from whytwitch.intake.story_onset import ACUTE_DAYS, is_acute
from whytwitch.intake.story_roughly import days_alone
from whytwitch.intake.story_time import Span, days_after, spans_of_time

__all__ = ["Told", "duration_of"]

#: Evidence that a span is the duration of the complaint.
WEIGHTS = {
    "movement": 4,  # a movement, weakness, loss of feeling or fit in its clause
    "finding": 3,  # any other finding
    "complaint": 3,  # "it", "the trouble", "ill", "began": the complaint without its name
    "lasting": 2,  # none of these, but told as something that goes on: "for three months he has"
    "dated": 1,  # nor that: "two years ago"
    "since then": 3,  # an event from which on it has been so
    "of an illness": 1,  # "history of", "well until", "before admission", "has been growing"
    "first": 1,  # the first of those that tell of no event, unless it is of today
    "rough": -2,  # "for years"
    "event": -3,  # an operation, an accident, a dose, a scan
    "apart": -5,  # a medicine, an old illness or a relative alone
}
#: Days: "an hour ago his jaw went stiff. For five years he has tingled".
_TODAY = 1.5


@dataclass(frozen=True, slots=True)
class Told:
    """Where things are told in a text, in order: the complaint, other findings, and what is apart from both.

    ``apart`` are exposures, diagnoses and what relatives have.
    """

    movements: Sequence[int] = ()
    findings: Sequence[int] = ()
    apart: Sequence[int] = ()


def duration_of(
    text: str, age: float | None, told: Told | None = None, is_left: Callable[[int], bool] | None = None
) -> float | None:
    """Days for which the complaint has lasted; None where nothing says so.

    Parameters
    ----------
    is_left : callable or None
        Whether what stands at a place of the text tells of something else: a plan, an illness got over.

    Examples
    --------
    >>> duration_of("On lithium for 20 years. For two weeks my hands shake, each time for a minute.", None)
    14.0
    """
    told = told or Told()
    spans = [s for s in spans_of_time(text, age) if is_left is None or not is_left(s.start)]
    spans = [s for s in spans if not _is_attack(text, s)]
    weights = _weights(text, spans, told)
    best = max(weights, default=0)
    if best > 0:
        return max(s.days for s, weight in zip(spans, weights, strict=True) if weight == best)
    alone = days_alone(text)
    if alone is not None:
        return alone
    after = days_after(text)
    if after is not None or is_acute(text):
        return max(after or 0.0, ACUTE_DAYS)  # "an hour after the mussels": within the day
    if _LATELY.search(text):
        return None  # an operation years ago, a complaint of late
    # Of events alone the latest bounds it: "has smoked for thirty years; a week ago a medicine was begun".
    events = [s for s in spans if s.days <= _TOO_LATE or s.rough]
    dated = [s.days for s in events if _DATED.search(text, s.start, s.end)]
    return min(dated, default=None) or next((s.days for s in events), None)


def _weights(text: str, spans: list[Span], told: Told) -> list[int]:
    since = _since_then(text, spans)
    weights, first = [], True
    for i, span in enumerate(spans):
        low = spans[i - 1].end if i else 0
        high = spans[i + 1].start if i + 1 < len(spans) else len(text)
        weight = _weight(text, span, (low, high), told)
        if span is since and span.days <= _LATE_EVENT:
            weight = max(weight, 0) + WEIGHTS["since then"]
        if first and weight > 0:
            first = False
            weight += WEIGHTS["first"] * (span.days > _TODAY)
        weights.append(weight)
    return weights


def _weight(text: str, span: Span, bounds: tuple[int, int], told: Told) -> int:
    start, end = _clause(text, span, bounds)
    moves, finds, apart = (_any(p, start, end) for p in (told.movements, told.findings, told.apart))
    if apart and _BEGUN.match(text, span.end):
        kind = "apart"
    elif moves or _SUCH.search(text, start, end):
        kind = "movement"
    elif apart and (not finds or _TAKEN.search(text, start, span.start)):
        kind = "apart"
    elif finds:
        kind = "finding"
    elif _COMPLAINT.search(text, start, end):
        kind = "complaint"
    else:
        kind = "dated" if _DATED.search(text, span.start, span.end) else "lasting"
    weight = WEIGHTS[kind] + WEIGHTS["rough"] * span.rough
    if _EVENT.search(text, start, end) and not _SINCE.match(text, span.start, span.end):
        weight += WEIGHTS["event"]
    if _OF_ILLNESS.search(text, max(start, span.start - 12), span.end) or _GOES_ON.search(text, start, end):
        weight += WEIGHTS["of an illness"]
    return weight


def _any(places: Sequence[int], start: int, end: int) -> bool:
    i = bisect_left(places, start)
    return i < len(places) and places[i] < end


#: Letters on each side in which the clause of a span is looked for.
_NEAR = 200
_BEFORE = re.compile(r"[;:\n!?,]|\.(?!\d)")
_BEHIND = re.compile(r"[;\n!?,]|\.(?!\d)")
_WORD = re.compile(r"[A-Za-z]{3,}")


def _clause(text: str, span: Span, bounds: tuple[int, int]) -> tuple[int, int]:
    """From mark to mark, and no farther than the next spans.

    What stands alone between its marks goes with what follows its comma, or else with what is before it:
    "For two weeks, he has", "it began in June, ten weeks ago."
    """
    low, high = max(bounds[0], span.start - _NEAR), min(bounds[1], span.end + _NEAR)
    marks = [m.end() for m in _BEFORE.finditer(text, low, span.start)]
    start = marks[-1] if marks else low
    mark = _BEHIND.search(text, span.end, high)
    end = mark.start() if mark is not None else high
    if not _WORD.search(text, start, span.start) and not _WORD.search(text, span.end, end):
        if mark is not None and mark.group() == ",":
            mark = _BEHIND.search(text, mark.end(), high)
            end = mark.start() if mark is not None else high
        elif marks and text[start - 1] == ",":
            start = marks[-2] if len(marks) > 1 else low
    return start, end


#: The complaint told before.
_SUCH = re.compile(
    r"\b(?:such|these|those|the same) (?:attacks?|spells?|episodes?|bouts?|fits|jerks|movements)\b", re.I
)
_TAKEN = re.compile(
    r"\b(?:tak(?:es?|en|ing)|took|us(?:es?|ed|ing)|treated|drunk|drinks?|smok\w+|inhal\w+)\b", re.I
)
#: "Three days ago she was started on gabapentin for painful spasms": the medicine's day.
_BEGUN = re.compile(
    r",?\s+(?:he|she|i|they) (?:was|were|had been) (?:started|put|begun|placed|commenced) on\b", re.I
)
#: The complaint where it is not named.
_COMPLAINT = re.compile(
    r"\b(?:it|this|they|these|symptoms?|complain\w*|trouble\w*|problems?|ill|illness|unwell|sick|poorly|"
    r"not (?:been )?right|such|began|begun|started (?!on\b|him|her|me|taking|to take|with)|onset|worse\w*|"
    r"progress\w*|develop\w*|notic\w+|attacks|spells|episodes|first)\b",
    re.I,
)
_OF_ILLNESS = re.compile(
    r"\b(?:history|hx|h/o|course|account|story|duration|until|till|up to|admission|presentation|referral|PTA|"
    r"visit|before (?:he|she|i)|now|getting|goes back)\b",
    re.I,
)
_GOES_ON = re.compile(
    r"\b(?:is new|for the first time|this time|(?:has|have|had|['’]ve) been (?:\w+ly )?(?:\w+ing|\w+er)|"
    r"before that)\b",
    re.I,
)
_SINCE = re.compile(r"(?:ever )?since", re.I)
#: What happened, was done or was found on a day.
_EVENT = re.compile(
    r"\b(?:(?:was|were|been) stopped|operat\w+|surger\w+|\w+ectomy|"
    r"transplant\w*|c-?section|section|c(?:a)?esarean\w*|childbirth|injection|born|accident|crash|diagnos\w+|removed|broke|fractur\w+|died|vaccin\w+|jab|dose|infus\w+|bitten|stung|polio|palsy|cancer|stroke|"
    r"heart attack|infection|an? (?:\w+ )?cold|flu|(?:tummy|stomach) (?:bug|upset)|sore throat|"
    r"f[ae]ll(?:en)? (?:from|off|down|over|on)|tripped|injur\w+|hurt (?:his|her|my)|cut (?:his|her|my)|"
    r"MRI|CT|scan\w*|EMG|EEG|x-ray|blood test\w*|"
    r"moved (?:house|home|away|here|out|from|to)|married|retired|holiday)\b",
    re.I,
)
#: What comes in pieces: so long is one of them.
_PIECES = re.compile(
    r"\b(?:each|every|at a time|whenever|attacks?|spells?|episodes?|bouts?|times|usually|always|"
    r"wakes|(?:a|per) (?:day|week|night|month))\b",
    re.I,
)
_ONGOING = re.compile(
    r"\b(?:now|ago|since|past|last (?!for)|history|hx|before|been|has had|have had)\b", re.I
)
#: A span of minutes is rather one of an attack, of a walk or of a rest.
_HOUR, _DAY = 1 / 24, 1.0


def _is_attack(text: str, span: Span) -> bool:
    if span.days >= _DAY:
        return False
    start, end = _clause(text, span, (0, len(text)))
    ongoing = _ONGOING.search(text, start, span.end + 6)
    if span.days < _HOUR * 0.99:
        return ongoing is None
    return ongoing is None and _PIECES.search(text, start, end) is not None


#: What began with the event that was told before.
_THEN = re.compile(
    r"\b(?:since then|ever since\b(?!\s+(?:he|she|i|they|his|her|my|the|a|childhood|birth|last)\b)|"
    r"(?:since|from) (?:that|the same|this) (?:day|time|moment|night|morning|evening|week|point)|"
    r"from then on(?:wards)?|since (?:it|this|that) happened|thereafter)\b",
    re.I,
)
#: An event of years ago has left other troubles too, and one of long ago says nothing of this one.
_LATE_EVENT, _TOO_LATE = 366.0, 1100.0
#: So many letters before "since then" the event is told.
_TOLD_BEFORE, _MOST = 220, 40
#: A span that says when, not for how long.
_DATED = re.compile(r"\b(?:ago|back|before|yesterday|last|since|prior)\b", re.I)
_LATELY = re.compile(r"\b(?:lately|recently|of late|these days)\b", re.I)


def _since_then(text: str, spans: Iterable[Span]) -> Span | None:
    """When the event was that "since then" goes back to: "A week ago he fell. Since then"."""
    for match in islice(_THEN.finditer(text), _MOST):
        told = next((span for span in reversed(list(spans)) if span.end <= match.start()), None)
        if told and match.start() - told.start < _TOLD_BEFORE and _DATED.search(text, told.start, told.end):
            return told
    return None
