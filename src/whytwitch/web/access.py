"""Access to the service: hosts, tokens, forms, limits and headers, before any other part is reached.

On loopback nothing need be set up: only the machine's own programs can connect, and a page of
another site cannot pass for them (host and origin are checked). On a public address the service
does not start without a token or an issuer of JWT, and the names it is served under.
"""

from __future__ import annotations

import functools
import ipaddress
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI

from whytwitch.core.errors import InputError
from whytwitch.web.access_gate import Gate
from whytwitch.web.access_ledger import Ledger
from whytwitch.web.access_origins import check_origins
from whytwitch.web.access_scopes import check_scopes
from whytwitch.web.access_tokens import Tokens, has_jwt, jwks_place
from whytwitch.web.settings import ServeSettings

__all__ = ["check_start", "install", "is_public", "server_options"]

_SHORTEST_TOKEN = 16
_SYMMETRIC = ("HS", "none")
#: Connections of one address at a time; a browser opens six, a proxy stands for many people.
_CONNECTIONS, _CONNECTIONS_OF_PROXY = 200, 2000


def _is_loopback(host: str) -> bool:
    if host.lower() in ("localhost", "localhost."):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0]).is_loopback
    except ValueError:
        return False


def is_public(settings: ServeSettings) -> bool:
    """Whether others than this machine can reach it: by its address, or through a proxy."""
    served = urlsplit(settings.public_url).hostname if settings.public_url else None
    return not _is_loopback(settings.host) or (served is not None and not _is_loopback(served))


def check_start(settings: ServeSettings) -> None:
    """Refuse settings under which the service must not start.

    Raises
    ------
    InputError
        On a public address without access control or host names, with a token that can be guessed,
        or with a JWT set-up that would let anyone in.
    """
    if settings.public_url is not None and urlsplit(settings.public_url).scheme not in ("http", "https"):
        raise InputError(
            f"the public address must be a URL such as https://twitch.example.org; got {settings.public_url}"
        )
    if settings.token is not None and len(settings.token) < _SHORTEST_TOKEN:
        raise InputError(
            f"--token must hold at least {_SHORTEST_TOKEN} characters; got {len(settings.token)}; "
            "make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    if "*" in settings.allowed_hosts:
        raise InputError("--allowed-host must be a name; got '*', which checks nothing; name the host")
    check_origins(settings.cds_origins)
    _check_jwt(settings)
    if not is_public(settings):
        return
    if settings.token is None and not has_jwt(settings):
        raise InputError(
            f"a public address must have access control; got --host {settings.host} with none; give --token "
            f"({_SHORTEST_TOKEN} characters or more) or a JWT issuer, or listen on 127.0.0.1"
        )
    if not settings.allowed_hosts and settings.public_url is None:
        raise InputError(
            f"a public address must say by which names it is reached; got --host {settings.host} with none; "
            "give --allowed-host NAME, or listen on 127.0.0.1"
        )


def _check_jwt(settings: ServeSettings) -> None:
    check_scopes(settings.jwt_scopes)
    if not has_jwt(settings):
        if settings.jwt_issuer is not None or settings.jwt_audience is not None:
            raise InputError("a JWT issuer must come with its keys; got none; give a JWKS file or address")
        return
    if settings.jwt_issuer is None or settings.jwt_audience is None:
        raise InputError(
            "JWT must be checked for issuer and audience; got keys without both; give the two, "
            "or anyone's token would do"
        )
    weak = [a for a in settings.jwt_algorithms if a.startswith(_SYMMETRIC)]
    if weak or not settings.jwt_algorithms:
        shown = ", ".join(weak) or "none"
        raise InputError(f"JWT algorithms must be asymmetric, such as RS256; got {shown}; leave them out")
    place = jwks_place(settings)
    if (
        isinstance(place, str)
        and place.startswith("http://")
        and not _is_loopback(urlsplit(place).hostname or "")
    ):
        raise InputError(f"keys must come over https or from a file; got {place}")
    Tokens(settings)  # a file of keys is read now, not at the first request


def install(app: FastAPI, settings: ServeSettings, ledger: Ledger) -> None:
    """Put the gate in front of every route.

    Parameters
    ----------
    ledger : Ledger
        What all processes of the service count together.

    Raises
    ------
    InputError
        As :func:`check_start`.
    """
    check_start(settings)
    app.add_middleware(Gate, settings=settings, public=is_public(settings), ledger=ledger)


def server_options(settings: ServeSettings) -> dict[str, Any]:
    """Options of ``uvicorn.run`` that belong to access: deadlines, bounds, no log of requests.

    A proxy's word on who the client is counts only when the service is said to stand behind one on
    this machine.
    """
    from whytwitch.web.access_connections import BoundedConnection

    behind_proxy = settings.public_url is not None and _is_loopback(settings.host)
    most = _CONNECTIONS_OF_PROXY if behind_proxy else _CONNECTIONS
    return {
        "http": functools.partial(
            BoundedConnection, head_seconds=settings.head_seconds, most_per_client=most
        ),
        "ws": "none",
        "access_log": False,
        "server_header": False,
        "date_header": True,
        "proxy_headers": behind_proxy,
        "forwarded_allow_ips": "127.0.0.1,::1",
        "timeout_keep_alive": 15,
        "timeout_graceful_shutdown": 5,
        "h11_max_incomplete_event_size": 16_384,
        "backlog": 2048,
    }
