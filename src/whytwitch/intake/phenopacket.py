"""GA4GH phenopacket version 2, as JSON, to a case.

Read: subject (age, sex), phenotypicFeatures (excluded and onset honoured), measurements with a
label, medicalActions with a treatment agent. Diseases are named, never used.
Everything else that carries clinical content is named in ``not_understood``.

References
----------
Jacobsen et al. 2022, doi 10.1038/s41587-022-01357-4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from whytwitch.core.case import Case
from whytwitch.core.errors import InputError
from whytwitch.intake.case_file import read_sex
from whytwitch.intake.coded import Collector
from whytwitch.intake.laboratory import RawLaboratory
from whytwitch.model.store import Model

__all__ = ["case_from_phenopacket", "is_phenopacket", "years_of_duration"]

_ISO = re.compile(
    r"^P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:\d+(?:\.\d+)?[HMS])*)?$"
)
_CONTENT = ("biosamples", "interpretations", "files")


def is_phenopacket(raw: Mapping[str, Any]) -> bool:
    """True when a document looks like a phenopacket of any version."""
    return "phenotypicFeatures" in raw or ("subject" in raw and "metaData" in raw)


def years_of_duration(text: str) -> float | None:
    """Years of an ISO 8601 duration such as ``P6Y3M``; None when it is none.

    Examples
    --------
    >>> years_of_duration("P1Y6M")
    1.5
    """
    match = _ISO.match(text.strip())
    if match is None or not any(match.groups()):
        return 0.0 if text.strip() in ("P0D", "P0Y", "P0M") else None
    years, months, weeks, days = (float(g or 0) for g in match.groups())
    return years + months / 12 + weeks * 7 / 365.25 + days / 365.25


def case_from_phenopacket(model: Model, raw: Mapping[str, Any], where: str = "") -> Case:
    """Read one phenopacket.

    The disease a packet names is the answer in research sets, so ``diseases`` is never used as
    evidence; each is named in ``not_understood``.

    Raises
    ------
    InputError
        On version 1, or where a part is not of the shape the standard gives.
    """
    _refuse_version_1(raw, where)
    out = Collector(model)
    out.id = str(raw.get("id") or "")
    _read_subject(out, _part(raw, "subject", where), where)
    for i, feature in enumerate(_list(raw, "phenotypicFeatures", where)):
        _read_feature(out, feature, i, where)
    for i, measurement in enumerate(_list(raw, "measurements", where)):
        _read_measurement(out, measurement, i, where)
    for i, action in enumerate(_list(raw, "medicalActions", where)):
        _read_action(out, action, i, where)
    for i, disease in enumerate(_list(raw, "diseases", where)):
        label = _label(disease, "term", where, f"diseases[{i}]")
        out.miss(
            label or "(no name)",
            f"diseases[{i}]",
            "a diagnosis in the packet is not used as evidence",
        )
    for key in _CONTENT:
        if raw.get(key):
            out.miss(f"{len(_list(raw, key, where))} entries", key, "this part of a packet is not read")
    case = out.case()
    if not case.facts and not case.not_understood:
        raise InputError("a phenopacket must hold at least one phenotypic feature; got none", where)
    return case


def _refuse_version_1(raw: Mapping[str, Any], where: str) -> None:
    meta = raw.get("metaData")
    version = str(meta.get("phenopacketSchemaVersion", "")) if isinstance(meta, dict) else ""
    features = raw.get("phenotypicFeatures")
    old_keys = isinstance(features, list) and any(
        isinstance(f, dict) and ("negated" in f or "classOfOnset" in f) for f in features
    )
    if version.startswith(("1", "0")) or old_keys:
        raise InputError(
            f"a phenopacket must be of version 2; got version {version or '1'}; convert it with "
            "phenopacket-tools (phenopacket-tools convert)",
            where,
        )


def _part(raw: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = raw.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError(f"{key} must be a mapping; got {type(value).__name__}", where)
    return value


def _list(raw: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = raw.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError(f"{key} must be a list; got {type(value).__name__}", where)
    return value


def _label(item: Any, key: str, where: str, place: str) -> str:
    if not isinstance(item, dict):
        raise InputError(f"{place} must be a mapping; got {type(item).__name__}", where)
    term = _part(item, key, f"{where}: {place}" if where else place)
    return str(term.get("label") or term.get("id") or "")


def _read_subject(out: Collector, subject: Mapping[str, Any], where: str) -> None:
    sex = str(subject.get("sex") or "")
    out.sex, fits = read_sex(sex)
    if not fits:
        out.miss(sex, "subject.sex", "sex must be MALE, FEMALE, OTHER_SEX or UNKNOWN_SEX")
    at = _part(subject, "timeAtLastEncounter", where)
    years = _age(at)
    if years is not None and not 0 <= years <= 130:
        raise InputError(f"subject age must be from 0 to 130 years; got {years:g}", where)
    out.age_years = years
    if at and years is None:
        out.miss(str(at)[:80], "subject.timeAtLastEncounter", "its age could not be read")


def _age(element: Mapping[str, Any]) -> float | None:
    """Age of a time element; the middle of a range; None when it is no age."""
    age = element.get("age")
    if isinstance(age, dict) and isinstance(age.get("iso8601duration"), str):
        return years_of_duration(age["iso8601duration"])
    span = element.get("ageRange")
    if isinstance(span, dict):
        ends = [_age({"age": span.get(k)}) for k in ("start", "end")]
        known = [e for e in ends if e is not None]
        return sum(known) / len(known) if known else None
    return None


def _read_feature(out: Collector, feature: Any, i: int, where: str) -> None:
    place = f"phenotypicFeatures[{i}]"
    if not isinstance(feature, dict):
        raise InputError(f"{place} must be a mapping; got {type(feature).__name__}", where)
    term = _part(feature, "type", where)
    excluded = feature.get("excluded", False)
    if not isinstance(excluded, bool):
        raise InputError(f"{place}.excluded must be true or false; got {excluded!r}", where)
    code, label = str(term.get("id") or ""), str(term.get("label") or "")
    detail = str(feature.get("description") or "")
    out.finding(code, label, detail, not excluded, place)


def _read_measurement(out: Collector, measurement: Any, i: int, where: str) -> None:
    place = f"measurements[{i}]"
    label = _label(measurement, "assay", where, place)
    value = _part(_part(measurement, "value", where), "quantity", where)
    bounds = _part(value, "referenceRange", where)
    unit = _part(value, "unit", where)
    raw_value = value.get("value")
    if not isinstance(raw_value, (int, float)) or isinstance(raw_value, bool):
        out.miss(label or place, place, "only a measurement with a quantity is read")
        return
    out.laboratory(
        RawLaboratory(
            name=label,
            value=float(raw_value),
            unit=str(unit.get("label") or unit.get("id") or "").removeprefix("UCUM:") or None,
            ref_low=_float(bounds.get("low")),
            ref_high=_float(bounds.get("high")),
        ),
        place,
    )


def _float(value: Any) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return None


def _read_action(out: Collector, action: Any, i: int, where: str) -> None:
    place = f"medicalActions[{i}]"
    if not isinstance(action, dict):
        raise InputError(f"{place} must be a mapping; got {type(action).__name__}", where)
    agent = _label(_part(action, "treatment", where), "agent", where, place)
    if agent:
        out.exposure(agent, "medicine", "", place)
    else:
        out.miss(", ".join(action) or "(empty)", place, "only treatments with an agent are read")
