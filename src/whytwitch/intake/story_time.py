"""How long it has been going on, from running text: the first span that is said of the complaint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from whytwitch.intake.story_onset import ACUTE_DAYS, is_acute, spans_from_age
from whytwitch.intake.timing import ORDINALS, SPELLED_NUMBERS, UNIT_DAYS, WORD_NUMBERS

__all__ = ["Span", "first_span", "of_complaint", "spans_of_time"]

_SHORT_UNITS = {"sec": "second", "min": "minute", "hr": "hour", "h": "hour", "wk": "week", "mth": "month",
                "mo": "month", "yr": "year"}  # fmt: skip
_DAYS = UNIT_DAYS | {"second": 1 / 86_400}
_DAYS |= {short: _DAYS[unit] for short, unit in _SHORT_UNITS.items()}
#: What stands below the line in a letter's shorthand: 3/7 is three days, 2/52 two weeks, 4/12 months.
_SHORTHAND = {"7": 1.0, "52": 7.0, "12": 30.4}
_LETTERS = {"d": 1.0, "w": 7.0, "m": 30.4, "y": UNIT_DAYS["year"]}

_IN_WORDS = {w: n for w, n in WORD_NUMBERS.items() if w not in ("zero", "many", "some")}
_IN_WORDS |= {w: n for w, n in SPELLED_NUMBERS.items() if n <= 50} | {"twenty-five": 25.0}
_WORDS = "|".join(sorted(_IN_WORDS, key=len, reverse=True))

_N = rf"(?=[\dacefhnost])(?P<n>\d{{1,3}}(?:\.\d+)?|(?:a\s+)?(?:{_WORDS}))"
_UPPER = rf"(?:\s*(?:-|–|to|or)\s*(?P<upper>\d+|{_WORDS}))?"
_UNIT = rf"(?P<unit>{'|'.join(sorted(_DAYS, key=len, reverse=True))})s?"
_AMOUNT = (
    rf"{_N}{_UPPER}(?P<half>\s+and\s+a\s+half)?[\s-]*(?:of\s+|or so\s+|more\s+|full\s+|a\s+|whole\s+|"
    rf"long\s+)?{_UNIT}\b"
    r"(?P<after_half>\s+and\s+a\s+half)?(?!\s*-?\s*old)"
)
#: None is given back, and not endlessly many are read: no number begins with one of them.
_ABOUT = (
    r"(?:(?:about|around|nearly|almost|the|this|these|his|her|past|last|previous|preceding|over|more "
    r"than|less than|under|at least|a(?= (?:period|matter|space) of)|(?:space|course|period|matter|"
    r"better part|best part) of|"
    r"approximately|approx\.?|some|roughly|up to|a good|just|only|maybe|perhaps|well over)\s+){0,8}+"
)
#: Where a story is told from: what came so long before it is as old.
_TELLING = (
    r"(?:admission|presentation|arrival|referral|being (?:admitted|seen|referred|brought)|coming (?:to|in)|"
    r"PTA\b|"
    r"(?:his|her|my|this|the|our) (?:visit|admission|presentation|referral|consultation|arrival)|"
    r"(?:he|she|i|they) (?:was|were|had been) (?:seen|admitted|referred|brought)|(?:he|she|i|they) (?:came|"
    r"presented))"
)
_NOT_A_RATE = r"(?!\s*(?:a|per|each)\s+(?:day|week|night|month))"
_NTHS = "|".join(sorted(ORDINALS, key=len, reverse=True))
#: A day of these is no day of the complaint.
_COURSE = (
    r"(?:(?:his|her|my|the|a|this|that)\s+)?(?:\w+\s+)?(?:treatment|therapy|course|cycle|life|pregnan\w+|"
    r"antibiotics?|chemo\w*|radio\w+|dialysis|drugs?|medicines?|tablets?|admission|stay|month|year|week|"
    r"may|june|july|january|school|work|holidays?|trip)\b"
)
#: The head of a sentence. Of blank lines one is tried, and none is given back: each would be a pass over all.
_HEAD = r"(?:^|(?:[.;]|(?<!\n)\n)\s*+)"

#: How a span of the complaint is said; the earlier in the text wins.
_FORMS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?:for|over|during|in|throughout)\s+{_ABOUT}{_AMOUNT}{_NOT_A_RATE}(?!\s+(?:after|before|"
        rf"later|prior|earlier))",
        rf"\b{_AMOUNT}(?:[\s’']*(?:\s+long)?\s*(?:,\s*\w+\s*)?(?:history|hx|h/o|course|duration|account of|"
        rf"story)|"
        rf"\s+(?:(?:ago|back|now|PTA)\b|(?:before|prior to)\s+{_TELLING}))",
        # "It had started three years before", "since then, four months, she has had two a week"
        rf"\b(?:began|begun|started|set in|come on|came on)\s+{_ABOUT}{_AMOUNT}\s+(?:before|earlier)\b"
        rf"(?!\s+(?:he|she|i|the|his|her|my|that|this|they|any|an?)\b)",
        rf"\bsince then,?\s+(?:for\s+)?{_ABOUT}{_AMOUNT}(?=\s*[,;.])",
        rf"\b(?:history|duration|course|hx) of {_ABOUT}{_AMOUNT}",
        # "Well up to two months before, when", "nine months before that she had been failing"
        rf"\b(?:until|till|up to)\s+{_ABOUT}{_AMOUNT}\s+(?:before|earlier|previously)\b",
        rf"\bfor\s+{_ABOUT}{_AMOUNT}\s+(?:before|prior to)\s+(?:that|this|then)\b",
        # "Goes back five years", "going on three weeks", "coming up to six weeks"
        rf"\b(?:(?:go(?:es)?|dat(?:es?|ed|ing)) back|going on|coming (?:up to|on for)|getting on for)\s+"
        rf"{_ABOUT}{_AMOUNT}",
        # "10d h/o", "x 5y": single letters only where nothing but a time can stand
        r"(?<![\w/.])(?P<n>\d{1,3})\s?(?P<unit>[dwmy])\s+(?:hx|h/o|history)\b",
        r"\bx\s?(?P<n>\d{1,3})\s?(?P<unit>[dwy])\b",
        # "In its second month", "this is the fifth week of it", "day six of this"
        rf"\b(?:in(?:to)? (?:its|their)|(?:this|it) is(?: now)? (?:the|my|his|her))\s+"
        rf"(?P<nth>{_NTHS})\s+(?P<unit_nth>day|week|month|year)\b(?!\s+of\s+{_COURSE})",
        rf"\b(?P<unit>day|week|month)\s+(?P<n>\d{{1,2}}|{_WORDS})\s+of\b(?!\s+{_COURSE})",
        rf"\b(?:since|from)\s+{_ABOUT}{_AMOUNT}(?:\s+(?:ago|back))?",
        rf"\b(?:last|past|lasting|lasted|x)\s+(?:for\s+)?{_AMOUNT}",
        # "Two months of stiffness", "six weeks of headaches"
        rf"\b(?<![\w-]){_N}{_UPPER}(?P<half>\s+and\s+a\s+half)?[\s-]*{_UNIT}\s+of\s+(?!age\b|treatment|"
        rf"therapy|life\b|"
        r"pregnan|gestation|the\b|his\b|her\b|my\b)(?=\w)",
        # "Three weeks I have been limping", "8 wk tremor" at the head of a sentence
        rf"{_HEAD}{_ABOUT}{_N}{_UPPER}(?P<half>\s+and\s+a\s+half)?[\s-]*{_UNIT}(?:\s+or so)?"
        r"(?:\s+now\b|\s+on\b|\s*[.,;]|\s+(?:i|he|she|we|my|his|her)\b)",
        rf"{_HEAD}{_N}{_UPPER}\s*(?P<unit>wk|yr|mth|hr)s?\s+(?!old|post|ago|after|later|"
        rf"f/u)(?=[a-z])",
        rf"\b(?:it(?:'s| has| is)?|has)\s+(?:now\s+)?been\s+(?:going on\s+|like "
        rf"this\s+)?(?:for\s+)?{_ABOUT}{_AMOUNT}",
    )
)
_SHORT_FORM = re.compile(r"(?<![\d/.])(?P<n>\d{1,2})/(?P<below>7|52|12)\b(?!\s*/)(?!\s*(?:power|strength))")
_NO_SHORT_FORM = re.compile(r"(?:power|strength|mrc|grade|on \w+)\s*$", re.I)
_SINCE = {
    "yesterday": 1.0, "last night": 1.0, "this morning": 0.3, "today": 0.3, "last week": 7.0, "monday": 4.0,
    "tuesday": 4.0, "wednesday": 4.0, "thursday": 4.0, "friday": 4.0, "saturday": 4.0, "sunday": 4.0,
    "last month": 30.4, "last year": 365.0, "last spring": 240.0, "last summer": 240.0,
    "last autumn": 240.0, "last fall": 240.0, "last winter": 240.0, "christmas": 180.0, "the weekend": 4.0,
    "easter": 180.0, "new year": 180.0, "spring": 120.0, "summer": 120.0, "autumn": 120.0, "winter": 120.0,
    "the morning": 0.3, "lunchtime": 0.2,
}  # fmt: skip
_WHEN = "|".join(sorted(_SINCE, key=len, reverse=True))
_SINCE_WHEN = re.compile(rf"\bsince\s+(?:the\s+)?(?P<when>{_WHEN})\b", re.I)
#: Without "since" these say when it began only where nothing else does.
_WHEN_ALONE = re.compile(
    r"\b(?P<when>yesterday|last night|this morning|last week|last month|last year)\b|"
    r"\b(?P<hour>(?:an|one) hour ago|just now|minutes ago)\b",
    re.I,
)
#: What was done on that day, and is no complaint.
_OTHER_DAY = re.compile(
    r"\b(?:MRI|CT|scan\w*|EMG|EEG|x-ray|tests?|blood\w*|seen by|saw (?:a|the|my|his|her)|visited|excluded|"
    r"ruled out|diagnos\w+|operat\w+|surger\w+|moved|married|retired|holiday|born|died|jab|vaccin\w+)\b",
    re.I,
)
_SINCE_AGE = re.compile(
    r"\b(?:since|from|began at|started at|onset at)\s+(?:the\s+)?(?:age|age of|he was|i was|she was|"
    r"aged)\s+(?:of\s+)?"
    rf"(?P<n>\d{{1,2}}|{_WORDS})\b(?!\s*(?:weeks?|months?|days?))",
    re.I,
)
_SINCE_BIRTH = re.compile(
    r"\b(?:since|from) (?:(?:early )?babyhood|birth|he was born|she was born|being born|day one)\b", re.I
)
_SINCE_CHILD = re.compile(
    r"\b(?:since|from|ever since|as)\s+(?:early\s+|his\s+|her\s+|my\s+|a\s+)?"
    r"(?:childhood|he was a child|she was a child|i was a child|i was a kid|infancy|school|primary school)\b",
    re.I,
)
_SINCE_TEENS = re.compile(
    r"\b(?:since|from)\s+(?:early |late )?(?:his|her|my|the)?\s*(?:teens|adolescence)\b|"
    r"\bsince (?:he|she|i) was a teenager\b",
    re.I,
)
#: "Two months later he chokes", "ten days after a cold": so long at most, where nothing else is said.
_SINCE_EVENT = re.compile(
    rf"\b{_AMOUNT}\s+(?:later|afterwards?|after|into|on from|off|post)\b|"
    rf"\b(?:in|by|on) the (?P<nth>{_NTHS}) (?P<unit_nth>day|week|month)\b",
    re.I,
)
_WITHIN = re.compile(
    rf"\b(?:(?:within|after|(?<!born )at)\s+{_ABOUT}|"
    rf"(?:over|in|during)\s+(?:the\s+)?(?:next|following|ensuing)\s+){_AMOUNT}(?!\s+of age)",
    re.I,
)
_AFTER_WHAT = re.compile(r"after\s+(?:an?|the|his|her|my|their|having|that|this)\b", re.I)
_LONG = re.compile(r"\b(?:for|over) (?:many |several |some )?(?P<unit>years|months|weeks|days)\b", re.I)
_LATELY = re.compile(r"\b(?:lately|recently|of late|these days)\b", re.I)
_VAGUE = {"years": 1500.0, "months": 150.0, "weeks": 28.0, "days": 4.0}
#: Spans of an attack, of a dose, of an age or of something else than the complaint.
_OF_OTHER = re.compile(
    r"\b(?:lasts?|lasting|lasted|each|every|attacks? of|(?:takes?|took|taken|taking|using|used)(?: it| "
    r"them| these)?|sleep\w*|slept|hours? before|"
    r"married|worked|working|smok\w+|drinks?|drank|drinking|treated|pregnan\w*|on (?:the )?\w+|"
    r"steady|stable|free|well|fine|lived|retired|after|within|at|a minute of|minute at|stays?|stayed|"
    r"plaster|a cast|a splint|a sling|hospital|intensive care|"
    r"groggy|useless|gone|stopped|diagnosed|known|review(?: in| at)?|follow[- ]?up(?: in| at)?|"
    r"f/u(?: in)?|lmp|last period|again in|repeat(?:ed)? in|back in)\s*$",
    re.I,
)
#: What follows a span that is no duration of the complaint.
_OTHER_BEHIND = re.compile(
    r"\s*(?:after|before|later|earlier|prior|gestation|pregnan|(?:at|in) a (?:time|row)|apart|"
    r"of (?:treatment|therapy|age|life)|per\b|a (?:day|week|night)\b)",
    re.I,
)
_EVENT = re.compile(
    r"\b(?:operat\w+|surger\w+|\w+ectomy|transplant\w*|born|accident|crash|diagnos\w+|removed|broke|"
    r"fractur\w+|"
    r"died|vaccin\w+|jab|dose|infus\w+|bitten|stung|polio|palsy|cancer|stroke|heart attack|infection|"
    r"cold|flu)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time: where it stands, in days, and whether it tells of an event beside it."""

    start: int
    end: int
    days: float
    of_event: bool = False


def spans_of_time(text: str, age: float | None) -> list[Span]:
    """Spans that may be the duration of the complaint, in the order of the text.

    Examples
    --------
    >>> [s.days for s in spans_of_time("For fourteen months my feet burn, each time after meals.", None)]
    [425.6]
    >>> [s.days for s in spans_of_time("F 82. 3/52 tremor.", None)]
    [21.0]
    """
    found = [*_spelled(text), *_since(text, age)]
    found.sort(key=lambda s: (s.start, -s.end))
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def first_span(text: str, age: float | None, spans: Iterable[Span] | None = None) -> float | None:
    """Days of the first span that is no event's; of an event where nothing else is said."""
    known = spans_of_time(text, age) if spans is None else list(spans)
    since = _since_then(text, known)
    told = [s.days for s in known if not s.of_event or (s is since and s.days <= _LATE_EVENT)]
    own = next((days for days in told if days >= _ATTACK), told[0] if told else None)
    if own is None and since is not None:
        own = since.days
    if own is not None and own >= _ATTACK:
        return own
    days = _weekdays(text)
    if days is not None:
        return days
    vague = _vague(text)
    if vague is not None:
        return vague
    if is_acute(text):
        return ACUTE_DAYS
    after = _since_event(text)
    if after is not None:
        return after
    if own is None and _LATELY.search(text):
        return None  # an operation years ago, a complaint of late
    if own is not None:
        return own
    # Of events alone the latest bounds it: "has smoked for thirty years; a week ago a medicine was begun".
    dated = [span.days for span in known if _DATED.search(text, span.start, span.end)]
    return min(dated, default=None) or next((span.days for span in known), None)


#: What began with the event that was told before.
_THEN = re.compile(
    r"\b(?:since then|ever since\b(?!\s+(?:he|she|i|they|his|her|my|the|a|childhood|birth|last)\b)|"
    r"(?:since|from) (?:that|the same|this) (?:day|time|moment|night|morning|evening|week|point)|"
    r"from then on(?:wards)?|since (?:it|this|that) happened|thereafter)\b",
    re.I,
)
#: An event of years ago has left other troubles too.
_LATE_EVENT = 366.0
#: So many letters before "since then" the event is told.
_TOLD_BEFORE = 220


def _since_then(text: str, spans: list[Span]) -> Span | None:
    """When the event was that "since then" goes back to: "A week ago he fell. Since then"."""
    for match in islice(_THEN.finditer(text), _MOST):
        told = next((span for span in reversed(spans) if span.end <= match.start()), None)
        if told and match.start() - told.start < _TOLD_BEFORE and _DATED.search(text, told.start, told.end):
            return told
    return None


#: A span that says when, not for how long.
_DATED = re.compile(r"\b(?:ago|back|before|yesterday|last|since|prior)\b", re.I)


def of_complaint(span: Span, text: str, findings: Iterable[int], others: Iterable[int]) -> Span:
    """The same span, as one of an event where its clause tells of a medicine or an illness alone.

    Parameters
    ----------
    findings, others : iterable of int
        Where findings stand in the text, and where exposures and diagnoses do.
    """
    start, end = _clause(text, span.start, span.end)
    if any(start <= at < end for at in others) and not any(start <= at < end for at in findings):
        return replace(span, of_event=True)
    return span


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    low, high = max(0, start - _NEAR), min(len(text), end + _NEAR)
    first = max(low, *(text.rfind(mark, low, start) + 1 for mark in ".;,:\n"))
    ends = [at for mark in ".;,:\n" if (at := text.find(mark, end, high)) >= 0]
    return first, min(ends, default=high)


#: Letters on each side in which the clause of a span is looked for, and spans of one form that are looked at.
_NEAR, _MOST = 200, 40


def _spelled(text: str) -> Iterator[Span]:
    for pattern in _FORMS:
        for match in islice(pattern.finditer(text), _MOST):
            before = text[max(0, match.start() - 24) : match.start()]
            if _OF_OTHER.search(before) or _OTHER_BEHIND.match(text, match.end()):
                continue
            days = _days(match)
            if _LASTS.match(match.group()) and _IN_SPELLS.search(before):
                continue
            if days >= _SHORTEST:
                yield Span(match.start(), match.end(), days, _tells_event(text, match))
    for match in islice(_SHORT_FORM.finditer(text), _MOST):
        before = text[max(0, match.start() - 24) : match.start()]
        if not _NO_SHORT_FORM.search(before) and not _OF_OTHER.search(before):
            yield Span(match.start(), match.end(), float(match["n"]) * _SHORTHAND[match["below"]],
                       _tells_event(text, match))  # fmt: skip


#: "The spells last three hours", "each lasting an hour": so long is one of them.
_LASTS = re.compile(r"last", re.I)
_IN_SPELLS = re.compile(
    r"\b(?:attacks?|spells?|episodes?|fits|seizures|bouts?|cramps|spasms|jerks|they|these|those|each|one|"
    r"ones|which|"
    r"that|usually|mostly|often|always|sometimes|typically|can|may|might|would)\s*,?\s*$",
    re.I,
)
#: Shorter spans are those of an attack (half a minute).
_SHORTEST = 0.0004
#: A span of minutes is rather one of an attack, of a walk or of a rest.
_ATTACK = 1 / 24


def _tells_event(text: str, match: re.Match[str]) -> bool:
    """Whether the clause says when something happened: an operation, an accident, a dose."""
    start, end = _clause(text, match.start(), match.end())
    return _EVENT.search(text, start, end) is not None


def _days(match: re.Match[str]) -> float:
    groups = match.groupdict()
    if groups.get("nth"):
        return ORDINALS[groups["nth"].lower()] * _DAYS[groups["unit_nth"].lower()]
    word = re.sub(r"^a\s+", "", (groups.get("upper") or groups["n"]).lower())
    value = _IN_WORDS[word] if word in _IN_WORDS else float(word)
    if groups.get("half") or groups.get("after_half"):
        value += 0.5
    unit = groups["unit"].lower()
    return round(value * (_DAYS[unit] if unit in _DAYS else _LETTERS[unit]), 4)


def _since(text: str, age: float | None) -> Iterator[Span]:
    for match in _SINCE_WHEN.finditer(text):
        yield Span(*match.span(), _SINCE[match["when"].lower()])
    if age is None:
        return
    for start, end, days in spans_from_age(text, age):
        yield Span(start, end, days)
    for match in _SINCE_AGE.finditer(text):
        word = match["n"].lower()
        years = _IN_WORDS[word] if word in _IN_WORDS else float(word)
        if age > years:
            yield Span(*match.span(), round((age - years) * 365.25, 1))
    for pattern, years in ((_SINCE_BIRTH, 0.0), (_SINCE_CHILD, 8.0), (_SINCE_TEENS, 15.0)):
        for match in pattern.finditer(text):
            yield Span(*match.span(), round(max(age - years, min(age, 1)) * 365.25, 1))


def _since_event(text: str) -> float | None:
    """Days by which one thing came after another, where nothing else says how long."""
    found = [m for pattern in (_SINCE_EVENT, _WITHIN) for m in islice(pattern.finditer(text), _MOST)]
    # "A week after a cold his legs tingled, three days later he could not stand": of these the second counts.
    since = [_days(m) for m in found if not _AFTER_WHAT.match(text, m.end() - len("after"))]
    return max(since or [_days(m) for m in found], default=None)


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(
    rf"(?:\b(?:on|by|since|this|last)\s+|[,.;]\s*(?:and\s+|then\s+)?)(?P<day>{'|'.join(_WEEK)})\b", re.I
)
#: A day to come, and how the days after the last that is named are told.
_TO_COME = re.compile(r"\b(?:til|till|until|next|again|every|each|booked|appointment)\b[^.;]{0,20}$", re.I)
_OF_ANOTHER = re.compile(
    r"\b(?:MRI|CT|scan|tests?|operat\w+|surger\w+|as (?:always|usual)|had (?:gone|been)|told to)\b", re.I
)
_SINCE_THAT_DAY = re.compile(r"\b(?:today|now|this (?:morning|evening|afternoon)|tonight)\b", re.I)


def _weekdays(text: str) -> float | None:
    """From the first weekday that is named to the last: "on Monday she stumbled, on Tuesday she fell"."""
    named = [
        match
        for match in islice(_WEEKDAY.finditer(text), _MOST)
        if not _TO_COME.search(text, max(0, match.start() - 40), match.start())
        and not _OF_ANOTHER.search(text, *_clause(text, match.start(), match.end()))
    ]
    places = [_WEEK.index(match["day"].lower()) for match in named]
    if len(set(places)) < 2:
        return None
    after = text[named[-1].end() :]
    days = sum((b - a) % len(_WEEK) for a, b in pairwise(places))
    return float(
        days + len(re.findall(r"\byesterday\b", after, re.I)[:1]) + bool(_SINCE_THAT_DAY.search(after))
    )


def _vague(text: str) -> float | None:
    for match in islice(_WHEN_ALONE.finditer(text), _MOST):
        if _OTHER_DAY.search(text, *_clause(text, match.start(), match.end())):
            continue
        return _SINCE[match["when"].lower()] if match["when"] else 1 / 24
    long = _LONG.search(text)
    return _VAGUE[long["unit"].lower()] if long is not None else None
