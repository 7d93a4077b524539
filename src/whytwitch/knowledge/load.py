"""Read every knowledge record, and report every fault with file and line in one go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from whytwitch.core.documents import Document, parse_document
from whytwitch.core.errors import InputError, KnowledgeError
from whytwitch.knowledge.criteria_schema import CriteriaSet
from whytwitch.knowledge.figures import Record
from whytwitch.knowledge.medicine_tables import Drink, IntakeLimit, Interaction, RenalCaution, Timing
from whytwitch.knowledge.schema import Cause, Exposure, Finding, Source
from whytwitch.knowledge.tables import (
    Background,
    Filed,
    Group,
    LaboratoryTest,
    MovementKind,
    Near,
    Opposite,
    Phrase,
    Plain,
    Rule,
    SettingOdds,
    SiteKind,
    TestKind,
)

__all__ = ["Knowledge", "data_folder", "load_knowledge", "read_knowledge"]


def data_folder() -> Path:
    """Folder of the records that ship with the package."""
    return Path(__file__).resolve().parent.parent / "data"


@dataclass
class Knowledge:
    """All records by id, with the file and line each came from, and the faults found."""

    causes: dict[str, Cause] = field(default_factory=dict)
    exposures: dict[str, Exposure] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    laboratory: dict[str, LaboratoryTest] = field(default_factory=dict)
    tests: dict[str, TestKind] = field(default_factory=dict)
    movements: dict[str, MovementKind] = field(default_factory=dict)
    sites: dict[str, SiteKind] = field(default_factory=dict)
    settings: dict[str, SettingOdds] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    near: dict[str, Near] = field(default_factory=dict)
    opposites: dict[str, Opposite] = field(default_factory=dict)
    filed: dict[str, Filed] = field(default_factory=dict)
    background: dict[str, Background] = field(default_factory=dict)
    plain: dict[str, Plain] = field(default_factory=dict)
    lexicon: dict[str, Phrase] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    criteria: dict[str, CriteriaSet] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    renal: dict[str, RenalCaution] = field(default_factory=dict)
    timing: dict[str, Timing] = field(default_factory=dict)
    drinks: dict[str, Drink] = field(default_factory=dict)
    limits: dict[str, IntakeLimit] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[str, Document, tuple[str | int, ...]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def fault(self, table: str, key: str, path: tuple[str | int, ...], text: str) -> None:
        """Add one line ``file:line: path: text``."""
        file, document, base = self.places[(table, key)]
        dotted = ".".join(str(p) for p in path)
        self.faults.append(f"{file}:{document.line((*base, *path))}: {dotted}: {text}")


def load_knowledge(folder: Path | None = None) -> Knowledge:
    """Read and check the shape of all records.

    Raises
    ------
    KnowledgeError
        With every fault, one line each.
    """
    knowledge = read_knowledge(folder)
    if knowledge.faults:
        raise KnowledgeError(knowledge.faults)
    return knowledge


def read_knowledge(folder: Path | None = None) -> Knowledge:
    """Read all records; faults are collected in ``faults``, sound records kept."""
    folder = folder or data_folder()
    knowledge = Knowledge()
    for path in sorted((folder / "causes").glob("*.yaml")):
        _read_cause(path, folder, knowledge)
    files = [
        *sorted(folder.glob("*.yaml")),
        *(path for table in _TABLES for path in sorted((folder / table).glob("*.yaml"))),
        *sorted((folder / "medicines").glob("*.yaml")),
    ]
    for path in files:
        _read_rows(path, folder, knowledge)
    _derive_critical(knowledge)
    return knowledge


def _derive_critical(knowledge: Knowledge) -> None:
    """A finding and a red flag for every critical limit of the laboratory table.

    A value beyond it says more than "low" or "high": it is seldom there by chance, and it needs
    someone at once whatever the ranking says.
    """
    for test in list(knowledge.laboratory.values()):
        for side, item in (("low", test.low), ("high", test.high)):
            limits = [r for r in test.ranges if getattr(r, f"critical_{side}") is not None]
            if item is None or not limits:
                continue
            name = f"WT:critical_{side}_{test.id}"
            place = knowledge.places[("laboratory", test.id)]
            knowledge.places[("findings", name)] = place
            knowledge.findings[name] = Finding(
                id=name, label=f"{test.name} critically {side}", parents=(item,), kind="test"
            )
            rule = f"critical_{side}_{test.id}"
            knowledge.places[("rules", rule)] = place
            knowledge.rules[rule] = Rule(
                id=rule,
                level="emergency",
                all=(name,),
                plain=f"Your {test.name[:1].lower()}{test.name[1:]} is so {side} that a laboratory "
                "would ring your doctor at once.",
                professional=f"{test.name} beyond the critical {side} limit.",
                source=limits[0].source,
                basis=limits[0].basis,
            )


#: A table may stand in any file of the folder, of the folder of its name, or of ``medicines``.
_TABLES: dict[str, type[Record]] = {
    "exposures": Exposure,
    "findings": Finding,
    "sources": Source,
    "laboratory": LaboratoryTest,
    "tests": TestKind,
    "movements": MovementKind,
    "sites": SiteKind,
    "settings": SettingOdds,
    "groups": Group,
    "near": Near,
    "opposites": Opposite,
    "filed": Filed,
    "background": Background,
    "plain": Plain,
    "lexicon": Phrase,
    "rules": Rule,
    "criteria": CriteriaSet,
    "interactions": Interaction,
    "renal": RenalCaution,
    "timing": Timing,
    "drinks": Drink,
    "limits": IntakeLimit,
}


def _read_cause(path: Path, folder: Path, knowledge: Knowledge) -> None:
    name = str(path.relative_to(folder))
    try:
        document = parse_document(path.read_text(encoding="utf-8"), name)
    except (InputError, UnicodeDecodeError) as error:
        knowledge.faults.append(f"{name}: {error}")
        return
    cause = _validated(Cause, document.value, document, (), name, knowledge)
    if cause is None:
        return
    knowledge.places[("causes", cause.id)] = (name, document, ())
    if cause.id != path.stem:
        knowledge.fault("causes", cause.id, ("id",), f"must equal the file name; got {cause.id}")
    knowledge.causes[cause.id] = cause


def _read_rows(path: Path, folder: Path, knowledge: Knowledge) -> None:
    name = str(path.relative_to(folder))
    try:
        document = parse_document(path.read_text(encoding="utf-8"), name)
    except (InputError, UnicodeDecodeError) as error:
        knowledge.faults.append(f"{name}: {error}")
        return
    tables = document.value if isinstance(document.value, dict) else {}
    if not tables or not set(tables) <= set(_TABLES):
        knowledge.faults.append(f"{name}:1: must hold tables ({', '.join(_TABLES)}); got {list(tables)[:3]}")
        return
    for table in tables:
        _read_table(document, table, name, knowledge)


def _read_table(document: Document, table: str, name: str, knowledge: Knowledge) -> None:
    rows: dict[str, Any] = getattr(knowledge, table)
    for i, value in enumerate(document.value[table] or []):
        row = _validated(_TABLES[table], value, document, (table, i), name, knowledge)
        if row is None:
            continue
        key = _key(row)
        if key in rows:
            first = knowledge.places[(table, key)]
            knowledge.faults.append(
                f"{name}:{document.line((table, i))}: {key}: must stand once; also in "
                f"{first[0]}:{first[1].line(first[2])}"
            )
            continue
        knowledge.places[(table, key)] = (name, document, (table, i))
        rows[key] = row


def _key(row: Record) -> str:
    """The row's id; rows about a pair or an item in a setting are keyed by those."""
    if isinstance(row, Near | Opposite):
        return "/".join(row.terms)
    if isinstance(row, Phrase):
        return f"{row.means or row.denies}:{row.phrases[0]}"
    if isinstance(row, Background):
        return f"{row.item}@{row.setting}"
    return str(row.model_dump(include={"id"})["id"])


def _validated(
    model: type[Record],
    value: Any,
    document: Document,
    base: tuple[str | int, ...],
    name: str,
    knowledge: Knowledge,
) -> Any:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        knowledge.faults.extend(_fault_lines(error, document, base, name))
        return None


def _fault_lines(
    error: ValidationError, document: Document, base: tuple[str | int, ...], name: str
) -> Iterator[str]:
    for item in error.errors(include_url=False):
        path = tuple(item["loc"])
        got = repr(item["input"])
        got = got if len(got) <= 60 else got[:57] + "..."
        text = item["msg"].removeprefix("Value error, ")
        if item["type"] != "value_error":
            text = f"{text}; got {got}"
        dotted = ".".join(str(p) for p in path)
        yield f"{name}:{document.line((*base, *path))}: {dotted}: {text}"
