"""``whytwitch benchmark everyday``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["everyday"]


def everyday(
    file: Annotated[Path, typer.Argument(help="A list of everyday messages.")],
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """Whether the ordinary is named, without false alarm or frightening names."""
    from whytwitch.benchmark import everyday as bench
    from whytwitch.cli.output import write
    from whytwitch.core.errors import InputError
    from whytwitch.model.store import open_model

    if output not in ("text", "json"):
        raise InputError(f"--format must be text or json; got {output}")
    cases = bench.read_everyday(file)
    results = bench.run_everyday(open_model(), cases)
    write(bench.as_json(results) if output == "json" else bench.as_text(results), out)
