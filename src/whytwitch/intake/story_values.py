"""Laboratory values in running text and in pasted tables, and doses beside a medicine's name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whytwitch.intake.laboratory import RawLaboratory
from whytwitch.intake.story_match import Words, find_matches
from whytwitch.knowledge.tables import LaboratoryTest
from whytwitch.model.store import Model

__all__ = ["Dose", "Value", "read_dose", "read_values"]

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_PART = (
    r"(?:mmol|[µμu]mol|nmol|pmol|mol|mg|mcg|[µμu]g|ng|pg|g|kg|kU|U|IU|mIU|[µμu]IU|mU|mEq|meq|mosm|mOsm|"
    r"x?\s?10\^?\d+|K|fL|fl|kPa|mm|mL|ml|dL|dl|[µμu]L|L|l|h|hr|24h|24 h|d|day|Hg|H2O|kat|[µμn]kat|mm3)"
)
_UNIT = rf"(?:mmHg|kPa|%|{_PART}(?:\s?/\s?{_PART}){{1,2}}|mEq|mg%|M|mM|[µμ]M|fL|seconds?)"
#: What may stand between a test's name and its value.
_BRIDGE = (
    r"[\s|:=\t*]{0,4}(?:\(?(?:level|levels|concentration|value|count|result|s|total|serum)\)?[\s|:=]{0,3})?"
    r"(?:(?:is|was|were|of|at|to|came back(?: at)?|measured|reading|down to|up to|only|just|about|around|"
    r"low|high|raised|elevated|normal|reduced|very|critically|markedly|fell|rose|still|L|H|\+{1,2})"
    r"[\s:,=(]{1,3}){0,4}\(?\s*"
)
_VALUE = re.compile(
    _BRIDGE
    + rf"(?P<sign>[<>≤≥]?)\s*(?P<value>{_NUMBER})"
    + r"(?![\d/]|\s*(?:-|/)\s*year|\s*(?:years?|yrs?|months?|weeks?|wks?|days?|times|tablets?)\b)"
    + rf"\s*(?P<flag1>[HL]\b|\*)?\s*(?P<unit>{_UNIT})?(?![A-Za-z])"
    + r"(?P<flag2>\s*\(?(?:high|low|normal|H|L)\)?(?=[\s,.;)|]|$))?"
)
_RANGE = re.compile(
    r"[\s,;|]*[(\[]?\s*(?:(?:ref(?:erence)?\.?|normal|nl|RR|NR|range|N)[\s.:,]*(?:range|values?|interval)?[\s:,=]*)?"
    rf"(?P<low>{_NUMBER})\s*(?:-|–|—|to)\s*(?P<high>{_NUMBER})"
)
_UP_TO = re.compile(
    rf"[\s,;|]*[(\[]\s*(?:(?:ref(?:erence)?\.?|normal|N|range)[\s.:,]*)?(?P<sign>[<>≤≥])\s*(?P<bound>{_NUMBER})"
)
_DOSE = re.compile(
    r"(?P<n>\d+(?:[.,]\d+)?)\s*(?P<unit>mg|mcg|µg|μg|micrograms?|milligrams?|grams?|g|ml|units|IU|puffs?)\b"
    r"(?P<often>\s*(?:od|bd|bid|tds|tid|qds|qid|daily|nightly|once|twice|three times|a day|per day|/day|/d|"
    r"every \w+(?: hours)?|at night|weekly|a week|prn|in the morning)(?:\s+(?:a day|daily|per day))?)?",
    re.I,
)
#: A bare weight behind a number, or one a day, is what somebody takes: "1500 then 2000 mg a day".
_TAKEN = re.compile(
    rf"(?:\s*(?:,|then|to|and|or|-|–|increased to|raised to|lowered to)\s*(?:{_NUMBER}))*"
    r"\s*(?:mg|mcg|[µμ]g|g|milligrams?|micrograms?|grams?)(?![A-Za-z%])"
    r"(?:\s*/\s*(?:day|d|24\s?h)\b|(?!\s*/))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A laboratory value with its place."""

    raw: RawLaboratory
    test: LaboratoryTest
    span: tuple[int, int]
    unit_taken: bool


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount as it was given."""

    amount: float
    unit: str
    often: str


def read_values(model: Model, words: Words) -> list[Value]:
    """Every name of a test that a number follows.

    A value without a unit is read in the test's own unit where that is possible for a living person.
    """
    names = model.meta["names"]["laboratory"]
    found = []
    for match in find_matches(model, words, "reading_laboratory"):
        end = words.end[match.last - 1]
        if words.text[end : end + 2] in ("2+", "++"):
            end += 2
        elif words.text[end : end + 1] == "+":
            end += 1
        value = _VALUE.match(words.text, end)
        if value is None:
            continue
        test = model.record(LaboratoryTest, names[match.items[0][1]])
        if test is None or _is_taken(test, words.text, value):
            continue
        if _may_be(words.text[words.start[match.first] : end], value):
            found.append(_value(test, words.text, words.start[match.first], value, end))
    return [v for v in found if v is not None]


def _is_taken(test: LaboratoryTest, text: str, value: re.Match[str]) -> bool:
    """Whether the number is a dose; what is measured by weight a day, as in urine, is none."""
    if test.unit and test.unit.endswith("/day"):
        return False
    return _TAKEN.match(text, value.end("value")) is not None


def _may_be(name: str, value: re.Match[str]) -> bool:
    """One or two letters are a test only beside a unit, a sign or in capitals."""
    return len(name) > 2 or value["unit"] is not None or name[:1].isupper()


def _value(test: LaboratoryTest, text: str, start: int, found: re.Match[str], end: int) -> Value:
    number = _number(found["value"])
    unit = found["unit"]
    low, high, last = _bounds(text, found.end())
    flag = (found["flag1"] or found["flag2"] or "").strip(" ()*") or None
    taken = False
    if unit is None and test.unit and (low is None and high is None):
        plausible = test.plausible
        if plausible is None or plausible[0] <= number <= plausible[1]:
            unit, taken = test.unit, True
    if unit is not None:
        unit = re.sub(r"\s*/\s*", "/", unit)
    name = text[start:end]
    raw = RawLaboratory(name.strip(" :|"), number, unit, low, high, flag)
    return Value(raw, test, (start, last), taken)


def _bounds(text: str, at: int) -> tuple[float | None, float | None, int]:
    match = _RANGE.match(text, at)
    if match is not None:
        close = match.end() + (text[match.end() : match.end() + 1] in (")", "]"))
        return _number(match["low"]), _number(match["high"]), close
    bound = _UP_TO.match(text, at)
    if bound is not None:
        value = _number(bound["bound"])
        high = bound["sign"] in "<≤"
        return (None if high else value), (value if high else None), bound.end()
    return None, None, at


def _number(text: str) -> float:
    """A number with commas for thousands or for the decimal sign.

    Examples
    --------
    >>> _number("1,240"), _number("2,9"), _number("12,400.5")
    (1240.0, 2.9, 12400.5)
    """
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def read_dose(text: str, start: int, end: int) -> Dose | None:
    """The dose just behind a medicine's name, or just before it.

    Examples
    --------
    >>> read_dose("started sertraline 50 mg daily", 8, 18)
    Dose(amount=50.0, unit='mg', often='daily')
    """
    behind = _DOSE.search(text, end, min(len(text), end + 36))
    if behind is not None and not re.search(r"[.;\n]|,|\band\b", text[end : behind.start()]):
        return _dose(behind)
    before = list(_DOSE.finditer(text, max(0, start - 36), start))
    if before and re.fullmatch(r"\s*(?:of\s+)?", text[before[-1].end() : start]):
        return _dose(before[-1])
    return None


def _dose(match: re.Match[str]) -> Dose:
    return Dose(float(match["n"].replace(",", ".")), match["unit"].lower(), (match["often"] or "").strip())
