"""A QuestionnaireResponse: each answered question is used or named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whytwitch.intake.coded import Collector
from whytwitch.intake.fhir_codes import answer_of, finding_code
from whytwitch.intake.fhir_own_answers import OWN_ANSWER, asked_ids, is_own, read_own_answer
from whytwitch.intake.fhir_values import codings, concept_text, listed, mapping, number, words

__all__ = ["answered_items", "read_questionnaire_response"]

_MAX_DEPTH = 20
_MAX_ITEMS = 2000


def answered_items(
    resource: Mapping[str, Any], place: str, cut: list[str] | None = None
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Place, item and answer of every answer, in their order; nested items wherever they stand.

    Places beyond 2,000 items or 20 levels are not gone into; they are added to ``cut``.
    """
    yield from _walk(resource, place, 0, [_MAX_ITEMS], cut if cut is not None else [])


def _walk(
    holder: Mapping[str, Any], place: str, depth: int, left: list[int], cut: list[str]
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    if depth > _MAX_DEPTH and holder.get("item"):
        cut.append(place)
        return
    for i, row in enumerate(listed(holder.get("item"))):
        left[0] -= 1
        if left[0] < 0:
            cut.append(f"{place}.item[{i}]")
            return
        item, where = mapping(row), f"{place}.item[{i}]"
        for j, given in enumerate(listed(item.get("answer"))):
            answer = mapping(given)
            yield f"{where}.answer[{j}]", item, answer
            yield from _walk(answer, f"{where}.answer[{j}]", depth + 1, left, cut)
        yield from _walk(item, where, depth + 1, left, cut)


def read_questionnaire_response(out: Collector, resource: Mapping[str, Any], place: str) -> None:
    """Take in every answer; an item's ``linkId`` may be an ontology term or one of our own ids."""
    cut: list[str] = []
    own, asked = is_own(resource), asked_ids(resource)
    for where, item, answer in answered_items(resource, place, cut):
        link, question = words(item.get("linkId")), words(item.get("text"))
        if own or any(system == OWN_ANSWER for system, _, _ in codings(answer.get("valueCoding"))):
            read_own_answer(out, asked.get(link, link), answer, question or link, where)
        else:
            _answer(out, link, question, answer, where)
    for where in cut:
        out.miss("items", where, f"more than {_MAX_ITEMS} items or {_MAX_DEPTH} levels are not read")


def _answer(out: Collector, link: str, question: str, answer: Mapping[str, Any], place: str) -> None:
    said = _polarity(answer)
    if said == "unknown":
        out.miss(question or link, place, "the answer is unknown")
        return
    if said:
        _yes_or_no(out, link, question, said == "yes", place)
        return
    text = words(answer.get("valueString"))
    if text:
        before = len(out.facts)
        out.narrative(text, place)
        if len(out.facts) == before:
            out.miss(text, place, "nothing in this answer is known to bear on the question")
        return
    coding = mapping(answer.get("valueCoding"))
    if coding:
        code, name = finding_code(coding), concept_text(coding)
        if code or name:
            out.finding(code, name, "", True, place)
            return
    _value(out, link, question, answer, place)


def _polarity(answer: Mapping[str, Any]) -> str:
    value = answer.get("valueBoolean")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if "valueCoding" in answer:
        return answer_of(answer["valueCoding"])
    text = words(answer.get("valueString"))
    return answer_of({"text": text}) if text else ""


def _yes_or_no(out: Collector, link: str, question: str, yes: bool, place: str) -> None:
    model = out.model
    feature = model.feature(link) if link else None
    if feature is None:
        if question or link:
            out.finding("", question or link, "", yes, place)
        else:
            out.miss("yes" if yes else "no", place, "the question is not given")
        return
    kind = "exposure" if feature >= model.arrays.n_findings else "finding"
    out.add(link, yes, place, question or link, "exposure" if kind == "exposure" else "finding")


def _value(out: Collector, link: str, question: str, answer: Mapping[str, Any], place: str) -> None:
    """A number, a quantity, a date, a file: only the age is read from one."""
    value = number(answer.get("valueInteger"))
    if value is None:
        value = number(answer.get("valueDecimal"))
    asks_age = link == "age" or question.lower().rstrip("?: ") in ("age", "how old are you", "age in years")
    if value is not None and asks_age and 0 <= value <= 130:
        if out.age_years is None:
            out.age_years = value
            out.notes.append(f"{place}: age {value:g}")
        else:
            out.miss(f"{question or link}: {value:g}", place, "the age is already known from the patient")
        return
    kinds = [key for key in answer if key.startswith("value")]
    shown = f"{question or link}: {value:g}" if value is not None else question or link
    out.miss(
        shown or "answer",
        place,
        f"an answer as {kinds[0][5:]} is not read" if kinds else "it has no value",
    )
