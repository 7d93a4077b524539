"""A sheet on which a person holds statements against their sources."""

from __future__ import annotations

from collections.abc import Sequence

from whytwitch.knowledge.schema import Source
from whytwitch.knowledge.statements import Statement

__all__ = ["review_sheet"]

Drawn = Sequence[tuple[Statement, Source, str]]


def review_sheet(drawn: Drawn, seed: int) -> str:
    """Markdown with a block for each statement: what is said, where, and a line for the verdict."""
    lines = [
        f"# Review sheet: {len(drawn)} statements, seed {seed}",
        "",
        "Open each source, find the figure, and write behind the verdict: holds, wrong, or not found.",
        "",
    ]
    for i, (statement, source, name) in enumerate(drawn, start=1):
        place = ".".join(str(p) for p in statement.path)
        lines += [
            f"## {i}. {statement.key}: {name}",
            f"- statement: {_said(statement)}"
            + (f", in {statement.population}" if statement.population else ""),
            f"- record: {statement.table}/{statement.key} {place}".rstrip(),
            f"- source: {source.title}" + (f" ({source.year})" if source.year else ""),
            f"- open: {source.opened_at} ({source.identifier}; read as {source.read})",
        ]
        if statement.locator:
            lines.append(f"- where in it: {statement.locator}")
        if statement.note:
            lines.append(f"- note: {statement.note}")
        lines += ["- verdict: ", ""]
    return "\n".join(lines)


def _said(statement: Statement) -> str:
    """What the source has to say for the statement to hold."""
    if statement.ground == "by class":
        return f"{statement.item} as one of a class that is named ({statement.figure}; by class)"
    if statement.ground == "listed":
        return f"{statement.item} is named, whatever the rate (counted as {statement.figure}; listed)"
    return f"{statement.item} is {statement.figure} ({statement.ground})"
