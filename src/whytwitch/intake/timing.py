"""When something was started, from the words that describe it."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = [
    "ORDINALS",
    "SHORT_UNITS",
    "SPELLED_NUMBERS",
    "UNIT_DAYS",
    "WHOLE_NUMBERS",
    "WORD_NUMBERS",
    "days_in",
    "is_recent",
    "numbers_joined",
]

#: Numbers in words, the vague ones as people mostly mean them.
WORD_NUMBERS = {
    word: float(n)
    for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1.0, "an": 1.0, "half": 0.5, "couple": 2.0, "few": 3.0, "several": 4.0, "some": 3.0, "many": 8.0}
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ONES = "one two three four five six seven eight nine".split()
#: Larger numbers in words, up to ninety-nine.
SPELLED_NUMBERS = {word: 13.0 + n for n, word in enumerate(_TEENS)} | {
    word: 20.0 + 10 * n for n, word in enumerate(_TENS)
}
SPELLED_NUMBERS |= {
    f"{ten}-{one}": SPELLED_NUMBERS[ten] + WORD_NUMBERS[one] for ten in _TENS for one in _ONES
}
#: "Forty two": two words of one number, not "at forty two fits a day" or "twenty two-minute spells".
_TEN = re.compile(rf"\b(?:{'|'.join(_TENS)})\Z", re.I)
_ONE = re.compile(rf"(?:{'|'.join(_ONES)})\b(?!-|\s+(?:times|or)\b)", re.I)
_END_OF_TEN, _TEN_LETTERS = ("ty ", "TY "), 9
#: Whole numbers from one on, without the vague ones.
WHOLE_NUMBERS = {
    word: int(n)
    for word, n in (WORD_NUMBERS | SPELLED_NUMBERS).items()
    if n >= 1 and word not in ("a", "an", "couple", "few", "several", "some", "many")
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
)
#: Which of a row, in words.
ORDINALS = {word: 1.0 + n for n, word in enumerate(_ORDINALS)} | {
    f"{word.removesuffix('y')}ieth": 20.0 + 10 * n for n, word in enumerate(_TENS)
}
#: Days of each unit of time.
UNIT_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0}
UNIT_DAYS |= {"month": 30.4, "year": 365.25, "decade": 3652.5}
#: Units as they are cut short: "2 wks", "3yrs".
SHORT_UNITS = {"min": "minute", "hr": "hour", "wk": "week", "mth": "month", "yr": "year"}
_NUMBERS = WORD_NUMBERS | SPELLED_NUMBERS
_N = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_SPAN = re.compile(
    rf"(?:(?P<number>(?<!\d)\d{{1,6}}(?:\.\d{{1,4}})?|\b(?:{_N}))(?:\s*(?:-|to|or)\s*(?P<upper>\d{{1,6}}|{_N}))?[\s-]*(?:of\s+)?)?"
    r"(?<![a-z])(?P<unit>" + "|".join((*UNIT_DAYS, *SHORT_UNITS)) + r")s?\b(?!\s+old)"
)
#: British shorthand: three sevenths are three days, two fifty-seconds two weeks.
_SEVENTHS = re.compile(r"(?<![\d/.])(\d{1,2})/(7|52)(?![\d/])")
_SEVENTH_UNITS = {"7": "days", "52": "weeks"}
#: Times that need no number. What was begun "last week" was begun within it.
_NAMED_TIMES = {
    "the day after": 1.0,
    "the next day": 1.0,
    "the following day": 1.0,
    "the next morning": 1.0,
    "yesterday": 1.0,
    "this morning": 0.3,
    "this afternoon": 0.3,
    "this evening": 0.3,
    "today": 0.3,
    "last night": 1.0,
    "last week": 7.0,
    "last month": 30.4,
    "last year": 365.25,
}
_NAMED_TIME = re.compile("|".join(rf"\b{words}\b" for words in _NAMED_TIMES))
#: "5 mg a day", but not "for a day", "a day later".
_OFTEN = (
    r"(?<!\bfor )(?<!\bin )(?<!\babout )(?<!\bafter )(?<!\bwithin )(?<!\bpast )(?<!\blast )(?<!\bover )"
    r"(?<!\bonly )(?<!\bjust )(?<!\bhalf )(?<!\bthan )(?<!\bnearly )(?<!\balmost )(?<!\band )"
    r"\ban?\s+(?:hour|day|night|week|month|year)s?\b"
    r"(?!\s+(?:ago|later|after|before|earlier|prior|previously|or|and a half|now|since)\b)"
)
_DOSING = re.compile(
    # "Every two hours"
    r"\b(?:every|each)\s+(?:\d+|[a-z]+)(?:\s*(?:-|to|or)\s*(?:\d+|[a-z]+))?[\s-]*"
    r"(?:hours?|hrs?|days?|nights?|weeks?|wks?|months?|years?)\b|"
    # Hours of sleep or of work are no span of a medicine.
    r"\b(?:\d+|[a-z]+)\s*(?:hours?|hrs?|h|minutes?|mins?)\s+(?:of\s+(?:\w+\s+)?sleep|sleep|(?:an?|per|each|"
    r"every)\s+"
    r"(?:day|night|week))\b|"
    r"\bsle(?:ep\w*|pt)\s+(?:\w+\s+){0,2}?(?:\d+|[a-z]+)\s*(?:hours?|hrs?|h)\b(?!\s+(?:after|later|ago))|"
    # "Most days", "some nights"
    r"\b(?:(?:most|all|other|alternate|these|good|bad|certain|both)\s+|week)(?:days|nights|mornings|"
    r"weeks)\b(?!\s+(?:ago|later|before))|"
    r"\bsome\s+(?:days|nights|weeks)\b(?!\s+(?:ago|later|before|after|earlier|prior|previously|back))|"
    + _OFTEN
    + r"|\b(?:per|each|every|once|twice|times)\s*(?:hour|day|night|week|month|year)s?\b"
    r"|/\s*(?:h|d|day|wk|week|night)\b"
)
_BEGAN = re.compile(
    r"\b(?:start|began|begin|begun|new|newly|first dose|initiat|introduc|recent|added|adding|increas|"
    r"rais|doubl|escalat|titrat|switch|changed|loading|single dose|just)"
)
_LASTING = re.compile(
    r"\b(?:chronic|long.?term|long.?standing|lifelong|for decades|regular(?:ly)?|maintenance)\b"
)
#: A medicine begun longer ago than this is not new to the body (an estimate; the table of timing
#: gives the windows of single effects).
_RECENT_DAYS = 100.0


#: Part of every unit of time and of every named one: hardly one clause in ten holds any.
_TELLS_TIME = re.compile(
    "|".join((r"\d/\d", *(word.split()[-1] for word in _NAMED_TIMES), *UNIT_DAYS, *SHORT_UNITS)), re.I
)


def days_in(text: str) -> list[float]:
    """Every span of time that a text names, in days; how often a dose is taken is none.

    Examples
    --------
    >>> days_in("1800 mg a day for two weeks before onset")
    [14.0]
    >>> days_in("10-12 days ago, 5 mg twice a day")
    [12.0]
    >>> days_in("for a week, sleeps 4 hours a night"), days_in("2 wks ago"), days_in("started 3/7 ago")
    ([7.0], [14.0], [3.0])
    """
    if not _TELLS_TIME.search(text):
        return []
    lowered = _SEVENTHS.sub(lambda m: f"{m[1]} {_SEVENTH_UNITS[m[2]]}", text.lower())
    cleaned = _DOSING.sub(" ", lowered).replace("half an ", "half ").replace("half a ", "half ")
    found = [_NAMED_TIMES[match.group()] for match in _NAMED_TIME.finditer(cleaned)]
    for match in _SPAN.finditer(cleaned):
        number = match["upper"] or match["number"]
        if number is None:
            if not match.group().endswith("s"):
                continue
            value = 3.0  # "hours later", "weeks before"
        else:
            value = _NUMBERS[number] if number in _NUMBERS else float(number)
        unit = match["unit"]
        found.append(value * UNIT_DAYS[SHORT_UNITS.get(unit, unit)])
    return found


def is_recent(text: str, spans: Sequence[float] | None = None) -> bool | None:
    """Whether what a text describes was begun, raised or changed lately; None when it does not say.

    Parameters
    ----------
    spans : sequence of float or None
        What :func:`days_in` finds in the text, where that is known.

    Examples
    --------
    >>> is_recent("begun two weeks before"), is_recent("for over 20 years"), is_recent("for pain")
    (True, False, None)
    """
    lowered = text.lower()
    spans = days_in(lowered) if spans is None else spans
    if spans:
        return min(spans) <= _RECENT_DAYS
    if _BEGAN.search(lowered):
        return True
    return False if _LASTING.search(lowered) else None


def numbers_joined(text: str) -> str:
    """Numbers of two words with the hyphen they lack; no letter moves.

    Examples
    --------
    >>> numbers_joined("A woman of forty two for twenty two-minute spells")
    'A woman of forty-two for twenty two-minute spells'
    """
    gaps = []
    for end in _END_OF_TEN:
        at = text.find(end)
        while at >= 0:
            gap = at + len(end) - 1
            if _ONE.match(text, gap + 1) and _TEN.search(text[max(0, gap - _TEN_LETTERS) : gap]):
                gaps.append(gap)
            at = text.find(end, gap)
    if not gaps:
        return text
    starts = [0, *(gap + 1 for gap in sorted(gaps))]
    return "-".join(text[a:b] for a, b in zip(starts, [*sorted(gaps), len(text)], strict=True))
