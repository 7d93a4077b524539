"""Compile ``hp.obo``, ``phenotype.hpoa`` and ``genes_to_phenotype.txt`` into compact arrays.

Nothing of the content is altered: names, synonyms, rates (as k of n), references and NOT rows
stand as the release has them. Obsolete ids are kept as a map to their successor.

References
----------
Human Phenotype Ontology, https://hpo.jax.org; Gargano et al., doi 10.1093/nar/gkad1005.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from whytwitch.core.errors import DataError
from whytwitch.core.words import MAX_PHRASE_WORDS, ordered_key, stem, tokens, unordered_key
from whytwitch.ontology.joins import join_diseases
from whytwitch.ontology.store import Ontology

__all__ = [
    "FREQUENCY_BANDS",
    "KIND_BAND",
    "KIND_COUNT",
    "KIND_NONE",
    "KIND_PERCENT",
    "build_ontology",
    "write_joins",
]

#: Frequency terms of the ontology, in the order their index is stored.
FREQUENCY_BANDS = (
    "HP:0040280",  # obligate
    "HP:0040281",  # very frequent
    "HP:0040282",  # frequent
    "HP:0040283",  # occasional
    "HP:0040284",  # very rare
    "HP:0040285",  # excluded
)
KIND_NONE, KIND_COUNT, KIND_PERCENT, KIND_BAND = 0, 1, 2, 3
_SYNONYM = re.compile(r'synonym: "((?:[^"\\]|\\.)*)"')


@dataclass
class _Term:
    number: int
    name: str = ""
    synonyms: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    alternatives: list[int] = field(default_factory=list)
    obsolete: bool = False
    successor: int = 0


def build_ontology(obo: Path, hpoa: Path, out: Path, genes: Path | None = None) -> dict[str, str | int]:
    """Compile the release files into ``out`` (``*.npy`` and ``meta.json``).

    Parameters
    ----------
    obo, hpoa : Path
        ``hp.obo`` and ``phenotype.hpoa`` of one release.
    out : Path
        Folder to write; made when missing.
    genes : Path, optional
        ``genes_to_phenotype.txt`` of the same release.

    Returns
    -------
    dict
        What ``meta.json`` holds: release, counts and checksums.

    Raises
    ------
    DataError
        When a file is missing or is not what its name says.
    """
    for path in (obo, hpoa, *([genes] if genes else [])):
        if not path.is_file():
            raise DataError(f"{path}: must be a file; got nothing there; check the path")
    release, terms = _read_obo(obo)
    index = {t.number: i for i, t in enumerate(t for t in terms if not t.obsolete)}
    live = [t for t in terms if not t.obsolete]
    if len(live) < 2 or 118 not in index:
        raise DataError(f"{obo}: must be the Human Phenotype Ontology; got another file")
    out.mkdir(parents=True, exist_ok=True)
    successors = _successors(terms, index)
    _write_terms(out, live, index, successors)
    version, counts = _write_annotations(out, hpoa, index, successors, genes)
    meta: dict[str, str | int] = {
        "format": 1,
        "ontology_release": release,
        "annotation_release": version,
        "n_terms": len(live),
        "n_obsolete": len(successors),
        **counts,
        "sha256_obo": _checksum(obo),
        "sha256_hpoa": _checksum(hpoa),
        "sha256_genes": _checksum(genes) if genes else "",
        "attribution": (
            "This product uses the Human Phenotype Ontology (releases above). "
            "Find out more at https://hpo.jax.org"
        ),
    }
    (out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    write_joins(out)
    return meta


def write_joins(folder: Path) -> None:
    """Work out which entries are the same disease, and write them beside the compiled annotations."""
    ontology = Ontology(folder)
    ends = ontology.array("disease_gene_end")
    items = ontology.array("disease_gene_item")
    genes = [frozenset(items[int(a) : int(b)].tolist()) for a, b in pairwise(ends)]
    joins = join_diseases(ontology.texts("disease_id").all(), ontology.texts("disease_name").all(), genes)
    rows = [(j.one, j.other, round(j.score * 1000)) for j in joins]
    np.save(folder / "join.npy", np.array(rows, np.int32).reshape(-1, 3))
    _save_texts(folder, "join_ground", [j.ground for j in joins])


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _number(term_id: str) -> int:
    return int(term_id.removeprefix("HP:"))


def _read_obo(path: Path) -> tuple[str, list[_Term]]:
    release, terms, current = "", [], None
    with path.open(encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("data-version:"):
                release = line.rpartition("/")[2].strip() or line[14:].strip()
            elif line.startswith("["):
                current = None
            elif line.startswith("id: HP:"):
                current = _Term(_number(line[4:]))
                terms.append(current)
            elif current is not None:
                _read_term_line(line, current)
    return release, terms


def _read_term_line(line: str, term: _Term) -> None:
    key, _, value = line.partition(": ")
    if key == "name":
        term.name = value
    elif key == "synonym":
        match = _SYNONYM.match(line)
        if match:
            term.synonyms.append(match.group(1).replace('\\"', '"'))
    elif key == "is_a" and value.startswith("HP:"):
        term.parents.append(_number(value.split(" ")[0]))
    elif key == "alt_id" and value.startswith("HP:"):
        term.alternatives.append(_number(value))
    elif key == "is_obsolete":
        term.obsolete = value == "true"
    elif key in ("replaced_by", "consider") and value.startswith("HP:"):
        term.successor = term.successor or _number(value)


def _successors(terms: list[_Term], index: dict[int, int]) -> dict[int, int]:
    """Old number -> index of the term to use now; -1 when the release names none."""
    direct = {t.number: t.successor for t in terms if t.obsolete}
    for term in terms:
        for old in term.alternatives:
            direct.setdefault(old, term.number)
            if not direct[old]:
                direct[old] = term.number
    found: dict[int, int] = {}
    for old, new in direct.items():
        if old in index:
            continue
        seen = {old}
        while new and new not in index and new not in seen:
            seen.add(new)
            new = direct.get(new, 0)
        found[old] = index.get(new, -1)
    return found


def _write_terms(out: Path, live: list[_Term], index: dict[int, int], successors: dict[int, int]) -> None:
    parents = [[index[p] for p in t.parents if p in index] for t in live]
    ancestors = _ancestors(parents)
    np.save(out / "term_number.npy", np.array([t.number for t in live], np.int32))
    _save_texts(out, "term_name", [t.name for t in live])
    _save_ragged(out, "term_parent", parents)
    _save_ragged(out, "term_ancestor", ancestors)
    synonyms = [(i, s) for i, t in enumerate(live) for s in dict.fromkeys(t.synonyms)]
    np.save(out / "synonym_term.npy", np.array([i for i, _ in synonyms], np.int32))
    _save_texts(out, "synonym", [s for _, s in synonyms])
    _save_phrases(out, live, synonyms)
    old = sorted(successors.items())
    np.save(out / "obsolete.npy", np.array(old, np.int32).reshape(-1, 2))


def _save_phrases(out: Path, live: list[_Term], synonyms: list[tuple[int, str]]) -> None:
    """Keys of every name and synonym, so that words find terms without hashing them all again."""
    rows = [(i, t.name, 2) for i, t in enumerate(live)] + [(i, s, 1) for i, s in synonyms]
    keys, any_keys, items = [], [], []
    for term, phrase, rank in rows:
        stems = [stem(t) for t in tokens(phrase)]
        if 1 <= len(stems) <= MAX_PHRASE_WORDS:
            keys.append(ordered_key(stems))
            any_keys.append(unordered_key(stems))
            items.append((term, rank))
    np.save(out / "phrase_key.npy", np.array(keys, np.uint64))
    np.save(out / "phrase_any_key.npy", np.array(any_keys, np.uint64))
    np.save(out / "phrase_item.npy", np.array(items, np.int32))


def _ancestors(parents: list[list[int]]) -> list[list[int]]:
    """Ancestors of each term, itself left out, each once, in ascending order."""
    done: dict[int, frozenset[int]] = {}

    def walk(i: int) -> frozenset[int]:
        if i not in done:
            found: set[int] = set()
            for parent in parents[i]:
                found.add(parent)
                found |= walk(parent)
            done[i] = frozenset(found)
        return done[i]

    return [sorted(walk(i)) for i in range(len(parents))]


@dataclass
class _Row:
    disease: int
    term: int
    kind: int
    a: int
    b: int
    negated: bool
    reference: int
    onset: int
    sex: int


def _hpoa_rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                fields = line.rstrip("\n").split("\t")
                if len(fields) >= 12 and fields[0] != "database_id":
                    yield fields


def _hpoa_version(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                break
            match = re.match(r"#\s*version:\s*(\S+)", line)
            if match:
                return match.group(1)
    raise DataError(f"{path}: must be phenotype.hpoa with a version line; got none")


def _write_annotations(
    out: Path,
    hpoa: Path,
    index: dict[int, int],
    successors: dict[int, int],
    genes: Path | None,
) -> tuple[str, dict[str, int]]:
    version = _hpoa_version(hpoa)
    diseases: dict[str, int] = {}
    names: list[str] = []
    references: dict[str, int] = {}
    rows: list[_Row] = []
    inheritance: list[list[int]] = []
    n_unknown = 0
    for fields in _hpoa_rows(hpoa):
        disease = diseases.setdefault(fields[0], len(diseases))
        if disease == len(names):
            names.append(fields[1])
            inheritance.append([])
        number = _number(fields[3])
        term = index.get(number, successors.get(number, -1))
        if term < 0:
            n_unknown += 1
            continue
        if fields[10] == "I":
            inheritance[disease].append(term)
            continue
        if fields[10] != "P" and fields[10] != "C":
            continue
        rows.append(_parse_row(fields, disease, term, index, references))
    _save_rows(out, rows)
    _save_texts(out, "disease_id", list(diseases))
    _save_texts(out, "disease_name", names)
    _save_texts(out, "reference", list(references))
    _save_ragged(out, "disease_inheritance", [sorted(set(i)) for i in inheritance])
    n_genes = _write_genes(out, genes, diseases)
    return version, {
        "n_diseases": len(diseases),
        "n_annotations": len(rows),
        "n_annotations_left_out": n_unknown,
        "n_genes": n_genes,
    }


def _parse_row(
    fields: list[str], disease: int, term: int, index: dict[int, int], references: dict[str, int]
) -> _Row:
    kind, a, b = _parse_frequency(fields[7])
    onset = index.get(_number(fields[6]), -1) if fields[6].startswith("HP:") else -1
    sex = {"MALE": 1, "FEMALE": 2}.get(fields[8].upper(), 0)
    reference = references.setdefault(fields[4], len(references))
    return _Row(disease, term, kind, a, b, fields[2] == "NOT", reference, onset, sex)


def _parse_frequency(text: str) -> tuple[int, int, int]:
    """Kind, then k and n, or hundredths of a percent, or the index of the band."""
    if not text:
        return KIND_NONE, 0, 0
    if text in FREQUENCY_BANDS:
        return KIND_BAND, FREQUENCY_BANDS.index(text), 0
    if "/" in text:
        k, n = (int(part) for part in text.split("/", 1))
        return (KIND_COUNT, min(k, n), n) if n > 0 else (KIND_NONE, 0, 0)
    if text.endswith("%"):
        return KIND_PERCENT, round(min(float(text[:-1]), 100.0) * 100), 0
    raise DataError(f"a frequency must be k/n, a percentage or a term; got {text!r}")


def _save_rows(out: Path, rows: list[_Row]) -> None:
    rows.sort(key=lambda r: (r.disease, r.term))
    columns: dict[str, tuple[Iterable[int], type]] = {
        "row_disease": ((r.disease for r in rows), np.int32),
        "row_term": ((r.term for r in rows), np.int32),
        "row_kind": ((r.kind for r in rows), np.uint8),
        "row_a": ((r.a for r in rows), np.int32),
        "row_b": ((r.b for r in rows), np.int32),
        "row_not": ((r.negated for r in rows), np.uint8),
        "row_reference": ((r.reference for r in rows), np.int32),
        "row_onset": ((r.onset for r in rows), np.int32),
        "row_sex": ((r.sex for r in rows), np.uint8),
    }
    for name, (values, dtype) in columns.items():
        np.save(out / f"{name}.npy", np.fromiter(values, dtype, count=len(rows)))


def _write_genes(out: Path, genes: Path | None, diseases: dict[str, int]) -> int:
    links: list[set[int]] = [set() for _ in diseases]
    symbols: dict[str, int] = {}
    if genes is not None:
        with genes.open(encoding="utf-8") as lines:
            for line in lines:
                fields = line.rstrip("\n").split("\t")
                if len(fields) >= 6 and fields[5] in diseases:
                    gene = symbols.setdefault(fields[1], len(symbols))
                    links[diseases[fields[5]]].add(gene)
    _save_texts(out, "gene", list(symbols))
    _save_ragged(out, "disease_gene", [sorted(g) for g in links])
    return len(symbols)


def _save_texts(out: Path, name: str, texts: list[str]) -> None:
    encoded = [t.encode("utf-8") for t in texts]
    ends = np.cumsum([0, *(len(e) for e in encoded)]).astype(np.int32)
    np.save(out / f"{name}_end.npy", ends)
    np.save(out / f"{name}_text.npy", np.frombuffer(b"".join(encoded), np.uint8))


def _save_ragged(out: Path, name: str, lists: list[list[int]]) -> None:
    ends = np.cumsum([0, *(len(x) for x in lists)]).astype(np.int32)
    flat = np.array([v for x in lists for v in x], np.int32)
    np.save(out / f"{name}_end.npy", ends)
    np.save(out / f"{name}_item.npy", flat)
