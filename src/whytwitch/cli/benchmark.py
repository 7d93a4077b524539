"""``whytwitch benchmark``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from whytwitch.cli.benchmark_everyday import everyday
from whytwitch.cli.benchmark_interview import interview
from whytwitch.cli.benchmark_rare import rare

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def _main() -> None:
    """Keep sub-commands even while there is one."""


app.command()(rare)
app.command()(interview)
app.command()(everyday)


@app.command()
def cases(
    file: Annotated[Path, typer.Argument(help="A list of published cases with diagnoses.")],
    output: Annotated[str, typer.Option("--format", help="text, json, csv or svg.")] = "text",
    stage: Annotated[str, typer.Option("--stage", help="history, work-up, coded or all.")] = "all",
    words: Annotated[
        bool, typer.Option("--words", help="Show the narrative, age and sex alone, beside the history.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """Ranks, urgency and calibration on real cases, by stage and group."""
    from whytwitch.benchmark import cases as bench
    from whytwitch.benchmark import table
    from whytwitch.cli.output import write
    from whytwitch.core.errors import InputError
    from whytwitch.intake.case_file import STAGES, WORDS_LEAVE_OUT
    from whytwitch.model.store import open_model

    formats = {
        "text": table.as_text,
        "json": bench.document_json,
        "csv": table.as_csv,
        "svg": table.reliability_svg,
    }
    if output not in formats:
        raise InputError(f"--format must be one of {', '.join(formats)}; got {output}")
    if stage not in (*STAGES, "all"):
        raise InputError(f"--stage must be one of {', '.join(STAGES)}, all; got {stage}")
    read = bench.read_benchmark(file)
    model = open_model()
    if words:
        told = [{k: v for k, v in case.items() if k not in WORDS_LEAVE_OUT} for case in read]
        shown = bench.run_stage(model, told, "history")
        stages = [replace(shown, stage="words"), bench.run_stage(model, read, "history")]
    else:
        stages = [bench.run_stage(model, read, s) for s in STAGES if stage in (s, "all")]
    write(formats[output](stages), out)


@app.command()
def words(
    file: Annotated[Path, typer.Argument(help="A list of published cases with narratives.")],
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """Recall and precision of reading plain words, beside a dictionary of the ontology."""
    from whytwitch.benchmark import words as bench
    from whytwitch.benchmark.cases import read_benchmark
    from whytwitch.cli.output import write
    from whytwitch.core.errors import InputError
    from whytwitch.model.store import open_model

    if output not in ("text", "json"):
        raise InputError(f"--format must be text or json; got {output}")
    read = read_benchmark(file)
    model = open_model()
    results = bench.run_words(model, read)
    write(bench.as_json(model, results) if output == "json" else bench.as_text(results), out)


@app.command()
def speed(
    file: Annotated[
        Path | None, typer.Argument(help="A list of cases; made-up people of the knowledge when left out.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """How fast it is on this machine, beside the bounds it should keep to."""
    import json

    from whytwitch.benchmark import speed as bench
    from whytwitch.benchmark.cases import read_benchmark
    from whytwitch.benchmark.reading_speed import reading_rows, told
    from whytwitch.cli.output import write
    from whytwitch.core.errors import InputError
    from whytwitch.intake.case_file import CASE_KEYS, case_from_mapping
    from whytwitch.model.store import open_model

    if output not in ("text", "json"):
        raise InputError(f"--format must be text or json; got {output}")
    raw = read_benchmark(file) if file is not None else []
    model = open_model()
    people = [case_from_mapping(model, {k: c[k] for k in CASE_KEYS if k in c}) for c in raw]
    people = people or bench.drawn_cases(model)
    stories = [str(c["narrative"]) for c in raw if c.get("narrative")] or told(people)
    rows = [*bench.speed_rows(model, people), *reading_rows(model, stories)]
    listed = [
        {"what": r.what, "value": r.value, "bound": r.bound, "unit": r.unit, "ratio": r.ratio} for r in rows
    ]
    write(json.dumps(listed, indent=1) if output == "json" else bench.speed_text(rows), out)
