"""``whytwitch knowledge``: the records themselves."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

Folder = Annotated[
    Path | None, typer.Option("--folder", help="Another folder of records, to check your own.")
]


@app.command()
def check(folder: Folder = None) -> None:
    """Every fault of every record, with file and line; exit code 1 when there is one."""
    from whytwitch.service.knowledge import check_knowledge

    faults, counts = check_knowledge(folder)
    for fault in faults:
        typer.echo(fault)
    if faults:
        print(f"{len(faults)} faults", file=sys.stderr)
        raise typer.Exit(1)
    typer.echo(", ".join(f"{v:,} {k}" for k, v in counts.items()) + ": no faults")


@app.command()
def stats(
    folder: Folder = None,
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """How much is known, and on what grounds."""
    from whytwitch.core.errors import InputError
    from whytwitch.service.knowledge import knowledge_stats

    if output not in ("text", "json"):
        raise InputError(f"--format must be text or json; got {output}")
    found = knowledge_stats(folder)
    if output == "json":
        typer.echo(json.dumps(found, indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "count", title="Knowledge", title_justify="left")
    table.columns[1].justify = "right"
    for name, value in _flat(found):
        table.add_row(name.replace("_", " "), value)
    Console(highlight=False).print(table)


def _flat(values: dict[str, Any], lead: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield f"{lead}{name}", ""
            yield from _flat(value, f"{lead}  ")
        else:
            yield f"{lead}{name}", f"{value:.1%}" if name.endswith("_share") else f"{value:,}"


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Id or name of a cause.")],
    output: Annotated[str, typer.Option("--format", help="terminal, html or json.")] = "terminal",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """One cause as it stands in its record, every figure with its source."""
    from whytwitch.cli.output import write
    from whytwitch.core.errors import InputError
    from whytwitch.model.store import open_model
    from whytwitch.service.knowledge import find_cause

    if output not in ("terminal", "html", "json"):
        raise InputError(f"--format must be terminal, html or json; got {output}")
    model = open_model()
    cause = find_cause(model, name)
    if output == "json":
        write(cause.model_dump_json(indent=1, exclude_defaults=True), out)
    elif output == "html":
        from whytwitch.report.record_html import record_html

        write(record_html(model, cause), out)
    else:
        from whytwitch.report.record import record_text

        write(record_text(model, cause), out)


@app.command()
def review(
    number: Annotated[int, typer.Option("--n", help="How many statements.")] = 40,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same statements.")] = 1,
    folder: Folder = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """A sheet of statements drawn at random, each to be held against its source."""
    from whytwitch.cli.output import write
    from whytwitch.report.review import review_sheet
    from whytwitch.service.knowledge import draw_statements

    write(review_sheet(draw_statements(number, seed, folder), seed), out)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words to look for.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 20,
) -> None:
    """Causes, findings, exposures and ontology terms whose names hold the words."""
    from whytwitch.model.store import open_model
    from whytwitch.service.knowledge import search_knowledge

    found = search_knowledge(open_model(), words, limit)
    for kind, identifier, name in found:
        typer.echo(f"{kind:<9} {identifier:<34} {name}")
    if not found:
        print("nothing of that name; try fewer or other words", file=sys.stderr)
        raise typer.Exit(1)
