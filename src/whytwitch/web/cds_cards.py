"""Cards of CDS Hooks 2.0, within its limits: few, short, each with its source."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from whytwitch.core.assessment import Assessment
from whytwitch.core.case import URGENCIES, Urgency
from whytwitch.report.as_fhir_parts import service_requests
from whytwitch.report.as_json import DISCLAIMER
from whytwitch.report.words import LEVEL_TITLE, percent
from whytwitch.service.prescribing import DrugIssue

__all__ = ["MAX_SUMMARY", "assessment_cards", "drug_cards"]

#: The specification: "< 140 character".
MAX_SUMMARY = 139
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:whytwitch:cds")
_CAUSES, _REASONS = 5, 3
_REASON_SYSTEM = "urn:whytwitch:override"
_OVERRIDE = (
    ("known", "Already known and being looked into"),
    ("not-fitting", "Does not fit this person"),
    ("benefit", "The benefit outweighs it"),
    ("seen", "Reviewed; no action needed"),
)

Card = dict[str, Any]


def _indicator(level: Urgency) -> str:
    if level == "emergency":
        return "critical"
    return "warning" if URGENCIES.index(level) >= URGENCIES.index("soon") else "info"


def _short(text: str, most: int = MAX_SUMMARY) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _uuid(*parts: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts)))


def _source(url: str | None) -> dict[str, str]:
    return {"label": "whytwitch", **({"url": url} if url else {})}


def _reasons() -> list[dict[str, str]]:
    return [{"code": code, "system": _REASON_SYSTEM, "display": words} for code, words in _OVERRIDE]


def _text(value: str) -> str:
    """Words of others inside Markdown: no markup of theirs gets through."""
    return "".join("\\" + c if c in "\\`*_[]<>#|" else c for c in " ".join(value.split()))


def assessment_cards(a: Assessment, patient: str, instance: str, url: str | None, when: str) -> list[Card]:
    """One card: how soon, the leading causes, and the signs and tests worth having as suggestions."""
    level = a.urgency.level
    leading = ", ".join(c.name for c in a.causes[:3])
    card: Card = {
        "uuid": _uuid(instance, "assessment"),
        "summary": _short(f"{LEVEL_TITLE[level]}. To consider: {leading}"),
        "detail": "\n".join(_detail(a)),
        "indicator": _indicator(level),
        "source": _source(url),
        "overrideReasons": _reasons(),
    }
    if url:
        card["links"] = [{"label": "Open the whole answer in whytwitch", "url": url, "type": "absolute"}]
    suggestions = list(_suggestions(a, patient, instance, when))
    if suggestions:
        card["suggestions"] = suggestions
        card["selectionBehavior"] = "any"
    return [card]


def _detail(a: Assessment) -> Iterator[str]:
    for reason in a.urgency.reasons[:_REASONS]:
        yield f"- {_text(reason.professional or reason.text)}"
    yield "\n**Possible causes**\n"
    for cause in a.causes[:_CAUSES]:
        because = [("" if r.present else "no ") + r.fact for r in cause.reasons if r.log_odds > 0][:_REASONS]
        why = f": {_text(', '.join(because))}" if because else ""
        yield f"- {_text(cause.name)}, {percent(cause.probability)}{why}"
    asked = [s.text for s in a.next_steps if s.kind == "question"]
    if asked:
        yield f"\n**To ask next**\n\n- {_text(asked[0])}"
    if a.not_understood:
        yield f"\n{len(a.not_understood)} entries of the record were not used."
    yield f"\n_{_text(DISCLAIMER)}_"


def _suggestions(a: Assessment, patient: str, instance: str, when: str) -> Iterator[dict[str, Any]]:
    subject = {"reference": f"Patient/{patient}"}
    for key, request in service_requests(a, subject, when):
        if key == "seen":
            continue  # the person is being seen
        label = request["code"]["text"]
        resource = {"resourceType": request.pop("resourceType"), **request}
        yield {
            "label": _short(label, 80),
            "uuid": _uuid(instance, "suggestion", key),
            "actions": [{"type": "create", "description": label, "resource": resource}],
        }


def drug_cards(issues: Mapping[str, tuple[DrugIssue, ...]], instance: str, url: str | None) -> list[Card]:
    """One card for each drug that is about to be ordered and against which the records say something.

    Parameters
    ----------
    issues : mapping
        By selection, such as ``MedicationRequest/1``.
    """
    return [_drug_card(selection, found, instance, url) for selection, found in issues.items() if found]


def _drug_card(selection: str, found: tuple[DrugIssue, ...], instance: str, url: str | None) -> Card:
    worst = max(found, key=lambda issue: URGENCIES.index(issue.urgency))
    first = found[0]
    with_others = f" with {', '.join(first.others)}" if first.others else ""
    lines = []
    for issue in found:
        chance = f" ({percent(issue.probability)} were it taken now)" if issue.probability is not None else ""
        cited = "".join(f" [{_text(title)}]({address})" for title, address in issue.sources[:2] if address)
        lines.append(f"- {_text(issue.text)}{chance}{cited}")
    verb = (
        "can cause or worsen the movements"
        if first.kind == "cause"
        else "can bring about a movement disorder"
    )
    return {
        "uuid": _uuid(instance, "drug", selection),
        "summary": _short(f"{first.drug}{with_others} {verb}: {first.cause}"),
        "detail": "\n".join([*lines, f"\n_{_text(DISCLAIMER)}_"]),
        "indicator": "warning" if _indicator(worst.urgency) != "info" else "info",
        "source": _source(url),
        "selectionBehavior": "at-most-one",
        "suggestions": [
            {
                "label": _short(f"Remove the draft of {first.drug}", 80),
                "uuid": _uuid(instance, "remove", selection),
                "actions": [
                    {
                        "type": "delete",
                        "description": f"Remove the draft order of {first.drug}",
                        "resourceId": selection,
                    }
                ],
            }
        ],
        "overrideReasons": _reasons(),
    }
