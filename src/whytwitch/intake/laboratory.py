"""Laboratory values with units to findings: low, normal or high."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from whytwitch.core.case import Sex
from whytwitch.core.words import ordered_key, stem, tokens
from whytwitch.knowledge.tables import LaboratoryTest, ReferenceRange
from whytwitch.model.store import Model

__all__ = ["Judgement", "RawLaboratory", "find_test", "in_unit", "judge", "readable_unit"]

_LOW = frozenset({"low", "decreased", "reduced", "l", "ll", "deficient", "below"})
_HIGH = frozenset({"high", "increased", "raised", "elevated", "h", "hh", "positive", "above", "pos"})
_NORMAL = frozenset({"normal", "n", "negative", "unremarkable", "neg", "within range"})
#: Words that do not change which test is meant.
_IGNORED = {"serum", "plasma", "blood", "level", "levels", "total", "concentration", "s", "p"}


@dataclass(frozen=True, slots=True)
class RawLaboratory:
    """One value as it was given; ``words`` are those that told it, where they are not its name."""

    name: str
    value: float | None = None
    unit: str | None = None
    ref_low: float | None = None
    ref_high: float | None = None
    flag: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``state`` is low, normal, high or "" when it cannot be judged; ``why`` says so then."""

    state: str
    why: str = ""
    critical: bool = False


def find_test(model: Model, name: str) -> LaboratoryTest | None:
    """The test of that name: whole name first, then without serum, plasma, level and the like."""
    names = model.meta["names"]["laboratory"]
    words = tokens(name)
    without = [w for w in words if w not in _IGNORED]
    for candidate in (words, without):
        if not candidate:
            continue
        key = ordered_key([stem(w) for w in candidate])
        keys = model.lexicon("laboratory_key")
        i = int(keys.searchsorted(key))
        if i < len(keys) and keys[i] == key:
            item = int(model.lexicon("laboratory_item")[i][0])
            return model.record(LaboratoryTest, names[item])
    return None


def judge(test: LaboratoryTest, raw: RawLaboratory, age_years: float | None, sex: Sex | None) -> Judgement:
    """Low, normal or high: by the value's own range, else by ours, else by its flag."""
    flag = _flag(raw.flag)
    if raw.value is None:
        return Judgement(flag) if flag else Judgement("", "it has neither a value nor a flag")
    if not math.isfinite(raw.value):
        return Judgement(flag, "" if flag else "its value must be a finite number")
    bounds = _range_for(test, age_years, sex)
    own_low, own_high = _finite(raw.ref_low), _finite(raw.ref_high)
    if own_low is not None or own_high is not None:
        state = _against(raw.value, own_low, own_high)
        return Judgement(state, "", _critical(test, raw, bounds))
    if bounds is None:
        if flag:
            return Judgement(flag)
        return Judgement("", "no reference range is known for it; give ref_low, ref_high or flag")
    value, why = in_unit(test, raw)
    if value is None:
        return Judgement(flag) if flag else Judgement("", why)
    if not _possible(test, value):
        if flag:
            return Judgement(flag)
        return Judgement("", f"{raw.value:g} {raw.unit or ''} is outside what is possible; check the unit")
    critical = _beyond(bounds, value)
    return Judgement(_against(value, bounds.low, bounds.high), "", critical)


def _critical(test: LaboratoryTest, raw: RawLaboratory, bounds: ReferenceRange | None) -> bool:
    value, _ = in_unit(test, raw)
    if value is None or bounds is None or not _possible(test, value):
        return False
    return _beyond(bounds, value)


def _beyond(bounds: ReferenceRange, value: float) -> bool:
    low, high = bounds.critical_low, bounds.critical_high
    return (low is not None and value < low) or (high is not None and value > high)


def _possible(test: LaboratoryTest, value: float) -> bool:
    return test.plausible is None or test.plausible[0] <= value <= test.plausible[1]


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _flag(flag: str | None) -> str:
    word = (flag or "").strip().lower()
    if word in _LOW:
        return "low"
    if word in _HIGH:
        return "high"
    return "normal" if word in _NORMAL else ""


def _against(value: float, low: float | None, high: float | None) -> str:
    if low is not None and value < low:
        return "low"
    if high is not None and value > high:
        return "high"
    return "normal"


def _range_for(test: LaboratoryTest, age_years: float | None, sex: Sex | None) -> ReferenceRange | None:
    """The narrowest range that fits the person; adult ranges when age is unknown."""
    age = 40.0 if age_years is None else age_years
    fitting = [
        r
        for r in test.ranges
        if (r.age_years is None or r.age_years[0] <= age < r.age_years[1]) and (r.sex is None or r.sex == sex)
    ]
    if not fitting:
        return None
    return max(fitting, key=lambda r: (r.sex is not None, r.age_years is not None))


#: The NGSP percent of an IFCC mmol/mol: the master equation of the two HbA1c scales.
_NGSP_SLOPE, _NGSP_OFFSET = 0.09148, 2.152


def in_unit(test: LaboratoryTest, raw: RawLaboratory) -> tuple[float | None, str]:
    """The value in the test's own unit, or why it cannot be had.

    Examples
    --------
    >>> calcium = LaboratoryTest(id="calcium", name="Calcium", unit="mmol/L", molar_mass=40.078)
    >>> value, why = in_unit(calcium, RawLaboratory("calcium", 8.5, "mg/dl"))
    >>> round(value, 2), why
    (2.12, '')
    """
    if raw.value is None:
        return None, "it has no value"
    unit = (raw.unit or "").strip()
    if not test.unit:
        return raw.value, ""
    if not unit:
        return None, f"a value without a unit cannot be judged; give the unit, such as {test.unit}"
    given, target = readable_unit(unit), readable_unit(test.unit)
    for other, factor in test.conversions.items():
        if unit.lower() == other.lower() or given == readable_unit(other):
            return raw.value * factor, ""
    if given == target:
        return raw.value, ""
    if test.id == "hba1c" and given == "mmol/mol":
        return raw.value * _NGSP_SLOPE + _NGSP_OFFSET, ""
    return _by_pint(test, raw.value, unit, given, target)


def _by_pint(
    test: LaboratoryTest, value: float, unit: str, given: str, target: str
) -> tuple[float | None, str]:
    fault = f"the unit {unit!r} does not fit {test.name}; give it in {test.unit}"
    registry = _registry()
    try:
        wanted = registry.Unit(target)
        for quantity in _meanings(registry, registry.Quantity(value, given), test):
            if quantity.check(wanted):
                return float(quantity.to(wanted).magnitude), ""
    except Exception:  # pint raises many kinds for malformed units; each means "not this unit"
        return None, fault
    return None, fault


def _meanings(registry: Any, quantity: Any, test: LaboratoryTest) -> Iterator[Any]:
    """As given; charges as amount of substance; mass as amount and amount as mass."""
    yield quantity
    amount = quantity * registry.Quantity(1 / test.valence, "mol/equivalent")
    yield amount
    if test.molar_mass is not None:
        mass = registry.Quantity(test.molar_mass, "g/mol")
        yield quantity / mass
        yield quantity * mass
        yield amount * mass


def readable_unit(unit: str) -> str:
    """Laboratory shorthand, in whatever spelling, to what pint reads.

    Examples
    --------
    >>> readable_unit("µg/100 mL"), readable_unit("10*3/uL"), readable_unit("mEq/24 h")
    ('ug/dL', 'kilocell/uL', 'milliequivalent/day')
    >>> readable_unit("mmol L-1"), readable_unit("µIU/mL"), readable_unit("mm[Hg]")
    ('mmol/L', 'microarbitrary_unit/mL', 'mmHg')
    """
    text = unicodedata.normalize("NFKC", _RAISED.sub(r"^\g<0>", unit)).replace("−", "-")
    text = _ANNOTATION.sub("", text.replace("μ", "u").replace("µ", "u")).strip()
    text = re.sub(r"(?i)[ .·*]([a-z]+)\^?-1\b", r"/\1", text)
    text = re.sub(r"(?i)\bper\b", "/", text)
    whole = re.sub(r"\s+", "", text)
    if whole in _MOLAR:
        return _MOLAR[whole]
    whole = _OF_WHAT.sub("", whole)
    percent = re.fullmatch(r"(?i)(m|u|mc)?gm?s?%", whole)
    if percent:
        whole = whole[: whole.lower().index("g")] + "g/dl"
    parts = whole.split("/")
    if len(parts) > 1:  # "cells" are counted only where a count is asked for
        parts[0] = _count(parts[0].lower()) or parts[0]
    return "/".join(_PARTS.get(p.lower(), p) for p in parts)


def _count(part: str) -> str:
    """A count of cells, such as 10^9, K or nothing at all before the stroke."""
    part = re.sub(r"(cells?|wbcs?|rbcs?|leu[ck]ocytes|lymphocytes)$", "", part)
    power = re.fullmatch(r"[x×*]?10(?:\^|\*\*?|e)?(3|6|9|12)", part)
    return _CELLS.get(power.group(1) if power else part, "")


_RAISED = re.compile(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
#: Curly annotations of UCUM, and square brackets round its own unit names.
_ANNOTATION = re.compile(r"\{[^}]*\}|[\[\]]")
#: What the amount is related to, when that does not change the number.
_OF_WHAT = re.compile(
    r"(?i)h2o$|water$|(?<=[gl])(of)?creat(inine)?$|(?<=mol)(of)?creat(inine)?$|/1[.,]73m(?:\^?2|\*2)$"
)
_MOLAR = {"mM": "mmol/L", "uM": "umol/L", "nM": "nmol/L", "pM": "pmol/L", "mm": "mmol/L"}
_CELLS = {
    "": "cell",
    "1": "cell",
    "3": "kilocell",
    "k": "kilocell",
    "th": "kilocell",
    "thou": "kilocell",
    "thousand": "kilocell",
    "thousands": "kilocell",
    "6": "megacell",
    "m": "megacell",
    "mil": "megacell",
    "mill": "megacell",
    "million": "megacell",
    "millions": "megacell",
    "9": "gigacell",
    "12": "teracell",
}


def _spellings() -> dict[str, str]:
    """One part of a unit in lower case -> what pint reads."""
    table = {
        "%": "percent",
        "pct": "percent",
        "mmhg": "mmHg",
        "torr": "mmHg",
        "kpa": "kPa",
        "fl": "fL",
        "l": "L",
        "cc": "mL",
        "100ml": "dL",
        "100cc": "dL",
        "mcl": "uL",
        "um3": "um**3",
        "um^3": "um**3",
        "mmhr": "mm/h",
    }
    many = {
        "L": "liter litre liters litres lt ltr",
        "dL": "dl deciliter decilitre",
        "mL": "ml milliliter millilitre",
        "uL": "ul mm3 mm^3 mm*3 cumm cmm microliter microlitre",
        "day": "d day days 24h 24hr 24hrs 24hour 24hours 24-h 24-hr 24-hour 24-hours 24o",
        "h": "h hr hrs hour hours 1h 1hr",
        "kg": "kg kilogram",
    }
    prefixes = {"": "", "m": "milli", "u": "micro", "mc": "micro", "n": "nano", "p": "pico"}
    stems = {
        "g": "g gm gms gram grams",
        "mol": "mol mole moles",
        "equivalent": "eq eqs val",
        "arbitrary_unit": "u iu unit units",
        "lab_katal": "kat katal",
    }
    prefixes_short = {"milli": "m", "micro": "u", "nano": "n", "pico": "p", "": ""}
    for unit, stem_words in stems.items():
        for word in stem_words.split():
            for short, long in prefixes.items():
                said = prefixes_short[long] if unit in ("g", "mol") else long
                for written in {short, long}:
                    table[written + word] = said + unit
    for word in ("u", "iu"):
        table["k" + word] = "kiloarbitrary_unit"
    for word in ("osm", "osmol", "osmole", "osmoles", "osmols"):
        table["m" + word] = "mmol"
        table["milli" + word] = "mmol"
    for unit, words in many.items():
        table |= dict.fromkeys(words.split(), unit)
    return table


_PARTS = _spellings()


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint  # late: its start costs more than an assessment, and most cases need no conversion

    registry: Any = pint.UnitRegistry(cache_folder=None)
    registry.define("arbitrary_unit = [arbitrary_unit]")
    registry.define("lab_katal = 6e7 * arbitrary_unit")  # one unit turns over 1 umol a minute
    registry.define("cell = [cell]")
    registry.define("equivalent = [charges]")
    return registry
