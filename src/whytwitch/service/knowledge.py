"""Look into the records: check, count, find, search."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whytwitch.core.errors import InputError
from whytwitch.core.words import stem, tokens
from whytwitch.knowledge.load import Knowledge, load_knowledge, read_knowledge
from whytwitch.knowledge.questions import questions_of
from whytwitch.knowledge.schema import Cause, Exposure, Finding, Source
from whytwitch.knowledge.statements import Statement, statements
from whytwitch.model.consistency import cross_check
from whytwitch.model.store import Model
from whytwitch.ontology.store import Ontology, open_ontology

__all__ = ["check_knowledge", "draw_statements", "find_cause", "knowledge_stats", "search_knowledge"]


def check_knowledge(folder: Path | None = None) -> tuple[list[str], dict[str, int]]:
    """Every fault as ``file:line: path: text``, and how many records there are."""
    if folder is not None and not (folder / "causes").is_dir():
        raise InputError("--folder must hold a folder 'causes'; got none", str(folder))
    knowledge = read_knowledge(folder)
    if not knowledge.faults:
        cross_check(knowledge, open_ontology())
    return sorted(knowledge.faults), _counts(knowledge)


def _counts(knowledge: Knowledge) -> dict[str, int]:
    return {
        "causes": len(knowledge.causes),
        "sources": len(knowledge.sources),
        "exposures": len(knowledge.exposures),
        "own_findings": len(knowledge.findings),
        "rules": len(knowledge.rules),
    }


def knowledge_stats(folder: Path | None = None) -> dict[str, Any]:
    """Counts of records and statements, and the grounds they stand on.

    A *statement* says how often people with a cause have a finding, an exposure or a test result;
    agents of patterns are counted apart. ``counted`` is a count, a percentage or an odds ratio;
    ``worded`` a word for how often; ``listed`` named without a rate; ``estimate`` without source.

    Raises
    ------
    KnowledgeError
        When a record has a fault.
    """
    knowledge = load_knowledge(folder)
    said = [s for s in statements(knowledge) if s.part != "agents"]
    grounds = Counter(s.ground for s in said)
    asked = questions_of(knowledge)
    background = [s for s in statements(knowledge, background=True) if s.part == "background"]
    per_cause = Counter(s.key for s in said if s.part == "findings")
    return {
        **_counts(knowledge),
        "statements": len(said),
        "counted_share": round(grounds["counted"] / max(len(said), 1), 4),
        "sourced_share": round(1 - grounds["estimate"] / max(len(said), 1), 4),
        "by_ground": {ground: grounds[ground] for ground in ("counted", "worded", "listed", "estimate")},
        "by_part": {
            part: {
                ground: sum(s.part == part and s.ground == ground for s in said)
                for ground in ("counted", "worded", "listed", "estimate")
            }
            for part in ("findings", "exposures", "tests")
        },
        "findings_per_cause": {
            "least": min(per_cause.values(), default=0),
            "middle": sorted(per_cause.values())[len(per_cause) // 2] if per_cause else 0,
            "most": max(per_cause.values(), default=0),
        },
        "background": len(background),
        "background_counted": sum(s.ground == "counted" for s in background),
        "drugs": sum(e.kind in ("medicine", "substance") for e in knowledge.exposures.values()),
        "drug_classes": sum(e.kind == "class" for e in knowledge.exposures.values()),
        "agents": sum(len(c.agents) for c in knowledge.causes.values()),
        "interactions": len(knowledge.interactions),
        "renal": len(knowledge.renal),
        "timing": len(knowledge.timing),
        "drinks": len(knowledge.drinks),
        "labs": len(knowledge.laboratory),
        "criteria": len(knowledge.criteria),
        "questions": sum(a.question != "" for a in asked),
        "askable": len(asked),
        "phrases": sum(len(p.phrases) for p in knowledge.lexicon.values()),
        "sources_by_kind": dict(Counter(s.kind for s in knowledge.sources.values()).most_common()),
    }


def draw_statements(n: int, seed: int, folder: Path | None = None) -> list[tuple[Statement, Source, str]]:
    """``n`` sourced statements drawn at random, each with its source and the name of its finding.

    The same seed and records give the same draw.

    Raises
    ------
    InputError
        When ``n`` is not a number that can be drawn.
    """
    knowledge = load_knowledge(folder)
    ontology = open_ontology()
    sourced = [s for s in statements(knowledge, background=True) if s.source is not None]
    if not 1 <= n <= len(sourced):
        raise InputError(f"the number must be from 1 to {len(sourced)}; got {n}")
    drawn = random.Random(seed).sample(sourced, n)
    return [(s, knowledge.sources[str(s.source)], _name(s.item, knowledge, ontology)) for s in drawn]


def _name(item: str, knowledge: Knowledge, ontology: Ontology) -> str:
    if item.startswith("HP:"):
        index = ontology.index_of(item)
        return ontology.term_name[index] if index is not None else item
    if item in knowledge.findings:
        return knowledge.findings[item].label
    named = knowledge.exposures.get(item) or knowledge.tests.get(item) or knowledge.laboratory.get(item)
    return named.name if named is not None else item


def find_cause(model: Model, name: str) -> Cause:
    """A cause by id, name or synonym.

    Raises
    ------
    InputError
        When none is found; the message names near ones.
    """
    found = model.record(Cause, name)
    if found is not None:
        return found
    wanted = _normal(name)
    ids = model.ids(Cause)
    for key in ids:
        cause = model.record(Cause, key)
        if cause is not None and wanted in {_normal(n) for n in (cause.name, *cause.synonyms)}:
            return cause
    near = [i for i in ids if set(wanted.split()) & set(_normal(i.replace("_", " ")).split())]
    hint = f"; near: {', '.join(near[:5])}" if near else "; 'whytwitch knowledge search' finds more"
    raise InputError(f"a cause must be known by that id or name; got {name!r}{hint}")


def _normal(name: str) -> str:
    return " ".join(stem(t) for t in tokens(name))


def search_knowledge(model: Model, words: Sequence[str], limit: int = 20) -> list[tuple[str, str, str]]:
    """Kind, id and name of everything whose names hold all the words; shortest names first."""
    wanted = [stem(t) for word in words for t in tokens(word)]
    if not wanted:
        raise InputError("at least one word must be given; got none")
    found: list[tuple[int, str, str, str]] = []
    for key in model.ids(Cause):
        cause = model.record(Cause, key)
        if cause is not None:
            _match(found, wanted, "cause", key, cause.name, cause.synonyms)
    for key in model.ids(Finding):
        finding = model.record(Finding, key)
        if finding is not None:
            _match(found, wanted, "finding", key, finding.label, finding.synonyms)
    for key in model.ids(Exposure):
        exposure = model.record(Exposure, key)
        if exposure is not None:
            _match(found, wanted, "exposure", key, exposure.name, exposure.synonyms)
    order = {"cause": 0, "finding": 1, "exposure": 2}
    found.sort(key=lambda f: (order[f[1]], f[0], f[2]))
    rows = [(kind, key, name) for _, kind, key, name in found[:limit]]
    return rows + _search_terms(model, wanted, limit - len(rows))


def _match(
    found: list[tuple[int, str, str, str]],
    wanted: list[str],
    kind: str,
    key: str,
    name: str,
    synonyms: Sequence[str],
) -> None:
    for text in (name, *synonyms):
        held = {stem(t) for t in tokens(text)}
        if all(w in held for w in wanted):
            found.append((len(text), kind, key, name))
            return


def _search_terms(model: Model, wanted: list[str], limit: int) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for i, name in enumerate(model.ontology.term_name.all()):
        if len(rows) >= limit:
            break
        lowered = name.lower()
        if all(w[:5] in lowered for w in wanted) and all(
            w in {stem(t) for t in tokens(name)} for w in wanted
        ):
            rows.append(("term", model.ontology.id_of(i), name))
    return rows
