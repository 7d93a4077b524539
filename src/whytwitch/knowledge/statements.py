"""Every statement of the records that says how often, one by one, with the ground it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from whytwitch.knowledge.load import Knowledge
from whytwitch.knowledge.schema import Agent, Cause

__all__ = ["Ground", "Statement", "figure_words", "statements", "statements_of"]

Ground = Literal["counted", "worded", "listed", "by class", "estimate"]
#: How the locator of an agent says that its source names the class and not the agent.
_BY_CLASS = "as one of the class"
Part = Literal["findings", "exposures", "tests", "agents", "background"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a record.

    Attributes
    ----------
    table, key, path :
        Where it stands: the record, and the path within it.
    part : str
        ``findings``, ``exposures``, ``tests`` or ``agents`` of a cause, or ``background``.
    item : str
        Id of the finding, exposure or test it speaks of.
    figure : str
        The figure as its source prints it.
    ground : str
        ``counted`` (a count, a percentage or an odds ratio), ``worded`` (a word for how often),
        ``listed`` (named without a rate), ``by class`` (the source names the agent's class, not the
        agent) or ``estimate`` (no source).
    """

    table: str
    key: str
    path: tuple[str | int, ...]
    part: Part
    item: str
    figure: str
    ground: Ground
    source: str | None
    locator: str | None
    population: str | None
    note: str | None


def statements(knowledge: Knowledge, background: bool = False) -> Iterator[Statement]:
    """Statements on findings, exposures, tests and agents of every cause, in order of id.

    ``background`` adds how often things are there anyway.
    """
    for cause in sorted(knowledge.causes.values(), key=lambda c: c.id):
        yield from statements_of(cause)
    if background:
        for key, row in sorted(knowledge.background.items()):
            yield _statement("background", key, (), "background", row.item, row)


def statements_of(cause: Cause) -> Iterator[Statement]:
    """Statements of one cause, in the order of its record."""
    for i, finding in enumerate(cause.findings):
        yield _statement("causes", cause.id, ("findings", i), "findings", finding.finding, finding)
    for i, exposure in enumerate(cause.exposures):
        yield _statement("causes", cause.id, ("exposures", i), "exposures", exposure.exposure, exposure)
    for i, test in enumerate(cause.tests):
        if figure_words(test):
            yield _statement("causes", cause.id, ("tests", i), "tests", test.shows or test.test, test)
    for i, agent in enumerate(cause.agents):
        yield _statement("causes", cause.id, ("agents", i), "agents", agent.agent, agent)


def _statement(
    table: str, key: str, path: tuple[str | int, ...], part: Part, item: str, row: Any
) -> Statement:
    return Statement(
        table=table,
        key=key,
        path=path,
        part=part,
        item=item,
        figure=figure_words(row),
        ground=_ground(row),
        source=row.source,
        locator=row.locator,
        population=getattr(row, "population", None),
        note=row.note,
    )


def figure_words(row: Any) -> str:
    """A figure as its source prints it; empty when the row has none.

    Examples
    --------
    >>> from whytwitch.knowledge.figures import Count, Quantity
    >>> figure_words(Quantity(count=Count(events=9, total=10), source="a_2020"))
    '9 of 10'
    """
    if row.count is not None:
        return f"{row.count.events} of {row.count.total}"
    if row.percent is not None:
        total = f" of {row.percent.total}" if row.percent.total else ""
        return f"{row.percent.value:g} %{total}"
    if getattr(row, "band", None) is not None:
        return str(row.band).replace("_", " ")
    odds = getattr(row, "odds", None)
    if odds is not None:
        return f"odds {odds.value:g}"
    return row.likelihood.replace("_", " ") if isinstance(row, Agent) else ""


def _ground(row: Any) -> Ground:
    if row.count is not None or row.percent is not None or getattr(row, "odds", None) is not None:
        return "counted"
    basis = getattr(row, "basis", None)
    if isinstance(row, Agent):
        return "by class" if (row.locator or "").startswith(_BY_CLASS) else "listed"
    return basis if basis is not None and basis != "counted" else "worded"
