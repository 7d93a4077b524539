"""Temperature, pulse, breaths, pressure and coma score in running text, read against usual adult bounds."""

from __future__ import annotations

from collections.abc import Iterator

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_said import Said
from whytwitch.intake.story_split import Words
from whytwitch.model.store import Model

__all__ = ["read_vitals"]

_LINK = (
    r"[\s:=,]{0,3}(?:(?:was|is|of|at|to|up|rose|reached|measured|recorded|rate|as|high|low|a|her|his)"
    r"[\s:=]{1,2}){0,4}"
)
#: How any of these begins; one for all, so that the words of a text are asked once.
_OPENING = r"\b(?:temp|fever|pyrexia|T\b|heart|pulse|HR\b|resp|RR\b|blood|BP\b|GCS\b|glasgow\b|pupil)"
_TEMPERATURE = Anchored(
    rf"\b(?:temperature|temp|fever|T|pyrexia)\b{_LINK}(?P<n>3[4-9]|4[0-3])(?P<part>\.\d)?\s*"
    r"(?:°|º|degrees|C\b|(?=[\s,.;)]))",
    _OPENING,
)
_FAHRENHEIT = Anchored(
    rf"\b(?:temperature|temp|fever|T)\b{_LINK}(?P<n>9[4-9]|10[0-8])(?P<part>\.\d)?\s*(?:°|º|degrees|F\b)",
    _OPENING,
)
_PULSE = Anchored(
    rf"\b(?:heart rate|pulse rate|pulse|HR)\b{_LINK}(?P<n>\d{{2,3}})(?!\d|\.\d|\s*(?:%|mm|steroid|mg|"
    rf"/\s*\d))",
    _OPENING,
)
_BREATHS = Anchored(
    rf"\b(?:respiratory rate|resp rate|RR|respirations)\b{_LINK}(?P<n>\d{{1,2}})(?!\d|\.\d)",
    _OPENING,
)
_PRESSURE = Anchored(rf"\b(?:blood pressure|BP)\b{_LINK}(?P<n>\d{{2,3}})\s*/\s*(?P<low>\d{{2,3}})", _OPENING)
_COMA = Anchored(
    rf"\b(?:GCS|Glasgow coma (?:scale|score))\b(?:\s*\(GCS\))?(?:\s*score)?{_LINK}(?P<n>\d{{1,2}})\b",
    _OPENING,
)
_PUPILS = Anchored(r"\bpupils?\b[^.;\n]{0,24}?(?P<n>\d(?:\.\d)?)\s?mm\b", _OPENING)
_WIDE_MM, _NARROW_MM = 6.0, 2.0
_CORE_HOT = 40.0
_ADULT_YEARS = 14
_ORIENTED = 15

Read = tuple[str, bool, tuple[int, int]]  # item, present, span


def read_vitals(model: Model, words: Words, age_years: float | None) -> list[Said]:
    """Fever, fast or slow pulse, breaths and pressure by their numbers; none by pulse in a child."""
    found = []
    for item, present, span in _all(words, age_years is None or age_years >= _ADULT_YEARS):
        if model.feature(item) is not None:
            shown = words.text[span[0] : span[1]]
            found.append(Said("finding", item, model.label(item), span, shown, present))
    return found


def _all(words: Words, adult: bool) -> Iterator[Read]:
    for match in _TEMPERATURE.finditer(words):
        degrees = float(match["n"] + (match["part"] or ""))
        yield from _above("HP:0001945", degrees, 38.0, 37.5, match.span())
        if degrees > _CORE_HOT:
            yield "WT:core_temperature_over_40", True, match.span()
        if degrees < 35:
            yield "HP:0002045", True, match.span()
    for match in _FAHRENHEIT.finditer(words):
        degrees = (float(match["n"] + (match["part"] or "")) - 32) / 1.8
        yield from _above("HP:0001945", degrees, 38.0, 37.5, match.span())
    for match in _PUPILS.finditer(words):
        if float(match["n"]) >= _WIDE_MM:
            yield "HP:0011499", True, match.span()
        elif float(match["n"]) <= _NARROW_MM:
            yield "HP:0000616", True, match.span()
    for match in _COMA.finditer(words):
        score = int(match["n"])
        if 3 <= score <= _ORIENTED:
            yield "HP:0004372", score < _ORIENTED - 1, match.span()
    if not adult:
        return
    for match in _PULSE.finditer(words):
        rate = float(match["n"])
        if 20 <= rate <= 250:
            yield from _above("HP:0001649", rate, 101, 90, match.span())
            if rate < 50:
                yield "HP:0001662", True, match.span()
    for match in _BREATHS.finditer(words):
        yield from _above("HP:0002789", float(match["n"]), 22, 18, match.span())
    for match in _PRESSURE.finditer(words):
        high, low = float(match["n"]), float(match["low"])
        if low < high <= 300:
            yield from _above("HP:0000822", max(high, low + 50), 140.1, 135, match.span())
            if high < 90:
                yield "HP:0002615", True, match.span()


def _above(item: str, value: float, bound: float, normal: float, span: tuple[int, int]) -> Iterator[Read]:
    """Present from the bound on, absent up to what is surely normal, nothing between."""
    if value >= bound:
        yield item, True, span
    elif value <= normal:
        yield item, False, span
