"""The command line. It parses, calls a service and shows; no medical rule and no number here."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from whytwitch.cli import ask as _ask
from whytwitch.cli import benchmark as _benchmark
from whytwitch.cli import data as _data
from whytwitch.cli import diary as _diary
from whytwitch.cli import keep as _keep
from whytwitch.cli import knowledge as _knowledge
from whytwitch.cli import read as _read
from whytwitch.cli.output import write
from whytwitch.cli.serve import serve as _serve
from whytwitch.core.errors import KnowledgeError, WhytwitchError

__all__ = ["app", "run"]

app = typer.Typer(
    name="whytwitch",
    help="Why is this muscle twitching, how soon should someone look at it, and what comes next?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


#: Commands that answer once and end: the collector of cycles would find nothing worth its time.
_BRIEF = ("assess", "read", "--version")


def run() -> None:
    """Entry point: errors we raise on purpose become one line and an exit code."""
    if len(sys.argv) > 1 and sys.argv[1] in _BRIEF:
        gc.disable()
    # Looking for plugins of pydantic opens the metadata of every installed package; we have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        app()
    except KnowledgeError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        sys.exit(1)
    except WhytwitchError as error:
        print(f"whytwitch: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        # The reader went away (a pager, head); that is no fault of the case.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _model() -> Any:
    """Open the model; a first compilation shows its steps on standard error."""
    from whytwitch.model.store import open_model

    shown = sys.stderr.isatty()

    def progress(step: str) -> None:
        if shown:
            print(f"first use: {step} ...", file=sys.stderr)

    return open_model(progress=progress)


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        from whytwitch.model.store import software_version

        print(f"whytwitch {software_version()}")
        raise typer.Exit


@app.command()
def assess(
    case: Annotated[
        str, typer.Argument(help="A case file, a phenopacket, a FHIR Bundle, words in quotes, or -.")
    ],
    output: Annotated[
        str, typer.Option("--format", help="terminal, json, html, fhir or phenopacket.")
    ] = "terminal",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=200, help="How many causes.")] = 20,
) -> None:
    """Assess one case: ranked causes, how soon, and what to ask, look for or test next."""
    from whytwitch.core.errors import InputError
    from whytwitch.intake.read import case_from_words, is_told, read_case_and_source
    from whytwitch.service.assess import assess as assess_case

    if output not in ("terminal", "json", "html", "fhir", "phenopacket"):
        raise InputError(f"--format must be terminal, json, html, fhir or phenopacket; got {output}")
    model = _model()
    if is_told(case):
        read, source = case_from_words(model, case, "your words"), None
    else:
        read, source = read_case_and_source(model, case)
    assessment = assess_case(model, read, top)
    if output == "json":
        from whytwitch.report.as_json import assessment_json

        write(assessment_json(assessment), out)
    elif output == "html":
        from whytwitch.report.as_html import assessment_html

        write(assessment_html(assessment), out)
    elif output == "fhir":
        from whytwitch.report.as_fhir import assessment_fhir

        write(assessment_fhir(assessment, source), out)
    elif output == "phenopacket":
        from whytwitch.report.as_phenopacket import assessment_phenopacket

        write(assessment_phenopacket(assessment), out)
    else:
        print_terminal(assessment, out)


def print_terminal(assessment: Any, out: Path | None) -> None:
    """The report as text, to the terminal or a file."""
    from rich.console import Console

    from whytwitch.report.as_terminal import print_assessment

    if out is None:
        print_assessment(assessment, Console(highlight=False))
        return
    import io

    buffer = io.StringIO()
    print_assessment(assessment, Console(file=buffer, width=100, highlight=False))
    write(buffer.getvalue().rstrip("\n"), out)


@app.command()
def batch(
    inputs: Annotated[list[Path], typer.Argument(help="Files or folders of cases.")],
    out: Annotated[Path, typer.Option("--out", help="A .jsonl or .parquet file.")],
    top: Annotated[int, typer.Option("--top", min=1, max=200, help="Causes a case.")] = 10,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes; all cores by default.")
    ] = None,
) -> None:
    """Assess many cases: JSON Lines or Parquet out, resumable, one line a case."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from whytwitch.core.errors import InputError
    from whytwitch.service.batch import run_batch

    if out.suffix not in (".jsonl", ".ndjson", ".parquet"):
        raise InputError(f"--out must end in .jsonl or .parquet; got {out.name}")
    columns = (TextColumn("{task.completed} cases"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("cases", total=None)
        count = run_batch(inputs, out, top, workers, lambda n: bar.advance(task, n))
    typer.echo(
        f"{count.done} cases written to {out}"
        + (f", {count.skipped} were there already" if count.skipped else "")
        + (f", {count.failed} could not be read (see 'error')" if count.failed else "")
    )


app.command()(_ask.ask)
app.command()(_read.read)
app.command("serve")(_serve)
app.add_typer(_benchmark.app, name="benchmark", help="How good it is, on your machine.")
app.add_typer(_knowledge.app, name="knowledge", help="Check, count, show and search the records.")
app.add_typer(_diary.app, name="diary", help="A diary of twitches, kept only if you start one.")
app.add_typer(_keep.app, name="keep", help="Kept cases: check, export, delete, let go in time.")
app.add_typer(_data.app, name="data", help="The ontology: which release, and a newer one.")
