"""Time told without a number: "over the past year", "in recent months", "all week", "the day before"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from whytwitch.intake.timing import UNIT_DAYS

__all__ = ["SINCE", "days_alone", "named_days", "rough_spans"]

#: Days since what is named without a number, whatever today is: the same text always gives the same answer.
SINCE = {
    "yesterday": 1.0, "last night": 0.7, "this morning": 0.3, "today": 0.3, "last week": 7.0, "monday": 4.0,
    "tuesday": 4.0, "wednesday": 4.0, "thursday": 4.0, "friday": 4.0, "saturday": 4.0, "sunday": 4.0,
    "last month": 30.4, "last year": 365.0, "last spring": 240.0, "last summer": 240.0,
    "last autumn": 240.0, "last fall": 240.0, "last winter": 240.0, "christmas": 180.0, "the weekend": 4.0,
    "easter": 180.0, "new year": 180.0, "spring": 120.0, "summer": 120.0, "autumn": 120.0, "winter": 120.0,
    "the morning": 0.3, "lunchtime": 0.2, "the day before yesterday": 2.0, "the night before last": 1.7,
    "last evening": 0.7, "breakfast": 0.3, "noon": 0.3, "midday": 0.3, "lunch": 0.2, "midnight": 0.4,
    "this afternoon": 0.3, "this evening": 0.15, "this am": 0.3, "the small hours": 0.3,
    "the early hours": 0.3, "dawn": 0.4, "tonight": 0.15, "the next day": 1.0,
    "the following day": 1.0, "the day after": 1.0, "bedtime": 0.4, "teatime": 0.2, "supper": 0.2,
    "dinner": 0.2,
}  # fmt: skip
SINCE |= {
    f"the {season} before last": SINCE[f"last {season}"] + 365
    for season in "spring summer autumn fall winter".split()
}
#: Several of a unit, as people mostly mean it.
_VAGUE = {"decades": 7300.0, "years": 1500.0, "months": 150.0, "weeks": 28.0, "days": 4.0}
#: Parts of a week and of a day.
_PARTS = {"weekend": 2.5, "morning": 0.3, "afternoon": 0.3, "evening": 0.3, "night": 0.5}
_MANY, _ONE = "decades|years|months|weeks|days", "day|night|week|fortnight|month|year|decade"
_FOR = r"(?:for|over|during|in|within|throughout|after)"
_ITS = r"(?:the|this|these|his|her|my)"
_NEWLY = r"(?:past|last|previous|preceding|recent)"
_NOT_OTHER = (
    r"(?!\s+(?:ago|before|after|later|earlier|of (?:(?:his|her|my|the) )?(?:treatment|therapy|age|life|"
    r"pregnan\w+|drinking|smoking|use|abuse|taking))\b)"
)
_ROUGH = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # "Over the past year", "this last month"; "in the last week of May" is none
        rf"\b(?:{_FOR}\s+{_ITS}?\s*|{_ITS}\s+){_NEWLY}\s+(?P<unit>{_ONE})\b(?!\s+of\b)",
        # "Most of this year"
        r"\b(?:most|much|all|the whole) of (?:this|the|last) (?P<unit>week|month|year)\b",
        # "Over one weekend", "three fits in one afternoon"
        r"\b(?:over|during) (?:the|one|a single|last|this) (?P<unit>weekend)\b",
        r"\b(?:in|within) (?:one|a single|the same) (?P<unit>morning|afternoon|evening|night|day)\b",
        # "For many years", "over the weeks", "in recent months", "these past weeks"
        rf"\b{_FOR}\s+(?:{_ITS}\s+)?(?:{_NEWLY}\s+|many\s+|several\s+|some\s+|donkey[’']?s[’']?\s+)?"
        rf"(?P<many>{_MANY})\b{_NOT_OTHER}",
        rf"\b(?:these|{_ITS}\s+{_NEWLY})\s+(?P<many>{_MANY})\b{_NOT_OTHER}",
        # "Months of cramps", "weeks ago"
        rf"(?:^|[.;]\s+)(?P<many>{_MANY})\s+of\b{_NOT_OTHER}(?=\s+\w)",
        r"\b(?P<many>months|weeks|days)\s+(?:ago|back)\b",
    )
)
#: "600 a day for years"
_DOSED = re.compile(
    r"\d\s?(?:mg|mcg|g|ml|units|tablets|pills|pints)?\s?"
    r"(?:an? |per |each )(?:day|night|week)\s*$",
    re.I,
)
_DOSE = 24
#: What is so "all day": "he works all day" is none, nor "all day for three months".
_ALL = re.compile(
    r"\ball\s+(?P<unit>day|night|week|month|year)\b(?!\s+(?:long\s+)?(?:round|every|for|since)\b)", re.I
)
_HAS_BEEN = re.compile(
    r"\b(?:has|have|had|was|were)\b|['’]ve\b|"
    r"['’]s been\b|\b(?:jerk|twitch|cramp|trembl|jump|hiccupp?|ach)ed\b",
    re.I,
)
#: Without "since" these say when it began only where nothing else does.
_WHEN_ALONE = re.compile(
    r"\b(?P<when>(?:the day before )?yesterday|the night before last|last night|this morning|"
    r"this afternoon|(?<!until )today|last week|"
    r"last month|last year)\b|"
    r"\b(?P<hour>(?<!half )(?:an|one) hour ago|just now|minutes ago)\b|"
    r"\bthe (?P<before>day|evening|night|week|month|year) before\b(?!\s+(?:yesterday|last|an?|the|his|her|"
    r"my|each|every|he|she|i|they)\b)",
    re.I,
)
#: "On Sunday it began", "since they gave it last Sunday": a day on which he plays golf is none.
_DAY_OF_WEEK = re.compile(
    r"\b(?:(?:on|last|this past|started|began) (?P<when>monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday)|this (?P<unit>week|month)|(?P<season>last (?:spring|summer|autumn|fall|winter)))\b",
    re.I,
)
_BEGAN = re.compile(
    r"\b(?:since|began|started|noticed|became|developed|turned|lost|got|went|woke|came on|"
    r"could (?:not|no longer)|couldn['’]t|suddenly)\b",
    re.I,
)
#: What was done on that day, and is no complaint.
_OTHER_DAY = re.compile(
    r"\b(?:MRI|CT|scan\w*|EMG|EEG|x-ray|tests?|blood\w*|seen by|saw (?:a|the|my|his|her)|visited|excluded|"
    r"ruled out|diagnos\w+|operat\w+|surger\w+|moved|married|(?<!a )(?<!the )retired|holiday|born|"
    r"died|jab|vaccin\w+)\b",
    re.I,
)
_NEAR, _MOST = 200, 40


def rough_spans(text: str) -> Iterator[tuple[int, int, float, bool]]:
    """Start, end and days of spans without a number, and whether the days are a guess.

    Examples
    --------
    >>> [days for _, _, days, _ in rough_spans("Over the past year she stumbles, in recent weeks she falls.")]
    [365.25, 28.0]
    """
    for pattern in _ROUGH:
        for match in islice(pattern.finditer(text), _MOST):
            many = match.groupdict().get("many")
            if _DOSED.search(text, max(0, match.start() - _DOSE), match.start()):
                continue
            yield (
                *match.span(),
                _VAGUE[many.lower()]
                if many
                else _PARTS.get(match["unit"].lower()) or UNIT_DAYS[match["unit"].lower()],
                bool(many),
            )
    for match in islice(_ALL.finditer(text), _MOST):
        if _HAS_BEEN.search(text, *_clause(text, *match.span())):
            yield *match.span(), max(UNIT_DAYS[match["unit"].lower()], 0.7), False


def days_alone(text: str) -> float | None:
    """Days since the day that is named, where no span is told.

    Examples
    --------
    >>> days_alone("Last week my eyelid began to jump."), days_alone("On Sunday he plays golf.")
    (7.0, None)
    """
    days = _weekdays(text)
    if days is not None:
        return days
    for match in islice(_WHEN_ALONE.finditer(text), _MOST):
        if _OTHER_DAY.search(text, *_clause(text, match.start(), match.end())):
            continue
        if match["hour"]:
            return 1 / 24
        if match["before"]:
            return UNIT_DAYS.get(match["before"].lower(), 1.0)
        return _days_since(match["when"])
    for match in islice(_DAY_OF_WEEK.finditer(text), _MOST):
        clause = _clause(text, *match.span())
        if _BEGAN.search(text, *clause) and not _OTHER_DAY.search(text, *clause):
            named = match["when"] or match["season"]
            return SINCE[named.lower()] if named else UNIT_DAYS[match["unit"].lower()] / 2
    return None


def _days_since(day: str) -> float:
    day = day.lower()
    return SINCE["the day before yesterday" if day.startswith("the day") else day]


def named_days(text: str) -> Iterator[tuple[int, int, float]]:
    """Start, end and days of each near day by name on which something began.

    Examples
    --------
    >>> [days for _, _, days in named_days("Today my face went numb. Yesterday I played golf.")]
    [0.3]
    """
    for match in islice(_WHEN_ALONE.finditer(text), _MOST):
        clause = _clause(text, *match.span())
        if match["when"] and _BEGAN.search(text, *clause) and not _OTHER_DAY.search(text, *clause):
            yield *match.span(), _days_since(match["when"])


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(
    rf"(?:\b(?:on|by|since|from|this|last|it is|it['’]s|today is)\s+(?:an?\s+|the\s+)?|[,.;]\s*(?:and\s+|"
    rf"then\s+)?)(?P<day>{'|'.join(_WEEK)})\b",
    re.I,
)
#: A day to come, and how the days after the last that is named are told.
_TO_COME = re.compile(r"\b(?:til|till|until|next|again|every|each|booked|appointment)\b[^.;]{0,20}$", re.I)
_OF_ANOTHER = re.compile(
    r"\b(?:MRI|CT|scan|tests?|operat\w+|surger\w+|as (?:always|usual)|had (?:gone|been)|told to|removed|"
    r"taken out|injected|was (?:given|put on|started on))\b",
    re.I,
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


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    low, high = max(0, start - _NEAR), min(len(text), end + _NEAR)
    first = max(low, *(text.rfind(mark, low, start) + 1 for mark in ".;,:\n"))
    ends = [at for mark in ".;,:\n" if (at := text.find(mark, end, high)) >= 0]
    return first, min(ends, default=high)
