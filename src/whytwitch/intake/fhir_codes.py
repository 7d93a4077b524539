"""What a code of a record system means here: HPO terms, LOINC tests, ATC medicines, ICD-10, OMIM and
Orphanet diagnoses, coded answers.

No table of SNOMED CT or RxNorm stands here, whose licences do not allow it; their concepts are read
by the words that come with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from whytwitch.core.documents import parse_document
from whytwitch.intake.fhir_values import codings, concept_text, mapping, words
from whytwitch.intake.laboratory import find_test
from whytwitch.intake.resolve import look_up
from whytwitch.knowledge.load import data_folder
from whytwitch.knowledge.schema import Cause, Exposure
from whytwitch.knowledge.tables import LaboratoryTest
from whytwitch.model.store import Model

__all__ = [
    "NO_WORDS",
    "answer_of",
    "bare_code",
    "diagnosis_of",
    "finding_code",
    "interpretation_flag",
    "medicine_of",
    "names_of",
    "test_of",
]

#: Systems under which codes travel, without the slash at their end.
_ATC = frozenset(
    {
        "http://www.whocc.no/atc",
        "urn:oid:2.16.840.1.113883.6.73",
        "http://fhir.de/CodeSystem/bfarm/atc",
        "http://fhir.de/CodeSystem/dimdi/atc",
    }
)
_ICD10 = frozenset(
    {
        "http://hl7.org/fhir/sid/icd-10",
        "http://hl7.org/fhir/sid/icd-10-gm",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
        "http://fhir.de/CodeSystem/dimdi/icd-10-gm",
        "urn:oid:2.16.840.1.113883.6.3",
    }
)
_ICD10_CM = frozenset({"http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"})
#: Longer codes mean different things in the editions of countries: "M62.82" is a place in some.
_SAME_EVERYWHERE = len("G12.2")
_RARE = {
    "http://www.omim.org": "OMIM:",
    "https://www.omim.org": "OMIM:",
    "https://omim.org": "OMIM:",
    "http://omim.org": "OMIM:",
    "urn:oid:2.16.840.1.113883.6.174": "OMIM:",
    "http://www.orpha.net": "ORPHA:",
    "https://www.orpha.net": "ORPHA:",
    "http://www.orpha.net/ORDO": "ORPHA:",
}
_OWN_CAUSE = "urn:whytwitch:cause"
#: Why a bare code of a system without a table here says nothing.
NO_WORDS = "the code comes without words, and is in no table here; send its display"
_NUMBER = re.compile(r"(\d+)$")
LOINC = "http://loinc.org"
#: Systems under which ontology terms travel.
_HPO = frozenset(
    {
        "http://human-phenotype-ontology.org",
        "http://www.human-phenotype-ontology.org",
        "http://purl.obolibrary.org/obo/hp.owl",
        "http://purl.obolibrary.org/obo/hp.fhir",
        "https://hpo.jax.org",
    }
)
_OWN = "urn:whytwitch:finding"
_HPO_CODE = re.compile(r"^(?:HP[:_])?(\d{7})$")
_YES = frozenset({"yes", "present", "positive", "detected", "true", "y", "reactive"})
_NO = frozenset(
    {"no", "absent", "negative", "not detected", "false", "n", "none", "not present", "non-reactive"}
)
_UNKNOWN = frozenset({"unknown", "don't know", "not known", "asked but unknown", "not asked"})
_FLAGS = {
    **dict.fromkeys(("L", "LL", "LU", "<", "OL"), "low"),
    **dict.fromkeys(("H", "HH", "HU", ">", "OH"), "high"),
    **dict.fromkeys(("N", "WR"), "normal"),
    **dict.fromkeys(("POS", "DET", "RR"), "positive"),
    **dict.fromkeys(("NEG", "ND", "NR"), "negative"),
    **dict.fromkeys(("A", "AA"), "abnormal"),
}


def finding_code(concept: Any) -> str:
    """The ontology term (``HP:...``) or own finding that a concept is coded with; empty for none."""
    for system, code, _ in codings(concept):
        if system == _OWN:
            return code
        match = _HPO_CODE.match(code)
        if match and (system.rstrip("/") in _HPO or code.startswith(("HP:", "HP_"))):
            return f"HP:{match.group(1)}"
    return ""


def names_of(concept: Any) -> list[str]:
    """Every name a concept comes with: its text first, then each display, each once."""
    names = [concept_text(concept), *(display for _, _, display in codings(concept))]
    return list(dict.fromkeys(name for name in names if name))


def bare_code(concept: Any) -> str:
    """The code of a concept that comes without any words, as it is shown; empty where there are words."""
    found = list(codings(concept))
    if words(mapping(concept).get("text")) or any(display for _, _, display in found):
        return ""
    return next((f"{code} ({system})" if system else code for system, code, _ in found), "")


def test_of(model: Model, concept: Any) -> LaboratoryTest | None:
    """The laboratory test that a concept names, by LOINC first and by its names after that."""
    table = _loinc(model)
    for system, code, _ in codings(concept):
        if system == LOINC and code in table:
            return model.record(LaboratoryTest, table[code])
    for name in names_of(concept):
        # "Potassium [Moles/volume] in Serum or Plasma" is the test "Potassium".
        for shown in (name, name.split("[")[0].strip()):
            test = find_test(model, shown) if shown else None
            if test is not None:
                return test
    return None


def medicine_of(model: Model, concept: Any) -> str:
    """Id of the medicine that a concept names, by its names and then by ATC; empty for none."""
    for name in names_of(concept):
        index = look_up(model, "exposure", name)
        if index is not None:
            return model.item(index)
    table = _atc(model)
    for system, code, _ in codings(concept):
        if system.rstrip("/") in _ATC:
            # A code that is not in the table belongs to its group, where that is known.
            for length in (7, 5, 4, 3):
                if len(code) >= length and code[:length] in table:
                    return table[code[:length]]
    return ""


def diagnosis_of(model: Model, concept: Any) -> str:
    """Id of the cause that a concept is coded as; empty for none.

    ICD-10 codes count where ``data/fhir/icd10.yaml`` says that they name that one disease and nothing
    wider, with every code below them, and those of five signs or more in ICD-10-CM alone. Codes of
    OMIM and Orphanet count where one cause alone has them.
    """
    for system, code, _ in codings(concept):
        system = system.rstrip("/")
        if system in _ICD10 or system in _ICD10_CM:
            found = _icd10(model, code, system in _ICD10_CM)
        elif system in _RARE:
            number = _NUMBER.search(code)
            found = _rare(model).get(_RARE[system] + number.group(1), "") if number else ""
        else:
            found = code if system == _OWN_CAUSE and model.record(Cause, code) is not None else ""
        if found:
            return found
    return ""


def _icd10(model: Model, code: str, american: bool) -> str:
    table, plain = _table("icd10")["causes"], code.strip().upper().rstrip("*+!")
    # A code without its dot, as some systems send it, is the same one.
    plain = plain if "." in plain or len(plain) <= 3 else f"{plain[:3]}.{plain[3:]}"
    for length in range(len(plain) if american else min(len(plain), _SAME_EVERYWHERE), 2, -1):
        found = table.get(plain[:length])
        if found is not None:
            return found if model.record(Cause, found) is not None else ""
    return ""


def _rare(model: Model) -> Mapping[str, str]:
    key = "fhir_rare"
    if key not in model.arrays.cache:
        holders: dict[str, set[str]] = {}
        for cause in model.all_records(Cause).values():
            for code in (cause.codes.omim, cause.codes.orpha, *cause.codes.also):
                if code:
                    holders.setdefault(code, set()).add(cause.id)
        model.arrays.cache[key] = {code: min(ids) for code, ids in holders.items() if len(ids) == 1}
    table: Mapping[str, str] = model.arrays.cache[key]
    return table


def answer_of(concept: Any) -> str:
    """``yes``, ``no`` or ``unknown`` where a coded value says just that; else empty."""
    table = _table("answers")
    for system, code, _ in codings(concept):
        found = table.get(system.rstrip("/"), {}).get(code)
        if found:
            return found
    for name in names_of(concept):
        lowered = name.lower()
        for answer, known in (("yes", _YES), ("no", _NO), ("unknown", _UNKNOWN)):
            if lowered in known:
                return answer
    return ""


def interpretation_flag(concepts: list[Any]) -> str:
    """Low, high, normal, positive, negative or abnormal, from interpretation codes; else empty."""
    for concept in concepts:
        for _, code, display in codings(concept):
            if code in _FLAGS:
                return _FLAGS[code]
            if display.lower() in _FLAGS.values():
                return display.lower()
        text = concept_text(concept).lower()
        if text in _FLAGS.values():
            return text
    return ""


def _loinc(model: Model) -> Mapping[str, str]:
    key = "fhir_loinc"
    if key not in model.arrays.cache:
        tests = model.all_records(LaboratoryTest).values()
        model.arrays.cache[key] = {code: test.id for test in tests for code in test.loinc}
    table: Mapping[str, str] = model.arrays.cache[key]
    return table


def _atc(model: Model) -> Mapping[str, str]:
    key = "fhir_atc"
    if key not in model.arrays.cache:
        found: dict[str, str] = {}
        for row in sorted(model.all_records(Exposure).values(), key=lambda e: e.id):
            if row.atc and model.feature(row.id) is not None:
                found.setdefault(row.atc, row.id)
        model.arrays.cache[key] = found
    table: Mapping[str, str] = model.arrays.cache[key]
    return table


@lru_cache(maxsize=2)
def _table(name: str) -> dict[str, dict[str, str]]:
    """One file of codes: ``answers`` by their system, ``icd10`` by what they name."""
    path = data_folder() / "fhir" / f"{name}.yaml"
    found: dict[str, dict[str, str]] = parse_document(path.read_text("utf-8"), path.name).value
    return found
