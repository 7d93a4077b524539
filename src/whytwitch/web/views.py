"""What each page shows, worked out from a snapshot by the services; no rule and no number of its own."""

from __future__ import annotations

import re
import time
from typing import Any

from whytwitch.core.assessment import Assessment, UrgencyAdvice
from whytwitch.core.case import URGENCIES, Case, Fact
from whytwitch.knowledge.schema import Exposure
from whytwitch.model.store import Model
from whytwitch.report.as_html import page_context
from whytwitch.report.words import LEVEL_PLAIN, LEVEL_TITLE, percent
from whytwitch.service.assess import rank
from whytwitch.service.watch_for import watch_for
from whytwitch.service.what_if import Outcome, what_if
from whytwitch.web.choices import MOVEMENTS, SPOTS, UNITS
from whytwitch.web.conversation import Snapshot, step_of

__all__ = ["answer", "banner", "letter", "professional", "understood"]

_SHOWN_AT_ONCE = ("urgent", "emergency")
_EXPECTED_HARM = "expected_harm"
_TABLED, _TABLE_ROWS, _WEIGHS = 6, 24, 0.1
_LETTERED, _LETTER_ABSENT = 5, 12


def banner(advice: UrgencyAdvice, flags_open: bool = False) -> dict[str, Any] | None:
    """A red flag, as soon as it is known: level, what to do, and why; None when there is none.

    ``sure`` when a rule says so. Where only the likely causes do, more answers can still change it,
    and the page says that. With ``flags_open`` what cannot wait was not asked yet: then ``known`` is
    false, and the page says what is not known instead of raising an alarm over what is common.
    """
    if advice.level not in _SHOWN_AT_ONCE:
        return None
    ruled = [r for r in advice.reasons if r.rule != _EXPECTED_HARM and r.level in _SHOWN_AT_ONCE]
    top = max(ruled, key=lambda r: URGENCIES.index(r.level)).level if ruled else advice.level
    return {
        "sure": bool(ruled),
        "known": bool(ruled) or not flags_open,
        "level": top,
        "title": LEVEL_TITLE[top],
        "plain": LEVEL_PLAIN[top],
        "reasons": [r.text for r in ruled[:3]],
    }


def understood(model: Model, snapshot: Snapshot) -> dict[str, Any]:
    """What was read, to be corrected, before anything is concluded; only a red flag comes first."""
    own = " ".join(" ".join(t.split()) for t in snapshot.told.texts)
    facts = sorted(snapshot.base.facts, key=lambda f: (own.find(f.words) % (len(own) + 1), f.id))
    told = snapshot.told
    read = {f.id: f for u in snapshot.understood for f in u.case.facts}
    return {
        "marked": [SPOTS[i].label.lower() for i in told.spots]
        + [MOVEMENTS[i].title.lower() for i in told.movements],
        "banner": banner(rank(model, snapshot.case).urgency, flags_open=not snapshot.answers),
        "there": _grouped(model, [f for f in facts if f.present], snapshot),
        "not_there": [fact_row(f, snapshot) for f in facts if not f.present],
        "known": [(k, _cause_name(model, k)) for k in snapshot.base.known],
        "removed": [(i, (read[i].plain or read[i].label) if i in read else i) for i in sorted(told.removed)],
        "aside": [line for u in snapshot.understood for line in u.aside],
        "person": _person(snapshot.base),
    }


def fact_row(fact: Fact, snapshot: Snapshot) -> dict[str, Any]:
    """One fact with the words it came from, where it is, and whether it seems to be over."""
    place, plain = dict(snapshot.places).get(fact.id, ""), (fact.plain or fact.label).lower()
    return {
        "id": fact.id,
        "plain": _capital(fact.plain or fact.label),
        "label": fact.label,
        "words": fact.words,
        "origin": fact.origin,
        "turned": fact.id in snapshot.told.turned,
        "place": place,
        "has_place": bool(place) and not _says(plain, place),
        "since": _since(fact),
        "ended": dict(snapshot.ended).get(fact.id, "") if fact.present else "",
    }


def _since(fact: Fact) -> str:
    """How long a finding has been there that is newer than the rest: "about 7 hours"."""
    if fact.kind != "finding" or not fact.present or fact.since_days is None:
        return ""
    number, unit = _length(fact.since_days)
    n = max(round(float(number)), 1)
    return f"about {n} {unit if n > 1 else unit.removesuffix('s')}"


def _says(name: str, place: str) -> bool:
    """Whether the name of a finding says all of a place already: "tongue twitching" of the tongue."""
    words = [w for w in re.findall(r"[a-z]+", place.lower()) if w not in ("and", "of", "the", "my", "on")]
    return all(word[:4] in name for word in words)


def _grouped(model: Model, facts: list[Fact], snapshot: Snapshot) -> list[tuple[str, list[dict[str, Any]]]]:
    """Facts under what they are: a person's own complaints, what is taken, the family."""
    names = ("", *_GROUPS[snapshot.audience])
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for fact in facts:
        record = model.record(Exposure, fact.id) if fact.kind == "exposure" else None
        family = record is not None and record.kind == "family_history"
        groups[names[2 if family else 1 if record is not None else 0]].append(fact_row(fact, snapshot))
    return [(name, rows) for name, rows in groups.items() if rows]


_GROUPS = {
    "public": ("What you take or do, and what happened", "In your family"),
    "professional": ("Medicines, substances, events", "Family history"),
}


def answer(model: Model, snapshot: Snapshot) -> dict[str, Any]:
    """The answer for the person: urgency first, and nothing that only a doctor needs."""
    step = step_of(model, snapshot)
    assessment = step.assessment
    context = page_context(assessment)
    base = {f.id for f in snapshot.base.facts}
    return {
        **context,
        "sooner": watch_for(model, assessment),
        "stopped": step.stopped_because,
        "told_there": _grouped(model, [f for f in snapshot.base.facts if f.present], snapshot),
        "told_not": [fact_row(f, snapshot) for f in snapshot.base.facts if not f.present],
        "n_asked": len(snapshot.case.facts) - len(base),
        "about": _person(snapshot.case),
        "asked_next": [s for s in context["steps"] if s["kind"] == "Ask"],
        "to_do_next": [s for s in context["steps"] if s["kind"] != "Ask"],
    }


def professional(model: Model, snapshot: Snapshot) -> dict[str, Any]:
    """The same assessment for a clinician: tables, criteria, codes, and what each result would do."""
    step = step_of(model, snapshot)
    assessment = step.assessment
    context = page_context(assessment)
    results = what_if(model, snapshot.case, [s for s in assessment.next_steps if s.kind != "question"])
    return {
        **context,
        "sooner": watch_for(model, assessment),
        "likelihoods": _likelihoods(assessment),
        "results": [
            {
                "kind": {"examination": "Sign", "test": "Test"}.get(w.step.kind, w.step.kind),
                "text": w.step.text,
                "bits": f"{w.step.bits:.2f}",
                "outcomes": [
                    ("if present", _outcome(w.positive, assessment)),
                    ("if absent", _outcome(w.negative, assessment)),
                ],
            }
            for w in results
        ],
        "rows": [
            {
                "name": c.name,
                "percent": percent(c.probability),
                "level": c.urgency,
                "tier": "curated" if c.tier == "curated" else "catalogue",
                "codes": " · ".join(_code(k, v) for k, v in sorted(c.codes.items()) if v),
                "tempo": c.details.tempo if c.details else "",
            }
            for c in assessment.causes
        ],
        "about": _person(snapshot.case),
        "step": step,
    }


def letter(model: Model, snapshot: Snapshot) -> dict[str, Any]:
    """One page for the doctor: what was told, plain and coded, and what the engine made of it."""
    assessment = step_of(model, snapshot).assessment
    case = snapshot.case
    weight = _weights(assessment)
    absent = sorted((f for f in case.facts if not f.present), key=lambda f: -weight.get(f.id, 0.0))
    findings = [f for f in absent if f.kind != "exposure"]
    named = [f for f in case.facts if f.present and f.kind == "exposure"]
    records = {f.id: model.record(Exposure, f.id) for f in named}
    family = [f for f in named if (r := records[f.id]) is not None and r.kind == "family_history"]
    places = {i: words for i, words in snapshot.places if not _says(model.label(i).lower(), words)}
    return {
        "date": time.strftime("%d %B %Y"),
        "about": _person(case),
        "there": [f for f in case.facts if f.present and f.kind != "exposure"],
        "taken": [f for f in named if f not in family],
        "family": family,
        "places": places,
        "ended": dict(snapshot.ended),
        "past": [f for f in case.facts if not f.present and f.id in dict(snapshot.ended)],
        "not_there": findings[:_LETTER_ABSENT],
        "more_absent": len(absent) - len(findings[:_LETTER_ABSENT]),
        "known": [_cause_name(model, k) for k in case.known],
        "words": snapshot.told.texts,
        "urgency": assessment.urgency,
        "reasons": [r.professional or r.text for r in assessment.urgency.reasons[:2]],
        "causes": [
            {
                "name": c.name,
                "percent": percent(c.probability),
                "code": next((_code(k, v) for k, v in sorted(c.codes.items()) if v), ""),
                "for": [r.fact for r in c.reasons if r.log_odds > 0][:3],
                "against": [r.fact for r in c.reasons if r.log_odds < 0][:2],
            }
            for c in assessment.causes[:_LETTERED]
        ],
        "steps": [s for s in assessment.next_steps if s.kind != "question"][:6],
        "missed": assessment.not_understood[:8],
        "versions": assessment.versions,
    }


def _likelihoods(assessment: Assessment) -> dict[str, Any]:
    """How many times as common each finding is under each leading cause, as a table."""
    leading = [c for c in assessment.causes if c.reasons][:_TABLED]
    found: dict[tuple[str, bool], dict[str, float]] = {}
    for cause in leading:
        for reason in cause.reasons:
            found.setdefault((reason.fact, reason.present), {})[cause.id] = reason.log_odds
    every = sorted(found.items(), key=lambda item: -max(map(abs, item[1].values())))
    rows = [row for row in every if max(map(abs, row[1].values())) >= _WEIGHS][:_TABLE_ROWS]
    return {
        "left_out": len(every) - len(rows),
        "causes": [c.name for c in leading],
        "rows": [
            {
                "fact": _capital(fact),
                "cells": [_ratio(values.get(c.id)) for c in leading],
            }
            for (fact, _), values in rows
        ],
    }


def _weights(assessment: Assessment) -> dict[str, float]:
    """How much each fact weighs at most, under any of the leading causes."""
    weight: dict[str, float] = {}
    for reason in (r for c in assessment.causes for r in c.reasons):
        weight[reason.id] = max(weight.get(reason.id, 0.0), abs(reason.log_odds))
    return weight


def _ratio(log_odds: float | None) -> tuple[str, str]:
    """A likelihood ratio as text, with the side it speaks for."""
    if log_odds is None:
        return "–", ""
    ratio = 2.718281828459045 ** max(min(log_odds, 6.9), -6.9)
    text = f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"
    return text, "for" if log_odds > 0.05 else "against" if log_odds < -0.05 else ""


def _outcome(outcome: Outcome, assessment: Assessment) -> dict[str, Any]:
    return {
        "level": outcome.urgency,
        "changed": outcome.urgency != assessment.urgency.level,
        "causes": [(name, percent(before), percent(then)) for name, before, then in outcome.causes[:3]],
    }


def _person(case: Case) -> dict[str, Any]:
    """Age, sex, how long and where, as form values and as words."""
    length, unit = _length(case.duration_days)
    return {
        "age": f"{case.age_years:g}" if case.age_years is not None else "",
        "sex": (case.sex or "").lower(),
        "length": length,
        "unit": unit,
        "setting": case.setting,
    }


def _length(days: float | None) -> tuple[str, str]:
    """Days in the unit a person would use.

    Examples
    --------
    >>> _length(14.0), _length(0.25), _length(None), _length(182.4)
    (('2', 'weeks'), ('6', 'hours'), ('', 'weeks'), ('6', 'months'))
    """
    if days is None:
        return "", "weeks"
    spans = (("years", 730.0), ("months", 59.0), ("weeks", 14.0), ("days", 1.0), ("hours", 0.0))
    unit = next(name for name, least in spans if days >= least)
    return f"{round(days / UNITS[unit][1], 1):g}", unit


def _cause_name(model: Model, name: str) -> str:
    return str(model.meta["cause_names"].get(name, name.replace("_", " ")))


def _code(system: str, code: str) -> str:
    """A code with the name of its system, said once.

    Examples
    --------
    >>> _code("icd10", "G12.21"), _code("omim", "OMIM:105400")
    ('ICD10 G12.21', 'OMIM 105400')
    """
    return f"{system.upper()} {code.removeprefix(system.upper() + ':')}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
