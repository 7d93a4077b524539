"""Laboratory values in running text and in pasted tables, and doses beside a medicine's name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whytwitch.intake.laboratory import RawLaboratory, find_test, judge
from whytwitch.intake.story.measured.fluid import OF_FLUID, fluid_proteins, is_of_fluid
from whytwitch.intake.story.text.match import Match, Words, find_matches
from whytwitch.knowledge.tables import LaboratoryTest
from whytwitch.model.store import Model

__all__ = [
    "IS_NO_TEST",
    "MEASURED",
    "Dose",
    "Value",
    "names_of_tests",
    "read_dose",
    "read_supplements",
    "read_values",
    "shown_dose",
]

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
    r"low|high|raised|elevated|normal|reduced|very|critically|markedly|fell|rose|still|L|H|\+{1,2}|"
    r"on the (?:low|lower|high|higher) side|(?:slightly|mildly|borderline|a bit|a little)(?: low| high| "
    r"raised)?|"
    r"adj(?:usted)?\)?|corr(?:ected)?\)?|suppressed|borderline|deranged|has been|had been|"
    r"(?:has |had )?(?:risen|fallen|dropped|climbed)|"
    r"dropped|climbed|peak(?:ed|ing)|peak|"
    r"\d{1,2}(?::\d\d)?\s?[ap]m|came in|sits|sitting|today|yesterday|this morning|now|initially|repeat)"
    r"[\s:,=(]{1,3}){0,4}\(?\s*"
    # "Went from 90 to 310": the last is what it is
    rf"(?:(?:went|rose|fell|gone|going|increased|decreased|up|"
    rf"down)?\s*from\s+(?:{_NUMBER})\s*(?:{_UNIT})?\s+to\s+"
    r"(?:about\s+|over\s+)?)?"
)
_VALUE = re.compile(
    _BRIDGE
    + rf"(?P<sign>[<>≤≥]?)\s*(?P<value>{_NUMBER})"
    + r"(?![\d/]|\s*(?:-|/)\s*year|\s*(?:years?|yrs?|months?|weeks?|wks?|days?|times|tablets?)\b)"
    + rf"\s*(?P<flag1>[HL]\b|\*)?\s*(?P<unit>{_UNIT})?(?![A-Za-z])"
    + r"(?P<flag2>\s*\(?(?:high|low|normal|H|L)\)?(?=[\s,.;)|]|$))?"
)
_RANGE = re.compile(
    r"[\s,;|]*[(\[]?\s*(?:(?:ref(?:erence)?\.?|normal|nl|RR|NR|range|N)[\s.:,]*(?:range|values?|"
    r"interval)?[\s:,=]*)?"
    rf"(?P<low>{_NUMBER})\s*(?:-|–|—|to)\s*(?P<high>{_NUMBER})"
)
_UP_TO = re.compile(
    rf"[\s,;|]*[(\[]\s*(?:(?:ref(?:erence)?\.?|normal|N|"
    rf"range)[\s.:,]*)?(?P<sign>[<>≤≥])\s*(?P<bound>{_NUMBER})"
)
_OFTEN = (
    r"(?:od|bd|bid|tds|tid|qds|qid|nocte|mane|daily|nightly|once|twice|three times|a day|per day|/day|/d|"
    r"every \w+(?: hours)?|at night|weekly|a week|prn|in the morning)(?:\s+(?:a day|daily|per day))?"
)
#: A number beside how often it is taken is a dose, its unit understood: "furosemide 40 od".
_DOSE = re.compile(
    r"(?P<n>\d+(?:[.,]\d+)?)\s*(?:(?P<unit>mg|mcg|µg|μg|micrograms?|milligrams?|grams?|g|ml|units|IU|"
    r"puffs?)\b"
    rf"(?P<often>\s*{_OFTEN})?|(?P<bare>(?<!(?:19|20)\d\d )(?:{_OFTEN})\b))",
    re.I,
)
#: Of each test whose name is also what people take, the words for it would be a dose or a habit: no blood
#: level.
_MEDICINES = frozenset(
    "lithium digoxin phenytoin valproate carbamazepine phenobarbital theophylline tacrolimus ciclosporin "
    "salicylate insulin".split()
)
#: Medicines of which a level is measured in who takes them.
MEASURED = _MEDICINES - {"insulin", "salicylate"}
_SUPPLEMENTS = frozenset(
    "iron magnesium calcium calcium_ionised potassium zinc copper folate thiamine vitamin_b12 vitamin_b6 "
    "vitamin_d_25oh vitamin_d_125oh vitamin_e phosphate sodium glucose bicarbonate free_t4 total_t4 "
    "free_t3 total_t3 manganese".split()
)
#: They are drunk far more often than measured: a level of theirs needs its unit.
_DRUNK = frozenset(("caffeine", "ethanol"))
_NOT_IN = r"(?!\s*(?:/|per\b)\s*(?:\d+\s*)?(?:m|d|c|[µμu])?[lL]\b|%|\s*(?:/|per\b)\s*(?:24|d\b|day))"
#: "900 mg", "2000 IU", "two units a week" of what is taken.
_BY_MASS = re.compile(
    rf"\s*(?:mg|mcg|[µμu]g|g|grams?|milligrams?|micrograms?|i\.?u\.?|units?|ml|mls)\b{_NOT_IN}", re.I
)
_A_DAY = re.compile(r"\s*(?:mg|mcg|[µμ]g|g)\s*(?:/|per|a)\s*(?:d|day|24\s?h)\b", re.I)
#: What counts doses or drinks whatever stands before: "5 cups", "300 nocte".
_BY_DOSE = re.compile(
    r"\s*[x×]?\s*(?:(?:large|small|big|strong)\s+)?(?:puffs?|tabs?|tablets?|caps|capsules?|pills?|drops|"
    r"cups?|cans?|mugs?|pints?|"
    r"glass(?:es)?|bottles?|shots?|drinks?|sachets?|patch(?:es)?|doses?|od|bd|bid|tds|tid|qds|qid|nocte|mane|"
    r"daily|nightly|prn|weekly|once|twice|at night|a day|per day|a week|/\s?d(?:ay)?\b|/\s?w(?:ee)?k)\b",
    re.I,
)
_MORE_OF_IT = re.compile(
    r"(?:\s*(?:,|-|–|to|or|then|and|(?:increased|raised|lowered|reduced) to)\s*\d+(?:[.,]\d+)?)+"
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


def names_of_tests(model: Model, words: Words) -> list[Match]:
    """Where laboratory tests are named; found once for a text."""
    key = "names of tests"
    if key not in words.found:
        words.found[key] = find_matches(model, words, "reading_laboratory")
    found: list[Match] = words.found[key]
    return found


def read_values(model: Model, words: Words) -> list[Value]:
    """Every name of a test that a number follows.

    A value without a unit is read in the test's own unit where that is possible for a living person.
    """
    names = model.meta["names"]["laboratory"]
    found = []
    for match in names_of_tests(model, words):
        start, end = words.start[match.first], words.end[match.last - 1]
        if words.text[end : end + 2] in ("2+", "++"):
            end += 2
        elif words.text[end : end + 1] == "+" or words.text[end : end + 2] in ("- ", "-\t"):
            end += 1
        test = model.record(LaboratoryTest, names[match.items[0][1]])
        # "Calcium, total 2.1", "calcium (corrected) 2.1"
        told_after = _SORT.match(words.text, end)
        if told_after is not None:
            test = find_test(model, f"{told_after['sort']} {words.text[start:end]}") or test
            end = told_after.end()
        value = _VALUE.match(words.text, end)
        if value is None and test is not None and test.id in _MEDICINES:
            named = (
                None
                if _ONE_OF_TWO.search(words.text, max(0, start - 8), start)
                else _LEVEL_NEXT.match(words.text, end)
            )
            value = _VALUE.match(words.text, named.end()) if named else None
        if value is None or test is None or IS_NO_TEST.fullmatch(words.text, start, end):
            continue
        if test.id in OF_FLUID and is_of_fluid(words.text, start):
            test = model.record(LaboratoryTest, OF_FLUID[test.id]) or test
        if _is_taken(test, words.text, value):
            start = _level_behind(test, words.text, value.end())
            value = _VALUE.match(words.text, start) if start else None
            if value is None:
                continue
        name = words.text[words.start[match.first] : end]
        aimed = _AIMED.search(words.text, max(0, start - _A_LINE // 10), start)
        if _may_be(name, value) and not aimed and not _is_range(test, words.text, value):
            found.append(_value(test, words.text, start, _last_of(words.text, value), name))
    for test_id, span in fluid_proteins(words):
        value, protein = _VALUE.match(words.text, span[1]), model.record(LaboratoryTest, test_id)
        if (
            value is not None
            and protein is not None
            and all(span[0] >= v.span[1] or span[1] <= v.span[0] for v in found)
        ):
            found.append(_value(protein, words.text, span[0], value, words.text[span[0] : span[1]]))
    return found


#: The legs, both of which are "BLL", as the lead of the blood is; the artery of the neck.
IS_NO_TEST = re.compile(r"[Ll]egs?|LEGS?|[RLB]?LE|[LR]?LL|ICA")
#: "Calcium, total"; "PTH, intact".
_SORT = re.compile(
    r"\s?(?:,\s?|\(\s?)(?P<sort>total|intact|serum|plasma|blood|adj(?:usted)?|corr(?:ected)?|ionised|"
    r"ionized|free|"
    r"random|fasting)\b\.?\)?",
    re.I,
)
#: "119 -> 127": the last is what it is.
_THEN = re.compile(
    rf"\s*(?:->|→|=>|>>?)\s*(?=(?P<value>{_NUMBER}))(?:{_NUMBER})\s*(?P<flag1>[HL]\b|\*)?\s*"
    rf"(?P<unit>{_UNIT})?(?![A-Za-z\d.])(?P<flag2>\s*\(?(?:high|low|normal|H|L)\)?(?=[\s,.;)|]|$))?"
)
_TO = re.compile(rf"\s?[-–]\s?(?P<high>{_NUMBER})(?!\d|\s?(?:days?|weeks?|months?|years?|/))")


def _last_of(text: str, value: re.Match[str]) -> re.Match[str]:
    """The last of numbers that arrows lead to one another."""
    while (later := _THEN.match(text, value.end())) is not None:
        value = later
    return value


def _is_range(test: LaboratoryTest, text: str, value: re.Match[str]) -> bool:
    """ "Calcium 2.2-2.6" is what is usual, not what was found."""
    to = _TO.match(text, value.end("value")) if value["unit"] is None and not value["flag1"] else None
    if to is None:
        return False
    line = text.rfind("\n", max(0, value.start() - _A_LINE), value.start()) + 1 or max(
        0, value.start() - _A_LINE
    )
    if test.id == "inr" or _USUALLY.search(text, line, value.start()):
        return True  # "warfarin (INR 2-3)"
    unit = _UNIT_BEHIND.match(text, to.end())
    shown = unit.group().strip() if unit else test.unit
    # Each laboratory has bounds of its own, a little wider than ours.
    low, high = _number(value["value"]) * _WIDER, _number(to["high"]) / _WIDER
    states = [judge(test, RawLaboratory(test.name, end, shown), None, None).state for end in (low, high)]
    return states[0] != "low" and states[1] != "high"


#: "Reference ranges: calcium 2.2-2.6".
_USUALLY = re.compile(
    r"\b(?:ref(?:erence)?|normal|expected|usual)\b(?:\s(?:ranges?|intervals?|values?|"
    r"limits?))?(?:\s\([^)\n]*\))?\s?:",
    re.I,
)
#: "Aim K >4.0": what is wished for.
_AIMED = re.compile(
    r"\b(?:aim(?:ing)?(?: for| to keep)?|target|keep|maintain|goal|if)\b[^.;\n]{0,24}\Z", re.I
)
_WIDER, _A_LINE = 1.06, 300
_UNIT_BEHIND = re.compile(rf"\s*{_UNIT}(?![A-Za-z])")


_LEVEL = re.compile(r"[^.;\n]{0,40}?\b(?:levels?|trough|conc(?:entration)?)\b", re.I)


#: "On lithium; level was 1.6".
_LEVEL_NEXT = re.compile(
    r"\s*[,;(]\s*(?:(?:with|his|her|my|the|its|last|latest|trough|serum|blood)\s+){0,3}levels?\b", re.I
)

#: "Lithium and valproate, level 0.8": of which, is not said.
_ONE_OF_TWO = re.compile(r"\b(?:and|plus)\s+\Z", re.I)


def _level_behind(test: LaboratoryTest, text: str, at: int) -> int:
    """Where the level of a medicine is named behind its dose: "phenytoin 300 nocte, level 28 mg/L"."""
    level = _LEVEL.match(text, at) if test.id in _MEDICINES else None
    return level.end() if level else 0


#: What a name of the laboratory is where a dose stands behind it.
_TAKEN_AS = {
    "calcium": "calcium_supplement",
    "vitamin_d_25oh": "vitamin_d_supplement",
    "vitamin_b6": "vitamin_b6_supplement",
}


def read_supplements(model: Model, words: Words) -> list[tuple[str, tuple[int, int], Dose]]:
    """Minerals and vitamins that a dose stands behind: "vitamin D 800 IU once a day"."""
    names = model.meta["names"]["laboratory"]
    found = []
    for match in names_of_tests(model, words):
        item = _TAKEN_AS.get(names[match.items[0][1]])
        if item is None:
            continue
        span = words.start[match.first], words.end[match.last - 1]
        value = _VALUE.match(words.text, span[1])
        test = model.record(LaboratoryTest, names[match.items[0][1]])
        dose = read_dose(words.text, *span)
        if value is not None and test is not None and dose is not None and _is_taken(test, words.text, value):
            found.append((item, span, dose))
    return found


def _is_taken(test: LaboratoryTest, text: str, value: re.Match[str]) -> bool:
    """Whether the number is an amount that is taken or drunk: "lithium 900 mg", "caffeine (5 cups a day)"."""
    at = value.end("value")
    more = _MORE_OF_IT.match(text, at)
    at = more.end() if more else at
    if _BY_DOSE.match(text, at):
        return True
    if test.id in _DRUNK:
        return value["unit"] is None
    if test.id in _MEDICINES and _A_DAY.match(text, at):
        return True  # what is measured by weight a day, as in urine, is no medicine
    taken = test.id in _MEDICINES or test.id in _SUPPLEMENTS
    if taken and _BY_MASS.match(text, at):
        return True
    # "Valproate 500": no living person's level, but a common dose.
    return test.id in _MEDICINES and value["unit"] is None and not _is_possible(test, _number(value["value"]))


def _is_possible(test: LaboratoryTest, number: float) -> bool:
    return test.plausible is None or test.plausible[0] <= number <= test.plausible[1]


def _may_be(name: str, value: re.Match[str]) -> bool:
    """One or two letters are a test only beside a unit, a sign or in capitals."""
    return len(name) > 2 or value["unit"] is not None or not name.islower()


def _value(test: LaboratoryTest, text: str, start: int, found: re.Match[str], name: str) -> Value:
    number = _number(found["value"])
    unit = found["unit"]
    low, high, last = _bounds(text, found.end())
    if unit is None and low is not None and (behind := _UNIT_BEHIND.match(text, last)) is not None:
        unit, last = behind.group().strip(), behind.end()  # "CK 1,245 H 30-200 U/L"
    flag = (found["flag1"] or found["flag2"] or "").strip(" ()*") or None
    taken = False
    if unit is None and test.unit and (low is None and high is None):
        if _is_possible(test, number):
            unit, taken = test.unit, True
        elif test.id == "hba1c":
            # Its percent never reaches what the other scale begins with.
            unit, taken = "mmol/mol", True
    if unit is not None:
        unit = re.sub(r"\s*/\s*", "/", unit)
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
    # "Paxil, 20 mg"
    if behind is not None and (
        re.fullmatch(r"\s*[,(]\s*", text[end : behind.start()])
        or not re.search(r"[.;\n]|,|\band\b", text[end : behind.start()])
    ):
        return _dose(behind)
    before = list(_DOSE.finditer(text, max(0, start - 36), start))
    if before and re.fullmatch(r"\s*(?:of\s+)?", text[before[-1].end() : start]):
        return _dose(before[-1])
    return None


def _dose(match: re.Match[str]) -> Dose:
    often = (match["often"] or match["bare"] or "").strip()
    return Dose(float(match["n"].replace(",", ".")), (match["unit"] or "").lower(), often)


def shown_dose(dose: Dose) -> dict[str, str | float]:
    """A dose as plain values."""
    unit = {"unit": dose.unit} if dose.unit else {}
    return {"amount": dose.amount} | unit | ({"often": dose.often} if dose.often else {})
