"""Values that follow from others: albumin-adjusted calcium and the anion gap."""

from __future__ import annotations

import math
from collections.abc import Sequence

from whytwitch.core.words import tokens
from whytwitch.intake.laboratory import RawLaboratory, in_unit
from whytwitch.knowledge.tables import LaboratoryTest

__all__ = ["derived_values"]

#: What the values are computed from; units and masses as in ``data/laboratory.yaml``.
_PARTS = {
    "calcium": LaboratoryTest(
        id="calcium", name="Calcium", unit="mmol/L", molar_mass=40.078, valence=2, plausible=(0.5, 7)
    ),
    "albumin": LaboratoryTest(id="albumin", name="Albumin", unit="g/L", molar_mass=66500, plausible=(4, 80)),
    "sodium": LaboratoryTest(
        id="sodium", name="Sodium", unit="mmol/L", molar_mass=22.99, plausible=(85, 220)
    ),
    "chloride": LaboratoryTest(
        id="chloride", name="Chloride", unit="mmol/L", molar_mass=35.45, plausible=(40, 170)
    ),
    "bicarbonate": LaboratoryTest(
        id="bicarbonate", name="Bicarbonate", unit="mmol/L", molar_mass=61.017, plausible=(1, 70)
    ),
}
_NAMES = {
    "calcium": "calcium",
    "ca": "calcium",
    "ca2": "calcium",
    "albumin": "albumin",
    "alb": "albumin",
    "sodium": "sodium",
    "na": "sodium",
    "chloride": "chloride",
    "cl": "chloride",
    "bicarbonate": "bicarbonate",
    "bicarb": "bicarbonate",
    "hco3": "bicarbonate",
    "tco2": "bicarbonate",
    "co2 total": "bicarbonate",
    "total co2": "bicarbonate",
}
_SAID_OF_ANY = frozenset({"serum", "plasma", "blood", "total", "level", "levels", "s", "p"})
_ADJUSTED = frozenset({"adjusted", "corrected", "adj", "cca", "aca"})
_IONISED = frozenset({"ionised", "ionized", "ica", "ica2", "free", "ion"})
_NORMAL_ALBUMIN = 40.0  # g/L
_CALCIUM_PER_ALBUMIN = 0.02  # mmol/L for each g/L


def derived_values(raw: Sequence[RawLaboratory]) -> list[RawLaboratory]:
    """Albumin-adjusted calcium and the anion gap, where their parts are given and they are not.

    Adjusted calcium (mmol/L) = calcium + 0.02 x (40 - albumin in g/L): GPnotebook, "Calculation
    of calcium concentration", https://gpnotebook.com/en-IE/pages/gastroenterology/
    calculation-of-calcium-concentration. It misleads in kidney failure (Lian and Asberg 2018,
    PMC5892769), and is left out when an ionised calcium is given, which is the better measure.

    Anion gap (mmol/L) = sodium - chloride - bicarbonate. The gap with potassium added, 12-16
    mmol/L in health (Oxford everyday tests, doi 10.1093/oi/authority.20110803095506792), lies
    about 4 higher; without it the American Board of Internal Medicine prints 7-13 mEq/L.

    Nothing is computed from a value that is given twice with different numbers, that has no unit,
    or that no living person has.

    Examples
    --------
    >>> given = [RawLaboratory("Ca", 8.0, "mg/dL"), RawLaboratory("albumin", 2.0, "g/dL")]
    >>> [(row.name, row.value, row.unit) for row in derived_values(given)]
    [('adjusted calcium', 2.396, 'mmol/L')]
    """
    out = []
    values = {part: _value(raw, part) for part in _PARTS}
    calcium, albumin = values["calcium"], values["albumin"]
    if calcium is not None and albumin is not None and not _better_calcium(raw):
        adjusted = calcium + _CALCIUM_PER_ALBUMIN * (_NORMAL_ALBUMIN - albumin)
        out.append(RawLaboratory("adjusted calcium", round(adjusted, 3), "mmol/L"))
    sodium, chloride, bicarbonate = (values[p] for p in ("sodium", "chloride", "bicarbonate"))
    if sodium is None or chloride is None or bicarbonate is None:
        return out
    if not any({"anion", "gap"} <= set(tokens(row.name)) for row in raw):
        gap = sodium - chloride - bicarbonate
        out.append(RawLaboratory("anion gap", round(gap, 1), "mmol/L"))
    return out


def _value(raw: Sequence[RawLaboratory], part: str) -> float | None:
    """The one value of a part in its unit; None when there is none, or two that differ."""
    test = _PARTS[part]
    found = set()
    for row in raw:
        if _part(row.name) == part:
            value, _ = in_unit(test, row)
            low, high = test.plausible or (-math.inf, math.inf)
            if value is not None and low <= value <= high:
                found.add(round(value, 3))
    return found.pop() if len(found) == 1 else None


def _part(name: str) -> str | None:
    words = tokens(name)
    whole = _NAMES.get(" ".join(words))
    return whole or _NAMES.get(" ".join(w for w in words if w not in _SAID_OF_ANY))


def _better_calcium(raw: Sequence[RawLaboratory]) -> bool:
    """Whether an adjusted or an ionised calcium is among the values."""
    for row in raw:
        words = set(tokens(row.name))
        own_name = words & {"cca", "aca", "ica", "ica2"}
        of_calcium = words & {"calcium", "ca", "ca2"} and words & (_ADJUSTED | _IONISED)
        if own_name or of_calcium:
            return True
    return False
