"""The adaptive questionnaire of Structured Data Capture: answers in, the next question out.

Nothing is remembered: the QuestionnaireResponse holds every answer, and the Questionnaire contained in
it every question that was put, the next one last.

References
----------
HL7 Structured Data Capture 4.0, "Adaptive Forms": https://hl7.org/fhir/uv/sdc/adaptive.html.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from whytwitch.core.case import Case
from whytwitch.core.errors import InputError
from whytwitch.intake.fhir import case_from_fhir
from whytwitch.intake.fhir_own_answers import OWN_ANSWER, OWN_QUESTION, asked_ids, link_of, said_in
from whytwitch.intake.fhir_values import listed, mapping, words
from whytwitch.model.store import Model
from whytwitch.service.interview import Audience, Question, Step, next_step, record_answer
from whytwitch.web.fhir_capability import ADAPTIVE, SDC, TITLE, questionnaire_url
from whytwitch.web.problems import ProblemError

__all__ = ["next_question"]

_PROFILE = f"{SDC}/StructureDefinition/sdc-questionnaireresponse-adapt"
_CONTAINED_PROFILE = f"{SDC}/StructureDefinition/sdc-questionnaire-adapt"
_MOST = 60
_ID = re.compile(r"^[A-Za-z0-9.-]{1,64}$")


def next_question(model: Model, body: Mapping[str, Any]) -> dict[str, Any]:
    """The response with the next question in its contained Questionnaire; ``completed`` without one.

    Raises
    ------
    ProblemError
        400 when no QuestionnaireResponse is there; 422 when it is finished or too long.
    InputError
        When an answer does not fit its question.
    """
    response, bundle = _parts(body)
    status = words(response.get("status"))
    if status in ("completed", "entered-in-error", "stopped"):
        raise ProblemError(
            422, f"the QuestionnaireResponse must be in progress; got {status}; start a new one"
        )
    items = [mapping(item) for item in listed(response.get("item"))]
    if len(items) > _MOST:
        raise ProblemError(422, f"there must be at most {_MOST} items; got {len(items)}; start a new one")
    answered = [item for item in items if listed(item.get("answer"))]
    case = case_from_fhir(model, bundle, "bundle", may_be_empty=True) if bundle else Case()
    whole, asked = asked_ids(response), []
    for i, item in enumerate(answered):
        link = words(item.get("linkId"))
        asked.append(whole.get(link, link))
        case = _recorded(model, case, asked[-1], item, i)
    step = next_step(model, case, asked, _audience(response))
    return _updated(response, answered, step)


def _updated(response: Mapping[str, Any], answered: list[Mapping[str, Any]], step: Step) -> dict[str, Any]:
    """The response with its answers, and the questions so far with the next one last."""
    given = _contained(response)
    old = {words(mapping(item).get("linkId")): mapping(item) for item in listed(given.get("item"))}
    items = [dict(old.get(words(item.get("linkId"))) or _plain_item(item)) for item in answered]
    if step.question is not None:
        items.append(_item(step.question))
    if step.stopped_because:
        items.append({"linkId": "stopped", "text": step.stopped_because, "type": "display"})
    name = words(given.get("id"))
    name = name if _ID.match(name) else "adaptive"
    out: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "meta": {"profile": [_PROFILE]},
        "contained": [_questionnaire(name, _audience(response), items)],
        "questionnaire": f"#{name}",
        "status": "in-progress" if step.question is not None else "completed",
        "authored": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    for key in ("id", "identifier", "subject", "encounter", "authored", "author", "source"):
        if key in response:
            out[key] = response[key]
    if answered:
        out["item"] = [dict(item) for item in answered]
    return out


def _parts(body: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The QuestionnaireResponse, and the Bundle where one is sent with it."""
    kind = body.get("resourceType")
    if kind == "QuestionnaireResponse":
        return body, {}
    response: Mapping[str, Any] = {}
    bundle: Mapping[str, Any] = {}
    if kind == "Parameters":
        for parameter in listed(body.get("parameter")):
            inner = mapping(mapping(parameter).get("resource"))
            if inner.get("resourceType") == "QuestionnaireResponse":
                response = inner
            elif inner.get("resourceType") == "Bundle":
                bundle = inner
    if not response:
        raise ProblemError(
            400,
            "the body must be a QuestionnaireResponse, or Parameters with a 'questionnaire-response'; got "
            f"{str(kind)[:60]}",
        )
    return response, bundle


def _contained(response: Mapping[str, Any]) -> Mapping[str, Any]:
    for inner in listed(response.get("contained")):
        if mapping(inner).get("resourceType") == "Questionnaire":
            return mapping(inner)
    return {}


def _audience(response: Mapping[str, Any]) -> Audience:
    """Whom to ask, by the questionnaire that the response answers."""
    inner = _contained(response)
    named = [words(response.get("questionnaire")), words(inner.get("url"))]
    named += [words(url) for url in inner.get("derivedFrom") or [] if isinstance(url, str)]
    is_examiner = questionnaire_url("professional") in [name.split("|")[0] for name in named]
    return "professional" if is_examiner else "public"


def _recorded(model: Model, case: Case, link: str, item: Mapping[str, Any], i: int) -> Case:
    place = f"QuestionnaireResponse.item[{i}] ({link[:60]})"
    values = [_value(mapping(answer), place) for answer in listed(item.get("answer"))]
    picked = ",".join(v for v, is_words in values if not is_words)
    said = ", ".join(v for v, is_words in values if is_words)
    try:
        return record_answer(model, case, link, f"{picked}words:{said}" if said else picked)
    except InputError as error:
        raise InputError(error.what, place) from None


def _value(answer: Mapping[str, Any], place: str) -> tuple[str, bool]:
    """One answer in the words of the interview, and whether it is free text."""
    said = said_in(answer)
    if said[0]:
        return said
    raise InputError(
        "the answer must be a valueCoding, valueBoolean, valueDecimal, valueInteger or valueString; got "
        f"{', '.join(answer)[:80] or 'nothing'}",
        place,
    )


def _item(question: Question) -> dict[str, Any]:
    """A question as an item, with its choices; words may be typed where the question takes them."""
    link = link_of(question.id)
    item: dict[str, Any] = {
        "linkId": link,
        "text": question.text,
        "type": "open-choice" if question.entry else "choice",
        "required": True,
        "answerOption": [
            {"valueCoding": {"system": OWN_ANSWER, "code": c.value, "display": c.label}}
            for c in question.choices
        ],
    }
    if link != question.id:
        item["code"] = [{"system": OWN_QUESTION, "code": question.id}]
    if question.several:
        item["repeats"] = True
    if question.why:
        item["item"] = [{"linkId": f"{link}/why", "text": question.why, "type": "display"}]
    return item


def _plain_item(item: Mapping[str, Any]) -> dict[str, Any]:
    link = words(item.get("linkId"))
    return {"linkId": link, "text": words(item.get("text")) or link, "type": "open-choice"}


def _questionnaire(name: str, audience: Audience, items: list[dict[str, Any]]) -> dict[str, Any]:
    """The contained one has no address of its own: it is derived from the one that has."""
    questionnaire: dict[str, Any] = {
        "resourceType": "Questionnaire",
        "id": name,
        "meta": {"profile": [_CONTAINED_PROFILE]},
        "extension": [{"url": ADAPTIVE, "valueBoolean": True}],
        "title": TITLE,
        "derivedFrom": [questionnaire_url(audience)],
        "status": "active",
        "subjectType": ["Patient"],
    }
    if items:
        questionnaire["item"] = items
    return questionnaire
