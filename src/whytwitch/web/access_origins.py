"""Which pages of other sites may call the CDS Hooks services from a browser: those that were named.

No other path answers across origins. Cookies are never taken from there (no ``allow-credentials``).

References
----------
WHATWG Fetch, "CORS protocol": https://fetch.spec.whatwg.org/#http-cors-protocol.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response

from whytwitch.core.errors import InputError

__all__ = ["allowed_origin", "check_origins", "cross_origin_headers", "preflight"]

_PATH = "/cds-services"
_SECONDS_KEPT = "600"


def check_origins(origins: tuple[str, ...]) -> None:
    """Refuse what is no origin.

    Raises
    ------
    InputError
        When one is not ``https://host`` or ``http://host``, with a port at the most.
    """
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or f"{parts.scheme}://{parts.netloc}" != origin:
            raise InputError(
                f"--cds-origin must be an origin such as https://ehr.example.org; got {origin[:100]!r}; "
                "give scheme and host alone, without a path"
            )


def allowed_origin(path: str, headers: Headers, origins: tuple[str, ...]) -> str:
    """The origin that a request comes from where it may call across origins; else nothing."""
    origin = headers.get("origin", "")
    is_there = path == _PATH or path.startswith(f"{_PATH}/")
    return origin if is_there and origin in origins else ""


def cross_origin_headers(origin: str) -> dict[str, str]:
    """What lets the browser hand the answer to its page."""
    return {"access-control-allow-origin": origin, "vary": "Origin"}


def preflight(origin: str) -> Response:
    """The answer to a browser that asks before it calls."""
    return Response(
        status_code=204,
        headers={
            **cross_origin_headers(origin),
            "access-control-allow-methods": "GET, POST",
            "access-control-allow-headers": "Authorization, Content-Type",
            "access-control-max-age": _SECONDS_KEPT,
        },
    )
