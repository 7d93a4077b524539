"""``whytwitch benchmark interview``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["interview"]


def interview(
    file: Annotated[Path, typer.Argument(help="A list of published cases with diagnoses.")],
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    audience: Annotated[str, typer.Option("--audience", help="public, professional or both.")] = "both",
    drawn: Annotated[
        int, typer.Option("--drawn", min=0, help="Ask so many people drawn from the model instead.")
    ] = 0,
    order: Annotated[str, typer.Option("--order", help="adaptive alone, or all with both others.")] = "all",
    typed: Annotated[
        int, typer.Option("--typed", min=0, help="So many things a person types where no line fits.")
    ] = 0,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """Questions to the final top-3 and to stable urgency, against a fixed form and a random order."""
    from whytwitch.benchmark import interview as bench
    from whytwitch.benchmark.cases import read_benchmark
    from whytwitch.benchmark.interview_figures import as_json, as_text
    from whytwitch.cli.output import write
    from whytwitch.core.errors import InputError
    from whytwitch.model.store import open_model

    if output not in ("text", "json"):
        raise InputError(f"--format must be text or json; got {output}")
    if audience not in ("public", "professional", "both"):
        raise InputError(f"--audience must be public, professional or both; got {audience}")
    if order not in ("adaptive", "all"):
        raise InputError(f"--order must be adaptive or all; got {order}")
    cases = read_benchmark(file)
    model = open_model()
    runs = []
    for published in bench.PUBLISHED:
        if audience not in (published.audience, "both") or (drawn and published.start == "words"):
            continue
        orders = ("adaptive",) if order == "adaptive" else published.orders
        plan = replace(published, typed=typed, orders=orders)
        runs += bench.run_drawn(model, drawn, plan) if drawn else bench.run_interviews(model, cases, plan)
    write((as_json if output == "json" else as_text)(runs), out)
