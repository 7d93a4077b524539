"""Laboratory values with units to findings: low, normal or high."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from whytwitch.core.case import Sex
from whytwitch.core.words import ordered_key, stem, tokens
from whytwitch.knowledge.tables import LaboratoryTest, ReferenceRange
from whytwitch.model.store import Model

__all__ = ["Judgement", "RawLaboratory", "find_test", "judge"]

_LOW = frozenset({"low", "decreased", "reduced", "l", "ll", "deficient", "below"})
_HIGH = frozenset({"high", "increased", "raised", "elevated", "h", "hh", "positive", "above", "pos"})
_NORMAL = frozenset({"normal", "n", "negative", "unremarkable", "neg", "within range"})
#: Words that do not change which test is meant.
_IGNORED = {"serum", "plasma", "blood", "level", "levels", "total", "concentration", "s", "p"}


@dataclass(frozen=True, slots=True)
class RawLaboratory:
    """One value as it was given."""

    name: str
    value: float | None = None
    unit: str | None = None
    ref_low: float | None = None
    ref_high: float | None = None
    flag: str | None = None


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
    if raw.ref_low is not None or raw.ref_high is not None:
        return Judgement(_against(raw.value, raw.ref_low, raw.ref_high), "", _critical(test, raw))
    bounds = _range_for(test, age_years, sex)
    if bounds is None:
        if flag:
            return Judgement(flag)
        return Judgement("", "no reference range is known for it; give ref_low, ref_high or flag")
    value, why = _in_unit(test, raw)
    if value is None:
        return Judgement(flag) if flag else Judgement("", why)
    if test.plausible is not None and not test.plausible[0] <= value <= test.plausible[1]:
        if flag:
            return Judgement(flag)
        return Judgement("", f"{raw.value:g} {raw.unit or ''} is outside what is possible; check the unit")
    critical = (bounds.critical_low is not None and value < bounds.critical_low) or (
        bounds.critical_high is not None and value > bounds.critical_high
    )
    return Judgement(_against(value, bounds.low, bounds.high), "", critical)


def _critical(test: LaboratoryTest, raw: RawLaboratory) -> bool:
    value, _ = _in_unit(test, raw)
    bounds = _range_for(test, None, None)
    if value is None or bounds is None:
        return False
    return (bounds.critical_low is not None and value < bounds.critical_low) or (
        bounds.critical_high is not None and value > bounds.critical_high
    )


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


_UNIT_NAMES = {
    "meq/l": "mEq/L",
    "mm": "mmol/L",
    "iu/l": "U/L",
    "u/l": "U/L",
    "units/l": "U/L",
    "%": "percent",
    "mmhg": "mmHg",
}


def _in_unit(test: LaboratoryTest, raw: RawLaboratory) -> tuple[float | None, str]:
    """The value in the test's own unit, or why it cannot be had."""
    if raw.value is None:
        return None, "it has no value"
    unit = (raw.unit or "").strip()
    if test.unit is None or test.unit == "":
        return raw.value, ""
    if not unit:
        return None, f"a value without a unit cannot be judged; give the unit, such as {test.unit}"
    folded = unit.replace("µ", "u").replace("μ", "u").replace(" ", "")
    if folded.lower() == test.unit.replace(" ", "").lower():
        return raw.value, ""
    for other, factor in test.conversions.items():
        if folded.lower() == other.replace(" ", "").lower():
            return raw.value * factor, ""
    return _by_pint(test, raw.value, folded)


def _by_pint(test: LaboratoryTest, value: float, unit: str) -> tuple[float | None, str]:
    registry = _registry()
    fault = f"the unit {unit!r} does not fit {test.name}; give it in {test.unit}"
    try:
        quantity = registry.Quantity(value, _UNIT_NAMES.get(unit.lower(), _readable(unit)))
        target = registry.Unit(_readable(str(test.unit)))
        if quantity.check(target):
            return float(quantity.to(target).magnitude), ""
        if test.molar_mass is None:
            return None, fault
        mass = registry.Quantity(test.molar_mass, "g/mol")
        for candidate in (quantity / mass, quantity * mass):
            if candidate.check(target):
                return float(candidate.to(target).magnitude), ""
    except Exception:  # pint raises many kinds for malformed units; each means "not this unit"
        return None, fault
    return None, fault


def _readable(unit: str) -> str:
    """Laboratory shorthand to what pint reads: mEq counts charges, so it is amount for valence 1."""
    text = re.sub(r"(?i)\bmeq\b", "mmol", unit)
    text = re.sub(r"(?i)\b(m?)iu\b|\bU\b", r"\1arbitrary_unit", text)
    return text.replace("24h", "day").replace("mcg", "ug").replace("mmHg", "mmHg")


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint  # late: its start costs more than an assessment, and most cases need no conversion

    registry: Any = pint.UnitRegistry(cache_folder=None)
    registry.define("arbitrary_unit = [arbitrary_unit]")
    return registry
