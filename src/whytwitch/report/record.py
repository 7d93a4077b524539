"""One knowledge record in the terminal, every figure with its source."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from whytwitch.knowledge.figures import Quantity
from whytwitch.knowledge.schema import Cause, Source
from whytwitch.model.store import Model

__all__ = ["figure_words", "print_record"]


def figure_words(quantity: Quantity) -> str:
    """A figure as its source prints it.

    Examples
    --------
    >>> from whytwitch.knowledge.figures import Count
    >>> figure_words(Quantity(count=Count(events=9, total=10), source="a_2020"))
    '9 of 10'
    """
    if quantity.count is not None:
        return f"{quantity.count.events} of {quantity.count.total}"
    if quantity.percent is not None:
        total = f" of {quantity.percent.total}" if quantity.percent.total else ""
        return f"{quantity.percent.value:g} %{total}"
    return (quantity.band or "").replace("_", " ")


def print_record(model: Model, cause: Cause, console: Console) -> None:
    """Print a cause: names, mechanism, findings, exposures, tests, care, sources."""
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
        strength = f"odds {link.odds.value:g}" if link.odds else ""
        if link.count or link.percent or link.band:
            strength = figure_words(
                Quantity.model_construct(count=link.count, percent=link.percent, band=link.band)
            )
        strength += ", required" if link.required else ""
        table.add_row(escape(model.label(link.exposure)), strength, link.source or str(link.basis))
    for agent in cause.agents:
        table.add_row(escape(model.label(agent.agent)), agent.likelihood.replace("_", " "), agent.source)
    return table


def _tests(model: Model, cause: Cause) -> Table:
    table = _table("Tests", "test", "expect", "how often", "ground")
    for test in cause.tests:
        figure = (
            figure_words(Quantity.model_construct(count=test.count, percent=test.percent, band=test.band))
            if (test.count or test.percent or test.band)
            else ""
        )
        table.add_row(test.test, escape(test.expect), figure, test.source or str(test.basis))
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
