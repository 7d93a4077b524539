"""FHIR R4 over HTTP: ``$assess``, the adaptive questionnaire, and what the server can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from whytwitch.intake.fhir import case_from_fhir, is_fhir
from whytwitch.intake.fhir_values import listed, mapping, words
from whytwitch.report.as_fhir import assessment_bundle
from whytwitch.service.assess import assess
from whytwitch.web.api_body import json_body
from whytwitch.web.engine import Engine
from whytwitch.web.fhir_answers import FhirRoute, fhir_response
from whytwitch.web.fhir_capability import adaptive_questionnaire, capability_statement, operation_definition
from whytwitch.web.fhir_questionnaire import next_question
from whytwitch.web.keeping import Keeper
from whytwitch.web.problems import ProblemError
from whytwitch.web.settings import ServeSettings

__all__ = ["PREFIX", "person_of", "router"]

PREFIX = "/fhir"


def router(settings: ServeSettings, engine: Engine, keeper: Keeper | None = None) -> APIRouter:
    """The FHIR face of the service.

    Raises
    ------
    InputError
        When cases are to be kept and the database cannot be opened.
    """
    keeping = keeper if keeper is not None else Keeper(settings)
    routes = APIRouter(prefix=PREFIX, route_class=FhirRoute, include_in_schema=False)

    def base(request: Request) -> str:
        return (settings.public_url or str(request.base_url)).rstrip("/") + PREFIX

    def answer(body: dict[str, Any]) -> Response:
        assessment = assess(engine.model, case_from_fhir(engine.model, body, "body"))
        kept = keeping.keep(person_of(body), assessment)
        return fhir_response(assessment_bundle(assessment, source=body), headers=kept)

    @routes.post("/$assess")
    async def assess_bundle(request: Request) -> Response:
        body = await _resource(request, settings)
        return await engine.run(answer, body)

    @routes.post("/Questionnaire/$next-question")
    async def ask(request: Request) -> Response:
        body = await _resource(request, settings)
        response = await engine.run(next_question, engine.model, body)
        return fhir_response(response)

    @routes.get("/metadata")
    async def metadata(request: Request) -> Response:
        return fhir_response(capability_statement(base(request)))

    @routes.get("/OperationDefinition/{name}")
    async def definition(request: Request, name: str) -> Response:
        return fhir_response(operation_definition(base(request), name))

    @routes.get("/Questionnaire/{name}")
    async def questionnaire(request: Request, name: str) -> Response:
        return fhir_response(adaptive_questionnaire(base(request), name))

    @routes.api_route("/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    async def other(path: str) -> Response:
        raise ProblemError(
            404, f"the interaction must be one of those in {PREFIX}/metadata; got {path[:80] or 'none'}"
        )

    return routes


async def _resource(request: Request, settings: ServeSettings) -> dict[str, Any]:
    body = await json_body(request, settings.max_body_bytes)
    if not isinstance(body, dict) or not is_fhir(body):
        raise ProblemError(
            400, "the body must be a FHIR resource in JSON; got none; send a Bundle with a resourceType"
        )
    return body


def person_of(body: Mapping[str, Any]) -> str:
    """By what a person is found again: the first business identifier of the patient, else its id."""
    bundle = body
    for parameter in listed(body.get("parameter")):
        inner = mapping(mapping(parameter).get("resource"))
        if inner.get("resourceType") == "Bundle":
            bundle = inner
    for entry in listed(bundle.get("entry")):
        patient = mapping(mapping(entry).get("resource"))
        if patient.get("resourceType") == "Patient":
            for identifier in listed(patient.get("identifier")):
                row = mapping(identifier)
                if words(row.get("value")):
                    return f"{words(row.get('system'))}|{words(row.get('value'))}"[:500]
            return f"Patient/{words(patient.get('id'))}"[:500] if words(patient.get("id")) else ""
    return ""
