"""The audit log: what was answered when, by which versions; nobody's identity; no line can be changed.

Each line holds a hash over itself and the line before. A hash of a case is made with a salt that is
kept with the case alone: once the case is deleted, its line can no longer be tied to anyone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Engine

__all__ = ["FIRST", "AuditFault", "AuditReport", "append_entry", "entry_hash", "salted_hash", "verify"]

#: What stands before the first line.
FIRST = "0" * 64
_APPEND_LOCK = 7_467_812
_FIELDS = ("at", "action", "software", "knowledge", "ontology", "input_hash", "answer_hash")


@dataclass(frozen=True, slots=True)
class AuditFault:
    """A line, or a kept case, that is not as it was written."""

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Result of :func:`verify`: lines read, cases compared, the last hash, and every fault."""

    lines: int
    cases: int
    last: str
    faults: tuple[AuditFault, ...]


def salted_hash(salt: bytes, text: str) -> str:
    """SHA-256 of a salt and a text, in hex."""
    return hashlib.sha256(salt + text.encode("utf-8")).hexdigest()


def entry_hash(previous: str, number: int, fields: Mapping[str, object]) -> str:
    """Hash of a line: over the hash before it, its number and all its fields, in a fixed order."""
    row = [previous, number, *(str(fields[name]) for name in _FIELDS)]
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def append_entry(
    connection: Connection,
    action: str,
    versions: Mapping[str, str],
    input_hash: str = "",
    answer_hash: str = "",
) -> int:
    """Write the next line inside the caller's transaction; writers take turns. Gives its number."""
    from sqlalchemy import insert, select, text

    from whytwitch.keep.tables import audit_entries as table

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _APPEND_LOCK})
    last = connection.execute(
        select(table.c.number, table.c.hash).order_by(table.c.number.desc()).limit(1)
    ).first()
    number, previous = (last.number + 1, last.hash) if last is not None else (1, FIRST)
    fields: dict[str, object] = {
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "action": action,
        "software": versions.get("software", "")[:80],
        "knowledge": versions.get("knowledge", "")[:120],
        "ontology": versions.get("ontology", "")[:80],
        "input_hash": input_hash,
        "answer_hash": answer_hash,
    }
    line = entry_hash(previous, number, fields)
    connection.execute(insert(table).values(number=number, previous=previous, hash=line, **fields))
    return number


def verify(engine: Engine) -> AuditReport:
    """Read the whole log and every kept case, and name each that is not as it was written.

    A log that was cut off at its end is still a whole chain: compare ``last`` and ``lines`` with
    those of an earlier check, kept elsewhere, to notice that.
    """
    from sqlalchemy import select

    from whytwitch.keep.tables import audit_entries, kept_cases

    faults: list[AuditFault] = []
    previous, expected = FIRST, 1
    hashes: dict[int, tuple[str, str]] = {}
    cases = 0
    with engine.begin() as connection:
        for row in connection.execute(select(audit_entries).order_by(audit_entries.c.number)):
            fields = row._mapping
            if row.number != expected:
                faults.append(AuditFault(row.number, f"line {expected} is missing before it"))
            if row.previous != previous:
                faults.append(AuditFault(row.number, "it does not follow from the line before"))
            if row.hash != entry_hash(row.previous, row.number, {k: fields[k] for k in _FIELDS}):
                faults.append(AuditFault(row.number, "the line was changed"))
            hashes[row.number] = (row.input_hash, row.answer_hash)
            previous, expected = row.hash, row.number + 1
        for case in connection.execute(select(kept_cases).order_by(kept_cases.c.audit_number)):
            cases += 1
            found = (salted_hash(case.salt, case.case_json), salted_hash(case.salt, case.answer_json))
            if found != hashes.get(case.audit_number):
                faults.append(AuditFault(case.audit_number, f"kept case {case.id} is not as it was logged"))
    return AuditReport(len(hashes), cases, previous, tuple(faults))
