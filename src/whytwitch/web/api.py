"""The REST interface, version 1: stateless, JSON in and out, errors as problem details."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from whytwitch.core.case import Case
from whytwitch.core.documents import Document
from whytwitch.core.errors import InputError
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.phenopacket import is_phenopacket
from whytwitch.intake.read import case_from_document
from whytwitch.intake.story.facts import story_document
from whytwitch.intake.story.reader import read_story
from whytwitch.model.store import Model
from whytwitch.report.as_json import assessment_document, assessment_json, urgency_document
from whytwitch.service.assess import assess, versions
from whytwitch.service.catalogue import Found, cause_whole, list_causes, list_findings, source_record
from whytwitch.service.explain import explain_cause, explanation_document
from whytwitch.service.interview import Step, next_step, record_answer
from whytwitch.web import api_answers as answers
from whytwitch.web import api_requests as requests
from whytwitch.web.api_body import json_body
from whytwitch.web.engine import Engine
from whytwitch.web.keeping import PERSON_HEADER, Keeper
from whytwitch.web.problems import MEDIA_TYPE, ProblemError, ProblemRoute, problem_response, wrong_method
from whytwitch.web.settings import ServeSettings

__all__ = ["API_VERSION", "PREFIX", "openapi_document", "router"]

API_VERSION = "1.0.0"
PREFIX = "/api/v1"
_DESCRIPTION = (
    "Why is this muscle twitching, how soon should someone look at it, and what comes next? "
    "Nothing is kept between calls. Not a diagnosis: see `disclaimer` in every assessment."
)

_PROBLEM: dict[str, Any] = {
    "content": {MEDIA_TYPE: {"schema": answers.inlined(answers.ProblemOut.model_json_schema())}}
}
_COMMON: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "The request is refused; the body says why, in one line", **_PROBLEM},
    503: {"description": "Busy; `Retry-After` says when to come again", **_PROBLEM},
}
Text = Annotated[str, Query(max_length=200, description="Words that the names must all hold, or an id")]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Limit = Annotated[int, Query(ge=1, le=100)]
CauseId = Annotated[str, Path(min_length=1, max_length=200, examples=["eyelid_myokymia", "OMIM:105400"])]
SourceId = Annotated[str, Path(min_length=1, max_length=200, examples=["filippakis_2017"])]


def _takes(model: Any) -> dict[str, Any]:
    schema = answers.inlined(model.model_json_schema())
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _gives(model: Any, description: str) -> dict[int | str, dict[str, Any]]:
    schema = model if isinstance(model, dict) else answers.inlined(model.model_json_schema())
    return {
        200: {"description": description, "content": {"application/json": {"schema": schema}}},
        **_COMMON,
    }


def _json(document: Any, status: int = 200) -> Response:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8"), status, media_type="application/json")


def read_case(model: Model, value: Any) -> Case:
    """A case from JSON: the reader's own words first, then the documented contract.

    Raises
    ------
    InputError
        As for a case file.
    """
    where = "body"
    case = case_from_document(model, Document(value, {}), where)
    if not (value.get("resourceType") or is_phenopacket(value)):
        requests.check(requests.CaseIn, value, where)
    return case


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise InputError(f"the body must be a JSON object; got {_kind(body)}", "body")
    return body


def _kind(value: Any) -> str:
    return {list: "a list", str: "words", bool: "a truth value", type(None): "null"}.get(
        type(value), "a number"
    )


def router(settings: ServeSettings, engine: Engine, keeper: Keeper | None = None) -> APIRouter:
    """Every route of the interface; answers are kept where ``settings.keep_url`` says so."""
    made = APIRouter(prefix=PREFIX, route_class=ProblemRoute)
    _add_posts(made, settings, engine, keeper if keeper is not None else Keeper(settings))
    _add_gets(made, engine)

    @made.get("/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        return _json(openapi_document(settings.token is not None or settings.jwt_issuer is not None))

    made.routes.append(Route(PREFIX + "/{rest:path}", _Nothing(made), include_in_schema=False))
    return made


class _Nothing:
    """What is answered where no route is, or none for the method; an ASGI application."""

    def __init__(self, made: APIRouter) -> None:
        self.known = [r for r in made.routes if isinstance(r, APIRoute)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """405 with the methods there are, else 404."""
        path, method = scope["path"], scope["method"]
        allowed = {m for r in self.known if r.path_regex.match(path) for m in r.methods or ()}
        if allowed:
            problem = wrong_method(method, allowed)
        else:
            problem = ProblemError(404, f"there is nothing at {path[:200]}; see {PREFIX}/openapi.json")
        await problem_response(problem)(scope, receive, send)


def _add_posts(made: APIRouter, settings: ServeSettings, engine: Engine, keeper: Keeper) -> None:
    most = settings.max_body_bytes

    @made.post(
        "/assess",
        summary="Assess one case",
        responses=_gives(answers.assessment_schema(), "whytwitch.assessment/1"),
        openapi_extra=_takes(requests.CaseIn),
    )
    async def post_assess(
        request: Request, top: Annotated[int, Query(ge=1, le=200, description="How many causes")] = 20
    ) -> Response:
        body = await json_body(request, most)
        person = request.headers.get(PERSON_HEADER, "")
        return await engine.run(_assessed, engine.model, body, top, keeper, person)

    @made.post(
        "/next",
        summary="The next question of an interview",
        responses=_gives(answers.NextOut, "whytwitch.step/1"),
        openapi_extra=_takes(requests.NextIn),
    )
    async def post_next(request: Request) -> Response:
        body = _object(await json_body(request, most))
        return await engine.run(_next, engine.model, body)

    @made.post(
        "/read",
        summary="Plain words to coded facts",
        responses=_gives(answers.Reading, "What was understood, each with its words"),
        openapi_extra=_takes(requests.ReadIn),
    )
    async def post_read(request: Request) -> Response:
        body = _object(await json_body(request, most))
        return await engine.run(_read, engine.model, body)

    @made.post(
        "/explain",
        summary="Why one cause stands where it does",
        responses=_gives(answers.Explanation, "whytwitch.explanation/1"),
        openapi_extra=_takes(requests.ExplainIn),
    )
    async def post_explain(request: Request) -> Response:
        body = _object(await json_body(request, most))
        return await engine.run(_explained, engine.model, body)


def _assessed(model: Model, body: Any, top: int, keeper: Keeper, person: str) -> Response:
    assessment = assess(model, read_case(model, body), top)
    kept = keeper.keep(person, assessment)
    text = assessment_json(assessment, indent=None)
    return Response(text.encode("utf-8"), headers=kept, media_type="application/json")


def _next(model: Model, body: dict[str, Any]) -> Response:
    raw = body.get("case")
    if raw is not None and not isinstance(raw, dict):
        raise InputError(f"case must be a mapping of keys such as 'present'; got {_kind(raw)}", "body")
    case = case_from_mapping(model, raw or {}, "case", may_be_empty=True)
    requests.check(requests.NextIn, body, "body")
    given = requests.NextIn.model_validate(body)
    for answer in given.answers:
        try:
            case = record_answer(model, case, answer.question, answer.value)
        except InputError as error:
            # No schema can list every question: what names none, or none of its choices, is not found.
            raise ProblemError(404, str(error), f"answers ({answer.question[:80]})") from None
    step = next_step(model, case, [a.question for a in given.answers], given.audience)
    return _json(_step(step, given.assessment))


def _step(step: Step, whole: bool) -> dict[str, Any]:
    question = step.question
    shown = None
    if question is not None:
        shown = {
            "id": question.id,
            "kind": question.kind,
            "text": question.text,
            "why": question.why,
            "choices": [{"value": c.value, "label": c.label} for c in question.choices],
            "bits": question.bits,
            "several": question.several,
            "entry": question.entry,
            "red_flag": question.red_flag,
        }
    return {
        "schema": "whytwitch.step/1",
        "question": shown,
        "asked": step.asked,
        "about_left": step.about_left,
        "stopped_because": step.stopped_because,
        "urgency": urgency_document(step.urgency),
        "assessment": assessment_document(step.assessment) if whole else None,
    }


def _read(model: Model, body: dict[str, Any]) -> Response:
    requests.check(requests.ReadIn, body, "body")
    return _json(story_document(model, read_story(model, body["text"])))


def _explained(model: Model, body: dict[str, Any]) -> Response:
    if "case" not in body:
        raise InputError("the body must hold 'case' and 'cause'; got no case", "body")
    case = read_case(model, body["case"])
    phenopacket = isinstance(body["case"], dict) and is_phenopacket(body["case"])
    if not phenopacket:
        requests.check(requests.ExplainIn, body, "body")
    cause = body.get("cause")
    if not isinstance(cause, str):
        raise InputError(f"cause must be words; got {_kind(cause)}", "body")
    return _found(lambda: explanation_document(explain_cause(model, case, cause)))


def _found(make: Callable[[], dict[str, Any]]) -> Response:
    try:
        return _json(make())
    except InputError as error:
        raise ProblemError(404, str(error), error.where) from None


def _add_gets(made: APIRouter, engine: Engine) -> None:
    @made.get("/causes", summary="Causes", responses=_gives(answers.Causes, "One page of causes"))
    async def get_causes(q: Text = "", offset: Offset = 0, limit: Limit = 20) -> Response:
        return _page(await engine.run(list_causes, engine.model, q, offset, limit))

    @made.get("/causes/{id}", summary="One cause whole", responses=_gives(answers.CauseWhole, "The cause"))
    async def get_cause(id: CauseId) -> Response:
        return await engine.run(_found, lambda: cause_whole(engine.model, id))

    @made.get("/findings", summary="Findings", responses=_gives(answers.Findings, "One page of findings"))
    async def get_findings(q: Text = "", offset: Offset = 0, limit: Limit = 20) -> Response:
        return _page(await engine.run(list_findings, engine.model, q, offset, limit))

    @made.get("/sources/{id}", summary="One source", responses=_gives(answers.SourceOut, "The source"))
    async def get_source(id: SourceId) -> Response:
        return await engine.run(_found, lambda: source_record(engine.model, id))

    @made.get("/version", summary="Versions", responses=_gives(answers.VersionOut, "Versions"))
    async def get_version() -> Response:
        return _json({**versions(engine.model), "api": API_VERSION})

    @made.get(
        "/healthz", summary="Whether the service answers", responses=_gives(answers.Health, "It answers")
    )
    async def get_health() -> Response:
        return _json({"status": "ok"})


def _page(found: Found) -> Response:
    return _json({"total": found.total, "offset": found.offset, "items": [e.document for e in found.entries]})


@lru_cache(maxsize=2)
def openapi_document(has_access: bool = False) -> dict[str, Any]:
    """The OpenAPI 3.1 document of this interface alone; it needs no model.

    Parameters
    ----------
    has_access : bool
        Whether requests must carry a token.
    """
    made = APIRouter(prefix=PREFIX, route_class=ProblemRoute)
    engine = Engine.__new__(Engine)  # routes are only described, never called
    _add_posts(made, ServeSettings(), engine, Keeper(ServeSettings()))
    _add_gets(made, engine)
    document = get_openapi(
        title="whytwitch",
        version=API_VERSION,
        openapi_version="3.1.0",
        description=_DESCRIPTION,
        routes=made.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    for path, item in document["paths"].items():
        for operation in item.values():
            operation["responses"].pop("422", None)  # the framework's own shape; ours is under 4XX
            if has_access and not path.endswith("/healthz"):
                operation["security"] = [{"bearer": []}]
    document.pop("components", None)
    if has_access:
        scheme = {"type": "http", "scheme": "bearer", "description": "The token of the service, or a JWT"}
        document["components"] = {"securitySchemes": {"bearer": scheme}}
    return document
