"""An assessment in the terminal: urgency first, plain words before technical ones."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from whytwitch.core.assessment import Assessment, CauseRow, Reason
from whytwitch.core.case import Urgency
from whytwitch.report.as_json import DISCLAIMER
from whytwitch.report.words import GROUNDS, LEVEL_PLAIN, LEVEL_TITLE, percent

__all__ = ["print_assessment"]

_COLOUR: dict[Urgency, str] = {
    "emergency": "bold white on red",
    "urgent": "bold black on yellow",
    "soon": "bold yellow",
    "routine": "bold cyan",
    "self-care": "bold green",
}
_ROWS = 8


def print_assessment(assessment: Assessment, console: Console) -> None:
    """Write the whole answer to a console."""
    console.print(_urgency(assessment))
    console.print(_causes(assessment))
    for cause in assessment.causes[:3]:
        console.print(_reasons(cause))
    console.print(_sites(assessment))
    console.print(_next(assessment))
    if assessment.criteria:
        console.print(_criteria(assessment))
    if assessment.medicines:
        console.print(_medicines(assessment))
    if assessment.not_understood:
        console.print(_not_understood(assessment))
    console.print(_sources(assessment))
    console.print(Text(DISCLAIMER, style="italic"))
    v = assessment.versions
    console.print(
        Text(
            f"whytwitch {v['software']} · knowledge {v['knowledge']} · ontology {v['ontology']}",
            style="dim",
        )
    )


def _urgency(assessment: Assessment) -> RenderableType:
    level = assessment.urgency.level
    lines = Text(LEVEL_PLAIN[level])
    for reason in assessment.urgency.reasons[:4]:
        source = f"  [{', '.join(reason.sources)}]" if reason.sources else ""
        lines.append(f"\n- {reason.text}")
        lines.append(source, style="dim")
    return Panel(lines, title=Text(f" {LEVEL_TITLE[level]} ", style=_COLOUR[level]), title_align="left")


def _causes(assessment: Assessment) -> RenderableType:
    table = Table(title="Why: the likeliest causes", title_justify="left", expand=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("Cause")
    table.add_column("In plain words")
    table.add_column("How soon", no_wrap=True)
    shown = 0.0
    for cause in assessment.causes[:_ROWS]:
        shown += cause.probability
        table.add_row(percent(cause.probability), escape(cause.name), escape(cause.plain_name), cause.urgency)
    rest = max(0.0, 1 - shown - assessment.none_of_these)
    table.add_row(percent(rest), "[dim]all others together[/dim]", "", "")
    table.add_row(percent(assessment.none_of_these), "[dim]none of these[/dim]", "", "")
    return table


def _reasons(cause: CauseRow) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column()
    table.add_column(style="dim")
    speaking_for = [r for r in cause.reasons if r.log_odds > 0][:5]
    against = [r for r in cause.reasons if r.log_odds < 0][:4]
    for title, rows in (("for", speaking_for), ("against", against)):
        for reason in rows:
            table.add_row(_bar(reason.log_odds, title), _words(reason), _ground(reason))
    heading = Text(f"\n{cause.name} ({percent(cause.probability)})", style="bold")
    return Group(heading, table, _would_change(cause))


def _would_change(cause: CauseRow) -> Text:
    """What nobody has asked yet and what would move the cause most."""
    text = Text(style="dim")
    if cause.details is not None and cause.details.would_raise:
        text.append("would raise it: " + "; ".join(cause.details.would_raise))
    if cause.details is not None and cause.details.would_lower:
        text.append("\n" if text else "")
        text.append("would lower it: " + "; ".join(cause.details.would_lower))
    return text


def _words(reason: Reason) -> str:
    """Plain words first, the term behind them."""
    if reason.plain and reason.plain.lower() != reason.fact.lower():
        return f"{escape(reason.plain)} [dim]({escape(reason.fact)})[/dim]"
    return escape(reason.fact)


def _bar(log_odds: float, side: str) -> Text:
    length = max(1, min(8, round(abs(log_odds) * 2.5)))
    colour = "green" if side == "for" else "red"
    return Text(f"{side:>7} " + ("+" if side == "for" else "-") * length, style=colour)


def _ground(reason: Reason) -> str:
    if reason.sources:
        return ", ".join(reason.sources[:2]) + (" ..." if len(reason.sources) > 2 else "")
    return GROUNDS.get(reason.basis, "")


def _sites(assessment: Assessment) -> RenderableType:
    sites = [s for s in assessment.sites if s.probability >= 0.03]
    movements = [m for m in assessment.movements if m.probability >= 0.08][:4]
    text = Text("\nWhere it comes from: ", style="bold")
    text.append(", ".join(f"{s.name.lower()} {percent(s.probability)}" for s in sites), style="not bold")
    text.append("\nKind of movement: ", style="bold")
    text.append(", ".join(f"{m.name.lower()} {percent(m.probability)}" for m in movements), style="not bold")
    return text


def _next(assessment: Assessment) -> RenderableType:
    table = Table(title="What to ask, look for or test next", title_justify="left", expand=True)
    table.add_column("", no_wrap=True)
    table.add_column("Step")
    table.add_column("Why")
    table.add_column("Bits", justify="right", no_wrap=True)
    for step in assessment.next_steps:
        table.add_row(step.kind, escape(step.text), escape(step.why), f"{step.bits:.2f}")
    return table


def _criteria(assessment: Assessment) -> RenderableType:
    """What was said held against published criteria: counts of met, not met and unknown."""
    table = Table(title="Published criteria", title_justify="left", expand=True)
    table.add_column("Criteria")
    table.add_column("Verdict")
    for column in ("+", "-", "?"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("Still open")
    for result in assessment.criteria[:_CRITERIA]:
        states = [item.state for item in result.items]
        verdict = result.verdict if result.score is None else f"{result.verdict} ({result.score:g} points)"
        counts = (str(states.count(s)) for s in ("met", "not met", "unknown"))
        more = " ..." if len(result.missing) > _OPEN else ""
        table.add_row(
            escape(result.name), escape(verdict), *counts, escape("; ".join(result.missing[:_OPEN]) + more)
        )
    return table


_CRITERIA, _OPEN = 6, 3


def _medicines(assessment: Assessment) -> RenderableType:
    """What the medicines do together, with weak kidneys, or at their time of starting."""
    text = Text("About the medicines (never stop or share one without asking)", style="bold")
    for link in assessment.medicines:
        text.append(f"\n- {link.plain}", style="not bold")
        text.append(f"  {link.professional}  [{', '.join(link.sources)}]", style="dim not bold")
    return text


def _not_understood(assessment: Assessment) -> RenderableType:
    text = Text("Not understood, and so not used:", style="bold yellow")
    for item in assessment.not_understood:
        text.append(f"\n- {item.where}: {item.text}", style="not bold")
        text.append(f" ({item.why})" if item.why else "", style="dim not bold")
    return text


def _sources(assessment: Assessment) -> RenderableType:
    text = Text("Sources", style="bold")
    shown = [s for c in assessment.causes[:3] for r in c.reasons[:9] for s in r.sources[:2]]
    shown += [s for r in assessment.urgency.reasons[:4] for s in r.sources]
    for name in sorted(dict.fromkeys(shown)):
        source = assessment.sources.get(name)
        if source is not None:
            year = f" ({source['year']})" if source.get("year") else ""
            text.append(f"\n- {name}: {source['title']}{year}. {source['identifier']}", style="dim not bold")
    return text
