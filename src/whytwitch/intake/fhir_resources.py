"""One reader for each kind of FHIR resource. None of them raises, whatever a resource holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from whytwitch.core.case import Setting
from whytwitch.intake.case_file import read_sex
from whytwitch.intake.fhir_codes import NO_WORDS, bare_code, diagnosis_of, finding_code, names_of
from whytwitch.intake.fhir_medication import read_medication
from whytwitch.intake.fhir_observation import observation_results, read_results
from whytwitch.intake.fhir_questionnaire import read_questionnaire_response
from whytwitch.intake.fhir_reading import Reading, first_that_speaks
from whytwitch.intake.fhir_values import (
    age_days,
    codings,
    concept_text,
    day_of,
    listed,
    mapping,
    period_ends,
    reference_of,
    words,
    years_of_age,
)
from whytwitch.intake.resolve import look_up
from whytwitch.knowledge.schema import Cause

__all__ = ["READERS", "read_laboratories"]

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
_RESOLVED = frozenset({"inactive", "remission", "resolved"})
_SUSPECTED = frozenset({"unconfirmed", "provisional", "differential"})


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
    diagnosis = diagnosis_of(out.model, code)
    is_symptom = bool(finding) and not diagnosis and not _is_diagnosis(reading, names)
    if not names and not finding:
        reading.miss(resource, place, "the condition has no code and no text")
        return
    if verification == "refuted":
        if is_symptom:
            out.add(finding, False, place, names[0] if names else finding, "finding")
        else:
            reading.miss(resource, place, "it was ruled out; only a finding can count as absent")
        return
    if verification in _SUSPECTED and not is_symptom:
        reading.miss(resource, place, f"it is only suspected ({verification})")
        return
    if finding and (clinical in _RESOLVED or (not clinical and _abated(resource))):
        reading.miss(resource, place, f"it is over ({clinical or 'abated'})")
        return
    first = len(out.facts)
    _condition_code(reading, code, place, _site(resource))
    reading.complaint_began(first, _onset(reading, resource))
    _notes(reading, resource, place)


def _placed(reading: Reading, names: list[str], site: str) -> int | None:
    """The finding of a complaint at its place: "muscle twitching" at "left eyelid"."""
    place = _SIDE.sub(" ", site).strip()
    for name in names:
        bare = _OF_MUSCLE.sub(" ", name).strip()
        for phrase in (f"{place} {name}", f"{name} {place}", f"{place} {bare}"):
            index = look_up(reading.out.model, "finding", phrase)
            if index is not None:
                return index
    return None


#: Words of a place that no finding is named by.
_SIDE = re.compile(r"(?i)\b(?:left|right|both|structure|entire|region|skin|muscles?|of|the)\b")
_OF_MUSCLE = re.compile(r"(?i)\b(?:muscles?|muscular|of)\b")


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


def _is_diagnosis(reading: Reading, names: list[str]) -> bool:
    """Whether a name is that of a cause: a term of the same name is a diagnosis then, no symptom."""
    model = reading.out.model
    key = "fhir_cause_names"
    if key not in model.arrays.cache:
        rows = model.all_records(Cause)
        names_of_all = [n for c in rows.values() for n in (c.name, c.id.replace("_", " "), *c.synonyms)]
        model.arrays.cache[key] = {name.lower() for name in names_of_all}
    own: set[str] = model.arrays.cache[key]
    return any(name.lower() in own or look_up(model, "cause", name) is not None for name in names)


def _condition_code(reading: Reading, concept: Any, place: str, site: str | None) -> None:
    """A finding by code or name; else exposures, diagnoses and findings among its words."""
    out, names = reading.out, names_of(concept)
    code = finding_code(concept)
    if code:
        out.finding(code, names[0] if names else "", site or "", True, place)
        return
    index = _placed(reading, names, site) if site else None
    if index is not None:
        out.add(out.model.item(index), True, place, f"{names[0]}, {site}", "finding")
        return
    found = _finding_of(reading, concept)
    if found:
        out.add(found, True, place, names[0], "finding")
        if site:
            out.miss(site, f"{place}.bodySite", "no finding is known for this place")
        return
    diagnosis = diagnosis_of(out.model, concept)
    missed = len(out.not_understood)
    if bare_code(concept):
        out.miss(bare_code(concept), place, NO_WORDS)
    elif names:
        first_that_speaks(reading, names, place, lambda name: out.history(name, place))
    if diagnosis and diagnosis not in out.known:
        # What its words did not say, its code does.
        del out.not_understood[missed:]
        out.known.append(diagnosis)
        out.notes.append(f"{place}: {names[0]} is {_cause_name(reading, diagnosis)} by its code")


def _cause_name(reading: Reading, cause: str) -> str:
    record = reading.out.model.record(Cause, cause)
    return record.name if record is not None else cause


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
        diagnosis = diagnosis_of(out.model, concept)
        names += [_cause_name(reading, diagnosis)] if diagnosis else []
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

    first_that_speaks(reading, names, place, read)


def _procedure(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    status, names = words(resource.get("status")), names_of(resource.get("code"))
    if status in ("not-done", "preparation", "on-hold") or not names:
        reading.miss(
            resource, place, f"it was not done ({status})" if names else "it has no code and no text"
        )
        return
    if bare_code(resource.get("code")):
        reading.out.miss(bare_code(resource.get("code")), place, NO_WORDS)
        return
    first_that_speaks(reading, names, place, lambda name: reading.out.history(name, place))


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
    before = _told(reading)
    read_questionnaire_response(reading.out, resource, place)
    questions = words(resource.get("questionnaire"))
    if questions.startswith("#"):  # their words stand beside the answers
        reading.contained_used.add((place, questions[1:]))
    if before == _told(reading):
        reading.miss(resource, place, "no question in it is answered")


def _told(reading: Reading) -> tuple[object, ...]:
    """Changes with whatever a reader takes in or names."""
    out = reading.out
    counted = len(out.facts), len(out.known), len(out.not_understood), len(out.notes)
    return (*counted, out.age_years, out.sex, out.setting, out.duration_days)


Reader = Callable[[Reading, Mapping[str, Any], str], None]
READERS: dict[str, Reader] = {
    "Patient": _patient,
    "Encounter": _encounter,
    "Condition": _condition,
    "Observation": _observation,
    "MedicationStatement": read_medication,
    "MedicationRequest": read_medication,
    "MedicationAdministration": read_medication,
    "MedicationDispense": read_medication,
    "FamilyMemberHistory": _family,
    "Procedure": _procedure,
    "DiagnosticReport": _report,
    "QuestionnaireResponse": _questionnaire,
}
