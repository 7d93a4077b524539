"""A FHIR R4 Bundle to a case: every entry is used, or named in ``not_understood`` with its place.

The reader is tolerant: a record system's own extensions, profiles and codes never stop it, and one
resource that is out of shape does not cost the others. ``docs/fhir.md`` lists what is read.

References
----------
HL7 FHIR Release 4 (4.0.1), https://hl7.org/fhir/R4/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from whytwitch.core.case import Case
from whytwitch.core.errors import InputError
from whytwitch.intake.coded import Collector
from whytwitch.intake.fhir_reading import Reading
from whytwitch.intake.fhir_resources import READERS, read_laboratories
from whytwitch.intake.fhir_values import day_of, listed, mapping, reference_of, words
from whytwitch.model.store import Model

__all__ = ["case_from_fhir", "is_fhir"]

_MAX_ENTRIES = 5000
#: Read before the rest: age and sex choose the reference ranges, the encounter tells the setting.
_FIRST = ("Patient", "Encounter")
#: Of the list of resources that say whom they are about, under these names.
_SUBJECT = ("subject", "patient")
#: They only serve others: a medicine its statement, an organisation its patient.
_SUPPORTING = frozenset({"Medication", "Organization", "Practitioner", "PractitionerRole", "Location"})
_DATES = ("effectiveDateTime", "authoredOn", "authored", "recordedDate", "dateAsserted", "issued", "date")


def is_fhir(raw: Mapping[str, Any]) -> bool:
    """True when a document is a FHIR resource of any kind."""
    return isinstance(raw.get("resourceType"), str)


def case_from_fhir(
    model: Model,
    raw: Mapping[str, Any],
    where: str = "",
    today: date | None = None,
    may_be_empty: bool = False,
) -> Case:
    """Read one Bundle, a Parameters resource that holds one, or a single resource.

    Parameters
    ----------
    model : Model
        The compiled knowledge.
    raw : mapping
        The parsed JSON.
    where : str
        Name used in messages.
    today : date, optional
        The day that ages and durations are counted to, where the Bundle has no date of its own.
    may_be_empty : bool
        Whether a Bundle that says nothing is a case without facts; else it is refused.

    Raises
    ------
    InputError
        When it is no Bundle, holds more than one person, or nothing that can be read.
    """
    bundle, prefix = _bundle_of(raw, where)
    entries = _entries(bundle, prefix, where)
    reading = Reading(Collector(model), _index(entries), _day(bundle, entries) or today or _today())
    reading.patients = _patients(entries, where)
    _note_bundle(reading, bundle, prefix)
    for place, resource in sorted(entries, key=lambda entry: _turn(entry[1])):
        _read(reading, place, resource)
    read_laboratories(reading)
    _note_supporting(reading, entries)
    _set_duration(reading)
    said = [(fact.origin, fact.id, fact.label) for fact in reading.out.facts]
    case = reading.out.case()
    case = replace(case, notes=(*case.notes, *_said_again(case, said)))
    if not (may_be_empty or case.facts or case.known or case.not_understood):
        raise InputError(
            "a FHIR Bundle must hold at least one condition, observation or medication; got none that says "
            "anything; send the resources of the person together",
            where,
        )
    return case


def _turn(resource: Mapping[str, Any]) -> int:
    kind = resource.get("resourceType")
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _bundle_of(raw: Mapping[str, Any], where: str) -> tuple[Mapping[str, Any], str]:
    """The Bundle, and the path that leads to it."""
    kind = raw.get("resourceType")
    if kind == "Parameters":
        for i, parameter in enumerate(listed(raw.get("parameter"))):
            inner = mapping(mapping(parameter).get("resource"))
            if inner.get("resourceType") == "Bundle":
                return inner, f"parameter[{i}].resource."
        raise InputError("Parameters must hold a parameter with a Bundle as its resource; got none", where)
    if kind == "Bundle":
        return raw, ""
    if kind in READERS or kind in _SUPPORTING:
        return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": raw}]}, ""
    raise InputError(
        f"the FHIR resource must be a Bundle; got {str(kind)[:60]}; put the person's resources in a Bundle",
        where,
    )


def _entries(bundle: Mapping[str, Any], prefix: str, where: str) -> list[tuple[str, Mapping[str, Any]]]:
    value = bundle.get("entry")
    if value is not None and not isinstance(value, (list, dict)):
        raise InputError(f"{prefix}entry must be a list; got {type(value).__name__}", where)
    rows = listed(value)
    if len(rows) > _MAX_ENTRIES:
        raise InputError(f"a Bundle must hold at most {_MAX_ENTRIES} entries; got {len(rows)}", where)
    return [(f"{prefix}entry[{i}].resource", _resource(row)) for i, row in enumerate(rows)]


def _resource(row: Any) -> Mapping[str, Any]:
    """The resource of an entry, with its full URL and search mode noted under names FHIR has not."""
    entry = mapping(row)
    resource = dict(mapping(entry.get("resource")))
    resource["_fullUrl"] = words(entry.get("fullUrl"))
    resource["_mode"] = words(mapping(entry.get("search")).get("mode"))
    return resource


def _index(entries: list[tuple[str, Mapping[str, Any]]]) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Every reference by which an entry can be named."""
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for place, resource in entries:
        for name in _names(resource):
            found.setdefault(name, (place, resource))
    return found


def _names(resource: Mapping[str, Any]) -> Iterator[str]:
    if resource.get("_fullUrl"):
        yield str(resource["_fullUrl"])
    if words(resource.get("id")):
        yield f"{resource.get('resourceType')}/{words(resource.get('id'))}"


def _patients(entries: list[tuple[str, Mapping[str, Any]]], where: str) -> frozenset[str]:
    found = [resource for _, resource in entries if resource.get("resourceType") == "Patient"]
    distinct = {tuple(sorted(_names(p))) or (str(i),) for i, p in enumerate(found)}
    if len(distinct) > 1:
        raise InputError(
            f"a Bundle must be about one person; got {len(distinct)} patients; send one Bundle each", where
        )
    return frozenset(name for patient in found for name in _names(patient))


def _day(bundle: Mapping[str, Any], entries: list[tuple[str, Mapping[str, Any]]]) -> date | None:
    """The day the Bundle speaks of: its own time stamp, else the latest date in it."""
    own = day_of(bundle.get("timestamp"))
    if own is not None:
        return own
    days = [
        day_of(value)
        for _, resource in entries
        for value in (
            *(resource.get(name) for name in _DATES),
            mapping(resource.get("period")).get("start"),
            mapping(resource.get("effectivePeriod")).get("start"),
        )
    ]
    known = [day for day in days if day is not None and day <= _today()]
    return max(known) if known else None


def _today() -> date:
    return datetime.now(UTC).date()


def _note_bundle(reading: Reading, bundle: Mapping[str, Any], prefix: str) -> None:
    for i, link in enumerate(listed(bundle.get("link"))):
        if words(mapping(link).get("relation")) == "next":
            reading.out.miss("next page", f"{prefix}link[{i}]", "the Bundle has further pages; send them too")


def _read(reading: Reading, place: str, resource: Mapping[str, Any]) -> None:
    """One entry: refused and named, or handed to the reader of its kind."""
    kind = words(resource.get("resourceType"))
    why = _refusal(reading, resource, kind)
    if why:
        reading.miss(resource, place, why)
        return
    if kind in _SUPPORTING:
        return  # named afterwards when nothing refers to it
    READERS[kind](reading, resource, place)
    _note_extensions(reading, resource, place)
    _note_contained(reading, resource, place)


def _refusal(reading: Reading, resource: Mapping[str, Any], kind: str) -> str:
    """Why a resource must not be used; empty when it may be."""
    if not kind:
        return "the entry holds no resource"
    if kind not in READERS and kind not in _SUPPORTING:
        return f"FHIR {kind[:60]} is not read"
    if resource.get("_mode") == "outcome":
        return "it is about the search, not the person"
    urls = [words(mapping(e).get("url")) for e in listed(resource.get("modifierExtension"))]
    if urls:
        return f"an extension that may change its meaning is not known: {', '.join(urls)[:200]}"
    if resource.get("implicitRules"):
        return "it follows implicit rules that are not known"
    if words(resource.get("status")) == "entered-in-error" or reading.in_error(resource):
        return "it was entered in error"
    if kind == "Patient":
        return ""
    for name in _SUBJECT:
        target = reference_of(resource.get(name))
        if target and reading.patients and not reading.is_patient(target):
            return f"it is about someone else ({target[:80]})"
    if listed(resource.get("focus")):
        return "its focus is not the person"
    return ""


def _note_extensions(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    urls = [words(mapping(e).get("url")) for e in listed(resource.get("extension"))]
    for url in dict.fromkeys(u for u in urls if u):
        reading.out.miss(url, f"{place}.extension", "the extension is not read; the rest of the resource is")


def _note_contained(reading: Reading, resource: Mapping[str, Any], place: str) -> None:
    for i, inner in enumerate(listed(resource.get("contained"))):
        inside = mapping(inner)
        if (place, words(inside.get("id"))) not in reading.contained_used:
            kind = words(inside.get("resourceType")) or "resource"
            reading.miss(inside, f"{place}.contained[{i}]", f"this contained {kind} is not read")


def _note_supporting(reading: Reading, entries: list[tuple[str, Mapping[str, Any]]]) -> None:
    for place, resource in entries:
        kind = words(resource.get("resourceType"))
        if kind in _SUPPORTING and place not in reading.referred:
            reading.miss(resource, place, f"nothing that is read refers to this {kind}")
        elif kind in _SUPPORTING:
            reading.out.notes.append(f"{place}: the {kind} serves a resource that refers to it")


def _said_again(case: Case, said: list[tuple[str, str, str]]) -> list[str]:
    """A fact stands once; the other places that say it are named, so that each entry is accounted for."""
    kept = {(fact.origin, fact.id) for fact in case.facts}
    return [
        f"{origin}: {label} is said in another place too"
        for origin, item, label in dict.fromkeys(said)
        if (origin, item) not in kept
    ]


def _set_duration(reading: Reading) -> None:
    if reading.onset_days:
        reading.out.duration_days = max(reading.onset_days)
