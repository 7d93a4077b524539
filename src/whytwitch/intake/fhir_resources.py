"""One reader for each kind of FHIR resource. None of them raises, whatever a resource holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from whytwitch.core.case import Setting
from whytwitch.intake.case_file import read_sex
from whytwitch.intake.coded import Collector
from whytwitch.intake.fhir_codes import finding_code, medicine_of, names_of
from whytwitch.intake.fhir_observation import RawResult, observation_results, read_results
from whytwitch.intake.fhir_questionnaire import read_questionnaire_response
from whytwitch.intake.fhir_values import (
    age_days,
    codings,
    concept_text,
    day_of,
    days_between,
    listed,
    mapping,
    period_ends,
    reference_of,
    words,
    years_of_age,
)
from whytwitch.intake.resolve import look_up

__all__ = ["READERS", "Reading", "read_laboratories"]

_MAX_DAYS = 47_500.0
#: How the class of an encounter (v3-ActCode) names a setting.
_CLASSES: dict[str, Setting] = {
    "EMER": "emergency",
    "IMP": "inpatient",
    "ACUTE": "inpatient",
    "NONAC": "inpatient",
    "OBSENC": "inpatient",
    "SS": "inpatient",
    "HH": "primary_care",
}
#: Terms under which an onset is that of the present complaint: nerve and muscle.
_COMPLAINT = ("HP:0000707", "HP:0003011", "HP:0004305")
_RESOLVED = frozenset({"inactive", "remission", "resolved"})
_SUSPECTED = frozenset({"unconfirmed", "provisional", "differential"})


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


def _patient(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    out = reading.out
    for name in ("managingOrganization", "generalPractitioner"):
        for row in listed(resource.get(name)):
            reading.resolve(resource, place, reference_of(row))
    gender = words(resource.get("gender"))
    out.sex, fits = read_sex(gender)
    if not fits:
        out.miss(gender, f"{place}.gender", "gender must be male, female, other or unknown")
    born = day_of(resource.get("birthDate"))
    if born is None:
        if resource.get("birthDate") or resource.get("_birthDate"):
            out.miss(words(resource.get("birthDate")) or "no date", f"{place}.birthDate", "it is not a date")
        return
    age = years_of_age(born, reading.on)
    if 0 <= age <= 130:
        out.age_years = round(age, 2)
    else:
        out.miss(f"age {age:.0f}", f"{place}.birthDate", "the age must be from 0 to 130 years")


def _encounter(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    out = reading.out
    if words(resource.get("status")) in ("cancelled", "planned"):
        reading.miss(resource, place, f"the encounter is {words(resource.get('status'))}")
        return
    for row in listed(resource.get("location")):
        reading.resolve(resource, place, reference_of(mapping(row).get("location")))
    code = words(mapping(resource.get("class")).get("code"))
    department = concept_text(resource.get("serviceType")).lower()
    if "intensive care" in department or "critical care" in department:
        out.setting = "intensive_care"
    elif "neurolog" in department:
        out.setting = "neurology_clinic"
    elif "general practice" in department or "family" in department:
        out.setting = "primary_care"
    else:
        out.setting = _CLASSES.get(code, out.setting)
    for i, reason in enumerate(listed(resource.get("reasonCode"))):
        _condition_code(reading, reason, f"{place}.reasonCode[{i}]", None)


def _condition(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    out, code = reading.out, resource.get("code")
    names = names_of(code)
    verification = next((c for _, c, _ in codings(resource.get("verificationStatus"))), "")
    clinical = next((c for _, c, _ in codings(resource.get("clinicalStatus"))), "")
    finding = _finding_of(reading, code)
    if not names and not finding:
        reading.miss(resource, place, "the condition has no code and no text")
        return
    if verification == "refuted":
        if finding:
            out.add(finding, False, place, names[0] if names else finding, "finding")
        else:
            reading.miss(resource, place, "it was ruled out; only a finding can count as absent")
        return
    if verification in _SUSPECTED and not finding:
        reading.miss(resource, place, f"it is only suspected ({verification})")
        return
    if finding and (clinical in _RESOLVED or (not clinical and _abated(resource))):
        reading.miss(resource, place, f"it is over ({clinical or 'abated'})")
        return
    first = len(out.facts)
    _condition_code(reading, code, place, _site(resource))
    reading.complaint_began(first, _onset(reading, resource))
    _notes(reading, resource, place)


def _finding_of(reading: Reading, concept: Any) -> str:
    """Id of the finding that a concept names by code or by its whole name; empty for none."""
    code = finding_code(concept)
    if code and reading.out.model.feature(code) is not None:
        return code
    for name in names_of(concept):
        index = look_up(reading.out.model, "finding", name)
        if index is not None:
            return reading.out.model.item(index)
    return ""


def _condition_code(reading: Reading, concept: Any, place: str, site: str | None) -> None:
    """A finding by code or name; else exposures, diagnoses and findings among its words."""
    out, names = reading.out, names_of(concept)
    code = finding_code(concept)
    if code:
        out.finding(code, names[0] if names else "", site or "", True, place)
        return
    if site:
        for name in names:
            for phrase in (f"{site} {name}", f"{name} {site}"):
                index = look_up(out.model, "finding", phrase)
                if index is not None:
                    out.add(out.model.item(index), True, place, f"{name}, {site}", "finding")
                    return
    found = _finding_of(reading, concept)
    if found:
        out.add(found, True, place, names[0], "finding")
        if site:
            out.miss(site, f"{place}.bodySite", "no finding is known for this place")
        return
    if names:
        _first_that_speaks(reading, names, place, lambda name: out.history(name, place))


def _first_that_speaks(reading: Reading, names: list[str], place: str, read: Callable[[str], object]) -> None:
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


def _site(resource: Mapping[str, Any]) -> str | None:
    sites = [concept_text(site) for site in listed(resource.get("bodySite"))]
    return next((site for site in sites if site), None)


def _abated(resource: Mapping[str, Any]) -> bool:
    return any(name.startswith("abatement") for name in resource)


def _onset(reading: Reading, resource: Mapping[str, Any]) -> float | None:
    """Days since onset, from whichever of its forms is there."""
    day = day_of(resource.get("onsetDateTime")) or period_ends(resource.get("onsetPeriod"))[0]
    if day is not None:
        return reading.ago(day)
    lived = age_days(resource.get("onsetAge"))
    if lived is not None and reading.out.age_years is not None:
        days = reading.out.age_years * 365.25 - lived
        return days if days >= 0 else None
    return None


def _notes(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    for i, note in enumerate(listed(resource.get("note"))):
        text = words(mapping(note).get("text"))
        before = len(reading.out.facts)
        if text:
            reading.out.narrative(text, f"{place}.note[{i}]")
            if len(reading.out.facts) == before:
                reading.out.miss(text, f"{place}.note[{i}]", "nothing in this note is known to bear on it")


def _observation(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    status = words(resource.get("status"))
    if status in ("cancelled", "registered"):
        reading.miss(resource, place, f"the observation is {status}: it has no result")
        return
    reading.results.extend(observation_results(reading.out, resource, place))
    _notes(reading, resource, place)


def read_laboratories(reading: Reading) -> None:
    """All results together: the latest of each test counts, and what follows from several counts too."""
    for first, days in read_results(reading.out, reading.results, reading.on):
        reading.complaint_began(first, days)


def _medication(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
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
    detail = _course(reading, resource, status, kind)
    label = out.model.label(item) if item else ""
    _first_that_speaks(
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


def _family(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    out = reading.out
    relative = concept_text(resource.get("relationship")) or "relative"
    conditions = listed(resource.get("condition"))
    if not conditions:
        reading.miss(resource, place, f"no condition of this {relative} is given")
    for i, condition in enumerate(conditions):
        where = f"{place}.condition[{i}]"
        concept = mapping(condition).get("code")
        names = names_of(concept)
        if not names and finding_code(concept):
            names = [out.model.label(finding_code(concept))]
        if not names:
            out.miss(relative, where, "the condition has no code and no text")
            continue
        for name in names:
            index = look_up(out.model, "exposure", f"family history of {name}")
            if index is not None:
                out.add(out.model.item(index), True, where, f"{relative}: {name}", "exposure")
                break
        else:
            _relative(reading, relative, names, where)


def _relative(reading: Reading, relative: str, names: list[str], place: str) -> None:
    def read(name: str) -> None:
        reading.out.history(f"family: {relative} with {name}", place)

    _first_that_speaks(reading, names, place, read)


def _procedure(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    status, names = words(resource.get("status")), names_of(resource.get("code"))
    if status in ("not-done", "preparation", "on-hold") or not names:
        reading.miss(
            resource, place, f"it was not done ({status})" if names else "it has no code and no text"
        )
        return
    _first_that_speaks(reading, names, place, lambda name: reading.out.history(name, place))


def _report(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    for row in listed(resource.get("result")):
        reading.resolve(resource, place, reference_of(row))
    codes = [concept_text(code) for code in listed(resource.get("conclusionCode"))]
    result = ". ".join(text for text in (words(resource.get("conclusion")), *codes) if text)
    if result:
        reading.out.test(concept_text(resource.get("code")), result, "", place)
    elif not listed(resource.get("result")):
        reading.miss(resource, place, "the report has no conclusion")


def _questionnaire(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    first = len(reading.out.facts), len(reading.out.not_understood)
    read_questionnaire_response(reading.out, resource, place)
    if first == (len(reading.out.facts), len(reading.out.not_understood)):
        reading.miss(resource, place, "no question in it is answered")


Reader = Callable[[Reading, Mapping[str, Any], str], None]
READERS: dict[str, Reader] = {
    "Patient": _patient,
    "Encounter": _encounter,
    "Condition": _condition,
    "Observation": _observation,
    "MedicationStatement": _medication,
    "MedicationRequest": _medication,
    "MedicationAdministration": _medication,
    "MedicationDispense": _medication,
    "FamilyMemberHistory": _family,
    "Procedure": _procedure,
    "DiagnosticReport": _report,
    "QuestionnaireResponse": _questionnaire,
}
