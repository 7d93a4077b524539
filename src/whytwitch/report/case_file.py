"""A case as a case file that reads back to the same facts."""

from __future__ import annotations

from typing import Any

from whytwitch.core.case import Case, Fact

__all__ = ["case_mapping", "case_yaml"]


def case_mapping(case: Case) -> dict[str, Any]:
    """The case-file keys of a case. What was not understood stands under ``history`` as it was said."""
    document: dict[str, Any] = {"id": case.id} if case.id else {}
    if case.age_years is not None:
        document["age_years"] = round(case.age_years, 3)
    if case.sex is not None:
        document["sex"] = case.sex
    if case.setting != "any":
        document["setting"] = case.setting
    if case.duration_days is not None:
        document["duration_days"] = round(case.duration_days, 4)
    for key, present in (("present", True), ("absent", False)):
        rows = [
            {"hpo": f.id, "label": f.label} | _when(f)
            for f in case.facts
            if f.present is present and (f.kind != "exposure" or not present)
        ]
        if rows:
            document[key] = rows
    taken = [_exposure(f) for f in case.facts if f.present and f.kind == "exposure"]
    if taken:
        document["exposures"] = taken
    history = [name.replace("_", " ") for name in case.known] + [n.text for n in case.not_understood]
    if history:
        document["history"] = history
    return document


def _exposure(fact: Fact) -> dict[str, str]:
    return {"name": fact.label} | _when(fact)


def _when(fact: Fact) -> dict[str, str]:
    if fact.since_days is not None:
        return {"detail": f"began {fact.since_days:g} days ago"}
    if fact.recent is not None:
        return {"detail": "new" if fact.recent else "long-standing"}
    return {}


def case_yaml(case: Case) -> str:
    """The case as YAML, in the order of the documented keys."""
    import yaml

    return str(yaml.safe_dump(case_mapping(case), sort_keys=False, allow_unicode=True, width=100))
