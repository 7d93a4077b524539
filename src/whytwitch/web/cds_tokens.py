"""The JWT with which a CDS client shows who it is (CDS Hooks 2.0, "Trusting CDS Clients")."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from whytwitch.core.errors import InputError
from whytwitch.web.access_ledger import Ledger
from whytwitch.web.access_tokens import Tokens, has_jwt, keys_away
from whytwitch.web.problems import ProblemError
from whytwitch.web.settings import ServeSettings

__all__ = ["CdsTokens"]

_LEEWAY_SECONDS = 30


class CdsTokens:
    """Checks a client's token where issuers are configured; otherwise takes every call.

    The token must be signed by a known key, name a configured issuer, be meant for the very address
    that is called, not be expired, and be used once.

    Parameters
    ----------
    ledger : Ledger, optional
        Where used tokens are remembered, for all processes of the service; in this one by default.

    Raises
    ------
    InputError
        When issuers are named without keys: every call would be taken then.
    """

    def __init__(self, settings: ServeSettings, ledger: Ledger | None = None) -> None:
        self.settings = settings
        self.asks = bool(settings.cds_issuers)
        if self.asks and not has_jwt(settings):
            raise InputError(
                "--cds-issuer needs the issuers' public keys to check tokens with; got none; give --jwt-keys"
            )
        self._tokens = Tokens(settings) if self.asks else None
        self._ledger = ledger if ledger is not None else Ledger()

    async def check(self, authorization: str, *addresses: str) -> None:
        """Take or refuse a call.

        Parameters
        ----------
        authorization : str
            The header of that name.
        addresses : str
            The address that is called, which the token's ``aud`` must hold; any of several.

        Raises
        ------
        ProblemError
            401 that says why.
        """
        tokens = self._tokens
        if tokens is None:
            return
        scheme, _, given = authorization.partition(" ")
        given = given.strip()
        if scheme.lower() != "bearer" or not given:
            raise self._refusal("send the header 'Authorization: Bearer JWT' of the CDS client")
        if tokens.fetches:  # nobody else waits for the issuer
            self._once(await asyncio.to_thread(self._claims, tokens, given, addresses))
        else:
            self._once(self._claims(tokens, given, addresses))

    def _claims(self, tokens: Tokens, given: str, addresses: tuple[str, ...]) -> dict[str, Any]:
        import jwt

        try:
            _check_head(jwt.get_unverified_header(given))
            claims: dict[str, Any] = jwt.decode(
                given,
                tokens.key_for(given),
                algorithms=list(self.settings.jwt_algorithms),
                issuer=list(self.settings.cds_issuers),
                audience=list(addresses),
                leeway=_LEEWAY_SECONDS,
                options={"require": ["iss", "aud", "exp", "iat", "jti"]},
            )
        except jwt.PyJWKClientConnectionError:
            raise keys_away() from None
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            said = str(error).split("\n")[0][:120]
            raise self._refusal(f"the client's token is refused: {said}") from None
        return claims

    def _once(self, claims: dict[str, Any]) -> None:
        """A token that was seen is a copy."""
        now, until = time.time(), float(claims["exp"]) + _LEEWAY_SECONDS
        if self._ledger.is_full(now):
            raise ProblemError(503, "too many tokens are in use; try again", headers={"retry-after": "30"})
        if not self._ledger.use_once(str(claims["iss"]), str(claims["jti"]), until, now):
            raise self._refusal("the client's token was used before; send a new one with its own jti")

    @staticmethod
    def _refusal(what: str) -> ProblemError:
        return ProblemError(401, what, headers={"www-authenticate": 'Bearer realm="cds-services"'})


def _check_head(head: dict[str, Any]) -> None:
    """The fields that the specification asks of a token's head; ``jku`` is not followed."""
    if not isinstance(head.get("kid"), str):
        raise ValueError("its head must hold 'kid', the name of its key")
    if str(head.get("typ")).upper() != "JWT":
        raise ValueError("its head must hold 'typ': 'JWT'")
