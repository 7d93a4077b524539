"""Faults that only show when all records and the ontology are read together."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from whytwitch.core.reading import reading_grade
from whytwitch.knowledge.load import Knowledge
from whytwitch.knowledge.statements import statements
from whytwitch.ontology.store import Ontology

__all__ = ["cross_check"]


def cross_check(knowledge: Knowledge, ontology: Ontology) -> None:
    """Add a fault for every reference that leads nowhere, and every shape that makes no sense.

    Checked: findings exist and are not obsolete; sources, exposures, tests, causes and parents
    exist; every source is used; no two causes share a name or code; a counted figure says in whom;
    words for the public are plain (at most grade 8 as a whole, no text above grade 13).
    """
    known = _Known(knowledge, ontology)
    for table in _CITING:
        for key, record in getattr(knowledge, table).items():
            for path, fault in _faults(record, (), known):
                knowledge.fault(table, key, path, fault)
    for key, finding in knowledge.findings.items():
        for i, parent in enumerate(finding.parents):
            if not known.is_finding(parent):
                knowledge.fault("findings", key, ("parents", i), f"{parent} must be a finding")
    for key, exposure in knowledge.exposures.items():
        for i, name in enumerate(exposure.parents):
            if name not in knowledge.exposures:
                knowledge.fault("exposures", key, ("parents", i), f"{name} must be an exposure")
    _shared_names(knowledge)
    _unused_sources(knowledge)
    _population_named(knowledge)
    _plain_enough(knowledge)


class _Known:
    """What a reference may point at."""

    def __init__(self, knowledge: Knowledge, ontology: Ontology) -> None:
        self.knowledge = knowledge
        self.ontology = ontology

    def is_finding(self, item: str) -> bool:
        if item.startswith("HP:"):
            return self.ontology.index_of(item) is not None and not self.ontology.is_obsolete(item)
        return item in self.knowledge.findings

    def is_item(self, item: str) -> bool:
        return self.is_finding(item) or item in self.knowledge.exposures or item in self.knowledge.causes


Path = tuple[str | int, ...]

#: Tables whose rows name findings, exposures, causes or sources.
_CITING = (
    "causes",
    "rules",
    "background",
    "laboratory",
    "exposures",
    "criteria",
    "interactions",
    "renal",
    "timing",
    "drinks",
    "limits",
)


def _faults(record: BaseModel, path: Path, known: _Known) -> Iterator[tuple[Path, str]]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        place = (*path, name)
        if isinstance(value, BaseModel):
            yield from _faults(value, place, known)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _faults(item, (*place, i), known)
                else:
                    yield from _reference(name, item, (*place, i), known)
        else:
            yield from _reference(name, value, place, known)


def _reference(name: str, value: object, path: Path, known: _Known) -> Iterator[tuple[Path, str]]:
    if not isinstance(value, str):
        return
    k = known.knowledge
    if name in ("source", "sources") and value not in k.sources:
        yield path, f"{value} must be a source (data/sources/*.yaml)"
    elif name in ("finding", "shows", "findings", "low", "high") and not known.is_finding(value):
        yield path, f"{value} must be a term that is not obsolete, or one of our findings"
    elif name in ("exposure", "agent") and value not in k.exposures:
        yield path, f"{value} must be an exposure (data/exposures/*.yaml)"
    elif name == "test" and value not in k.tests and value not in k.laboratory:
        yield path, f"{value} must be a test (data/tests.yaml, data/laboratory.yaml)"
    elif name in ("cause", "brings", "explains") and value not in k.causes:
        yield path, f"{value} must be a cause (data/causes/*.yaml)"
    elif name in ("all", "any", "and_any", "none", "item", "together_with") and not known.is_item(value):
        yield path, f"{value} must be a finding, an exposure or a cause"


def _shared_names(knowledge: Knowledge) -> None:
    seen: dict[str, str] = {}
    for key, cause in sorted(knowledge.causes.items()):
        for name in (cause.name, cause.codes.mondo, cause.codes.omim, cause.codes.orpha):
            if name is None:
                continue
            first = seen.setdefault(name.lower(), key)
            if first != key:
                knowledge.fault("causes", key, ("name",), f"{name} must stand once; also {first}")


def _unused_sources(knowledge: Knowledge) -> None:
    """A source that nothing cites says nothing; it is a fault, so that the list stays honest."""
    cited: set[str] = set()
    for table in _CITING:
        for record in getattr(knowledge, table).values():
            cited |= set(_sources_in(record))
    for key in knowledge.sources:
        if key not in cited:
            knowledge.fault("sources", key, ("id",), f"{key} must be cited by a record; got none")


def _sources_in(record: BaseModel) -> Iterator[str]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name == "source" and value:
            yield value
        elif name == "sources":
            yield from value
        elif isinstance(value, BaseModel):
            yield from _sources_in(value)
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, BaseModel):
                    yield from _sources_in(item)


def _population_named(knowledge: Knowledge) -> None:
    """A count says in whom: on its line, or by the title of the work it was taken from."""
    for said in statements(knowledge, background=True):
        source = knowledge.sources.get(said.source or "")
        shown = source is not None and not source.title.startswith("(")
        if said.ground == "counted" and not said.population and not said.note and not shown:
            knowledge.fault(said.table, said.key, said.path, "population must be named; got none")


_GRADE_ALL, _GRADE_ONE, _LONG_ENOUGH = 8.0, 13.0, 8


def _plain_enough(knowledge: Knowledge) -> None:
    """Grade of every text for the public; a text of a few words is too short to be graded alone."""
    kinds: dict[str, list[str]] = {"mechanism": [], "why": [], "rule": [], "question": []}
    for cause in knowledge.causes.values():
        for kind, path, text in (
            ("mechanism", ("mechanism", "plain"), cause.mechanism.plain),
            ("why", ("care", "why"), cause.care.why),
        ):
            kinds[kind].append(text)
            _grade(knowledge, "causes", cause.id, path, text)
        if len(cause.plain_name.split()) > _NAME_WORDS:
            knowledge.fault("causes", cause.id, ("plain_name",), f"must be at most {_NAME_WORDS} words")
    for rule in knowledge.rules.values():
        kinds["rule"].append(rule.plain)
        _grade(knowledge, "rules", rule.id, ("plain",), rule.plain)
    for table in ("findings", "plain", "exposures"):
        for key, row in getattr(knowledge, table).items():
            if row.ask:
                kinds["question"].append(row.ask)
                _grade(knowledge, table, key, ("ask",), row.ask)
    for kind, texts in kinds.items():
        grade = reading_grade(texts)
        if grade > _GRADE_ALL:
            knowledge.faults.append(
                f"all {kind} texts: must read at grade {_GRADE_ALL:g} or lower; got {grade:.1f}"
            )


_NAME_WORDS = 14


def _grade(knowledge: Knowledge, table: str, key: str, path: Path, text: str) -> None:
    grade = reading_grade(text)
    if len(text.split()) >= _LONG_ENOUGH and grade > _GRADE_ONE:
        knowledge.fault(
            table, key, path, f"must read at grade {_GRADE_ONE:g} or lower; got {grade:.1f}: {text[:60]!r}"
        )
