"""``whytwitch benchmark rare``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["rare"]


def rare(
    file: Annotated[
        Path, typer.Argument(help="Phenopackets with diagnoses, one a line (.jsonl, .jsonl.gz).")
    ],
    leave_out_source: Annotated[
        bool,
        typer.Option("--leave-out-source", help="Also rank without the annotation rows of the own paper."),
    ] = False,
    candidates: Annotated[str, typer.Option("--candidates", help="all diseases, or omim alone.")] = "all",
    peers: Annotated[
        bool, typer.Option("--peers", help="Time and rank hpo3 or pyhpo on the same people in this run.")
    ] = False,
    peer_python: Annotated[
        list[str] | None, typer.Option("--peer-python", help="A Python that has a peer; this one by default.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="text, json or tsv (one line a person).")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """Ranks of inherited diseases from findings alone, with and without the person's own paper."""
    from whytwitch.benchmark import rare as bench
    from whytwitch.benchmark import table
    from whytwitch.cli.output import write
    from whytwitch.core.errors import InputError
    from whytwitch.ontology.store import open_ontology

    if output not in ("text", "json", "tsv"):
        raise InputError(f"--format must be text, json or tsv; got {output}")
    if candidates not in ("all", "omim"):
        raise InputError(f"--candidates must be all or omim; got {candidates}")
    people = bench.read_cases(file, open_ontology())
    results = bench.run_rare(people, leave_out_source, candidates)
    if output == "tsv":
        write(table.rare_tsv(results), out)
        return
    summary = {"candidates": candidates, **bench.summarise_rare(results), "speed": bench.time_a_case(people)}
    if peers or peer_python:
        summary["peers"] = bench.peers_beside(results, summary["speed"], peer_python or ())
    write(json.dumps(summary, indent=1) if output == "json" else table.rare_text(summary), out)
