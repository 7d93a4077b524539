"""Dates and hours in a text: how long it was from the one on which something began to that of the telling.

"Since March 2016; seen in March 2019" is three years, "on the 3rd of this month, today is the 9th" six days,
"from 6 pm on, brought in at 8 pm" two hours. Without a date of the telling no date says how long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from whytwitch.intake.timing import UNIT_DAYS, WHOLE_NUMBERS

__all__ = ["spans_from_dates"]

_MOST = 40
_YEAR, _MONTH = UNIT_DAYS["year"], UNIT_DAYS["month"]
_MONTHS = "january february march april may june july august september october november december".split()
_OF_MONTH = (
    {name: n for n, name in enumerate(_MONTHS)}
    | {name[:3]: n for n, name in enumerate(_MONTHS)}
    | {"sept": 8}
)
#: Days with a name of their own: month and day.
_NAMED = {
    "christmas eve": (11, 24),
    "christmas day": (11, 25),
    "christmas": (11, 25),
    "boxing day": (11, 26),
    "new year's eve": (11, 31),
    "new year's day": (0, 1),
    "new year": (0, 1),
    "halloween": (9, 31),
}
_SEASONS = {"winter": 0, "spring": 3, "summer": 6, "autumn": 9}
_PART = {"early": 5, "beginning": 3, "start": 3, "mid": 15, "middle": 15, "late": 25, "end": 29}
_M = rf"(?P<month>(?-i:{'|'.join(sorted((m.capitalize() for m in _OF_MONTH), key=len, reverse=True))}))\b\.?"
_D = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?P<year>(?:19|20)\d\d)\b"
#: What stands before a date that is told, and goes with it.
_ON = r"(?:(?:since|from|on|in|by|until|till|of|during|at|around|about)\s+)?(?:the\s+)?"
_WHICH = rf"(?:(?P<part>{'|'.join(_PART)})(?:[\s-]+of)?[\s-]+)?"
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # "On 10/6", "admitted 24/6", but not "3/12" nor a power of 4/5
        r"\b(?:on|since|from|onset|seen|admitted|reviewed|today)\s+(?:(?P<day>1[3-9]|2\d|"
        r"3[01])/(?P<m>1[0-2]|[1-9])|"
        r"(?P<d2>1[0-2]|[1-9])/(?P<m2>1[01]|[1-68-9]))(?![\d/])",
        rf"\b{_ON}{_D}(?:\s+of)?\s+{_M}(?:,?\s+{_Y})?",
        rf"\b{_ON}{_M}\s+{_D}(?!\d)(?:,?\s+{_Y})?",
        rf"\b{_ON}{_WHICH}{_M}(?:,?\s+(?:of\s+)?(?:{_Y}|(?P<then>(?:of\s+)?(?:last|this|the same) year)))?",
        rf"\b{_ON}(?P<season>spring|summer|autumn|winter)(?:\s+(?:of\s+)?(?:{_Y}|(?P<then>(?:last|"
        rf"this|the same) year)))",
        r"\b(?:(?:since|from|on|seen|dated)\s+)?(?P<day>[12]\d|3[01]|0?[1-9])[/.](?P<m>1[0-2]|"
        r"0?[1-9])[/.](?P<year>(?:19|20)\d\d|\d\d)\b",
        r"\b(?:since\s+|from\s+)?(?P<year>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<day>[0-3]\d)\b",
        rf"\b(?:since|from|in|until|by|during|of)\s+(?:(?P<part>early|mid|late)[\s-]+)?{_Y}",
        rf"\b(?:since|from|on|at|before|"
        rf"after)\s+(?P<named>{'|'.join(sorted(_NAMED, key=len, reverse=True))})\b",
        # "On the 3rd of this month", "today is the 9th"
        r"\b(?:on|is|since|from)\s+the\s+(?P<day>[12]\d|3[01]|[1-9])(?:st|nd|rd|"
        r"th)(?=\s+of\s+this\s+month|\s*(?:[.,;]|$)|"
        r"\s+(?:and|with|he|she|it|his|her|my)\b)",
    )
)
#: What is told on this day: the date of the letter, of the visit, "it is October now".
_TOLD_BEFORE = re.compile(
    r"\b(?:now|today|seen|reviewed|review|examined|assessed|consult\w*|clinic|visit|presented|"
    r"presents|admitted|admission|"
    r"(?:he|she|i) came|referred|dictated|typed|letter|dated|date|attended|attends|by the time|"
    r"it is|it['’]s|we are|time of)\b[^.;\n]{0,30}$",
    re.I,
)
_TOLD_BEHIND = re.compile(
    r"\s*(?:now\b|,? when (?:we (?:saw|met)|(?:i|he|she) (?:saw|was seen|came|was examined))\b|"
    r"\(today\)|,?\s*(?:he|she) (?:needs|uses|cannot|is|has)\b)",
    re.I,
)
#: Years of two figures above it are of the last century.
_OF_LAST_CENTURY = 50


@dataclass(frozen=True, slots=True)
class _Date:
    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    is_of_telling: bool
    #: Of the year before that of the telling.
    is_of_last_year: bool = False

    def days_to(self, other: _Date) -> float | None:
        """Days from this date to a later one; None where one says too little to tell."""
        if self.year is not None and other.year is not None:
            fine = self.month is not None and other.month is not None
            days = (other.year - self.year) * _YEAR
            return days + (other.in_year - self.in_year if fine else 0.0)
        if self.month is not None and other.month is not None and self.year is None and other.year is None:
            days = other.in_year - self.in_year
            return days + _YEAR if self.is_of_last_year else days % _YEAR
        if self.month is None and other.month is None and self.day is not None and other.day is not None:
            return float(other.day - self.day)
        return None

    @property
    def in_year(self) -> float:
        """Days since the year began."""
        return (self.month or 0) * _MONTH + (self.day or 15)


def spans_from_dates(text: str) -> Iterator[tuple[int, int, float]]:
    """Where a date before that of the telling stands: start, end and days between the two.

    Examples
    --------
    >>> [round(days) for _, _, days in spans_from_dates("Tremor since May 2016. Seen in May 2019.")]
    [1096]
    >>> list(spans_from_dates("He had measles in 1970 and an operation in 2003."))
    []
    """
    dates = sorted(_dates(text), key=lambda date: date.start)
    told = next((date for date in reversed(dates) if date.is_of_telling), None)
    if told is not None:
        for date in dates:
            days = date.days_to(told) if date is not told else None
            if days is not None and days > 0:
                yield date.start, date.end, round(days, 1)
    yield from _from_hours(text)


def _dates(text: str) -> Iterator[_Date]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in islice(pattern.finditer(text), _MOST):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            yield _date(text, match)


def _date(text: str, match: re.Match[str]) -> _Date:
    said = match.groupdict()
    year, month, day = said.get("year"), said.get("month"), said.get("day") or said.get("d2")
    number = said.get("m") or said.get("m2")
    at: int | None
    on: int | None
    if said.get("named"):
        at, on = _NAMED[said["named"].lower()]
    elif said.get("season"):
        at, on = _SEASONS[said["season"].lower()], 15
    else:
        at = _OF_MONTH[month.lower()] if month else int(number) - 1 if number else None
        part = _PART.get((said.get("part") or "").lower())
        on = int(day) if day else part if at is not None else None
    full = None if year is None else int(year)
    if full is not None and full < 100:
        full += 1900 if full > _OF_LAST_CENTURY else 2000
    heads = (
        year is not None
        and not text[: match.start()].strip()
        and text[match.end() : match.end() + 1] in "\n.,"
    )
    first = min(match.start(name) for name, value in said.items() if value)
    told = (
        heads
        or _TOLD_BEFORE.search(text, max(0, match.start() - 60), first) is not None
        or _TOLD_BEHIND.match(text, match.end()) is not None
    )
    return _Date(*match.span(), full, at, on, told, "last" in (said.get("then") or "").lower())


_HOURS = "|".join(sorted((word for word, n in WHOLE_NUMBERS.items() if n <= 12), key=len, reverse=True))
_HALF = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm", "noon": "pm"}
_HOUR = re.compile(
    r"\b(?:(?:since|from|at|by|around|about)\s+){0,2}(?:"
    r"(?P<noon>noon|midday|midnight)|"
    rf"(?P<past>half past|quarter past|quarter to)?\s*(?P<n>1?\d|2[0-3]|"
    rf"{_HOURS})(?:[:.](?P<minutes>[0-5]\d))?\s*"
    r"(?:(?P<half>[ap])\.?m\b\.?|o['’]?clock\b|(?:in the|this)\s+(?P<time>morning|afternoon|"
    r"evening)\b|at (?P<night>night)\b|"
    r"(?<=\d[:.]\d\d)\b(?!\s*(?:mg|mmol|kg|g|ml|%|/))))",
    re.I,
)
_PAST = {"half past": 0.5, "quarter past": 0.25, "quarter to": -0.25}
_TOLD_AT = re.compile(
    r"\b(?:now|seen|brought|arriv\w+|admitted|it is|it['’]s|presents|presented|examined|ambulance|"
    r"on arrival)\b[^.;\n]{0,30}$",
    re.I,
)


def _from_hours(text: str) -> Iterator[tuple[int, int, float]]:
    """From an hour to that of the telling: "from 6 pm on, brought in at 8 pm"."""
    hours = [(match, _hour(match)) for match in islice(_HOUR.finditer(text), _MOST)]
    told = next(
        (i for i in range(len(hours) - 1, 0, -1)
         if _TOLD_AT.search(text, max(0, hours[i][0].start() - 60), hours[i][0].start())), None
    )  # fmt: skip
    if told is None:
        return
    _, (then, is_sure) = hours[told]
    for match, (hour, is_known) in hours[:told]:
        length = (then - hour) % (24 if is_sure and is_known else 12)
        if length:
            yield *match.span(), round(length / 24, 4)


def _hour(match: re.Match[str]) -> tuple[float, bool]:
    """The hour of the day, and whether its half of the day is known."""
    if match["noon"]:
        return (0.0 if match["noon"].lower() == "midnight" else 12.0), True
    word = match["n"].lower()
    hour = float(WHOLE_NUMBERS.get(word) or word) + int(match["minutes"] or 0) / 60
    hour += _PAST[match["past"].lower()] if match["past"] else 0.0
    told = match["half"] or match["time"] or match["night"]
    half = None if told is None else _HALF.get(told.lower(), told.lower() + "m")
    if half is not None:
        return hour % 12 + (12 if half == "pm" else 0), True
    return hour, hour > 12
