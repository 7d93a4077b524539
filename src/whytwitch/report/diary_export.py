"""A diary as CSV or JSON, whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from whytwitch.core.diary import DiaryEntry

__all__ = ["SCHEMA", "diary_csv", "diary_json"]

SCHEMA = "whytwitch.diary/1"
_COLUMNS = ("id", *(f.name for f in fields(DiaryEntry) if f.name != "id"))
#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@")


def _row(entry: DiaryEntry) -> dict[str, Any]:
    row = asdict(entry)
    row["at"] = entry.at.isoformat(" ", "minutes")
    return {name: row[name] for name in _COLUMNS}


def diary_csv(entries: Sequence[DiaryEntry]) -> str:
    """RFC 4180, one line an entry under a line of names; what was not noted is empty."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for entry in entries:
        writer.writerow({k: _cell(v) for k, v in _row(entry).items()})
    return stream.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def diary_json(entries: Sequence[DiaryEntry]) -> str:
    """``{"schema": "whytwitch.diary/1", "entries": [...]}``; what was not noted is null or empty."""
    rows = [_row(entry) for entry in entries]
    return json.dumps({"schema": SCHEMA, "entries": rows}, indent=1, ensure_ascii=False)
