"""``whytwitch keep``: the cases that a service was told to keep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from whytwitch.cli.output import write
from whytwitch.core.errors import InputError

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)

Url = Annotated[str, typer.Argument(help="sqlite:///FILE, postgresql://user@host/name, or a file.")]
Person = Annotated[str, typer.Option("--person", help="The name under which the person's cases were kept.")]


@app.command()
def verify(url: Url) -> None:
    """Check that no line of the audit log and no kept case was changed."""
    from whytwitch.keep.audit import verify as verify_log
    from whytwitch.keep.cases import CaseStore

    report = verify_log(CaseStore.open(url, create=False).engine)
    for fault in report.faults:
        typer.echo(f"line {fault.number}: {fault.what}", err=True)
    typer.echo(f"{report.lines} lines, {report.cases} kept cases, last hash {report.last}")
    if report.faults:
        raise typer.Exit(1)


@app.command()
def export(
    url: Url,
    person: Person,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """Everything kept of a person, as JSON."""
    from whytwitch.keep.cases import CaseStore

    rows = [
        {
            "id": row.id,
            "kept_at": row.kept_at.isoformat(),
            "audit_line": row.audit_number,
            "case": row.case,
            "answer": row.answer,
        }
        for row in CaseStore.open(url, create=False).export(person)
    ]
    write(json.dumps(rows, ensure_ascii=False, indent=1), out)


@app.command()
def delete(
    url: Url,
    person: Person,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete everything kept of a person; the audit log keeps that something was deleted."""
    from whytwitch.keep.cases import CaseStore

    store = CaseStore.open(url, create=False)
    if not yes and not typer.confirm(f"Delete {len(store.export(person))} cases of this person?"):
        raise typer.Exit(1)
    typer.echo(f"{store.delete(person)} cases deleted")


@app.command()
def retention(
    url: Url,
    days: Annotated[int | None, typer.Option("--days", min=1, help="Keep for so many days.")] = None,
    forever: Annotated[bool, typer.Option("--forever", help="Keep until deleted.")] = False,
) -> None:
    """Show, set or lift how long cases are kept; what is past its time goes at once."""
    from whytwitch.keep.cases import CaseStore

    if days is not None and forever:
        raise InputError("give either --days or --forever; got both")
    store = CaseStore.open(url, create=False)
    if days is not None or forever:
        typer.echo(f"{store.set_retention(days)} cases past their time deleted")
    kept = store.retention_days()
    typer.echo("kept until deleted" if kept is None else f"kept for {kept} days")
