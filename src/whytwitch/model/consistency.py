"""Faults that only show when all records and the ontology are read together."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from whytwitch.knowledge.load import Knowledge
from whytwitch.ontology.store import Ontology

__all__ = ["cross_check"]


def cross_check(knowledge: Knowledge, ontology: Ontology) -> None:
    """Add a fault for every reference that leads nowhere, and every shape that makes no sense.

    Checked: findings exist and are not obsolete; sources, exposures, tests, causes and parents
    exist; every source is used; no two causes share a name or code; ranges are in order.
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
_CITING = ("causes", "rules", "background", "laboratory", "exposures", "criteria")


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
    elif name == "cause" and value not in k.causes:
        yield path, f"{value} must be a cause (data/causes/*.yaml)"
    elif name in ("all", "any", "and_any", "none", "item") and not known.is_item(value):
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
