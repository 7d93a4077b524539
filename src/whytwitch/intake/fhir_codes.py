"""What a code of a record system means here: HPO terms, LOINC tests, ATC medicines, coded answers.

No table of SNOMED CT or RxNorm stands here, whose licences do not allow it; their concepts are read
by the words that come with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from whytwitch.core.documents import parse_document
from whytwitch.intake.fhir_values import codings, concept_text
from whytwitch.intake.laboratory import find_test
from whytwitch.intake.resolve import look_up
from whytwitch.knowledge.load import data_folder
from whytwitch.knowledge.schema import Exposure
from whytwitch.knowledge.tables import LaboratoryTest
from whytwitch.model.store import Model

__all__ = ["answer_of", "finding_code", "interpretation_flag", "medicine_of", "names_of", "test_of"]

ATC = "http://www.whocc.no/atc"
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


def test_of(model: Model, concept: Any) -> LaboratoryTest | None:
    """The laboratory test that a concept names, by LOINC first and by its names after that."""
    table = _loinc(model)
    for system, code, _ in codings(concept):
        if system == LOINC and code in table:
            return model.record(LaboratoryTest, table[code])
    for name in names_of(concept):
        # "Potassium [Moles/volume] in Serum or Plasma" is the test "Potassium".
        for words in (name, name.split("[")[0].strip()):
            test = find_test(model, words) if words else None
            if test is not None:
                return test
    return None


def medicine_of(model: Model, concept: Any) -> str:
    """Id of the medicine that a concept names, by ATC and then by its names; empty for none."""
    for name in names_of(concept):
        index = look_up(model, "exposure", name)
        if index is not None:
            return model.item(index)
    table = _atc(model)
    for system, code, _ in codings(concept):
        if system.rstrip("/") == ATC:
            # A code that is not in the table belongs to its group, where that is known.
            for length in (7, 5, 4, 3):
                if len(code) >= length and code[:length] in table:
                    return table[code[:length]]
    return ""


def answer_of(concept: Any) -> str:
    """``yes``, ``no`` or ``unknown`` where a coded value says just that; else empty."""
    table = _answers()
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


_ANSWERS: dict[str, dict[str, str]] = {}


def _answers() -> dict[str, dict[str, str]]:
    if not _ANSWERS:
        path = data_folder() / "fhir" / "answers.yaml"
        _ANSWERS.update(parse_document(path.read_text("utf-8"), path.name).value)
    return _ANSWERS
