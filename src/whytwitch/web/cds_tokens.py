"""The JWT with which a CDS client shows who it is (CDS Hooks 2.0, "Trusting CDS Clients")."""

from __future__ import annotations

import time
from typing import Any

from whytwitch.core.errors import InputError
from whytwitch.web.access_tokens import Tokens, has_jwt
from whytwitch.web.problems import ProblemError
from whytwitch.web.settings import ServeSettings

__all__ = ["CdsTokens"]

_LEEWAY_SECONDS = 30
_MOST_REMEMBERED = 100_000


class CdsTokens:
    """Checks a client's token where issuers are configured; otherwise takes every call.

    The token must be signed by a known key, name a configured issuer, be meant for the very address
    that is called, not be expired, and be used once. Each process remembers what it has seen.

    Raises
    ------
    InputError
        When issuers are named without keys: every call would be taken then.
    """

    def __init__(self, settings: ServeSettings) -> None:
        self.settings = settings
        self.asks = bool(settings.cds_issuers)
        if self.asks and not has_jwt(settings):
            raise InputError(
                "--cds-issuer needs the issuers' public keys to check tokens with; got none; give --jwt-keys"
            )
        self._tokens = Tokens(settings) if self.asks else None
        self._used: dict[tuple[str, str], float] = {}

    def check(self, authorization: str, address: str) -> None:
        """Take or refuse a call.

        Parameters
        ----------
        authorization : str
            The header of that name.
        address : str
            The service's own address, which the token's ``aud`` must hold.

        Raises
        ------
        ProblemError
            401 that says why.
        """
        if self._tokens is None:
            return
        import jwt

        scheme, _, given = authorization.partition(" ")
        if scheme.lower() != "bearer" or not given.strip():
            raise self._refusal("send the header 'Authorization: Bearer JWT' of the CDS client")
        try:
            claims = jwt.decode(
                given.strip(),
                self._tokens._key_for(given.strip()),
                algorithms=list(self.settings.jwt_algorithms),
                issuer=list(self.settings.cds_issuers),
                audience=[address, *([self.settings.jwt_audience] if self.settings.jwt_audience else [])],
                leeway=_LEEWAY_SECONDS,
                options={"require": ["iss", "aud", "exp", "iat", "jti"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            said = str(error).split("\n")[0][:120]
            raise self._refusal(f"the client's token is refused: {said}") from None
        self._once(claims)

    def _once(self, claims: dict[str, Any]) -> None:
        """A token that was seen is a copy."""
        now, key = time.time(), (str(claims["iss"]), str(claims["jti"]))
        if len(self._used) >= _MOST_REMEMBERED:
            self._used = {k: until for k, until in self._used.items() if until > now}
        if self._used.get(key, 0.0) > now:
            raise self._refusal("the client's token was used before; send a new one with its own jti")
        if len(self._used) >= _MOST_REMEMBERED:
            raise ProblemError(503, "too many tokens are in use; try again", headers={"retry-after": "30"})
        self._used[key] = float(claims["exp"]) + _LEEWAY_SECONDS

    @staticmethod
    def _refusal(what: str) -> ProblemError:
        return ProblemError(401, what, headers={"www-authenticate": 'Bearer realm="cds-services"'})
