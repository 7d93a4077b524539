"""How much caffeine a text speaks of, by the cup, can, tablet or milligram."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from whytwitch.intake.timing import WORD_NUMBERS
from whytwitch.knowledge.medicine_tables import Drink

__all__ = ["Intake", "Menu", "read_intake"]

_NUMBER = r"(?P<{0}>\d+(?:[.,]\d+)?|" + "|".join(WORD_NUMBERS) + r")"
_VESSEL = (
    r"(?:(?:large|big|small|strong|double|single|full|regular|whole)\s+)?"
    r"(?:cups?|mugs?|cans?|tins?|glass(?:es)?|bottles?|shots?|pots?|tablets?|pills?|servings?|scoops?|bars?|drinks?)"
)
_COUNT = re.compile(_NUMBER.format("n") + rf"\s*(?:-|x|×|times)?\s*(?P<vessel>{_VESSEL})?\b", re.IGNORECASE)
_RANGE = re.compile(
    _NUMBER.format("low") + r"\s*(?:-|–|to|or)\s*" + _NUMBER.format("high") + rf"\s*(?P<vessel>{_VESSEL})?\b",
    re.IGNORECASE,
)
_LITRES = re.compile(_NUMBER.format("n") + r"\s*(?P<unit>litres?|liters?|l|ml)\b", re.IGNORECASE)
_MILLIGRAMS = re.compile(r"(?P<n>\d+(?:[.,]\d+)?)\s*(?P<unit>mg|milligrams?|g|grams?)\b", re.IGNORECASE)
_TIMES = re.compile(
    _NUMBER.format("n") + r"\s*(?:caffeine\s+)?(?:x|×|times|tablets?|pills?|capsules?)\b", re.IGNORECASE
)
_DAILY = re.compile(r"\b(?:a|per|each|every)\s+day\b|\bdaily\b|/\s*d(?:ay)?\b", re.IGNORECASE)
_AGO = re.compile(r"\b\d*\s*(?:hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE)
_NEAR = 28  # characters between a number and the drink it counts


@dataclass(frozen=True, slots=True)
class Intake:
    """Caffeine in milligrams; ``daily`` when it is said to be each day's.

    ``parts`` says how it was added up; ``sources`` where the amount of a serving comes from.
    """

    milligrams: float
    daily: bool
    parts: tuple[str, ...]
    sources: tuple[str, ...]


class Menu:
    """Every drink and tablet by the names people write, longest name first."""

    def __init__(self, drinks: Iterable[Drink]) -> None:
        self.drink_of = {name.lower(): drink for drink in drinks for name in drink.names}
        names = sorted(self.drink_of, key=lambda name: (-len(name), name))
        self.pattern = re.compile(r"\b(" + "|".join(re.escape(n) for n in names) + r")s?\b")


def read_intake(text: str, menu: Menu) -> Intake | None:
    """Caffeine that a text counts; None when it names no amount.

    A number belongs to the nearest drink within a few words. Milligrams of caffeine that the text
    gives itself go before anything worked out from servings.

    Examples
    --------
    >>> coffee = Drink(id="c", source="s", name="Filter coffee", names=("coffee",), caffeine_mg=90)
    >>> read_intake("five cups of coffee a day", Menu([coffee])).milligrams
    450.0
    >>> read_intake("coffee", Menu([coffee])) is None
    True
    """
    daily = bool(_DAILY.search(text))
    given = _milligrams(text)
    if given is not None:
        return Intake(given, daily, (f"{given:g} mg",), ())
    lowered = text.lower().replace("half a ", "half ")
    parts, sources, total = [], [], 0.0
    for match in menu.pattern.finditer(lowered):
        drink, (start, end) = menu.drink_of[match[1]], match.span()
        servings = _servings(lowered, drink, start, end)
        if servings is None:
            continue
        total += servings * drink.caffeine_mg
        parts.append(f"{servings:g} x {drink.name} ({drink.caffeine_mg:g} mg)")
        sources.append(drink.source)
    if not parts:
        return None
    return Intake(round(total, 1), daily, tuple(parts), tuple(dict.fromkeys(sources)))


def _milligrams(text: str) -> float | None:
    """Milligrams of caffeine that the text gives, times the tablets it counts."""
    if "caffeine" not in text.lower():
        return None
    doses = [
        _float(m["n"]) * (1 if m["unit"].lower().startswith("m") else 1000)
        for m in _MILLIGRAMS.finditer(text)
    ]
    if not doses:
        return None
    rest = _MILLIGRAMS.sub(" ", text)
    counts = [_float(m["n"]) for m in _TIMES.finditer(rest)]
    return max(doses) * (counts[0] if len(counts) == 1 and max(doses) <= 400 else 1.0)


def _servings(text: str, drink: Drink, start: int, end: int) -> float | None:
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    for part, last in ((before, True), (after, False)):
        litres = list(_LITRES.finditer(part))
        if litres and drink.serving_ml:
            match = litres[-1 if last else 0]
            ml = _float(match["n"]) * (1 if match["unit"].lower() == "ml" else 1000)
            return round(ml / drink.serving_ml, 2)
        cleaned = _AGO.sub(lambda m: " " * len(m.group()), part)
        ranges = list(_RANGE.finditer(cleaned))
        if ranges:
            match = ranges[-1 if last else 0]
            return (_float(match["low"]) + _float(match["high"])) / 2
        counts = [
            m
            for m in _COUNT.finditer(cleaned)
            if m["vessel"] or (last and cleaned[m.end() :].strip() in ("", "of"))
        ]
        if counts:
            return _float(counts[-1 if last else 0]["n"])
    return None


def _float(text: str) -> float:
    lowered = text.lower()
    return WORD_NUMBERS[lowered] if lowered in WORD_NUMBERS else float(lowered.replace(",", "."))
