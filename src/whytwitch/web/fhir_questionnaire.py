"""The adaptive questionnaire of Structured Data Capture: answers in, the next question out.

Nothing is remembered: the QuestionnaireResponse holds every question that was put and its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whytwitch.core.case import Case
from whytwitch.core.errors import InputError
from whytwitch.intake.fhir import case_from_fhir
from whytwitch.intake.fhir_questionnaire import OWN_ANSWER
from whytwitch.intake.fhir_values import listed, mapping, number, words
from whytwitch.model.store import Model
from whytwitch.service.interview import Audience, Question, next_step, record_answer
from whytwitch.web.fhir_capability import ADAPTIVE
from whytwitch.web.problems import ProblemError

__all__ = ["next_question"]

_PROFILE = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaireresponse-adapt"
_CANONICAL = "urn:whytwitch:questionnaire:"
_MOST = 60


def next_question(model: Model, body: Mapping[str, Any]) -> dict[str, Any]:
    """The response with the next question added, or ``completed`` when there is none.

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
    case = case_from_fhir(model, bundle, "bundle") if bundle else Case()
    for i, item in enumerate(answered):
        case = _recorded(model, case, item, i)
    asked = [words(item.get("linkId")) for item in answered]
    step = next_step(model, case, asked, _audience(response))
    old = {
        words(mapping(item).get("linkId")): mapping(item) for item in listed(_contained(response).get("item"))
    }
    definitions = [dict(old.get(words(item.get("linkId"))) or _plain_item(item)) for item in answered]
    out_items: list[dict[str, Any]] = [dict(item) for item in answered]
    if step.question is not None:
        definitions.append(_item(step.question))
        out_items.append({"linkId": step.question.id, "text": step.question.text})
    out: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "meta": {"profile": [_PROFILE]},
        "contained": [_questionnaire(_audience(response), definitions)],
        "questionnaire": "#adaptive",
        "status": "in-progress" if step.question is not None else "completed",
    }
    for key in ("id", "identifier", "subject", "encounter", "authored", "author", "source"):
        if key in response:
            out[key] = response[key]
    if out_items:
        out["item"] = out_items
    if step.stopped_because:
        note = {"linkId": "stopped", "text": step.stopped_because, "type": "display"}
        out["contained"][0]["item"] = [*out["contained"][0].get("item", []), note]
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
    return "professional" if f"{_CANONICAL}professional" in [n.split("|")[0] for n in named] else "public"


def _recorded(model: Model, case: Case, item: Mapping[str, Any], i: int) -> Case:
    link = words(item.get("linkId"))
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
    if text:
        return (text, False) if number(text) is not None else (text, True)
    raise InputError(
        "the answer must be a valueCoding, valueBoolean, valueDecimal, valueInteger or valueString; got "
        f"{', '.join(answer)[:80] or 'nothing'}",
        place,
    )


def _item(question: Question) -> dict[str, Any]:
    """A question as an item, with its choices; words may be typed where the question takes them."""
    item: dict[str, Any] = {
        "linkId": question.id,
        "text": question.text,
        "type": "open-choice" if question.entry else "choice",
        "answerOption": [
            {"valueCoding": {"system": OWN_ANSWER, "code": c.value, "display": c.label}}
            for c in question.choices
        ],
    }
    if question.several:
        item["repeats"] = True
    if question.why:
        item["item"] = [{"linkId": f"{question.id}/why", "text": question.why, "type": "display"}]
    return item


def _plain_item(item: Mapping[str, Any]) -> dict[str, Any]:
    link = words(item.get("linkId"))
    return {"linkId": link, "text": words(item.get("text")) or link, "type": "open-choice"}


def _questionnaire(audience: Audience, items: list[dict[str, Any]]) -> dict[str, Any]:
    questionnaire: dict[str, Any] = {
        "resourceType": "Questionnaire",
        "id": "adaptive",
        "extension": [{"url": ADAPTIVE, "valueBoolean": True}],
        "url": f"{_CANONICAL}{audience}",
        "title": "Why is this muscle twitching?",
        "status": "active",
        "subjectType": ["Patient"],
    }
    if items:
        questionnaire["item"] = items
    return questionnaire
