"""A question, its choices, and what an answer adds to the case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from whytwitch.core.case import SETTINGS, Case, Fact, NotUnderstood, Setting, Sex
from whytwitch.core.errors import InputError
from whytwitch.explain.interview import TOLD_PREFIX, items_of_question
from whytwitch.explain.interview_themes import AREAS
from whytwitch.intake.coded import Collector
from whytwitch.intake.timing import days_in
from whytwitch.knowledge.tables import Plain
from whytwitch.model.store import Model

__all__ = ["DONT_KNOW", "WORDS", "YES_NO", "Choice", "Question", "record_answer"]


@dataclass(frozen=True)
class Choice:
    """One answer to choose. ``value`` is ``yes``, ``no``, ``unknown``, or an option's id."""

    value: str
    label: str


DONT_KNOW = Choice("unknown", "Don't know")
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"), DONT_KNOW)
#: What a typed answer begins with.
WORDS = "words:"
_MAX_WORDS = 2000
_MAX_DAYS, _MAX_AGE = 47_500.0, 130.0


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    id : str
        Goes into ``asked`` and to :func:`record_answer`.
    bits : float
        Expected information about the cause; 0 where it is not counted.
    several : bool
        Several choices may be picked; their values are joined by commas.
    entry : str
        ``years``: a number may be typed in place of a choice. ``days``: so may a number of days, or a span
        such as ``words:3 weeks``.
        ``words``: names, or what is wrong. What is typed is handed in as ``words:`` and the text, after
        the picked choices if there are any (``coffee,words:two new tablets``). Empty: choices only.
    red_flag : bool
        Asked early because a yes would change how soon.
    """

    id: str
    kind: Literal["question", "examination", "test"]
    text: str
    why: str
    choices: tuple[Choice, ...]
    bits: float = 0.0
    several: bool = False
    entry: str = ""
    red_flag: bool = False


def record_answer(model: Model, case: Case, question_id: str, value: str) -> Case:
    """A new case with the answer in it.

    Parameters
    ----------
    question_id : str
        Id of a :class:`Question`.
    value : str
        ``unknown`` changes nothing. ``yes`` or ``no`` answer for all that the question covers. Ids
        of choices, joined by commas, are there; one after ``-`` is not; what is not named stays
        unknown. ``words:`` and a text is read (see ``entry``).

    Raises
    ------
    InputError
        When the question is none of ours or the value does not answer it.
    """
    picked, _, words = value.partition(WORDS)
    values = [v for v in picked.strip().split(",") if v]
    words = words.strip()[:_MAX_WORDS]
    if values == ["unknown"] or (not values and not words):
        return case
    if question_id in _PERSON:
        return _PERSON[question_id](model, case, values, words)
    if question_id.startswith("when:"):
        return _dated(case, question_id.removeprefix("when:"), values)
    return _items(model, case, question_id, values, words)


def _items(model: Model, case: Case, question_id: str, values: list[str], words: str) -> Case:
    covered = items_of_question(question_id)
    for item in covered:
        if model.feature(item) is None:
            raise InputError(f"the question must be one that was put; got {item!r}; start over", "answer")
    is_open = question_id.startswith(("medicines:", "conditions:", "events:"))
    told = question_id.startswith(TOLD_PREFIX)
    if told and values == ["no"]:
        values = []  # what nobody told of may still be there
    present: list[str] = []
    absent: list[str] = []
    for value in values:
        item = value.removeprefix("-")
        if value in ("yes", "no"):
            (present if value == "yes" else absent).extend(covered)
        elif value == "unknown":
            continue
        elif item in covered or (is_open and model.feature(item) is not None):
            (absent if value.startswith("-") else present).append(item)
        else:
            raise InputError(f"the answer must be one of the choices; got {value!r}; pick again", "answer")
    case = _with_facts(model, case, [(i, True) for i in present] + [(i, False) for i in absent])
    if words and (told or question_id.startswith("any:")):
        return _with_findings(model, case, words)
    return _with_words(model, case, words) if is_open and words else case


def _with_facts(model: Model, case: Case, answers: Iterable[tuple[str, bool]]) -> Case:
    """What was said first stands; a finding ticked beside "none of these" counts as there."""
    known = {fact.id for fact in case.facts}
    added = []
    for item, present in answers:
        if item in known:
            continue
        known.add(item)
        feature = model.feature(item)
        finding = feature is not None and feature < model.arrays.n_findings
        plain = model.record(Plain, item)
        added.append(
            Fact(
                item,
                present,
                model.label(item),
                "interview",
                kind="finding" if finding else "exposure",
                plain=plain.plain if plain is not None else "",
            )
        )
    return replace(case, facts=(*case.facts, *added)) if added else case


def _with_words(model: Model, case: Case, words: str) -> Case:
    """Names that were typed: medicines, illnesses, operations; what is not known is kept and shown."""
    collector = Collector(model, age_years=case.age_years, sex=case.sex, setting=case.setting)
    for part in re.split(r"[,;\n]", words):
        if part.strip():
            collector.exposure(part.strip(), "", "", "interview")
    read = collector.case()
    known = {fact.id for fact in case.facts}
    facts = tuple(fact for fact in read.facts if fact.id not in known)
    return replace(
        case,
        facts=(*case.facts, *facts),
        known=tuple(dict.fromkeys((*case.known, *read.known))),
        not_understood=(*case.not_understood, *read.not_understood),
        notes=(*case.notes, *read.notes),
    )


def _dated(case: Case, item: str, values: list[str]) -> Case:
    if values[:1] not in (["recent"], ["lasting"]):
        raise InputError(f"the answer must be recent, lasting or unknown; got {values!r}", "answer")
    recent = values[0] == "recent"
    facts = tuple(replace(f, recent=recent) if f.id == item and f.present else f for f in case.facts)
    return replace(case, facts=facts)


# ---- the person -------------------------------------------------------------------------------


def _number(text: str, most: float, what: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not 0 <= number <= most:
        raise InputError(f"{what} must be a number from 0 to {most:g}; got {text[:40]!r}", "answer")
    return number


def _age(model: Model, case: Case, values: list[str], words: str) -> Case:
    text = words or values[0]
    months = re.fullmatch(r"(\d+)\s*(?:months?|mths?|m)", text.lower())
    years = float(months[1]) / 12 if months else None
    text = re.sub(r"\s*(?:years?|yrs?|y)(?: old)?$", "", text.lower())
    return replace(
        case, age_years=years if years is not None else _number(text, _MAX_AGE, "the age in years")
    )


def _sex(model: Model, case: Case, values: list[str], words: str) -> Case:
    found: dict[str, Sex | None] = {"MALE": "MALE", "FEMALE": "FEMALE", "OTHER": None}
    if not values or values[0] not in found:
        raise InputError(f"the answer must be MALE, FEMALE, OTHER or unknown; got {values!r}", "answer")
    return replace(case, sex=found[values[0]])


def _duration(model: Model, case: Case, values: list[str], words: str) -> Case:
    text = words or values[0]
    spans = days_in(text.lower())
    days = max(spans) if spans else _number(text, _MAX_DAYS, "how long, in days or words such as '3 weeks',")
    return replace(case, duration_days=min(days, _MAX_DAYS))


def _setting(model: Model, case: Case, values: list[str], words: str) -> Case:
    found: dict[str, Setting] = {setting: setting for setting in SETTINGS}
    if not values or values[0] not in found:
        raise InputError(f"the answer must be one of {', '.join(SETTINGS)}; got {values!r}", "answer")
    return replace(case, setting=found[values[0]])


def _movement(model: Model, case: Case, values: list[str], words: str) -> Case:
    """Kinds of movement picked by their terms; words are read as findings."""
    for value in values:
        if model.feature(value) is None:
            raise InputError(f"the answer must be one of the choices; got {value!r}; pick again", "answer")
    case = _with_facts(model, case, [(v, True) for v in values])
    return _with_findings(model, case, words) if words else case


def _with_findings(model: Model, case: Case, words: str) -> Case:
    """What was typed, read as findings."""
    collector = Collector(model)
    collector.narrative(words)
    read = collector.case()
    known = {fact.id for fact in case.facts}
    missed: tuple[NotUnderstood, ...] = () if read.facts else read.not_understood
    facts = tuple(fact for fact in read.facts if fact.id not in known)
    return replace(case, facts=(*case.facts, *facts), not_understood=(*case.not_understood, *missed))


def _areas(model: Model, case: Case, values: list[str], words: str) -> Case:
    for value in values:
        if value != "no" and value not in AREAS:
            raise InputError(f"the answer must be one of the choices; got {value!r}; pick again", "answer")
    return replace(case, areas=tuple(v for v in values if v != "no"))


_PERSON = {
    "areas": _areas,
    "movement": _movement,
    "age_years": _age,
    "sex": _sex,
    "duration_days": _duration,
    "setting": _setting,
}
