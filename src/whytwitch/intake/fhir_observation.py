"""Observations: findings that are there or not, laboratory values, results in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from whytwitch.intake.coded import Collector
from whytwitch.intake.fhir_codes import (
    NO_WORDS,
    answer_of,
    bare_code,
    finding_code,
    interpretation_flag,
    names_of,
    test_of,
)
from whytwitch.intake.fhir_values import (
    codings,
    concept_text,
    day_of,
    days_between,
    listed,
    mapping,
    number,
    period_ends,
    words,
)
from whytwitch.intake.laboratory import RawLaboratory
from whytwitch.intake.resolve import look_up

__all__ = ["RawResult", "observation_results", "read_results"]

_VALUES = (
    "valueQuantity",
    "valueCodeableConcept",
    "valueString",
    "valueBoolean",
    "valueInteger",
    "valueRange",
    "valueRatio",
    "valueSampledData",
    "valueTime",
    "valueDateTime",
    "valuePeriod",
)


@dataclass(frozen=True, slots=True)
class RawResult:
    """One observation, or one component of it."""

    code: Mapping[str, Any]
    body: Mapping[str, Any]
    place: str
    day: date | None
    social: bool


def observation_results(out: Collector, resource: Mapping[str, Any], place: str) -> Iterator[RawResult]:
    """The observation itself where it has a value, and each component."""
    day = day_of(resource.get("effectiveDateTime")) or day_of(resource.get("effectiveInstant"))
    day = day or period_ends(resource.get("effectivePeriod"))[0]
    categories = {code for c in listed(resource.get("category")) for _, code, _ in codings(c)}
    social = "social-history" in categories
    components = listed(resource.get("component"))
    code = mapping(resource.get("code"))
    members = listed(resource.get("hasMember"))
    if _has_value(resource) or not (components or members):
        yield RawResult(code, resource, place, day, social)
    for i, component in enumerate(components):
        part = mapping(component)
        yield RawResult(mapping(part.get("code")), part, f"{place}.component[{i}]", day, social)
    if members and not components and not _has_value(resource):
        out.notes.append(f"{place}: {concept_text(code) or 'a panel'} only groups other observations")


def _has_value(body: Mapping[str, Any]) -> bool:
    return any(name in body for name in (*_VALUES, "dataAbsentReason"))


def read_results(out: Collector, results: list[RawResult], on: date) -> Iterator[tuple[int, float | None]]:
    """Read them all; gives, for each that was a finding, its first fact and how many days ago it was seen.

    Of several values of one test the latest counts; the earlier are named.
    """
    laboratories: list[tuple[RawLaboratory, str]] = []
    latest: dict[str, RawResult] = {}
    for result in results:
        test = test_of(out.model, result.code)
        if test is not None and "valueQuantity" in result.body:
            known = latest.get(test.id)
            if known is None or (known.day or date.min) < (result.day or date.min):
                latest[test.id] = result
    for result in results:
        test = test_of(out.model, result.code)
        if test is not None and latest.get(test.id, result) is not result and "valueQuantity" in result.body:
            when = f" of {result.day}" if result.day else ""
            out.miss(concept_text(result.code), result.place, f"a later value was used, not this one{when}")
            continue
        first = len(out.facts)
        raw = _read(out, result, test.name if test is not None else "")
        if raw is not None:
            laboratories.append((raw, result.place))
        elif len(out.facts) > first:
            yield first, _first_seen(result, on)
    out.laboratories(laboratories)


def _first_seen(result: RawResult, on: date) -> float | None:
    if result.day is None:
        return None
    days = days_between(result.day, on)
    return days if 0 < days <= 47_500 else None


def _read(out: Collector, result: RawResult, test: str) -> RawLaboratory | None:
    """A laboratory value to be judged with the others; anything else is taken in at once."""
    body, place = result.body, result.place
    names = names_of(result.code)
    name = test or (names[0] if names else "")
    reason = body.get("dataAbsentReason")
    if reason is not None:
        out.miss(name or "observation", place, f"it has no result ({concept_text(reason) or 'no reason'})")
        return None
    code = finding_code(result.code)
    if not name and not code:
        out.miss("observation", place, "it has no code and no text")
        return None
    if bare_code(result.code) and not (test or code):
        out.miss(bare_code(result.code), place, NO_WORDS)
        return None
    flag = interpretation_flag(listed(body.get("interpretation")))
    answer = _answer(body, flag, bool(code))
    finding = code or ("" if test else _finding(out, names))
    if finding and answer in ("yes", "no"):
        out.finding(finding, name, "", answer == "yes", place)
        return None
    if answer == "unknown":
        out.miss(name or code, place, "the answer is unknown")
        return None
    if "valueQuantity" in body or "valueInteger" in body:
        return _quantity(out, result, name or code, flag)
    text = words(body.get("valueString")) or concept_text(body.get("valueCodeableConcept"))
    if text:
        _worded(out, result, name or code, text, flag)
    elif test and (flag or answer in ("yes", "no")):
        return RawLaboratory(name, flag=flag or {"yes": "positive", "no": "negative"}[answer])
    elif answer in ("yes", "no"):
        out.finding("", name, "", answer == "yes", place)
    elif flag:
        out.test(name or code, flag, flag, place)
    else:
        kinds = [key for key in _VALUES if key in body]
        why = f"a result as {kinds[0][5:]} is not read" if kinds else "it has no result"
        out.miss(name or code, place, why)
    return None


def _answer(body: Mapping[str, Any], flag: str, coded: bool) -> str:
    """Whether the observation says yes, no or unknown; empty when it says something else."""
    value = body.get("valueBoolean")
    if isinstance(value, bool):
        return "yes" if value else "no"
    for key in ("valueCodeableConcept", "valueString"):
        if key in body:
            content = body[key]
            return answer_of(content if isinstance(content, dict) else {"text": words(content)})
    if flag in ("positive", "negative"):
        return "yes" if flag == "positive" else "no"
    # An ontology term without any value says that the finding was observed.
    return "yes" if coded and not _has_value(body) else ""


def _finding(out: Collector, names: list[str]) -> str:
    for name in names:
        index = look_up(out.model, "finding", name)
        if index is not None:
            return out.model.item(index)
    return ""


def _quantity(out: Collector, result: RawResult, name: str, flag: str) -> RawLaboratory | None:
    body, place = result.body, result.place
    quantity = mapping(body.get("valueQuantity"))
    value = number(quantity.get("value")) if quantity else number(body.get("valueInteger"))
    unit = words(quantity.get("unit")) or words(quantity.get("code"))
    if words(quantity.get("system")) == "http://unitsofmeasure.org" and words(quantity.get("code")):
        unit = words(quantity.get("code"))
    if value is None and not flag:
        out.miss(name, place, "its value is not a number")
        return None
    if result.social:
        if value:
            out.exposure(name, "habit", f"{value:g} {unit}".strip(), place)
        else:
            out.miss(f"{name}: none", place, "none was taken")
        return None
    low, high = _range(body)
    return RawLaboratory(name, value, unit or None, low, high, flag or None)


def _range(body: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """The normal range that the result itself gives."""
    for row in listed(body.get("referenceRange")):
        kind = {code for _, code, _ in codings(mapping(row).get("type"))}
        if kind and "normal" not in kind:
            continue
        low, high = (number(mapping(mapping(row).get(end)).get("value")) for end in ("low", "high"))
        if low is not None or high is not None:
            return low, high
    return None, None


def _worded(out: Collector, result: RawResult, name: str, text: str, flag: str) -> None:
    if not result.social:
        out.test(name, text, flag, result.place)
        return
    # The name of a habit is no habit: "Tobacco smoking status: never smoked" says that there is none.
    before = len(out.facts), len(out.known)
    missed = len(out.not_understood)
    out.history(text, result.place)
    if (len(out.facts), len(out.known)) == before:
        del out.not_understood[missed:]
        out.miss(f"{name}: {text}", result.place, "nothing in this line is known to bear on the question")
