"""What the readers of FHIR resources share while one Bundle is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from whytwitch.intake.coded import Collector
from whytwitch.intake.fhir_observation import RawResult
from whytwitch.intake.fhir_values import (
    codings,
    concept_text,
    days_between,
    listed,
    mapping,
    words,
)

__all__ = ["Reading", "first_that_speaks"]

_MAX_DAYS = 47_500.0
#: Terms under which an onset is that of the present complaint: nerve and muscle.
_COMPLAINT = ("HP:0000707", "HP:0003011", "HP:0004305")


@dataclass
class Reading:
    """What the readers share while one Bundle is read.

    Attributes
    ----------
    index : dict
        Entries by every reference that names them.
    on : date
        The day that ages and durations are counted to.
    """

    out: Collector
    index: dict[str, tuple[str, Mapping[str, Any]]]
    on: date
    patients: frozenset[str] = frozenset()
    onset_days: list[float] = field(default_factory=list)
    results: list[RawResult] = field(default_factory=list)
    referred: set[str] = field(default_factory=set)
    contained_used: set[tuple[str, str]] = field(default_factory=set)

    def miss(self, resource: Mapping[str, Any], place: str, why: str) -> None:
        """Name a resource that could not be used."""
        kind = words(resource.get("resourceType")) or "entry"
        name = ""
        for key in ("code", "medicationCodeableConcept", "vaccineCode", "type"):
            name = name or concept_text(resource.get(key))
        self.out.miss(f"{kind} {name}".strip(), place, why)

    def in_error(self, resource: Mapping[str, Any]) -> bool:
        """Whether a condition's verification says it was entered in error."""
        return any(code == "entered-in-error" for _, code, _ in codings(resource.get("verificationStatus")))

    def is_patient(self, reference: str) -> bool:
        """Whether a reference names the Bundle's patient."""
        return any(reference == name or reference.endswith(f"/{name}") for name in self.patients) or any(
            name.endswith(f"/{reference}") for name in self.patients
        )

    def resolve(self, resource: Mapping[str, Any], place: str, reference: str) -> Mapping[str, Any]:
        """The resource that a reference names: contained or in the Bundle; empty when it is neither."""
        if reference.startswith("#"):
            for inner in listed(resource.get("contained")):
                if words(mapping(inner).get("id")) == reference[1:]:
                    self.contained_used.add((place, reference[1:]))
                    return mapping(inner)
            return {}
        relative = "/".join(reference.split("/_history/")[0].split("/")[-2:])
        found = self.index.get(reference) or self.index.get(relative)
        if found is None:
            return {}
        self.referred.add(found[0])
        return found[1]

    def ago(self, day: date | None) -> float | None:
        """Days from a day to the Bundle's; None when it is not known or lies ahead."""
        if day is None:
            return None
        days = days_between(day, self.on)
        return days if 0 <= days <= _MAX_DAYS else None

    def complaint_began(self, first: int, days: float | None) -> None:
        """Note the onset of the findings added last, where they are of nerve or muscle."""
        model = self.out.model
        roots = {model.feature(root) for root in _COMPLAINT}
        for fact in self.out.facts[first:]:
            feature = model.feature(fact.id)
            if days is None or feature is None or not fact.present or fact.kind != "finding":
                continue
            if fact.id.startswith("WT:") or roots & set(model.arrays.ancestors(feature).tolist()):
                self.onset_days.append(days)


def first_that_speaks(reading: Reading, names: list[str], place: str, read: Callable[[str], object]) -> None:
    """Try each name of a concept; one that says nothing is only named when none of them does."""
    out = reading.out
    for name in names:
        before = len(out.facts), len(out.known), len(out.not_understood)
        read(name)
        if len(out.facts) > before[0] or len(out.known) > before[1]:
            return
        if name is not names[-1]:
            del out.not_understood[before[2] :]
    if len(out.not_understood) == before[2]:
        out.miss(names[-1], place, "it says nothing new that bears on the question")
