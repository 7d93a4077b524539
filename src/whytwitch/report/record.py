"""One knowledge record in the terminal, every figure with its source."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from whytwitch.knowledge.schema import Cause, Source
from whytwitch.knowledge.statements import figure_words
from whytwitch.model.store import Model

__all__ = ["record_text"]


def record_text(model: Model, cause: Cause) -> str:
    """A cause in words for the terminal: names, mechanism, findings, tests, care, sources."""
    console = Console(highlight=False)
    with console.capture() as capture:
        _print(model, cause, console)
    return capture.get()


def _print(model: Model, cause: Cause, console: Console) -> None:
    console.print(Text(f"{cause.name} ({cause.id})", style="bold"))
    console.print(Text(cause.plain_name))
    if cause.synonyms:
        console.print(Text("also: " + "; ".join(cause.synonyms), style="dim"))
    codes = {k: v for k, v in cause.codes.model_dump().items() if v}
    if codes:
        shown = (", ".join(v) if isinstance(v, tuple) else v for v in codes.values())
        console.print(Text("codes: " + ", ".join(shown), style="dim"))
    console.print(f"\n{escape(cause.mechanism.plain)}\n[dim]{escape(cause.mechanism.technical)}[/dim]")
    console.print(_findings(model, cause))
    if cause.exposures or cause.agents:
        console.print(_exposures(model, cause))
    if cause.tests:
        console.print(_tests(model, cause))
    console.print(Text(f"\nHow soon: {cause.care.urgency}. {cause.care.why}"))
    for title, lines in (
        ("Care", cause.care.treatment),
        ("Self-care", cause.care.self_care),
        ("Avoid", cause.care.avoid),
    ):
        for line in lines:
            ground = line.source or line.basis or ""
            console.print(Text(f"{title}: {line.text} [{ground}]"))
    console.print(_sources(model, cause))


def _table(title: str, *columns: str) -> Table:
    return Table(*columns, title=title, title_justify="left", expand=True)


def _findings(model: Model, cause: Cause) -> Table:
    table = _table("Findings", "finding", "rate", "ground", "where")
    for link in cause.findings:
        table.add_row(
            escape(f"{model.label(link.finding)} ({link.finding})"),
            figure_words(link),
            link.source or str(link.basis),
            escape(link.locator or link.note or ""),
        )
    return table


def _exposures(model: Model, cause: Cause) -> Table:
    table = _table("Exposures", "exposure", "how strong", "ground")
    for link in cause.exposures:
        strength = figure_words(link) + (", required" if link.required else "")
        table.add_row(escape(model.label(link.exposure)), strength, link.source or str(link.basis))
    for agent in cause.agents:
        table.add_row(escape(model.label(agent.agent)), agent.likelihood.replace("_", " "), agent.source)
    return table


def _tests(model: Model, cause: Cause) -> Table:
    table = _table("Tests", "test", "expect", "how often", "ground")
    for test in cause.tests:
        table.add_row(test.test, escape(test.expect), figure_words(test), test.source or str(test.basis))
    return table


def _sources(model: Model, cause: Cause) -> Text:
    names = {f.source for f in cause.findings if f.source}
    names |= {t.source for t in cause.tests if t.source}
    names |= {e.source for e in cause.exposures if e.source} | {a.source for a in cause.agents}
    names |= set(cause.mechanism.sources)
    text = Text("\nSources", style="bold")
    for name in sorted(names):
        source = model.record(Source, name)
        if source is not None:
            year = f" ({source.year})" if source.year else ""
            text.append(
                f"\n- {name}: {source.title}{year}. {source.kind}. {source.identifier}",
                style="not bold dim",
            )
    return text
