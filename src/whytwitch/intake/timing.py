"""When something was started, from the words that describe it."""

from __future__ import annotations

import re

__all__ = [
    "ORDINALS",
    "SPELLED_NUMBERS",
    "UNIT_DAYS",
    "WHOLE_NUMBERS",
    "WORD_NUMBERS",
    "days_in",
    "is_recent",
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
_SPAN = re.compile(
    r"(?:(?P<number>\d+(?:\.\d+)?|"
    + "|".join(WORD_NUMBERS)
    + r")(?:\s*(?:-|to|or)\s*(?P<upper>\d+|"
    + "|".join(WORD_NUMBERS)
    + r"))?[\s-]*(?:of\s+)?)?(?P<unit>"
    + "|".join(UNIT_DAYS)
    + r")s?\b(?!\s+old)"
)
_DOSING = re.compile(
    r"\b(?:per|an?|each|every|once|twice|times)\s*(?:hour|day|night|week|month|year)s?\b"
    r"|/\s*(?:h|d|day|week)\b"
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


def days_in(text: str) -> list[float]:
    """Every span of time that a text names, in days; how often a dose is taken is none.

    Examples
    --------
    >>> days_in("1800 mg a day for two weeks before onset")
    [14.0]
    >>> days_in("10-12 days ago, 5 mg twice a day")
    [12.0]
    """
    cleaned = _DOSING.sub(" ", text.lower())
    found = []
    for match in _SPAN.finditer(cleaned):
        number = match["upper"] or match["number"]
        if number is None:
            if not match.group().endswith("s"):
                continue
            value = 3.0  # "hours later", "weeks before"
        else:
            value = WORD_NUMBERS[number] if number in WORD_NUMBERS else float(number)
        found.append(value * UNIT_DAYS[match["unit"]])
    return found


def is_recent(text: str) -> bool | None:
    """Whether what a text describes was begun, raised or changed lately; None when it does not say.

    Examples
    --------
    >>> is_recent("begun two weeks before"), is_recent("for over 20 years"), is_recent("for pain")
    (True, False, None)
    """
    lowered = text.lower()
    spans = days_in(lowered)
    if spans:
        return min(spans) <= _RECENT_DAYS
    if _BEGAN.search(lowered):
        return True
    return False if _LASTING.search(lowered) else None
