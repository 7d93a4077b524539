"""``whytwitch read``: show what was understood before anything is concluded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["read"]

#: A longer argument cannot be the name of a file.
_MAX_PATH = 255


def read(
    text: Annotated[str, typer.Argument(help="Words in quotes, a file, or - for standard input.")],
    output: Annotated[str, typer.Option("--format", help="terminal or json.")] = "terminal",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """Read plain words or a letter: what is there, what is not, what was taken, what stays unclear."""
    from whytwitch.cli.output import write
    from whytwitch.core.errors import InputError
    from whytwitch.intake.read import names_file, read_text
    from whytwitch.intake.story.facts import story_document
    from whytwitch.intake.story.reader import read_story
    from whytwitch.model.store import open_model

    if output not in ("terminal", "json"):
        raise InputError(f"--format must be terminal or json; got {output}")
    words = read_text(text) if text == "-" or _is_file(text) or names_file(text) else text
    if not words.strip():
        raise InputError("the text must hold at least one word; got none")
    model = open_model()
    document = story_document(model, read_story(model, words))
    if output == "json":
        write(json.dumps(document, indent=1, ensure_ascii=False), out)
    else:
        write("\n".join(_lines(document)), out)


def _is_file(text: str) -> bool:
    if len(text) > _MAX_PATH or "\n" in text or "\x00" in text:
        return False
    return Path(text).is_file()


def _lines(document: dict[str, Any]) -> list[str]:
    """What was understood, each with the words it came from."""
    lines: list[str] = []
    for title, key in (("There", "present"), ("Not there", "absent")):
        lines += _part(title, [_row(r) for r in document[key]])
    lines += _part("Taken, done or happened", [_exposure(r) for r in document["exposures"]])
    lines += _part("Values", [_value(r) for r in document["labs"]])
    lines += _part("History, family, and what is only feared", [_history(r) for r in document["history"]])
    person = {k: v for k, v in document["context"].items() if v not in (None, "any")}
    lines += _part("Person", [f"{k.replace('_', ' ')}: {v}" for k, v in person.items()])
    asked = [f"'{q['text']}': {q['question']}" for q in document["questions"]]
    lines += _part("What could mean two things", asked)
    lines += _part("Not understood", [f"'{row['text']}'" for row in document["not_understood"]])
    return lines or ["Nothing in these words is known to bear on the question."]


def _part(title: str, rows: list[str]) -> list[str]:
    return [title, *(f"  {row}" for row in rows), ""] if rows else []


def _row(row: dict[str, Any]) -> str:
    plain = f" - {row['plain']}" if "plain" in row else ""
    return f"{row['label']}{plain}  ('{row['detail']}')"


def _exposure(row: dict[str, Any]) -> str:
    dose = row.get("dose")
    parts = [f"{dose['amount']:g} {dose['unit']} {dose.get('often', '')}".strip()] if dose else []
    parts += [str(row["change"])] if "change" in row else []
    told = f" ({', '.join(parts)})" if parts else ""
    return f"{'' if row['present'] else 'no '}{row['label']}{told}  ('{row['detail']}')"


def _value(row: dict[str, Any]) -> str:
    note = f"; {row['note']}" if "note" in row else ""
    value = f" {row['value']:g} {row['unit'] or ''}" if row["value"] is not None else ""
    return f"{row['name']}{value}: {row['state'] or 'not judged'}{note}"


def _history(row: dict[str, Any]) -> str:
    what = [w for w in (row["who"], row["when"]) if w not in ("person", "present")]
    denied = "" if row["present"] else "not "
    return f"{denied}{row['label']} ({', '.join(what) or 'named'})  ('{row['detail']}')"
