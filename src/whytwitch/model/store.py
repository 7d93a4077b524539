"""Open the compiled model; compile it first when the knowledge has changed."""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import platformdirs

from whytwitch.core.collector import without_collector
from whytwitch.core.errors import DataError
from whytwitch.inference.arrays import Arrays
from whytwitch.inference.profiles import Profiles
from whytwitch.knowledge.criteria_schema import CriteriaSet
from whytwitch.knowledge.figures import Record
from whytwitch.knowledge.medicine_tables import Drink, IntakeLimit, Interaction, RenalCaution, Timing
from whytwitch.knowledge.schema import Cause, Exposure, Finding, Source
from whytwitch.knowledge.tables import (
    LaboratoryTest,
    MovementKind,
    Plain,
    Rule,
    SiteKind,
    TestKind,
)
from whytwitch.model.array_files import read_arrays
from whytwitch.ontology.store import Ontology, open_ontology

__all__ = ["Hypothesis", "Model", "cache_folder", "is_compiled", "open_model", "software_version"]

#: Compiled models that are kept, and times that one is opened when it vanishes under the reader.
_KEPT, _ATTEMPTS = 4, 2

R = TypeVar("R", bound=Record)
Progress = Callable[[str], None]

_TABLE_OF: dict[type[Record], str] = {
    Cause: "causes",
    Exposure: "exposures",
    Finding: "findings",
    Source: "sources",
    LaboratoryTest: "laboratory",
    TestKind: "tests",
    MovementKind: "movements",
    SiteKind: "sites",
    Plain: "plain",
    Rule: "rules",
    CriteriaSet: "criteria",
    Interaction: "interactions",
    RenalCaution: "renal",
    Timing: "timing",
    Drink: "drinks",
    IntakeLimit: "limits",
}


@cache
def software_version() -> str:
    """Version of the installed package."""
    try:
        return version("whytwitch")
    except PackageNotFoundError:
        return "0+unknown"


def cache_folder() -> Path:
    """Where compiled models are kept: ``WHYTWITCH_HOME`` or the platform's cache folder.

    Only compiled knowledge is written there, never a case.
    """
    home = os.environ.get("WHYTWITCH_HOME")
    return (Path(home) if home else Path(platformdirs.user_cache_dir("whytwitch"))) / "model"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Names of one row of the arrays. ``tier`` is ``curated`` or ``annotated``."""

    id: str
    row: str
    cause: str
    agent: str
    underlying: str
    tier: str


@dataclass
class Model:
    """Arrays plus the records they came from, read when they are asked for."""

    folder: Path
    ontology: Ontology
    arrays: Arrays
    meta: dict[str, Any]
    _columns: dict[Any, Any] = field(default_factory=dict, repr=False)
    # Names of features and hypotheses, bounded by the model itself: a batch asks for the same ones.
    _items: dict[int, str] = field(default_factory=dict, repr=False)
    _above: dict[int, frozenset[str]] = field(default_factory=dict, repr=False)
    _labels: dict[str, str] = field(default_factory=dict, repr=False)
    _features: dict[str, int] = field(default_factory=dict, repr=False)
    _hypotheses: dict[int, Hypothesis] = field(default_factory=dict, repr=False)

    @cached_property
    def own(self) -> dict[str, int]:
        """Index of every feature that is no ontology term."""
        n_terms = len(self.ontology.term_number)
        return {name: n_terms + i for i, name in enumerate(self.meta["own"])}

    def feature(self, item: str) -> int | None:
        """Index of a term, own finding or exposure; None when unknown."""
        found = self._features.get(item)
        if found is None:
            found = self.ontology.index_of(item) if item.startswith("HP:") else self.own.get(item)
            if found is not None and self.item(found) == item:  # so no more are kept than there are
                self._features[item] = found
        return found

    def item(self, feature: int) -> str:
        """Identifier of a feature."""
        found = self._items.get(feature)
        if found is None:
            found = self._items[feature] = self._item(feature)
        return found

    def lineage(self, item: str) -> frozenset[str]:
        """An identifier with those of everything that it is a kind of; one that is unknown alone."""
        feature = self.feature(item)
        return frozenset((item,)) if feature is None else self.ancestor_items(feature) | {item}

    def ancestor_items(self, feature: int) -> frozenset[str]:
        """Identifiers of everything that a feature is a kind of."""
        found = self._above.get(feature)
        if found is None:
            found = frozenset(self.item(a) for a in self.arrays.ancestors(feature).tolist())
            self._above[feature] = found
        return found

    def _item(self, feature: int) -> str:
        n_terms = len(self.ontology.term_number)
        if feature < n_terms:
            return self.ontology.id_of(feature)
        return str(self.meta["own"][feature - n_terms])

    def label(self, item: str) -> str:
        """Name of a term, own finding or exposure; the id itself when unknown."""
        found = self._labels.get(item)
        if found is not None:
            return found
        if item.startswith("HP:"):
            index = self.ontology.index_of(item)
            if index is None:
                return item
            name = self._labels[item] = self.ontology.term_name[index]
            return name
        if item.startswith("WT:"):
            finding = self.record(Finding, item)
            return finding.label if finding else item
        exposure = self.record(Exposure, item)
        return exposure.name if exposure else item

    def hypothesis(self, index: int) -> Hypothesis:
        """Names of a hypothesis by its place on axis 0."""
        found = self._hypotheses.get(index)
        if found is None:
            found = self._hypotheses[index] = self._hypothesis(index)
        return found

    def _hypothesis(self, index: int) -> Hypothesis:
        n = self.arrays.n_curated
        if index < n:
            own, row, cause, agent, underlying = self.meta["hypotheses"][index]
            return Hypothesis(own, row, cause, agent, underlying, "curated")
        name = self.disease_id[index - n]
        return Hypothesis(name, name, name, "", "", "annotated")

    @cached_property
    def profiles(self) -> Profiles:
        """Profiles of the annotated diseases, memory-mapped."""
        from whytwitch.model.profiles import open_profiles

        return open_profiles(self.folder, self.ontology)

    @cached_property
    def joined(self) -> dict[int, list[int]]:
        """Entries that stand in one row, by the entry that stands for them."""
        rows: dict[int, list[int]] = {}
        for one, other, _ in self.ontology.array("join").tolist():
            rows.setdefault(int(self.profiles.row_of[one]), [one]).append(other)
        return rows

    @cached_property
    def disease_id(self) -> Any:
        """Identifier of each annotated disease."""
        return self.ontology.texts("disease_id")

    @cached_property
    def disease_name(self) -> Any:
        """Name of each annotated disease."""
        return self.ontology.texts("disease_name")

    @cached_property
    def _index(self) -> dict[str, dict[str, tuple[int, int]]]:
        loaded: dict[str, dict[str, tuple[int, int]]] = json.loads(
            (self.folder / "records_index.json").read_text("utf-8")
        )
        return loaded

    @cached_property
    def _records(self) -> mmap.mmap:
        with (self.folder / "records.bin").open("rb") as stream:
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

    def ids(self, kind: type[Record]) -> list[str]:
        """Every id of a kind of record, in order."""
        return list(self._index.get(_TABLE_OF[kind], {}))

    def record(self, kind: type[R], key: str) -> R | None:
        """One record; None when there is none of that id."""
        cached: R | None = self._columns.get((kind, key))
        if cached is None:
            place = self._index.get(_TABLE_OF[kind], {}).get(key)
            if place is None:
                return None
            start, length = place
            cached = kind.model_validate_json(self._records[start : start + length])
            self._columns[(kind, key)] = cached
        return cached

    def all_records(self, kind: type[R]) -> dict[str, R]:
        """Every record of a kind by id, read once."""
        if kind not in self._columns:
            found = {key: self.record(kind, key) for key in self.ids(kind)}
            self._columns[kind] = {k: r for k, r in found.items() if r is not None}
        cached: dict[str, R] = self._columns[kind]
        return cached

    def lexicon(self, name: str) -> Any:
        """One array of the lexicon, such as ``finding_key``."""
        if name not in self._columns:
            loaded = np.load(self.folder / f"lexicon_{name}.npy", mmap_mode="r")
            self._columns[name] = loaded.view(np.ndarray)
        return self._columns[name]


def open_model(
    folder: Path | None = None, knowledge: Path | None = None, progress: Progress | None = None
) -> Model:
    """Open the model, compiling it when it is missing or older than the knowledge.

    Parameters
    ----------
    folder : Path, optional
        Where compiled models are cached.
    knowledge : Path, optional
        Folder of the records; the shipped ones by default.
    progress : callable, optional
        Called with one line for each step of a compilation.

    Raises
    ------
    KnowledgeError
        When the records have faults.
    DataError
        When the ontology is missing.
    """
    ontology = open_ontology()
    records, target = _place(folder, knowledge, ontology)
    for attempt in range(_ATTEMPTS):
        if not (target / "model.json").is_file():
            _compile_into(target, records, ontology, progress or (lambda _: None))
        try:
            return _open(target, ontology)
        except FileNotFoundError:  # another installation tidied the cache meanwhile
            if attempt + 1 == _ATTEMPTS:
                raise DataError(f"{target}: must stay while it is read; it was removed") from None
            (target / "model.json").unlink(missing_ok=True)
    raise AssertionError("unreachable")


def is_compiled() -> bool:
    """Whether :func:`open_model` finds the model ready.

    Raises
    ------
    DataError
        When the ontology is missing.
    """
    return (_place(None, None, open_ontology())[1] / "model.json").is_file()


def _place(folder: Path | None, knowledge: Path | None, ontology: Ontology) -> tuple[Path, Path]:
    """Where the records stand, and where what is compiled from them does."""
    from whytwitch.knowledge.load import data_folder

    records = knowledge or data_folder()
    return records, (folder or cache_folder()) / _key(records, ontology)


def _key(records: Path, ontology: Ontology) -> str:
    """Changes whenever a record, the ontology or the compiler does."""
    from whytwitch.model.compile_format import FORMAT

    digest = hashlib.blake2b(digest_size=12)
    digest.update(f"{FORMAT} {ontology.meta.get('sha256_hpoa')} {ontology.meta.get('sha256_obo')}".encode())
    for name, size, changed in sorted(_record_files(str(records))):
        digest.update(f"{name} {size} {changed}\n".encode())
    return digest.hexdigest()


def _record_files(folder: str, below: str = "") -> Iterator[tuple[str, int, int]]:
    """Name, size and time of every record file; scandir, since this is done at every start."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _record_files(entry.path, f"{below}{entry.name}/")
            elif entry.name.endswith(".yaml"):
                stat = entry.stat()
                yield f"{below}{entry.name}", stat.st_size, stat.st_mtime_ns


def _compile_into(target: Path, records: Path, ontology: Ontology, progress: Progress) -> None:
    """Compile beside the target and move it there in one step, so no half model is ever read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="compile-", dir=target.parent))
    try:
        with without_collector():
            _compile(scratch, records, ontology, progress)
        if not (target / "model.json").is_file():
            shutil.rmtree(target, ignore_errors=True)
        try:
            scratch.rename(target)
        except OSError:
            if not (target / "model.json").is_file():
                raise
        _tidy(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _tidy(target: Path) -> None:
    """Remove what was compiled longest ago; installations beside each other keep one each."""
    others = [
        (old.stat().st_mtime, old)
        for old in target.parent.glob("[0-9a-f]*")
        if old != target and len(old.name) == len(target.name) and old.is_dir()
    ]
    for _, old in sorted(others, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _compile(out: Path, records: Path, ontology: Ontology, progress: Progress) -> None:
    from whytwitch.knowledge.load import load_knowledge
    from whytwitch.model.compile import compile_model

    progress("reading the knowledge records")
    knowledge = load_knowledge(records)
    knowledge.places.clear()  # lines of faults, of which there are none: a third of what was read
    compile_model(knowledge, ontology, out, progress)


def _open(folder: Path, ontology: Ontology) -> Model:
    meta: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
    arrays = read_arrays(folder, meta["n_findings"], len(meta["hypotheses"]))
    return Model(folder, ontology, arrays, meta)
