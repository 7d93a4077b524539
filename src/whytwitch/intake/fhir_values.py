"""Pieces of FHIR data types, read so that no shape of input can break the reader."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

__all__ = [
    "codings",
    "concept_text",
    "day_of",
    "days_between",
    "listed",
    "mapping",
    "number",
    "reference_of",
    "words",
    "years_of_age",
]

_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$")
#: What a fully specified name ends in to say what kind of concept it is.
_KIND_TAG = re.compile(
    r"\s*\((?:finding|disorder|situation|observable entity|procedure|substance|product|morphologic "
    r"abnormality|clinical drug|medicinal product|event|regime/therapy|qualifier value)\)\s*$"
)
_DAYS = {"a": 365.25, "mo": 30.4375, "wk": 7.0, "d": 1.0, "h": 1 / 24, "min": 1 / 1440}
_DAYS |= {"year": 365.25, "years": 365.25, "month": 30.4375, "months": 30.4375, "week": 7.0, "weeks": 7.0}
_DAYS |= {"day": 1.0, "days": 1.0, "hour": 1 / 24, "hours": 1 / 24}


def mapping(value: Any) -> Mapping[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    """The value when it is a list; a single object, which some systems send, as a list of one."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else []


def words(value: Any) -> str:
    """The value when it is text, else nothing."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def number(value: Any) -> float | None:
    """A finite number; a number in quotes counts, a truth value does not."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def codings(concept: Any) -> Iterator[tuple[str, str, str]]:
    """System, code and display of every coding of a CodeableConcept or of a Coding itself."""
    whole = mapping(concept)
    rows = listed(whole.get("coding")) if "coding" in whole else [whole]
    for row in rows:
        coding = mapping(row)
        system, code, display = (words(coding.get(k)) for k in ("system", "code", "display"))
        if code or display:
            yield system, code, _KIND_TAG.sub("", display)


def concept_text(concept: Any) -> str:
    """What a concept is called: its own text, else its first display, else its first code."""
    text = words(mapping(concept).get("text"))
    if text:
        return _KIND_TAG.sub("", text)
    found = list(codings(concept))
    return next((d for _, _, d in found if d), next((c for _, c, _ in found if c), ""))


def day_of(value: Any) -> date | None:
    """Day of a date, dateTime or instant; the middle of a month or year that is all that is given."""
    match = _DATE.match(words(value))
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        if month is None:
            return date(int(year), 7, 1)
        return date(int(year), int(month), int(day) if day else 15)
    except ValueError:
        return None


def days_between(earlier: date, later: date) -> float:
    """Days from one day to another; negative when the order is the other way round."""
    return float((later - earlier).days)


def years_of_age(born: date, on: date) -> float:
    """Age in years with its fraction."""
    years = on.year - born.year
    leap_day = born.month == 2 and born.day == 29
    last = _birthday(born.year + years, born, leap_day)
    if last > on:
        years -= 1
        last = _birthday(born.year + years, born, leap_day)
    following = _birthday(born.year + years + 1, born, leap_day)
    return years + (on - last).days / max((following - last).days, 1)


def _birthday(year: int, born: date, leap_day: bool) -> date:
    year = min(max(year, 1), 9999)
    if leap_day and not calendar.isleap(year):
        return date(year, 3, 1)
    return date(year, born.month, born.day)


def age_days(quantity: Any) -> float | None:
    """Days of an Age or Duration quantity; None when it is none."""
    whole = mapping(quantity)
    value = number(whole.get("value"))
    unit = words(whole.get("code")) or words(whole.get("unit"))
    factor = _DAYS.get(unit) or _DAYS.get(unit.lower())
    return None if value is None or factor is None or value < 0 else value * factor


def period_ends(period: Any) -> tuple[date | None, date | None]:
    """Start and end of a Period, as days."""
    whole = mapping(period)
    return day_of(whole.get("start")), day_of(whole.get("end"))


def reference_of(value: Any) -> str:
    """The literal reference of a Reference element; empty when it has none."""
    return words(mapping(value).get("reference"))


def before(day: date, days: float) -> date:
    """The day so many days before another, kept inside the calendar."""
    try:
        return day - timedelta(days=days)
    except OverflowError:
        return date.min
