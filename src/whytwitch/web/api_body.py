"""The body of a request as one JSON value, within bounds."""

from __future__ import annotations

from typing import Any

from starlette.requests import ClientDisconnect, Request

from whytwitch.core.errors import InputError
from whytwitch.intake.read import parse_json
from whytwitch.web.problems import ProblemError

__all__ = ["json_body", "too_large"]


def too_large(most: int) -> ProblemError:
    """What is said to a body that is too large."""
    return ProblemError(
        413,
        f"the body must be at most {most:,} bytes; got more; use 'whytwitch batch' for many cases",
        headers={"connection": "close"},
    )


async def json_body(request: Request, most: int) -> Any:
    """Read a JSON body of at most ``most`` bytes.

    Raises
    ------
    ProblemError
        415 for another media type, 413 for a larger body, 400 for what is no JSON.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise ProblemError(415, f"the body must be application/json; got {kind[:80] or 'no content type'}")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length[:20]) > most:
        raise too_large(most)
    data = bytearray()
    try:
        async for chunk in request.stream():
            data += chunk
            if len(data) > most:
                raise too_large(most)
    except ClientDisconnect:
        raise ProblemError(400, "the body must come whole; got a part of it") from None
    try:
        return parse_json(bytes(data), "body")
    except InputError as error:
        raise ProblemError(400, str(error), error.where) from None
