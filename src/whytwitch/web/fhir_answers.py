"""FHIR over HTTP: media types, and every error as an OperationOutcome."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from whytwitch.core.errors import InputError, WhytwitchError
from whytwitch.report.as_fhir import operation_outcome
from whytwitch.web.problems import FAULT, ProblemError, note_fault

__all__ = ["FHIR_JSON", "FhirRoute", "fhir_response", "outcome_response"]

FHIR_JSON = "application/fhir+json"
#: Issue codes (http://hl7.org/fhir/issue-type) by HTTP status.
_ISSUES = {
    400: "structure",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    408: "timeout",
    413: "too-long",
    415: "not-supported",
    422: "processing",
    429: "throttled",
    503: "transient",
}
_FAULT = 500


def fhir_response(
    resource: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """A resource as ``application/fhir+json``, never cached."""
    body = json.dumps(resource, ensure_ascii=False).encode("utf-8", "replace")
    return Response(
        body,
        status,
        {"cache-control": "no-store", **(headers or {})},
        media_type=f"{FHIR_JSON}; charset=utf-8",
    )


def _refuse_xml(request: Request) -> None:
    """Only JSON is spoken: say so rather than answer in what was not asked for."""
    wanted = request.query_params.get("_format") or request.headers.get("accept", "")
    kinds = [part.partition(";")[0].strip().lower() for part in wanted.split(",")]
    if wanted and not any(k == "" or "json" in k or k in ("*/*", "application/*") for k in kinds):
        raise ProblemError(406, f"the answer can only be {FHIR_JSON}; got a wish for {wanted[:80]}")


class FhirRoute(APIRoute):
    """A route whose errors come out as OperationOutcome."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler of the framework."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                _refuse_xml(request)
                return await handler(request)
            except ProblemError as problem:
                return outcome_response(problem)
            except InputError as error:
                return outcome_response(ProblemError(422, str(error)))
            except (WhytwitchError, RequestValidationError) as error:
                return outcome_response(ProblemError(422, " ".join(str(error).split())[:300]))
            except HTTPException as error:
                return outcome_response(ProblemError(error.status_code, str(error.detail)))
            except Exception as error:
                note_fault(error)
                return outcome_response(ProblemError(500, FAULT))

        return handle


def outcome_response(problem: ProblemError) -> Response:
    """The problem as an OperationOutcome, with its own status and headers."""
    code = _ISSUES.get(problem.status, "exception" if problem.status >= _FAULT else "invalid")
    return fhir_response(operation_outcome(problem.detail, code), problem.status, dict(problem.headers))
