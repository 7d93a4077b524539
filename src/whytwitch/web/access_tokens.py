"""Who may ask: the service's own token, or a JWT of an OIDC or SMART issuer."""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import time
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from whytwitch.core.errors import InputError
from whytwitch.web.access_scopes import NO_SCOPES, granted_scopes, is_covered
from whytwitch.web.problems import ProblemError
from whytwitch.web.settings import ServeSettings

__all__ = ["COOKIE", "SESSION_SECONDS", "Tokens", "has_jwt", "jwks_place", "keys_away"]

COOKIE = "whytwitch_session"
SESSION_SECONDS = 12 * 3600
_LEEWAY_SECONDS = 30
_LONGEST = 8192
_LOOK_AGAIN_SECONDS = 30.0
_NO_KEY = "no key of its 'kid' is known"


def has_jwt(settings: ServeSettings) -> bool:
    """Whether tokens are checked as JWT."""
    return settings.jwt_jwks_url is not None or settings.jwt_jwks_file is not None


def jwks_place(settings: ServeSettings) -> Path | str | None:
    """Where the keys are: a file (``jwt_jwks_file``, ``file:`` or a plain path) or an address."""
    if settings.jwt_jwks_file is not None:
        return settings.jwt_jwks_file
    place = settings.jwt_jwks_url
    if place is None or place.startswith(("https://", "http://")):
        return place
    return Path(urlsplit(place).path if place.startswith("file:") else place)


def keys_away() -> ProblemError:
    """What is said while the address of the keys does not answer."""
    return ProblemError(503, "the issuer's keys cannot be fetched; try again", headers={"retry-after": "30"})


class Tokens:
    """Checks what a request carries.

    Raises
    ------
    InputError
        When keys are to be read from a file that holds none.
    """

    def __init__(self, settings: ServeSettings) -> None:
        self.settings = settings
        self._token = settings.token.encode() if settings.token else None
        self._key = hashlib.sha256(b"whytwitch session " + (self._token or b"")).digest()
        self._client: Any = None
        self._fetching = Lock()
        self._looked_at = -math.inf
        self._keys: dict[str, Any] = {}
        place = jwks_place(settings)
        if place is not None:
            _need_library()
        if isinstance(place, Path):
            self._keys = _keys_of(place)
        elif place is not None:
            from jwt import PyJWKClient

            self._client = PyJWKClient(place, cache_keys=True, lifespan=600, timeout=5)

    @property
    def fetches(self) -> bool:
        """Whether a check may wait for the address of the keys, and so belongs in a thread."""
        return self._client is not None

    @property
    def asks(self) -> bool:
        """Whether requests must carry anything at all."""
        return self._token is not None or has_jwt(self.settings)

    def check(self, authorization: str) -> None:
        """Take or refuse the header ``Authorization``.

        Raises
        ------
        ProblemError
            401 with what to do; 403 when a JWT is good and its scopes do not suffice.
        """
        scheme, _, given = authorization.partition(" ")
        given = given.strip()
        if scheme.lower() != "bearer" or not given:
            raise self._refusal("send the header 'Authorization: Bearer TOKEN'")
        if len(given) > _LONGEST:
            raise self._refusal("the token is too long", "invalid_token")
        # Compared whole and in constant time, so that no answer tells how much of it was right.
        if self._token is not None and hmac.compare_digest(given.encode("utf-8", "replace"), self._token):
            return
        if not has_jwt(self.settings):
            raise self._refusal("the token is not the one of this service", "invalid_token")
        self._check_jwt(given)

    def _check_jwt(self, given: str) -> None:
        import jwt

        settings = self.settings
        try:
            claims = jwt.decode(
                given,
                self.key_for(given),
                algorithms=list(settings.jwt_algorithms),
                issuer=settings.jwt_issuer,
                audience=settings.jwt_audience,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWKClientConnectionError:
            raise keys_away() from None
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise self._refusal(f"the token is refused: {_said(error)}", "invalid_token") from None
        self._check_scopes(claims)

    def _check_scopes(self, claims: dict[str, Any]) -> None:
        """One of the scopes that are asked for suffices."""
        wanted = self.settings.jwt_scopes
        granted = granted_scopes(claims)
        if NO_SCOPES in wanted or any(is_covered(scope, granted) for scope in wanted):
            return
        asked = " ".join(wanted)
        raise ProblemError(
            403,
            f"the token must be granted one of the scopes {', '.join(wanted)}; got "
            f"{' '.join(granted)[:200] or 'none'}",
            headers={
                "www-authenticate": f'Bearer realm="whytwitch", error="insufficient_scope", scope="{asked}"'
            },
        )

    def key_for(self, given: str) -> Any:
        """The public key that a token names.

        Raises
        ------
        jwt.PyJWTError
            When none of that name is known, or the keys cannot be fetched.
        """
        import jwt

        head = jwt.get_unverified_header(given).get("kid")
        if self._client is not None:
            return self._fetched_key(head)
        if head is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        if not isinstance(head, str) or head not in self._keys:
            raise jwt.InvalidTokenError(_NO_KEY)
        return self._keys[head]

    def _fetched_key(self, name: Any) -> Any:
        """A key from the issuer's address, which is asked anew for an unknown name only now and then.

        Else anyone could make the service call out by sending tokens that name keys of no issuer.
        """
        import jwt

        with self._fetching:
            found = self._named(name, refresh=False)
            if found is None and time.monotonic() - self._looked_at > _LOOK_AGAIN_SECONDS:
                self._looked_at = time.monotonic()
                found = self._named(name, refresh=True)
        if found is None:
            raise jwt.InvalidTokenError(_NO_KEY)
        return found

    def _named(self, name: Any, refresh: bool) -> Any:
        keys = self._client.get_signing_keys(refresh=refresh)
        return next((key.key for key in keys if key.key_id == name and isinstance(name, str)), None)

    def _refusal(self, what: str, code: str = "") -> ProblemError:
        error = f', error="{code}"' if code else ""
        return ProblemError(401, what, headers={"www-authenticate": f'Bearer realm="whytwitch"{error}'})

    # ---- browsers: signed in by the token, carried by a cookie ----------------------------------

    def sign_in(self, given: str) -> str | None:
        """The cookie's value for someone who typed the token; None when it is not the one."""
        if self._token is None or not hmac.compare_digest(given.encode("utf-8", "replace"), self._token):
            return None
        until = str(int(time.time()) + SESSION_SECONDS)
        return f"{until}.{self._sign('session', until)}"

    def is_signed_in(self, cookie: str) -> bool:
        """Whether a cookie is ours and still holds."""
        until, _, signature = cookie.partition(".")
        if self._token is None or not (until.isascii() and until.isdigit() and len(until) < 20):
            return False
        fits = hmac.compare_digest(
            signature.encode("utf-8", "replace"), self._sign("session", until).encode()
        )
        return fits and int(until) > time.time()

    def form_token(self, cookie: str) -> str:
        """What a form of this session must carry."""
        return self._sign("form", cookie)

    def _sign(self, what: str, value: str) -> str:
        return hmac.new(self._key, f"{what} {value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _need_library() -> None:
    try:
        import jwt  # noqa: F401
    except ModuleNotFoundError:
        raise InputError(
            "checking JWT needs the access extra; got no module jwt; pip install 'whytwitch[access]'"
        ) from None


def _said(error: Exception) -> str:
    """One line, without what the token held."""
    text = str(error).split("\n")[0][:120]
    return (text[:1].lower() + text[1:]).rstrip(".") or type(error).__name__


def _keys_of(place: Path) -> dict[str, Any]:
    import jwt

    try:
        found = jwt.PyJWKSet.from_dict(json.loads(place.read_bytes()))
    except OSError as error:
        raise InputError(
            f"the keys (JWKS) must be a readable file; got {error.strerror or 'an error'}", str(place)
        ) from None
    except (ValueError, TypeError, AttributeError, jwt.PyJWTError):
        raise InputError(
            "the keys must be a JSON Web Key Set with public keys; got something else", str(place)
        ) from None
    return {str(key.key_id or i): key.key for i, key in enumerate(found.keys)}
