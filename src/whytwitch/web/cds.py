"""CDS Hooks 2.0: discovery, a service when a record is opened and one when a drug is chosen.

References
----------
HL7 CDS Hooks 2.0, https://cds-hooks.hl7.org/2.0/.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from whytwitch.core.case import Case, Fact
from whytwitch.intake.fhir import case_from_fhir
from whytwitch.intake.fhir_codes import medicine_of
from whytwitch.intake.fhir_values import listed, mapping, words
from whytwitch.model.store import Model
from whytwitch.service.assess import assess
from whytwitch.service.prescribing import DrugIssue, drug_issues, has_movement
from whytwitch.web.access_ledger import Ledger
from whytwitch.web.api_body import json_body
from whytwitch.web.cds_cards import assessment_cards, drug_cards
from whytwitch.web.cds_data import PREFETCH, check_feedback, checked_request, prefetched_bundle
from whytwitch.web.cds_tokens import CdsTokens
from whytwitch.web.engine import Engine
from whytwitch.web.fhir import person_of
from whytwitch.web.keeping import Keeper
from whytwitch.web.problems import ProblemError, ProblemRoute
from whytwitch.web.settings import ServeSettings

__all__ = ["PREFIX", "SERVICES", "router"]

PREFIX = "/cds-services"
#: By id: hook, title, description.
SERVICES: dict[str, tuple[str, str, str]] = {
    "twitch-view": (
        "patient-view",
        "Why is this muscle twitching?",
        "Where the record tells of a twitch, spasm, tremor or other unwanted movement: how soon it should "
        "be looked at, the leading causes, and the next sign or test. Not a diagnosis.",
    ),
    "twitch-order": (
        "order-select",
        "Drugs that can cause or worsen a twitch",
        "Warns of a drug that can bring about the movements the person has, or does so with another drug "
        "or weak kidneys.",
    ),
}


def router(
    settings: ServeSettings, engine: Engine, keeper: Keeper | None = None, ledger: Ledger | None = None
) -> APIRouter:
    """The CDS Hooks face of the service."""
    tokens = CdsTokens(settings, ledger)
    keeping = keeper if keeper is not None else Keeper(settings)
    routes = APIRouter(prefix=PREFIX, route_class=ProblemRoute, include_in_schema=False)

    def address(request: Request, path: str) -> str:
        return (settings.public_url or str(request.base_url)).rstrip("/") + path

    @routes.get("")
    async def discovery() -> Response:
        rows = [
            {"hook": hook, "title": title, "description": about, "id": name, "prefetch": PREFETCH}
            for name, (hook, title, about) in SERVICES.items()
        ]
        return _json({"services": rows})

    @routes.post("/{name}")
    async def call(request: Request, name: str) -> Response:
        hook = _hook(name)
        await tokens.check(request.headers.get("authorization", ""), address(request, f"{PREFIX}/{name}"))
        body = checked_request(await json_body(request, settings.max_body_bytes), hook)
        cards, kept = await engine.run(_cards, engine.model, hook, body, settings.public_url, keeping)
        return _json({"cards": cards}, kept)

    @routes.post("/{name}/feedback")
    async def feedback(request: Request, name: str) -> Response:
        _hook(name)
        # The specification speaks of the service's own address; its feedback has one as well.
        called = address(request, f"{PREFIX}/{name}")
        await tokens.check(request.headers.get("authorization", ""), called, f"{called}/feedback")
        check_feedback(await json_body(request, settings.max_body_bytes))
        return _json({})

    return routes


def _hook(name: str) -> str:
    if name not in SERVICES:
        raise ProblemError(404, f"the service must be one of {', '.join(SERVICES)}; got {name[:80]}")
    return SERVICES[name][0]


def _json(document: Any, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    return Response(
        body, 200, {"cache-control": "no-store", **(headers or {})}, media_type="application/json"
    )


def _cards(
    model: Model, hook: str, body: Mapping[str, Any], url: str | None, keeper: Keeper
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Cards, and what names the kept case."""
    bundle = prefetched_bundle(body)
    case = case_from_fhir(model, bundle, "prefetch", may_be_empty=True)
    instance, context = words(body["hookInstance"]), mapping(body["context"])
    if hook == "order-select":
        return drug_cards(_selected(model, case, context), instance, url), {}
    if not has_movement(model, case):
        return [], {}
    assessment = assess(model, case)
    kept = keeper.keep(person_of(bundle), assessment)
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return assessment_cards(assessment, words(context.get("patientId")), instance, url, when), kept


def _selected(model: Model, case: Case, context: Mapping[str, Any]) -> dict[str, tuple[DrugIssue, ...]]:
    """What the records say against each drug that was newly chosen."""
    chosen = {s.rpartition("Bundle/")[2] for s in context["selections"] if isinstance(s, str)}
    drafts = [
        mapping(mapping(e).get("resource")) for e in listed(mapping(context["draftOrders"]).get("entry"))
    ]
    medicines = {words(d.get("id")): d.get("code") for d in drafts if d.get("resourceType") == "Medication"}
    found: dict[str, tuple[DrugIssue, ...]] = {}
    for draft in drafts:
        name = f"{words(draft.get('resourceType'))}/{words(draft.get('id'))}"
        if draft.get("resourceType") != "MedicationRequest" or name not in chosen:
            continue
        concept = draft.get("medicationCodeableConcept")
        if not isinstance(concept, dict):
            target = words(mapping(draft.get("medicationReference")).get("reference"))
            inner = {
                words(mapping(c).get("id")): mapping(c).get("code") for c in listed(draft.get("contained"))
            }
            concept = inner.get(target.lstrip("#")) or medicines.get(target.rpartition("/")[2])
        drug = _drug(model, concept)
        if drug is not None:
            found[name] = drug_issues(model, case, drug)
    return found


def _drug(model: Model, concept: Any) -> Fact | None:
    """The exposure that a drug's concept names: by ATC, whole name, or a name inside it."""
    item = medicine_of(model, concept)
    if not item:
        bundle = {
            "resourceType": "MedicationStatement",
            "status": "active",
            "medicationCodeableConcept": mapping(concept),
        }
        read = case_from_fhir(model, bundle, "context.draftOrders") if mapping(concept) else Case()
        item = next((fact.id for fact in read.facts if fact.kind == "exposure" and fact.present), "")
    if not item:
        return None
    return Fact(
        item, True, model.label(item), "context.draftOrders", kind="exposure", recent=True, since_days=0.0
    )
