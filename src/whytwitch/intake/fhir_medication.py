"""Medicines that were stated, ordered, given or handed out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whytwitch.intake.fhir_codes import NO_WORDS, bare_code, medicine_of, names_of
from whytwitch.intake.fhir_reading import Reading, first_that_speaks
from whytwitch.intake.fhir_values import day_of, listed, mapping, period_ends, reference_of, words

__all__ = ["read_medication"]


def read_medication(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    """MedicationStatement, MedicationRequest, MedicationAdministration and MedicationDispense."""
    out, kind = reading.out, words(resource.get("resourceType"))
    concept, target = resource.get("medicationCodeableConcept"), ""
    if not isinstance(concept, dict):
        target = reference_of(resource.get("medicationReference"))
        concept = mapping(reading.resolve(resource, place, target).get("code"))
    names = names_of(concept) or [words(mapping(resource.get("medicationReference")).get("display"))]
    names = [name for name in names if name]
    if not names:
        reading.miss(
            resource, place, f"the medicine is not named{f' ({target[:80]} is not here)' if target else ''}"
        )
        return
    status = words(resource.get("status"))
    if resource.get("doNotPerform") is True or status in ("intended", "draft", "cancelled", "on-hold"):
        reading.miss(resource, place, f"it was not given ({status or 'not to be given'})")
        return
    if words(resource.get("intent")) in ("proposal", "plan", "option"):
        reading.miss(resource, place, f"it is only a {words(resource.get('intent'))}")
        return
    item = medicine_of(out.model, concept)
    if status in ("not-taken", "not-done"):
        if item:
            out.add(item, False, place, names[0], "exposure")
        else:
            reading.miss(resource, place, "it was not taken, and no medicine of that name is known")
        return
    if not item and bare_code(concept):
        out.miss(bare_code(concept), place, NO_WORDS)
        return
    detail = _course(reading, resource, status, kind)
    label = out.model.label(item) if item else ""
    first_that_speaks(
        reading,
        [*names, label] if label else names,
        place,
        lambda name: out.exposure(name, "medicine", detail, place),
    )


def _course(reading: Reading, resource: Mapping[str, Any], status: str, kind: str) -> str:
    """When it was begun or stopped, in the words that the reader of timing knows."""
    start, end = period_ends(resource.get("effectivePeriod"))
    start = start or day_of(resource.get("effectiveDateTime"))
    if kind in ("MedicationRequest", "MedicationDispense"):
        start = start or day_of(resource.get("authoredOn")) or day_of(resource.get("whenHandedOver"))
    ended, begun = reading.ago(end), reading.ago(start)
    if status in ("stopped", "completed") and kind in ("MedicationStatement", "MedicationRequest"):
        if status == "stopped":
            return f"stopped {ended:g} days ago" if ended is not None else "stopped"
        if ended is not None:
            return f"stopped {ended:g} days ago"
    if begun is not None:
        return f"begun {begun:g} days ago"
    dosing = [*listed(resource.get("dosage")), *listed(resource.get("dosageInstruction"))]
    return next((words(mapping(d).get("text")) for d in dosing if words(mapping(d).get("text"))), "")
