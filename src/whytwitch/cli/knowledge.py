"""``whytwitch knowledge``: the records themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

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
def stats(folder: Folder = None) -> None:
    """How much is known, and on what grounds."""
    from rich.console import Console
    from rich.table import Table

    from whytwitch.service.knowledge import knowledge_stats

    table = Table("what", "count", title="Knowledge", title_justify="left")
    table.columns[1].justify = "right"
    for name, value in knowledge_stats(folder).items():
        table.add_row(name, f"{value:,}")
    Console(highlight=False).print(table)


@app.command()
def show(name: Annotated[str, typer.Argument(help="Id or name of a cause.")]) -> None:
    """One cause as it stands in its record, every figure with its source."""
    from rich.console import Console

    from whytwitch.model.store import open_model
    from whytwitch.report.record import print_record
    from whytwitch.service.knowledge import find_cause

    model = open_model()
    print_record(model, find_cause(model, name), Console(highlight=False))


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
