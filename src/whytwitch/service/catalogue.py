"""Causes, findings and sources as lists to look through, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from whytwitch.core.case import URGENCIES
from whytwitch.core.errors import InputError
from whytwitch.core.words import stem, tokens
from whytwitch.knowledge.schema import Cause, Finding, Source
from whytwitch.knowledge.tables import Plain
from whytwitch.model.store import Model
from whytwitch.ontology import build
from whytwitch.service.explain import source_document

__all__ = ["Entry", "Found", "cause_whole", "list_causes", "list_findings", "source_record"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list; ``document`` is what is shown, ``words`` the stems it is found by."""

    id: str
    name: str
    words: frozenset[str]
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search, and how many lines there are in all."""

    total: int
    offset: int
    entries: tuple[Entry, ...]


def list_causes(model: Model, query: str = "", offset: int = 0, limit: int = 20) -> Found:
    """Causes of both tiers whose names hold every word; curated ones first, then by name's length."""
    return _search(_entries(model, "causes"), query, offset, limit)


def list_findings(model: Model, query: str = "", offset: int = 0, limit: int = 20) -> Found:
    """Findings (own ones and terms of the ontology) whose names or plain words hold every word."""
    return _search(_entries(model, "findings"), query, offset, limit)


def _search(entries: tuple[Entry, ...], query: str, offset: int, limit: int) -> Found:
    wanted = {stem(t) for t in tokens(query)}
    exact = query.strip()
    kept = [e for e in entries if e.id == exact or (wanted <= e.words and (wanted or not exact))]
    if not kept and wanted:  # the beginnings of words, for someone who is still typing
        kept = [e for e in entries if all(any(w.startswith(b) for w in e.words) for b in wanted)]
    if wanted:
        kept.sort(key=lambda e: (e.id != exact, e.document.get("tier") == "annotated", len(e.name), e.id))
    return Found(len(kept), offset, tuple(kept[offset : offset + limit]))


def _entries(model: Model, kind: str) -> tuple[Entry, ...]:
    """Made once a model: some tens of thousands of short lines."""
    key = ("catalogue", kind)
    if key not in model.arrays.cache:
        made = _causes(model) if kind == "causes" else _findings(model)
        model.arrays.cache[key] = tuple(made)
    cached: tuple[Entry, ...] = model.arrays.cache[key]
    return cached


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(t) for text in texts for t in tokens(text))


def _causes(model: Model) -> Iterable[Entry]:
    levels = {c: int(model.arrays.urgency_of[i]) for i, (_, _, c, _, _) in _curated(model)}
    for key, cause in model.all_records(Cause).items():
        document = {
            "id": key,
            "name": cause.name,
            "plain_name": cause.plain_name,
            "tier": "curated",
            "kind": cause.kind,
            "urgency": URGENCIES[levels[key]] if key in levels else None,
        }
        yield Entry(key, cause.name, _words((cause.name, cause.plain_name, *cause.synonyms)), document)
    for identifier, name in zip(model.disease_id.all(), model.disease_name.all(), strict=True):
        document = {
            "id": identifier,
            "name": name,
            "plain_name": name,
            "tier": "annotated",
            "kind": "disease",
            "urgency": None,
        }
        yield Entry(identifier, name, _words((name,)), document)


def _curated(model: Model) -> list[tuple[int, list[str]]]:
    # Reversed, so that the first hypothesis of a cause, the plain one, is what stays.
    return list(enumerate(model.meta["hypotheses"]))[::-1]


def _findings(model: Model) -> Iterable[Entry]:
    plain = model.all_records(Plain)
    for key, finding in model.all_records(Finding).items():
        document = _finding(key, finding.label, plain.get(key), finding.plain or "", finding.kind)
        yield Entry(key, finding.label, _words((finding.label, *finding.synonyms)), document)
    for i, name in enumerate(model.ontology.term_name.all()):
        key = model.ontology.id_of(i)
        words = plain.get(key)
        document = _finding(key, name, words, "", (words.kind or "") if words is not None else "")
        yield Entry(key, name, _words((name, document["plain"])), document)


def _finding(key: str, label: str, words: Plain | None, own: str, kind: str) -> dict[str, Any]:
    said = words.plain if words is not None else own
    return {"id": key, "label": label, "plain": said, "kind": kind or None}


def cause_whole(model: Model, identifier: str) -> dict[str, Any]:
    """One cause whole: its record as it stands, or the annotations of a disease, with sources.

    Raises
    ------
    InputError
        When no cause of that id is known.
    """
    cause = model.record(Cause, identifier)
    if cause is not None:
        record = cause.model_dump(mode="json", exclude_defaults=True)
        names = sorted(set(_named_sources(model, record)))
        return {
            "id": cause.id,
            "name": cause.name,
            "plain_name": cause.plain_name,
            "synonyms": list(cause.synonyms),
            "tier": "curated",
            "codes": cause.codes.model_dump(mode="json"),
            "record": record,
            "annotations": [],
            "sources": {name: source_document(model, name) for name in names},
        }
    for entry in _entries(model, "causes"):
        if entry.id == identifier:
            return _annotated(model, identifier, entry.name)
    raise InputError(f"a cause must be known by its id; got {identifier!r}; GET /api/v1/causes?q= finds ids")


def _named_sources(model: Model, value: Any) -> Iterable[str]:
    """Every string of a record that is the id of a source."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _named_sources(model, part)
    elif isinstance(value, list):
        for part in value:
            yield from _named_sources(model, part)
    elif isinstance(value, str) and model.record(Source, value) is not None:
        yield value


def _annotated(model: Model, identifier: str, name: str) -> dict[str, Any]:
    ontology = model.ontology
    disease = model.disease_id.all().index(identifier)
    start, end = (int(i) for i in ontology.array("row_disease").searchsorted([disease, disease + 1]))
    columns = [ontology.array(f"row_{c}")[start:end].tolist() for c in ("term", "kind", "a", "b", "not")]
    texts = ontology.texts("reference")
    references = [texts[i] for i in ontology.array("row_reference")[start:end].tolist()]
    annotations = [
        {
            "id": ontology.id_of(term),
            "label": ontology.term_name[term],
            "present": not negated,
            "frequency": _frequency(kind, a, b),
            "source": reference,
        }
        for term, kind, a, b, negated, reference in zip(*columns, references, strict=True)
    ]
    prefix = identifier.partition(":")[0].lower()
    codes = {k: (identifier if prefix.startswith(k) else None) for k in ("mondo", "icd10", "omim", "orpha")}
    return {
        "id": identifier,
        "name": name,
        "plain_name": name,
        "synonyms": [],
        "tier": "annotated",
        "codes": codes,
        "record": None,
        "annotations": annotations,
        "sources": {r: source_document(model, r) for r in sorted(set(references))},
    }


def _frequency(kind: int, a: int, b: int) -> str:
    """How often, as the annotation says it; empty when it does not."""
    if kind == build.KIND_COUNT:
        return f"{a}/{b}"
    if kind == build.KIND_PERCENT:
        return f"{a / 100:g}%"
    return build.FREQUENCY_BANDS[a] if kind == build.KIND_BAND else ""


def source_record(model: Model, identifier: str) -> dict[str, Any]:
    """A source as it stands in its record.

    Raises
    ------
    InputError
        When no source of that id is known.
    """
    source = model.record(Source, identifier)
    if source is None:
        raise InputError(
            f"a source must be known by its id; got {identifier!r}; ids stand in 'sources' of an answer"
        )
    return {"id": source.id, "opened": True, **source.model_dump(mode="json")}
