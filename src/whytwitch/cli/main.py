"""The command line. It parses, calls a service and shows; no medical rule and no number here."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

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


def run() -> None:
    """Entry point: errors we raise on purpose become one line and an exit code."""
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


def _write(text: str, out: Path | None) -> None:
    """To a file or standard output, always as UTF-8."""
    from whytwitch.core.errors import InputError

    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
        sys.stdout.flush()
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"--out must be a file that can be written; got {error.strerror}", str(out)
        ) from None


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
    case: Annotated[str, typer.Argument(help="A case file (YAML or JSON), a phenopacket, or -.")],
    output: Annotated[
        str, typer.Option("--format", help="terminal, json or html.")
    ] = "terminal",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=200, help="How many causes.")] = 20,
) -> None:
    """Assess one case: ranked causes, how soon, and what to ask, look for or test next."""
    from whytwitch.core.errors import InputError
    from whytwitch.intake.read import read_case
    from whytwitch.service.assess import assess as assess_case

    if output not in ("terminal", "json", "html"):
        raise InputError(f"--format must be terminal, json or html; got {output}")
    model = _model()
    assessment = assess_case(model, read_case(model, case), top)
    if output == "json":
        from whytwitch.report.as_json import assessment_json

        _write(assessment_json(assessment), out)
    elif output == "html":
        from whytwitch.report.as_html import assessment_html

        _write(assessment_html(assessment), out)
    else:
        _print_terminal(assessment, out)


def _print_terminal(assessment: Any, out: Path | None) -> None:
    from rich.console import Console

    from whytwitch.report.as_terminal import print_assessment

    if out is None:
        print_assessment(assessment, Console(highlight=False))
        return
    import io

    buffer = io.StringIO()
    print_assessment(assessment, Console(file=buffer, width=100, highlight=False))
    _write(buffer.getvalue().rstrip("\n"), out)
