"""Errors of the REST interface as RFC 9457 problem details, in the words of the command line."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from whytwitch.core.errors import InputError, KnowledgeError, WhytwitchError

__all__ = [
    "FAULT",
    "MEDIA_TYPE",
    "ProblemError",
    "ProblemRoute",
    "note_fault",
    "problem_response",
    "words_of",
    "wrong_method",
]

_LOG = logging.getLogger("whytwitch.web")
MEDIA_TYPE = "application/problem+json"
FAULT = "a fault of the service; please report it"
_BASE = "https://whytwitch.org/problems/"
#: Short names of what went wrong: the last part of ``type``, and ``title``.
_KINDS: dict[int, tuple[str, str]] = {
    400: ("unreadable", "The request cannot be read"),
    401: ("no-access", "Access needs a token"),
    403: ("refused", "The request is refused"),
    404: ("not-found", "There is nothing of that name"),
    405: ("method", "The method is not allowed here"),
    408: ("too-slow", "The request came too slowly"),
    411: ("length", "The length of the body must be given"),
    413: ("too-large", "The body is too large"),
    415: ("media-type", "The body is of another kind"),
    421: ("host", "The host is not served here"),
    422: ("input", "The input cannot be used"),
    429: ("too-many", "Too many requests"),
    431: ("headers", "The headers are too large"),
    500: ("fault", "A fault of the service"),
    503: ("busy", "The service is busy"),
}


class ProblemError(Exception):
    """A request that is refused, with its status.

    Parameters
    ----------
    status : int
        HTTP status, 400 to 599.
    detail : str
        One line: what must be, what was got, the way out.
    where : str
        Key or place in the input; empty when there is none.
    headers : mapping, optional
        Headers of the answer, such as ``Retry-After``.
    """

    def __init__(
        self, status: int, detail: str, where: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.detail = " ".join(detail.split())
        self.where = where
        self.headers = dict(headers or {})
        super().__init__(self.detail)

    @classmethod
    def of(cls, error: WhytwitchError) -> ProblemError:
        """The same words as the command line's, without a trace."""
        if isinstance(error, InputError):
            return cls(422, str(error), error.where)
        if isinstance(error, KnowledgeError):
            return cls(500, error.faults[0] if error.faults else "the records have faults")
        return cls(500, str(error))

    def document(self) -> dict[str, Any]:
        """Members ``type``, ``title``, ``status``, ``detail``, and ``where`` when it is known."""
        name, title = _KINDS.get(self.status, ("error", "The request failed"))
        document: dict[str, Any] = {
            "type": _BASE + name,
            "title": title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.where:
            document["where"] = self.where
        return document


def problem_response(problem: ProblemError) -> Response:
    """The problem as an answer; never cached."""
    body = json.dumps(problem.document(), ensure_ascii=False).encode("utf-8", "replace")
    headers = {"cache-control": "no-store", **problem.headers}
    return Response(body, problem.status, headers, media_type=MEDIA_TYPE)


def wrong_method(given: str, allowed: Iterable[str]) -> ProblemError:
    """What is said to a method that a path does not have."""
    allow = ", ".join(sorted(allowed))
    return ProblemError(405, f"the method must be {allow}; got {given}", headers={"allow": allow})


def words_of(error: RequestValidationError) -> ProblemError:
    """A fault of the query, the path or a header in one line."""
    first = error.errors()[0]
    place = [str(p) for p in first["loc"]]
    where = ".".join(place[1:] or place)
    given = first.get("input")
    shown = f"; got {str(given)[:80]!r}" if isinstance(given, (str, int, float)) else ""
    said = str(first["msg"])
    return ProblemError(422, f"{where}: {said[:1].lower()}{said[1:]}{shown}", where)


def note_fault(error: Exception) -> None:
    """Log where a fault arose, never what it says: its words may hold some of the case."""
    places = traceback.extract_tb(error.__traceback__)[-6:]
    way = " > ".join(f"{p.filename.rpartition('/')[2]}:{p.lineno}" for p in places)
    _LOG.error("fault %s at %s", type(error).__name__, way)


class ProblemRoute(APIRoute):
    """A route whose errors come out as problem details, whatever the rest of the service does."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler of the framework."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except ProblemError as problem:
                return problem_response(problem)
            except WhytwitchError as error:
                return problem_response(ProblemError.of(error))
            except RequestValidationError as error:
                return problem_response(words_of(error))
            except HTTPException as error:
                return problem_response(ProblemError(error.status_code, str(error.detail)))
            except Exception as error:
                note_fault(error)
                return problem_response(ProblemError(500, FAULT))

        return handle
