"""One knowledge record as an HTML page that needs nothing else, every figure with its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from whytwitch.knowledge.schema import Cause, Source
from whytwitch.knowledge.statements import Statement, statements_of
from whytwitch.model.store import Model, software_version
from whytwitch.report.as_html import template
from whytwitch.report.words import LEVEL_TITLE

__all__ = ["record_html"]

_PARTS = (
    ("findings", "What people have"),
    ("exposures", "What brings it about or makes it likelier"),
    ("agents", "Medicines and substances that do it"),
    ("tests", "What tests show"),
)
_CARE = (("treatment", "Treatment"), ("self_care", "What you can do yourself"), ("avoid", "What to avoid"))


class _Numbers:
    """Sources in the order in which they are first cited, from one."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def __call__(self, names: Iterable[str | None]) -> list[int]:
        found = []
        for name in names:
            if name:
                if name not in self.order:
                    self.order.append(name)
                found.append(self.order.index(name) + 1)
        return sorted(set(found))


def record_html(model: Model, cause: Cause) -> str:
    """A page of one cause: mechanism, findings, exposures, tests, care, neighbours, sources.

    Parameters
    ----------
    model : Model
        For the names of findings and sources.
    cause : Cause
        The record.

    Returns
    -------
    str
        An HTML document without script, to be written as UTF-8; equal input gives equal bytes.
    """
    number = _Numbers()
    said = list(statements_of(cause))
    grounds = Counter(s.ground for s in said)
    level = cause.care.urgency
    context: dict[str, Any] = {
        "level": {"id": level, "title": LEVEL_TITLE[level]},
        "c": {
            "id": cause.id,
            "name": cause.name,
            "plain_name": cause.plain_name[:1].upper() + cause.plain_name[1:],
            "why": cause.care.why,
            "why_sources": number([cause.care.source]),
            "mechanism": cause.mechanism.plain,
            "technical": cause.mechanism.technical,
            "mechanism_sources": number(cause.mechanism.sources),
            "tempo": cause.onset.tempo,
            "course": cause.onset.course or "",
            "synonyms": cause.synonyms,
            "codes": [
                v for v in (cause.codes.mondo, cause.codes.icd10, cause.codes.omim, cause.codes.orpha) if v
            ],
            "grounds": f"Of its {len(said)} figures {grounds['counted']} are counts or percentages, "
            f"{grounds['worded']} rest on a source's words, {grounds['listed'] + grounds['by class']} are "
            "named without a rate and "
            f"{grounds['estimate']} are estimates without a source.",
        },
        "tables": [
            {"id": part, "title": title, "rows": [_row(model, s, number) for s in said if s.part == part]}
            for part, title in _PARTS
            if any(s.part == part for s in said)
        ],
        "care": [
            {
                "title": title,
                "lines": [
                    {"text": line.text, "estimate": line.source is None, "sources": number([line.source])}
                    for line in getattr(cause.care, part)
                ],
            }
            for part, title in _CARE
            if getattr(cause.care, part)
        ],
        "apart": [
            {"name": _name_of(model, m.cause), "text": m.tell_apart, "sources": number([m.source])}
            for m in cause.mistaken_for
        ],
        "not_used": [
            {"figure": n.figure, "why": n.why, "sources": number([n.source])} for n in cause.not_used
        ],
        "version": software_version(),
    }
    context["sources"] = [_source(model, name) for name in number.order]
    return template("record.html").render(context)


_GROUNDS = {
    "counted": "counted",
    "worded": "the source's words",
    "listed": "named",
    "by class": "its class is named",
    "estimate": "estimate",
}


def _row(model: Model, statement: Statement, number: _Numbers) -> dict[str, Any]:
    where = [statement.population, statement.locator, statement.note]
    named = statement.ground in ("listed", "by class")
    if named:
        where.append(f"no rate given; counted as {statement.figure}")
    item = statement.item
    return {
        "what": model.label(item),
        "code": item if item.startswith("HP:") else "",
        "figure": "named" if named else statement.figure,
        "where": "; ".join(w for w in where if w),
        "ground": _GROUNDS[statement.ground],
        "sources": number([statement.source]),
    }


def _name_of(model: Model, cause: str) -> str:
    record = model.record(Cause, cause)
    return record.name if record is not None else cause


def _source(model: Model, name: str) -> dict[str, Any]:
    source = model.record(Source, name)
    if source is None:
        return {"title": name, "year": None, "kind": "", "read": "", "identifier": name, "url": "#sources"}
    return {
        "title": source.title,
        "year": source.year,
        "kind": source.kind,
        "read": source.read,
        "identifier": source.identifier,
        "url": source.opened_at,
    }
