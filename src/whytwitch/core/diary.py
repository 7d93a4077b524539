"""A diary of twitches: what one entry holds, and what a day comes to."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from whytwitch.core.errors import InputError

__all__ = ["MEASURES", "DiaryDay", "DiaryEntry", "days_of", "make_entry"]

#: Numbers of an entry with their lowest and highest value, and what a person calls them.
MEASURES: dict[str, tuple[float, float, str]] = {
    "strength": (0, 10, "strength"),
    "count": (0, 10_000, "how many"),
    "minutes": (0, 1440, "minutes"),
    "coffee_cups": (0, 50, "cups of coffee"),
    "sleep_hours": (0, 24, "hours of sleep"),
    "stress": (0, 10, "stress"),
    "exercise_minutes": (0, 1440, "minutes of exercise"),
}
_WHOLE = frozenset({"strength", "count", "stress"})
_WORDS = {"place": 200, "kind": 80, "medicines": 500, "note": 4000}


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One entry. Every number may be None, which means not noted.

    Attributes
    ----------
    at : datetime
        Local time of the person, to the minute, without a zone.
    strength : int or None
        0 (no twitching) to 10 (the worst).
    coffee_cups, sleep_hours, stress, exercise_minutes
        Of that day: cups, hours of the night before, 0 to 10, minutes.
    """

    at: datetime
    place: str = ""
    kind: str = ""
    strength: int | None = None
    count: int | None = None
    minutes: float | None = None
    coffee_cups: float | None = None
    sleep_hours: float | None = None
    stress: int | None = None
    exercise_minutes: float | None = None
    medicines: str = ""
    note: str = ""
    id: str = ""

    def says_anything(self) -> bool:
        """Whether anything beside the time was noted."""
        return any(
            getattr(self, f.name) not in (None, "") for f in fields(self) if f.name not in ("at", "id")
        )


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day: the highest strength, stress, coffee and exercise noted on it, and the mean sleep."""

    day: date
    strength: float | None
    coffee_cups: float | None
    sleep_hours: float | None
    stress: float | None
    exercise_minutes: float | None


def make_entry(at: str | datetime, **values: Any) -> DiaryEntry:
    """An entry from what was typed; empty text means not noted.

    Raises
    ------
    InputError
        When the time is none, a number is out of its range, a text is too long, or nothing is said.

    Examples
    --------
    >>> make_entry("2026-03-01 08:30", strength="4", coffee_cups="2,5").coffee_cups
    2.5
    """
    clean: dict[str, Any] = {"at": _time(at)}
    for name, value in values.items():
        if name in MEASURES:
            clean[name] = _measure(name, value)
        elif name in _WORDS:
            clean[name] = _words(name, value)
        elif name == "id":
            clean[name] = str(value)
        else:
            raise InputError(f"a diary entry must hold known fields only; got {name[:40]!r}")
    entry = DiaryEntry(**clean)
    if not entry.says_anything():
        raise InputError("an entry must note at least one thing; got none; give a strength from 0 to 10")
    return entry


def _time(value: str | datetime) -> datetime:
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            raise InputError(
                f"the time must be a day, with a time if you like; got {value[:40]!r}; write 2026-03-01 08:30"
            ) from None
    if not 1900 <= moment.year <= 2200:
        raise InputError(f"the year must be from 1900 to 2200; got {moment.year}")
    return moment.replace(second=0, microsecond=0, tzinfo=None)


def _measure(name: str, value: Any) -> float | int | None:
    low, high, label = MEASURES[name]
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        number = math.nan
    if not low <= number <= high or (name in _WHOLE and number != int(number)):
        kind = "a whole number" if name in _WHOLE else "a number"
        raise InputError(
            f"{label} must be {kind} from {low:g} to {high:g}; got {str(value)[:40]!r}; "
            "leave it out if unknown"
        )
    return int(number) if name in _WHOLE else number


def _words(name: str, value: Any) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value or "")).split())
    if len(text) > _WORDS[name]:
        raise InputError(f"{name} must be at most {_WORDS[name]} characters; got {len(text)}; shorten it")
    return text


def days_of(entries: Iterable[DiaryEntry]) -> list[DiaryDay]:
    """Entries by day, in order of time."""
    by_day: dict[date, list[DiaryEntry]] = {}
    for entry in entries:
        by_day.setdefault(entry.at.date(), []).append(entry)
    return [
        DiaryDay(
            day,
            _most(e.strength for e in found),
            _most(e.coffee_cups for e in found),
            _mean(e.sleep_hours for e in found),
            _most(e.stress for e in found),
            _most(e.exercise_minutes for e in found),
        )
        for day, found in sorted(by_day.items())
    ]


def _most(values: Iterable[float | None]) -> float | None:
    return max((float(v) for v in values if v is not None), default=None)


def _mean(values: Iterable[float | None]) -> float | None:
    given = [v for v in values if v is not None]
    return sum(given) / len(given) if given else None
