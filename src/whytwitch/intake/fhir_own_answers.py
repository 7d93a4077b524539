"""Answers to our own adaptive questionnaire, once it is finished and comes back as a resource.

The ``linkId`` of an item says what was asked: a question about the person, one finding or exposure, or
a list of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from whytwitch.core.case import SETTINGS
from whytwitch.explain.interview import LIST_PREFIXES, TOLD_PREFIX, items_of_question
from whytwitch.intake.case_file import read_sex
from whytwitch.intake.coded import Collector
from whytwitch.intake.fhir_values import codings, listed, mapping, number, words
from whytwitch.intake.timing import days_in

__all__ = ["OWN_ANSWER", "OWN_QUESTION", "asked_ids", "is_own", "link_of", "read_own_answer", "said_in"]

#: System of the choices that our own adaptive questionnaire offers.
OWN_ANSWER = "urn:whytwitch:answer"
#: System under which an item holds the whole id of its question, where that is too long for a link.
OWN_QUESTION = "urn:whytwitch:question"
_CANONICAL = "urn:whytwitch:questionnaire:"
#: Structured Data Capture: "Link ids must be 255 characters or less"; a note's own takes four more.
_LONGEST_LINK = 251
_PERSON = ("age_years", "duration_days", "sex", "setting", "movement", "areas")
_MOST = {"age_years": 130.0, "duration_days": 47_500.0}


def link_of(question: str) -> str:
    """The ``linkId`` of a question: its id, or a short name for one that is too long.

    Examples
    --------
    >>> link_of("HP:0002380")
    'HP:0002380'
    >>> len(link_of("any:" + "|".join(["HP:0002380"] * 40)))
    21
    """
    if len(question) <= _LONGEST_LINK:
        return question
    return f"{question.partition(':')[0]}:#{hashlib.sha256(question.encode()).hexdigest()[:16]}"


def asked_ids(response: Mapping[str, Any]) -> dict[str, str]:
    """By ``linkId``: the whole id of each question that the contained Questionnaire names by a short one."""
    found: dict[str, str] = {}
    for inner in listed(response.get("contained")):
        for row in listed(mapping(inner).get("item")):
            item = mapping(row)
            for system, code, _ in (c for given in listed(item.get("code")) for c in codings(given)):
                if system == OWN_QUESTION and link_of(code) == words(item.get("linkId")):
                    found[link_of(code)] = code
    return found


def is_own(response: Mapping[str, Any]) -> bool:
    """Whether a QuestionnaireResponse answers our own questionnaire, by what it names."""
    named: list[Any] = [response.get("questionnaire")]
    for inner in listed(response.get("contained")):
        above = mapping(inner).get("derivedFrom")
        named += [mapping(inner).get("url"), *(above if isinstance(above, list) else [])]
    return any(words(name).startswith(_CANONICAL) for name in named)


def read_own_answer(out: Collector, link: str, answer: Mapping[str, Any], shown: str, place: str) -> None:
    """One answer; ``link`` is the whole id of its question."""
    said, is_typed = said_in(answer)
    if said == "unknown":
        out.miss(shown, place, "the answer is unknown")
    elif not said:
        kinds = [key for key in answer if key.startswith("value")]
        out.miss(shown, place, f"an answer as {kinds[0][5:]} is not read" if kinds else "it has no value")
    elif link in _PERSON:
        _person(out, link, said, shown, place)
    elif link.startswith("when:"):
        _dated(out, link.removeprefix("when:"), said, shown, place)
    elif link.startswith((TOLD_PREFIX, "any:")) and is_typed:
        out.narrative(said, place)
    elif link.startswith(TOLD_PREFIX) and said == "no":
        out.notes.append(f"{place}: {shown}: nothing was told; it may still be there")
    elif is_typed:
        for part in re.split(r"[,;\n]", said):
            if part.strip():
                out.exposure(part.strip(), "", "", place)
    else:
        _items(out, link, said, shown, place)


def said_in(answer: Mapping[str, Any]) -> tuple[str, bool]:
    """What was picked or typed, and whether it was words; nothing where the answer has another shape."""
    truth = answer.get("valueBoolean")
    if isinstance(truth, bool):
        return ("yes" if truth else "no"), False
    code = words(mapping(answer.get("valueCoding")).get("code"))
    if code:
        return code, False
    for key in ("valueDecimal", "valueInteger"):
        amount = number(answer.get(key))
        if amount is not None:
            return f"{amount:g}", False
    text = words(answer.get("valueString"))
    return text, number(text) is None


def _person(out: Collector, link: str, said: str, shown: str, place: str) -> None:
    if link in _MOST:
        spans = days_in(said.lower()) if link == "duration_days" else []
        value = max(spans) if spans else number(said)
        if value is None or not 0 <= value <= _MOST[link]:
            out.miss(f"{shown}: {said}", place, "it is not a number in range")
        elif link == "duration_days":
            out.duration_days = value
        elif out.age_years is None:
            out.age_years = value
    elif link == "sex":
        out.sex = out.sex or read_sex(said)[0]
    elif link == "setting":
        out.setting = next((setting for setting in SETTINGS if setting == said), out.setting)
    elif link == "areas":
        out.notes.append(f"{place}: {said[:80]}: which parts are troubled only chooses the questions")
    elif out.model.feature(said) is not None:
        out.add(said, True, place, shown, "finding")
    else:
        out.narrative(said, place)


def _dated(out: Collector, item: str, said: str, shown: str, place: str) -> None:
    """Whether what was told before is of late."""
    of_it = [i for i, fact in enumerate(out.facts) if fact.id == item and fact.present]
    if said not in ("recent", "lasting") or not of_it:
        out.miss(f"{shown}: {said}", place, "neither the question nor the answer is known")
        return
    for i in of_it:
        out.facts[i] = replace(out.facts[i], recent=said == "recent")
    out.notes.append(f"{place}: {shown}: {said}")


def _items(out: Collector, link: str, code: str, shown: str, place: str) -> None:
    model = out.model
    covered = items_of_question(link) if link.partition(":")[0] in LIST_PREFIXES else (link,)
    if code in ("yes", "no"):
        named = [item for item in covered if model.feature(item) is not None]
    else:
        named = [code.removeprefix("-")] if model.feature(code.removeprefix("-")) is not None else []
    if not named:
        out.miss(f"{shown}: {code}", place, "neither the question nor the answer is known")
    for item in named:
        feature = model.feature(item)
        finding = feature is not None and feature < model.arrays.n_findings
        present = code != "no" and not code.startswith("-")
        out.add(item, present, place, shown, "finding" if finding else "exposure")
