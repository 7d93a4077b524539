"""An assessment as one HTML file that needs nothing else: no script, font, image or call."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined, Template

from whytwitch.core.assessment import Assessment
from whytwitch.core.case import URGENCIES, Urgency
from whytwitch.model.store import cache_folder
from whytwitch.report.as_json import assessment_document
from whytwitch.report.words import GROUNDS, LEVEL_PLAIN, LEVEL_TITLE, likelihood_words, percent

__all__ = ["assessment_html", "page_context", "template"]

_CHARTED, _CHARTED_AT_LEAST = 8, 5
_CARDS, _CARDS_AT_LEAST = 8, 3
_WORTH_SHOWING = 0.01
_REASONS_SHOWN = 6
_BAR_LEAST, _BAR_MOST = math.log(10), math.log(100)
_SHADES = (0.01, 0.05, 0.2, 0.5, 0.8)  # the steps of likelihood_words, and one for "next to none"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINK = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_DRAWN = (
    "brain", "brainstem", "cord", "anterior_horn", "root", "nerve", "junction", "muscle",
    "whole_body",
)  # fmt: skip
_KIND = {"question": "Ask", "examination": "Look for", "test": "Test"}
_FACT_KIND = {
    "finding": "finding",
    "exposure": "taken, done or met with",
    "laboratory": "laboratory value",
    "test": "test",
}
_CARE = (
    ("treatment", "What care usually consists of"),
    ("self_care", "What you can do yourself"),
    ("avoid", "What to avoid"),
)

Document = dict[str, Any]


def assessment_html(assessment: Assessment) -> str:
    """The whole answer as one page for people and for their doctors.

    The page is made from :func:`whytwitch.report.as_json.assessment_document` alone, so it says
    what the JSON says. It holds no script and loads nothing; every text is escaped. Characters
    that HTML forbids are shown as U+FFFD. Equal input gives equal bytes.

    Parameters
    ----------
    assessment : Assessment
        From :func:`whytwitch.service.assess.assess`.

    Returns
    -------
    str
        An HTML document, to be written as UTF-8.

    Examples
    --------
    >>> from whytwitch.core.assessment import Assessment, UrgencyAdvice
    >>> from whytwitch.core.case import Case
    >>> page = assessment_html(
    ...     Assessment(Case(), (), 1.0, (), (), UrgencyAdvice("routine", ()), (), {})
    ... )
    >>> page[:15], "Routine: see a doctor when it suits" in page
    ('<!doctype html>', True)
    """
    return template("page.html").render(page_context(assessment))


def page_context(assessment: Assessment) -> dict[str, Any]:
    """Everything a page shows of an assessment, in the order it shows it, in words and widths."""
    return _context(_clean(assessment_document(assessment)))


def template(name: str) -> Template:
    """A template of this package; it escapes every text and refuses a missing one."""
    return _environment().get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("whytwitch.report", "templates"),
        bytecode_cache=_bytecode_cache(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _bytecode_cache() -> FileSystemBytecodeCache | None:
    """Compiled templates beside the compiled model: a third of the time of one page."""
    folder = cache_folder().parent / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None  # a read-only home costs time, not the page
    return FileSystemBytecodeCache(str(folder))


def _clean(value: Any) -> Any:
    """The same value without characters that must not stand in HTML."""
    if isinstance(value, str):
        return _CONTROL.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_clean(k): _clean(v) for k, v in value.items()}
    return [_clean(v) for v in value] if isinstance(value, list | tuple) else value


def _context(document: Document) -> Document:
    """Everything the template shows, in the order it shows it."""
    causes = document["causes"]
    charted = causes[: _count(causes, _CHARTED_AT_LEAST, _CHARTED)]
    first = causes[: _count(causes, _CARDS_AT_LEAST, _CARDS)]
    cards = list(takewhile(lambda c: c["reasons"] or _details(c), first))
    numbers = _source_numbers(document, cards)
    scale = _scale(cards)
    listed = sum(c["probability"] for c in charted)
    level = document["urgency"]["level"]
    return {
        "document": document,
        "level": {"id": level, "title": LEVEL_TITLE[level], "plain": LEVEL_PLAIN[level]},
        "ladder": [{"name": _short(u), "current": u == level} for u in URGENCIES],
        "urgency_reasons": [_urgency_reason(r, numbers) for r in document["urgency"]["reasons"]],
        "chart": [_bar(c) for c in charted],
        "cards": [_card(c, i, numbers, scale) for i, c in enumerate(cards, start=1)],
        "others": [_bar(c) for c in causes[len(charted) :]],
        "rest": _bar({"probability": max(0.0, 1 - listed - document["none_of_these"])}),
        "unlisted": _bar({"probability": document["none_of_these"]}),
        "sites": [_share(s) for s in document["sites"]],
        "drawn": _drawn(document["sites"]),
        "movements": [_share(m) for m in document["movements"]],
        "steps": [{**s, "kind": _KIND[s["kind"]]} for s in document["next"]],
        "criteria": [_criteria(c, numbers) for c in document["criteria"]],
        "medicines": [
            {**k, "sources": [numbers[s] for s in k["sources"] if s in numbers]}
            for k in document["medicines"]
        ],
        "person": _person(document["used"]),
        "missing": _missing(document["used"]),
        "facts": [{**f, "kind": _FACT_KIND.get(f["kind"], f["kind"])} for f in document["used"]["facts"]],
        "known": [_readable(k) for k in document["used"]["known"]],
        "sources": _sources(document["sources"], numbers),
    }


def _count(causes: list[Document], least: int, most: int) -> int:
    """How many causes to show: all that matter, within bounds."""
    worth: int = sum(c["probability"] >= _WORTH_SHOWING for c in causes)
    return min(most, max(least, worth))


def _short(level: Urgency) -> str:
    return LEVEL_TITLE[level].partition(":")[0]


def _readable(identifier: str) -> str:
    return identifier.replace("_", " ").replace(":", ": ", 1)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _details(cause: Document) -> Document:
    return cause.get("details") or {}


def _source_numbers(document: Document, cards: list[Document]) -> dict[str, int]:
    """A number for each source, in the order of the page; sources no line names come last."""
    names: list[str] = [s for r in document["urgency"]["reasons"] for s in r["sources"]]
    for cause in cards:
        names += [s for r in cause["reasons"] for s in r["sources"]]
        details = _details(cause)
        names += details.get("sources") or []
        lines = [line for part, _ in _CARE for line in details.get(part) or []]
        names += [line["source"] for line in lines if line.get("source")]
    names += [s for c in document["criteria"] for s in c["sources"]]
    names += [s for k in document["medicines"] for s in k["sources"]]
    names += document["sources"]
    return {name: n for n, name in enumerate(dict.fromkeys(names), start=1)}


def _references(names: Iterable[str], numbers: dict[str, int]) -> list[int]:
    return sorted({numbers[name] for name in names if name in numbers})


def _urgency_reason(reason: Document, numbers: dict[str, int]) -> Document:
    return {
        "text": reason["text"],
        "professional": reason["professional"],
        "rule": _readable(reason["rule"]),
        "level": _short(reason["level"]),
        "sources": _references(reason["sources"], numbers),
    }


def _bar(row: Document) -> Document:
    """A probability as a bar with its two wordings."""
    probability = row["probability"]
    return {
        "name": row.get("name", ""),
        "plain": _capital(row.get("plain_name", "")),
        "level": row.get("urgency", ""),
        "soon": _short(row["urgency"]) if row.get("urgency") else "",
        "width": f"{100 * probability:.1f}",
        "percent": percent(probability),
        "words": likelihood_words(probability),
    }


def _share(share: Document) -> Document:
    return {
        **_bar(share),
        "plain": share.get("plain") or "",
        "worth": share["probability"] >= _WORTH_SHOWING,
    }


def _drawn(sites: list[Document]) -> Document:
    """Shade and percentage of each stop of the drawing; a stop that is not given is blank."""
    found = {s["id"]: s["probability"] for s in sites}
    leading = max(found, key=lambda name: found[name], default="")
    return {
        name: {
            "shade": f"s{sum(found.get(name, 0.0) >= step for step in _SHADES)}",
            "percent": percent(found[name]) if name in found else "not given",
            "leads": name == leading,
        }
        for name in _DRAWN
    }


def _scale(cards: list[Document]) -> float:
    """The log odds that fill a bar; one scale for all causes, so that they can be compared."""
    sizes: list[float] = [abs(r["log_odds"]) for c in cards for r in c["reasons"]]
    return min(_BAR_MOST, max([_BAR_LEAST, *sizes]))


def _card(cause: Document, rank: int, numbers: dict[str, int], scale: float) -> Document:
    details = _details(cause)
    reasons = [_reason(r, numbers, scale) for r in cause["reasons"]]
    return {
        **_bar(cause),
        "rank": rank,
        "soon_title": LEVEL_TITLE[cause["urgency"]],
        "why_urgent": details.get("why_urgent") or "",
        "tempo": details.get("tempo") or "",
        "sides": _sides(reasons),
        "mechanism": details.get("mechanism_plain") or "",
        "technical": details.get("mechanism_technical") or "",
        "mechanism_sources": _references(details.get("sources") or [], numbers),
        "care": _care(details, numbers),
        "would_raise": details.get("would_raise") or [],
        "would_lower": details.get("would_lower") or [],
        "mistaken_for": [
            {"name": m["name"], "tell_apart": _capital(m["tell_apart"])}
            for m in details.get("mistaken_for") or []
        ],
        "from_catalogue": cause["tier"] == "annotated",
        "chain": [_readable(c) for c in cause["chain"]],
        "underlying": [
            {"name": _readable(u["id"]), "percent": percent(u["share"])} for u in cause["underlying"]
        ],
        "synonyms": list(dict.fromkeys(cause["synonyms"])),
        "codes": [
            f"{k.upper()} {v.removeprefix(k.upper() + ':')}" for k, v in sorted(cause["codes"].items()) if v
        ],
    }


def _sides(reasons: list[Document]) -> list[Document]:
    """Reasons for and against; beyond the first few they stand behind a fold."""
    return [
        {
            "id": side,
            "title": title,
            "shown": [r for r in reasons if r["side"] == side][:_REASONS_SHOWN],
            "more": [r for r in reasons if r["side"] == side][_REASONS_SHOWN:],
        }
        for side, title in (("for", "What speaks for it"), ("against", "What speaks against it"))
    ]


def _reason(reason: Document, numbers: dict[str, int], scale: float) -> Document:
    """One bar of the chart of reasons; it grows from the middle to the right or to the left."""
    log_odds = reason["log_odds"]
    half = 50 * min(1.0, abs(log_odds) / scale)
    speaks_for = log_odds > 0
    return {
        "fact": _capital(reason["plain"] or reason["fact"]),
        "term": reason["fact"] if reason["plain"] and reason["plain"] != reason["fact"] else "",
        "side": "for" if speaks_for else "against",
        "times": _times(log_odds),
        "from": f"{50 if speaks_for else 50 - half:.1f}",
        "width": f"{half:.1f}",
        "sources": _references(reason["sources"], numbers),
        "ground": "" if reason["sources"] else GROUNDS.get(reason["basis"], "no source named"),
    }


def _times(log_odds: float) -> str:
    """How much more, or less, common a fact is with this cause than among all who present.

    Examples
    --------
    >>> _times(2.086), _times(-2.542), _times(9.0), _times(0.01)
    ('8.1 times as common', '13 times as rare', 'over 100 times as common', 'about as common')
    """
    times = math.exp(min(abs(log_odds), 10.0))
    if times < 1.05:
        return "about as common"
    size = "over 100" if times > 100 else (f"{times:.0f}" if times >= 9.95 else f"{times:.1f}")
    return f"{size.removesuffix('.0')} times as {'common' if log_odds > 0 else 'rare'}"


def _care(details: Document, numbers: dict[str, int]) -> list[Document]:
    parts = []
    for part, title in _CARE:
        lines = [
            {
                "text": _capital(line["text"]),
                "sources": _references([line.get("source") or ""], numbers),
                "ground": "" if line.get("source") else "estimate, no source",
            }
            for line in details.get(part) or []
        ]
        if lines:
            parts.append({"title": title, "lines": lines})
    return parts


def _criteria(result: Document, numbers: dict[str, int]) -> Document:
    """A set of criteria; one that cannot be met any more is folded up."""
    states = [item["state"] for item in result["items"]]
    counts = ((states.count(s), s) for s in ("met", "not met", "unknown"))
    return {
        **{key: result[key] for key in ("name", "verdict", "missing")},
        "rows": result["items"],
        "counts": ", ".join(f"{n} {state}" for n, state in counts if n),
        "score": "" if result["score"] is None else f"{result['score']:g} points at least",
        "sources": _references(result["sources"], numbers),
        "open": result["verdict"] not in ("undetermined", "not met"),
    }


def _person(used: Document) -> list[tuple[str, str]]:
    """What is known of the person, in words."""
    rows: list[tuple[str, str]] = []
    if used["age_years"] is not None:
        rows.append(("Age", f"{used['age_years']:g} years"))
    if used["sex"]:
        rows.append(("Sex", str(used["sex"]).lower()))
    if used["duration_days"] is not None:
        rows.append(("For how long", _duration(used["duration_days"])))
    if used["setting"] != "any":
        rows.append(("Seen in", _readable(used["setting"])))
    return rows


def _missing(used: Document) -> list[tuple[str, str]]:
    """What nobody said, and what it would help with."""
    asked = (
        ("Age", used["age_years"] is None, "many causes belong to one time of life"),
        ("Sex", not used["sex"], "some causes are much more common in one sex"),
        ("For how long", used["duration_days"] is None, "days, months and years differ in cause"),
        (
            "Where the person was seen",
            used["setting"] == "any",
            "causes in a family doctor's surgery are not those in an intensive care unit",
        ),
    )
    return [(name, why) for name, unknown, why in asked if unknown]


def _duration(days: float) -> str:
    """Days as people say them.

    Examples
    --------
    >>> _duration(0.25), _duration(1), _duration(60), _duration(1000)
    ('6 hours', '1 day', '2 months', '3 years')
    """
    n, unit = round(days), "day"
    if days >= 730:
        n, unit = round(days / 365.25), "year"
    elif days >= 60:
        n, unit = round(days / 30.4), "month"
    elif days < 1:
        n, unit = max(1, round(days * 24)), "hour"
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def _sources(sources: Document, numbers: dict[str, int]) -> list[Document]:
    """The list of works; only web addresses become links."""
    rows = []
    for name, n in numbers.items():
        source = sources.get(name) or {}
        url = source.get("url") or ""
        title = source.get("title") or ""
        identifier = source.get("identifier") or name
        unnamed = not title or title == "(not shown)"
        rows.append(
            {
                "n": n,
                "title": identifier if unnamed else title,
                "identifier": "" if unnamed or identifier == title else identifier,
                "year": source.get("year") or "",
                "kind": source.get("kind") or "",
                "url": url,
                "linked": bool(_LINK.fullmatch(url)),
            }
        )
    return rows
