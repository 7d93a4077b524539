"""How a service is set up: one frozen record that every part reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whytwitch.web.access_scopes import DEFAULT_SCOPES

__all__ = ["DEFAULT_HOST", "DEFAULT_PORT", "ServeSettings"]

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8765


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """Settings of ``whytwitch serve``; safe as they stand, on loopback and keeping nothing.

    Attributes
    ----------
    host, port : str, int
        Where to listen; port 0 to 65535, where 0 lets the system choose.
    keep_url : str or None
        Database in which cases are kept (``sqlite:///...`` or ``postgresql://...``); None
        keeps nothing.
    token : str or None
        Bearer token that requests must carry; None asks for none.
    allowed_hosts : tuple of str
        Names in the Host header that are answered besides the loopback names.
    public_url : str or None
        Address by which others reach the service, for links and audiences; None for the address of
        the request.
    jwt_issuer, jwt_audience, jwt_jwks_url, jwt_algorithms
        OIDC or SMART tokens: who issues them, for whom, where the keys are (a URL or a file), and
        which algorithms are taken. No ``jwt_jwks_url``: tokens are not checked as JWT.
    jwt_scopes : tuple of str
        Scopes of which a token must hold at least one; ``none`` asks for none.
    jwt_jwks_file : Path or None
        Keys from a file instead of an address, for a machine without a network.
    cds_issuers : tuple of str
        Issuers whose CDS Hooks calls are taken when JWT are checked.
    cds_origins : tuple of str
        Origins of browser pages that may call CDS Hooks services, such as https://ehr.example.org.
    max_body_bytes : int
        Largest request body.
    rate_per_minute : int
        Requests a minute from one client when not on loopback; 0 for no limit.
    diary : str or None
        The diary's own file, or its database by URL; None for the person's data folder.
    workers : int
        Processes that answer.
    head_seconds, body_seconds : float
        How long the head of a request and its body may take to come.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    keep_url: str | None = None
    token: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    public_url: str | None = None
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    jwt_jwks_url: str | None = None
    jwt_jwks_file: Path | None = None
    jwt_algorithms: tuple[str, ...] = ("RS256", "RS384", "ES256", "ES384")
    jwt_scopes: tuple[str, ...] = DEFAULT_SCOPES
    cds_issuers: tuple[str, ...] = ()
    cds_origins: tuple[str, ...] = ()
    max_body_bytes: int = 1_000_000
    rate_per_minute: int = 600
    diary: str | None = None
    workers: int = 1
    head_seconds: float = 10.0
    body_seconds: float = 30.0
