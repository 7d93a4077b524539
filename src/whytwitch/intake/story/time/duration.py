"""Which of the spans of time in a text is how long the complaint has lasted.

Each span is weighed by what its clause tells of and by its form (:data:`WEIGHTS`). The one with most
evidence is taken, of several with as much the longest: the stages of one illness are as old as the first.
Where no span has any evidence softer words count: "last week", "a week after", "suddenly".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from whytwitch.intake.story.setting import setting_of
from whytwitch.intake.story.time.onset import ACUTE_DAYS, comes_in_spells, is_acute
from whytwitch.intake.story.time.roughly import days_alone
from whytwitch.intake.story.time.spans import Span, days_after, days_of_ladder, spans_of_time
from whytwitch.intake.story.time.told import Told

__all__ = ["clause_of", "duration_of", "is_attack"]

#: Evidence that a span is the duration of the complaint.
WEIGHTS = {
    "movement": 4,  # a movement, weakness, loss of feeling or fit in its clause
    "finding": 3,  # any other finding
    "complaint": 3,  # "it", "the trouble", "ill", "began": the complaint without its name
    "lasting": 2,  # none of these, but told as something that goes on: "for three months he has"
    "dated": 1,  # nor that: "two years ago"
    "since then": 3,  # an event from which on it has been so
    "of an illness": 1,  # "history of", "well until", "before admission", "has been growing"
    "onset": 1,  # and with one of these: "began", "the first", "well until"
    "first": 1,  # the first of those that tell of no event, unless it is of today
    "rough": -2,  # "for years"
    "event": -3,  # an operation, an accident, a dose, a scan
    "apart": -5,  # a medicine, an old illness or a relative alone
}
#: Days: "an hour ago his jaw went stiff. For five years he has tingled".
_TODAY = 1.5


def duration_of(
    text: str,
    age: float | None,
    told: Told | None = None,
    is_left: Callable[[int], bool] | None = None,
    spans: Iterable[Span] | None = None,
) -> float | None:
    """Days for which the complaint has lasted; None where nothing says so.

    Parameters
    ----------
    is_left : callable or None
        Whether what stands at a place of the text tells of something else: a plan, an illness got over.
    spans : iterable of Span or None
        Those of the text, where they are known.

    Examples
    --------
    >>> duration_of("On lithium for 20 years. For two weeks my hands shake, each time for a minute.", None)
    14.0
    """
    told = told or Told()
    found = spans_of_time(text, age) if spans is None else spans
    spans = [s for s in found if is_left is None or not is_left(s.start)]
    spans = [s for s in spans if not is_attack(text, s)]
    weights = _weights(text, spans, told)
    best = max(weights, default=0)
    if best > 0:
        return max(s.days for s, weight in zip(spans, weights, strict=True) if weight == best)
    return next((days for rule in _SOFTER if (days := rule(text, spans, told)) is not None), None)


def _of_named_day(text: str, spans: list[Span], told: Told) -> float | None:
    """ "Last week", "today", unless "over the next ten days he grew weak, and today he cannot walk"."""
    alone = days_alone(text)
    if alone is None or alone >= _DAY:
        return alone
    return max(alone, days_after(text, with_events=False) or 0.0)


def _of_the_hour(text: str, spans: list[Span], told: Told) -> float | None:
    """ "Stung an hour ago": the complaint is no older."""
    return min((s.days for s in spans if s.days < _DAY and _is_dated(text, s)), default=None)


def _of_ladder(text: str, spans: list[Span], told: Told) -> float | None:
    """ "Eight days after the cut his jaw was stiff, on the tenth his back arched"."""
    if any(_is_dated(text, s) for s in spans):
        return None
    return days_of_ladder(text, lambda at: _any(told.findings, 0, at))


def _of_what_follows(text: str, spans: list[Span], told: Told) -> float | None:
    """ "Two weeks later", and sudden starts; "an hour after the mussels" is within the day."""
    after = days_after(text)
    if after is None:
        return ACUTE_DAYS if is_acute(text) else None
    if after >= _HOUR * 0.99 and _TOLD_THEN.search(text) is not None:
        return after
    return max(after, ACUTE_DAYS)


def _of_events(text: str, spans: list[Span], told: Told) -> float | None:
    """Of events alone the latest bounds it: "has smoked for years; a week ago a medicine was begun"."""
    if _LATELY.search(text):
        return None  # an operation years ago, a complaint of late
    events = [s for s in spans if s.days <= _TOO_LATE or s.rough]
    dated = [s.days for s in events if _is_dated(text, s)]
    # "He had run for two hours" is within the day.
    return min(dated, default=None) or min((max(s.days, ACUTE_DAYS) for s in events), default=None)


def _of_an_emergency(text: str, spans: list[Span], told: Told) -> float | None:
    """Who was poisoned, lies unconscious or is in an emergency room has mostly been ill since that day."""
    if told.at_once or setting_of(text) in ("emergency", "intensive_care"):
        return ACUTE_DAYS
    return ACUTE_DAYS if _GRAVE.search(text) and not comes_in_spells(text) else None


def _of_late(text: str, spans: list[Span], told: Told) -> float | None:
    """ "Lately I get cramps": some weeks, as people mostly mean it."""
    return _SOME_WEEKS if _JUST_LATELY.search(text) else None


_SOME_WEEKS, _JUST_LATELY = (
    30.4,
    re.compile(r"\b(?:lately|of late)\b(?!\s+(?:started|begun|stopped|changed))", re.I),
)
_GRAVE = re.compile(
    r"\b(?:unconscious|comatose|in a coma|fitting(?! with)|seizing|intubated|on a ventilator|resuscitat\w+|"
    r"cardiac arrest|overdosed?|unresponsive|stuporose|delirious)\b",
    re.I,
)
#: What is looked at, in this order, where no span has any evidence.
_SOFTER = (_of_named_day, _of_the_hour, _of_ladder, _of_what_follows, _of_events, _of_an_emergency, _of_late)


def _weights(text: str, spans: list[Span], told: Told) -> list[int]:
    since = _since_then(text, spans)
    weights, first = [], True
    for i, span in enumerate(spans):
        low = spans[i - 1].end if i else 0
        high = spans[i + 1].start if i + 1 < len(spans) else len(text)
        weight = _weight(text, span, (low, high), told)
        if span is since and span.days <= _LATE_EVENT:
            weight = max(weight, WEIGHTS["since then"])
        if first and weight > 0:
            first = False
            weight += WEIGHTS["first"] * (span.days > _TODAY)
        weights.append(weight)
    return weights


def _weight(text: str, span: Span, bounds: tuple[int, int], told: Told) -> int:
    start, end = clause_of(text, span, bounds)
    weight = WEIGHTS[_kind(text, span, (start, end), told)] + WEIGHTS["rough"] * span.rough
    if _EVENT.search(text, start, end) and not _SINCE.match(text, span.start, span.end):
        weight += WEIGHTS["event"]
    if _OF_ILLNESS.search(text, max(start, span.start - 12), span.end) or _GOES_ON.search(text, start, end):
        weight += WEIGHTS["of an illness"]
    return weight + WEIGHTS["onset"] * (weight > 0 and _ONSET.search(text, start, end) is not None)


def _kind(text: str, span: Span, clause: tuple[int, int], told: Told) -> str:
    """What the clause of a span tells of: a key of :data:`WEIGHTS`."""
    moves, finds, apart = (_any(p, *clause) for p in (told.movements, told.findings, told.apart))
    moves = moves or _SUCH.search(text, *clause) is not None
    if _NOTICED.search(text, clause[0], span.start):
        return "movement" if moves else "complaint"
    taken = _TAKEN.search(text, clause[0], span.start) and not _any(told.movements, span.end, clause[1])
    begun = _BEGUN.match(text, span.end) or (taken and not _SUCH.search(text, *clause))
    if _DOSED.match(text, span.end) or (apart and begun):
        return "apart"
    if moves:
        return "movement"
    if apart and not finds:
        return "apart"
    if finds:
        return "finding"
    if _COMPLAINT.search(text, *clause):
        return "complaint"
    return "dated" if _is_dated(text, span) else "lasting"


def _any(places: Sequence[int], start: int, end: int) -> bool:
    i = bisect_left(places, start)
    return i < len(places) and places[i] < end


#: Letters on each side in which the clause of a span is looked for.
_NEAR = 200
_BEFORE = re.compile(r"[;:\n!?,]|\.(?!\d)")
_BEHIND = re.compile(r"[;\n!?,]|\.(?!\d)|\band then\b")
_WORD = re.compile(r"[A-Za-z]{3,}")
#: "Well until a month ago, when his hands"
_WHEN = re.compile(r",\s+(?:when|since when|at which time|and since|and from then)\b", re.I)


def clause_of(text: str, span: Span, bounds: tuple[int, int]) -> tuple[int, int]:
    """The clause of a span: from mark to mark, and no farther than the next spans.

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
            ends = [at for at in marks if text[at - 1] != ","]
            start = ends[-1] if ends else low
    if _WHEN.match(text, span.end, high):
        mark = _BEHIND.search(text, span.end + 1, high)
        end = mark.start() if mark is not None else high
    return start, end


#: The complaint told before.
_SUCH = re.compile(
    r"\b(?:such|these|those|the same) (?:attacks?|spells?|episodes?|bouts?|fits|jerks|movements)\b", re.I
)
_TAKEN = re.compile(
    r"\b(?:tak(?:es?|en|ing)|took|given|us(?:es?|ed|ing)|treated|drunk|drinks?|smok\w+|inhal\w+)\b", re.I
)
#: "Three days ago she was started on gabapentin for painful spasms": the medicine's day.
_BEGUN = re.compile(
    r",?\s+(?:he|she|i|they) (?:was|were|had been) (?:started|put|begun|placed|commenced) on\b", re.I
)
#: "This carpenter noticed four years ago": not the trade.
_NOTICED = re.compile(
    r"\b(?:noticed|appeared|set in|fell ill|(?:became|was taken) (?:ill|unwell|sick))\s+(?:about\s+|"
    r"some\s+)?$",
    re.I,
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
_ONSET = re.compile(
    r"\b(?:began|begun|first|onset|appeared|set in|noticed|"
    r"(?:well|healthy|normal(?:ly)?|fine|health|fit|active|no (?:trouble|complaints?)) (?:until|till|up to)|"
    r"(?:until|till|up to) (?:\w+ ){1,4}?(?:days?|weeks?|months?|years?) (?:ago|before|earlier))\b",
    re.I,
)
#: "For the last seven days 450 mg a day".
_DOSED = re.compile(r",?\s+\d+(?:\.\d+)?\s?(?:mg|g|mcg|µg|micrograms?|units)\b", re.I)
_SINCE = re.compile(r"(?:ever )?since", re.I)
#: What happened, was done or was found on a day.
_EVENT = re.compile(
    r"\b(?:(?:was|were|been) stopped|operat\w+|surger\w+|\w+ectomy|"
    r"transplant\w*|c-?section|section|c(?:a)?esarean\w*|childbirth|injection|born|accident|crash|"
    r"diagnos\w+|removed|broke|fractur\w+|died|vaccin\w+|jab|dose|infus\w+|bitten|stung|polio|palsy|"
    r"cancer|stroke|"
    r"heart attack|infection|an? (?:\w+ )?cold|flu|(?:tummy|stomach) (?:bug|upset)|sore throat|"
    r"f[ae]ll(?:en)? (?:from|off|down|over|on)|tripped|injur\w+|(?:hit|struck|banged|knocked|"
    r"bumped) (?:his|her|my)|hurt (?:his|her|my)|cut (?:his|her|my)|"
    r"MRI|CT|scan\w*|EMG|EEG|x-ray|blood test\w*|"
    r"moved (?:house|home|away|here|out|from|to)|(?:came|come|back|returned|arrived|fled|"
    r"flew) (?:back |home )?from (?:(?:an?|his|her|my|their) (?:\w+ )?(?:trip|journey|tour|holiday)|"
    r"abroad|overseas|(?-i:[A-Z])\w*)|"
    r"emigrated|arrived (?:in|here)|married|(?<!a )(?<!the )retired|holiday)\b",
    re.I,
)
#: What comes in pieces: so long is one of them.
_PIECES = re.compile(
    r"\b(?:each|every|at a time|whenever|attacks?|spells?|episodes?|bouts?|times|usually|always|"
    r"wakes|(?<!half )(?:a|per) (?:day|week|night|month))\b",
    re.I,
)
_ONGOING = re.compile(
    r"\b(?:now|ago|since|past|last (?!for)|history|hx|before|been|has had|have had)\b", re.I
)
#: "Four hours of sleep".
_OF_SLEEP = re.compile(r"['’]?\s*(?:\bof\s+)?(?:(?:broken|good|bad|poor)\s+)?sleep\b", re.I)
#: A span of minutes is rather one of an attack, of a walk or of a rest.
_HOUR, _DAY = 1 / 24, 1.0


def is_attack(text: str, span: Span) -> bool:
    """Whether a span is the length of one attack of many, of a walk or of a rest."""
    if span.days >= _DAY:
        return False
    if _OF_SLEEP.match(text, span.end):
        return True
    start, end = clause_of(text, span, (0, len(text)))
    sentence = max(text.rfind(".", 0, span.start) + 1, span.start - _NEAR, 0)
    ongoing = _ONGOING.search(text, start, span.end + 6)
    if span.days < _HOUR * 0.99:
        return ongoing is None
    return ongoing is None and _PIECES.search(text, sentence, end) is not None


#: "Brought in six hours after he drank it", "two hours later she is drowsy": told at that hour.
_TOLD_THEN = re.compile(
    r"\b(?:brought|came|comes|arriv\w+|admitted|presents?|presented|seen|examined|rushed|found|"
    r"reached)\b[^.;\n]{0,60}?"
    r"\b(?:hours?|hrs?|h) (?:after|later|on)\b|"
    r"\b(?:hours?|hrs?|h) (?:later|after|on)\b[^.;\n]{0,80}?\b(?:brought|arriv\w+|admitted|"
    r"presented|came in|rushed|now)\b|"
    r"\b(?:hours?|hrs?|h) (?:later|on),? (?:he|she|i) (?:is|cannot|can|has)\b|"
    r"\b(?:at the time of (?:writing|the visit)|on arrival),? (?:\w+ ){1,4}(?:hours?|hrs?) (?:later|after)\b|"
    r"\b(?:straight (?:in|to|here)|at once|immediately|right away)\b",
    re.I,
)
#: What began with the event that was told before.
_THEN = re.compile(
    r"\b(?:since then|ever since\b(?!\s+(?:he|she|i|they|his|her|my|the|a|childhood|birth|last)\b)|"
    r"(?:since|from) (?:that|the same|this) (?:day|time|moment|night|morning|evening|week|point)|"
    r"from then on(?:wards)?|since (?:it|this|that) happened|"
    r"since the (?:increase|change|switch|rise|reduction|decrease)|thereafter)\b",
    re.I,
)
#: An event of years ago has left other troubles too, and one of long ago says nothing of this one.
_LATE_EVENT, _TOO_LATE = 366.0, 1100.0
#: So many letters before "since then" the event is told.
_TOLD_BEFORE, _MOST = 220, 40
#: A span that says when, not for how long.
_DATED = re.compile(r"\b(?:ago|back|before|yesterday|last|since|prior)\b", re.I)
_LATELY = re.compile(r"\b(?:lately|recently|of late|these days)\b", re.I)


def _is_dated(text: str, span: Span) -> bool:
    return _DATED.search(text, span.start, span.end) is not None


def _since_then(text: str, spans: Iterable[Span]) -> Span | None:
    """When the event was that "since then" goes back to: "A week ago he fell. Since then"."""
    for match in islice(_THEN.finditer(text), _MOST):
        told = next((span for span in reversed(list(spans)) if span.end <= match.start()), None)
        if told and match.start() - told.start < _TOLD_BEFORE and _is_dated(text, told):
            return told
    return None
