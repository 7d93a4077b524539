"""Look into the records: check, count, find, search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from whytwitch.core.errors import InputError
from whytwitch.core.words import stem, tokens
from whytwitch.knowledge.load import Knowledge, load_knowledge, read_knowledge
from whytwitch.knowledge.schema import Cause, Exposure, Finding
from whytwitch.model.consistency import cross_check
from whytwitch.model.store import Model
from whytwitch.ontology.store import open_ontology

__all__ = ["check_knowledge", "find_cause", "knowledge_stats", "search_knowledge"]


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
        "own findings": len(knowledge.findings),
        "rules": len(knowledge.rules),
    }


def knowledge_stats(folder: Path | None = None) -> dict[str, int]:
    """Counts of records, figures and the grounds they stand on.

    Raises
    ------
    KnowledgeError
        When a record has a fault.
    """
    knowledge = load_knowledge(folder)
    links = [f for c in knowledge.causes.values() for f in c.findings]
    grounds = Counter(
        "estimate" if f.basis == "estimate" else "counted" if f.count or f.percent else (f.basis or "worded")
        for f in links
    )
    reads = Counter(s.kind for s in knowledge.sources.values())
    stats = dict(_counts(knowledge))
    stats["figures on findings"] = len(links)
    for ground in ("counted", "worded", "listed", "estimate"):
        stats[f"  of them {ground}"] = grounds[ground]
    stats["agents in patterns"] = sum(len(c.agents) for c in knowledge.causes.values())
    stats["laboratory tests"] = len(knowledge.laboratory)
    stats["phrases people write"] = sum(len(p.phrases) for p in knowledge.lexicon.values())
    for kind, n in reads.most_common():
        stats[f"sources: {kind}"] = n
    return stats


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
